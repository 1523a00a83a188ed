//! What the account may see.
//!
//! `information_schema` leaves out what an account has no privilege on, without a word. What it must have left out, or may have,
//! is noted. <https://mariadb.com/kb/en/grant/>, <https://dev.mysql.com/doc/refman/8.4/en/information-schema-introduction.html>

mod pattern;

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Dialect, TableName};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::server::Server;
use crate::{Error, Note};

/// The privileges of the account on one database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grants {
    /// On everything in the database.
    database: BTreeSet<String>,
    /// On whole tables, by the exact name.
    tables: BTreeMap<String, BTreeSet<String>>,
    /// Tables of which the account has single columns.
    columns: BTreeSet<String>,
}

impl Grants {
    /// Asks for the privileges of the account and of its enabled roles.
    pub(super) async fn read(db: &impl ConnectionTrait, server: &Server) -> Result<Self, Error> {
        let catalog = |source| Error::Catalog { what: "privileges", source };
        // MariaDB adds what an enabled role may do by itself.
        let using = server.role.as_ref().filter(|_| !server.is_mariadb());
        let using = using.map(|roles| format!(" FOR CURRENT_USER() USING {roles}")).unwrap_or_default();
        let statement = Statement::from_string(DbBackend::MySql, format!("SHOW GRANTS{using}"));
        let rows = db.query_all_raw(statement).await.map_err(catalog)?;
        let texts: Vec<String> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>().map_err(catalog)?;
        Ok(Self::of(&texts, &server.database))
    }

    fn of(texts: &[String], database: &str) -> Self {
        let mut grants = Self::default();
        for text in texts {
            grants.add(text, database);
        }
        grants
    }

    /// Takes in one line: ``GRANT SELECT, INSERT (`a`) ON `db`.`t` TO …``.
    fn add(&mut self, text: &str, database: &str) {
        // Under ANSI_QUOTES MySQL quotes names as strings.
        let tokens: Vec<_> = tokenize(text, Dialect::Mysql).into_iter().filter(|token| !token.is_trivia()).collect();
        let Some(on) = tokens.iter().position(|token| token.is_word("on")) else { return };
        let (before, after) = tokens.split_at(on);
        let after = match after {
            [_, kind, after @ ..] if kind.is_word("table") => after,
            [_, after @ ..] => after,
            [] => return,
        };
        let [schema, dot, table, ..] = after else { return };
        if !dot.is_punct(".") || !(schema.is_punct("*") || pattern::covers(&name(schema), database)) {
            return;
        }
        let (whole, partial) = privileges(before);
        if tokens.first().is_some_and(|token| token.is_word("revoke")) {
            // A partial revoke of MySQL takes away what a grant on everything gave.
            self.database.retain(|privilege| privilege != "ALL" && !whole.contains(privilege));
        } else if table.is_punct("*") {
            self.database.extend(whole);
        } else {
            let table = name(table);
            if !partial.is_empty() {
                self.columns.insert(table.clone());
            }
            self.tables.entry(table).or_default().extend(whole);
        }
    }

    /// Whether the account has one of these privileges on a table.
    fn any(&self, table: &str, wanted: impl Fn(&str) -> bool) -> bool {
        let of_table = self.tables.get(table).into_iter().flatten();
        self.database.iter().chain(of_table).any(|privilege| privilege == "ALL" || wanted(privilege))
    }

    /// Notes what must, or may, be missing of a schema with these tables.
    pub(super) fn notes(&self, tables: &[&str], server: &Server) -> Vec<Note> {
        let hidden = |what, of: Vec<TableName>| (!of.is_empty()).then_some(Note::Hidden { what, of });
        let without = |wanted: &dyn Fn(&str) -> bool| -> Vec<TableName> {
            tables.iter().filter(|table| !self.any(table, wanted)).map(|table| TableName::new(*table)).collect()
        };
        let on_tables = |privilege: &str| TABLE_PRIVILEGES.contains(&privilege);
        let mut notes = Vec::new();
        if !self.database.iter().any(|privilege| privilege == "ALL" || on_tables(privilege)) {
            notes.push(Note::Hidden { what: "table", of: Vec::new() });
        }
        let columns = without(&on_tables).into_iter().filter(|table| self.columns.contains(table.name.as_str()));
        notes.extend(hidden("column", columns.collect()));
        if server.is_mariadb() {
            let more = |privilege: &str| on_tables(privilege) && privilege != "SELECT";
            notes.extend(hidden("check and action of foreign keys", without(&more)));
        }
        for (what, privileges) in [
            ("trigger", &["TRIGGER"][..]),
            ("routine", &["EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE"]),
            ("event", &["EVENT"]),
        ] {
            let has = |privilege: &str| privileges.contains(&privilege);
            if !self.database.iter().any(|privilege| privilege == "ALL" || has(privilege)) {
                let of = if what == "trigger" { without(&has) } else { Vec::new() };
                notes.push(Note::Hidden { what, of });
            }
        }
        notes
    }
}

/// What lets an account see a table; with SELECT alone MariaDB shows only a part of it.
const TABLE_PRIVILEGES: [&str; 11] =
    ["ALL", "ALTER", "CREATE", "CREATE VIEW", "DELETE", "DROP", "INDEX", "INSERT", "REFERENCES", "SELECT", "UPDATE"];

fn name(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::String => token.text.trim_matches('"').replace("\"\"", "\""),
        _ => token.ident().map(|ident| ident.as_str().to_owned()).unwrap_or_default(),
    }
}

/// The privileges of a grant: those on the whole, and those on single columns.
fn privileges(tokens: &[Token<'_>]) -> (Vec<String>, Vec<String>) {
    let (mut whole, mut partial) = (Vec::new(), Vec::new());
    let mut words: Vec<String> = Vec::new();
    let (mut depth, mut columns) = (0_usize, false);
    let mut end = |words: &mut Vec<String>, columns: &mut bool| {
        let list = if std::mem::take(columns) { &mut partial } else { &mut whole };
        let privilege = std::mem::take(words).join(" ");
        list.push(if privilege == "ALL PRIVILEGES" { "ALL".to_owned() } else { privilege });
    };
    for token in tokens.iter().skip(1) {
        if token.is_punct("(") {
            (depth, columns) = (depth + 1, true);
        } else if token.is_punct(")") {
            depth = depth.saturating_sub(1);
        } else if token.is_punct(",") && depth == 0 {
            end(&mut words, &mut columns);
        } else if depth == 0 {
            words.push(token.text.to_ascii_uppercase());
        }
    }
    end(&mut words, &mut columns);
    (whole, partial)
}

#[cfg(test)]
mod tests {
    use super::super::server::{Product, Version};
    use super::*;

    fn notes(grants: &[&str], product: Product) -> Vec<String> {
        let server = Server {
            product,
            version: Version(0, 0, 0),
            database: "my_db".into(),
            account: "u@localhost".into(),
            role: None,
            sql_mode: String::new(),
            lower_case_table_names: 0,
            collation: String::new(),
        };
        let grants: Vec<String> = grants.iter().map(|grant| format!("{grant} TO `u`@`localhost`")).collect();
        Grants::of(&grants, "my_db").notes(&["a", "b"], &server).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn whoever_may_do_everything_sees_everything() {
        for grant in ["GRANT ALL PRIVILEGES ON *.*", "GRANT ALL PRIVILEGES ON `my\\_db`.*", "GRANT ALL ON `my%`.*"] {
            assert_eq!(notes(&[grant], Product::MariaDb), [""; 0], "{grant}");
        }
        let listed = "GRANT SELECT, INSERT, TRIGGER, EXECUTE, EVENT ON \"my_db\".*";
        assert_eq!(notes(&[listed], Product::MySql), [""; 0]);
    }

    #[test]
    fn what_is_left_out_is_told() {
        let rest = [
            "this account may not see every routine of the database",
            "this account may not see every event of the database",
        ];
        let grants = [
            "GRANT USAGE ON *.*",
            "GRANT SELECT ON `my_db`.`a`",
            "GRANT SELECT (`x`, `y`), INSERT (`z`) ON `my_db`.`b`",
        ];
        assert_eq!(
            notes(&grants, Product::MariaDb),
            [
                &[
                    "this account may not see every table of the database",
                    "this account may not see every column of `b`",
                    "this account may not see every check and action of foreign keys of `a`, `b`",
                    "this account may not see every trigger of `a`, `b`",
                ],
                &rest[..]
            ]
            .concat()
        );
        let grants = ["GRANT SELECT, INSERT ON `my_db`.*", "GRANT TRIGGER ON `my_db`.`a`", "GRANT ALL ON `my_dbs`.*"];
        assert_eq!(
            notes(&grants, Product::MariaDb),
            [&["this account may not see every trigger of `b`"], &rest[..]].concat()
        );
        let revoked = ["GRANT SELECT, TRIGGER, EVENT, EXECUTE ON *.*", "REVOKE TRIGGER ON `my_db`.*"];
        assert_eq!(notes(&revoked, Product::MySql), ["this account may not see every trigger of `a`, `b`"]);
    }
}
