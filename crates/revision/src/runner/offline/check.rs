//! What stops a script: a condition, and what is said then.

use autogen_schema::Dialect;

use super::client::Client;

/// One reason to stop.
pub(super) struct Check {
    /// The expression that is true then.
    condition: String,
    /// Without a comma, at which MySQL would cut it.
    message: String,
}

impl Check {
    pub(super) fn new(condition: impl Into<String>, message: impl Into<String>) -> Self {
        Self { condition: condition.into(), message: message.into() }
    }
}

/// Writes what stops the script with the message of the first check whose condition is true.
pub(super) fn stop_if(client: &mut Client<'_>, checks: &[Check]) {
    match client.dialect {
        Dialect::Sqlite => sqlite(client, checks),
        Dialect::Postgres => postgres(client, checks),
        Dialect::Mysql => mysql(client, checks),
    }
}

/// Only a trigger raises an error.
fn sqlite(client: &mut Client<'_>, checks: &[Check]) {
    client.line("CREATE TEMP TRIGGER autogen_stop BEFORE INSERT ON autogen_check BEGIN");
    for (at, check) in checks.iter().enumerate() {
        let message = client.literal(&check.message);
        client.line(&format!("    SELECT RAISE(ABORT, {message}) WHERE NEW.problem = {};", at + 1));
    }
    client.line("END;\nINSERT INTO temp.autogen_check SELECT CASE");
    for (at, check) in checks.iter().enumerate() {
        client.line(&format!("    WHEN {} THEN {}", check.condition, at + 1));
    }
    client.line("END;\nDROP TRIGGER temp.autogen_stop;");
}

fn postgres(client: &mut Client<'_>, checks: &[Check]) {
    client.line("DO $autogen$ BEGIN");
    for (at, check) in checks.iter().enumerate() {
        let (word, message) = (if at == 0 { "IF" } else { "ELSIF" }, client.literal(&check.message));
        client
            .line(&format!("    {word} {} THEN\n        RAISE EXCEPTION USING MESSAGE = {message};", check.condition));
    }
    client.line("    END IF;\nEND $autogen$;");
}

/// Outside of a procedure, MySQL has no statement that raises an error: a mode that there is not says it as well.
fn mysql(client: &mut Client<'_>, checks: &[Check]) {
    client.line("SET @autogen_problem = (SELECT CASE");
    for check in checks {
        let message = client.literal(&check.message);
        client.line(&format!("    WHEN {} THEN {message}", check.condition));
    }
    client.line("END);\nSET SESSION sql_mode = coalesce(@autogen_problem, @@SESSION.sql_mode);");
}
