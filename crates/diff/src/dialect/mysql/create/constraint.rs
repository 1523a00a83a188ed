//! The definitions of foreign keys and checks.

use autogen_schema::{Check, Dialect, ForeignKey, Ident};

use crate::script::closed;

const MYSQL: Dialect = Dialect::Mysql;

/// Returns ``CONSTRAINT `name` FOREIGN KEY (…) REFERENCES …``.
pub fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "{}FOREIGN KEY ({}) REFERENCES {} ({})",
        constraint(key.name.as_ref()),
        MYSQL.quote_list(&key.columns),
        MYSQL.quote_table(&key.references),
        MYSQL.quote_list(&key.referenced_columns)
    );
    let delete = key.on_delete.map(|action| format!(" ON DELETE {}", action.sql()));
    let update = key.on_update.map(|action| format!(" ON UPDATE {}", action.sql()));
    sql.extend(delete.into_iter().chain(update));
    sql
}

/// Returns ``CONSTRAINT `name` CHECK (…)``.
pub fn check(check: &Check) -> String {
    let enforced = if check.enforced { "" } else { " NOT ENFORCED" };
    format!("{}CHECK ({}){enforced}", constraint(check.name.as_ref()), closed(check.expression.clone()))
}

fn constraint(name: Option<&Ident>) -> String {
    name.map(|name| format!("CONSTRAINT {} ", MYSQL.quote(name))).unwrap_or_default()
}
