//! Triggers.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Column, Dialect, Ident, TableName, Trigger};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;
use super::{body, text};

/// A row of `TRIGGERS`.
#[derive(Clone, Debug)]
pub(super) struct TriggerRow {
    pub(super) name: String,
    pub(super) event: String,
    pub(super) timing: String,
    pub(super) body: String,
    pub(super) definer: String,
    pub(super) sql_mode: String,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, TriggerRow), DbErr> {
    let trigger = TriggerRow {
        name: row.text("trigger_name")?,
        event: row.text("event")?,
        timing: row.text("timing")?,
        body: row.text("body")?,
        definer: row.text("definer")?,
        sql_mode: row.text("sql_mode")?,
    };
    Ok((row.text("table_name")?, trigger))
}

/// Reads the triggers of a table, in the order in which they fire: each says which one it follows.
pub(super) fn read(table: &TableName, rows: &[TriggerRow], columns: &[Column], server: &Server) -> Vec<Trigger> {
    let mut last: BTreeMap<(&str, &str), &TriggerRow> = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let before = last.insert((row.timing.as_str(), row.event.as_str()), row);
            Trigger {
                uses: uses(&body::respelled(&row.body, server), columns),
                ..Trigger::new(row.name.as_str(), sql(table, row, before, server))
            }
        })
        .collect()
}

fn sql(table: &TableName, row: &TriggerRow, before: Option<&TriggerRow>, server: &Server) -> String {
    let quote = |name: &str| Dialect::Mysql.quote(&Ident::new(name));
    let definer = text::definer(&row.definer, server).map(|account| format!("DEFINER={account} ")).unwrap_or_default();
    let order = before.map(|before| format!("FOLLOWS {} ", quote(&before.name))).unwrap_or_default();
    format!(
        "CREATE {definer}TRIGGER {} {} {} ON {} FOR EACH ROW {order}{}",
        quote(&row.name),
        row.timing,
        row.event,
        Dialect::Mysql.quote_table(table),
        body::respelled(&row.body, server)
    )
}

/// The columns of the row at hand that a trigger names: `NEW.a`, `OLD.a`.
fn uses(body: &str, columns: &[Column]) -> BTreeSet<Ident> {
    let tokens: Vec<_> = tokenize(body, Dialect::Mysql).into_iter().filter(|token| !token.is_trivia()).collect();
    let row = |token: &Token<'_>| {
        token.ident().is_some_and(|name| ["new", "old"].iter().any(|row| name.as_str().eq_ignore_ascii_case(row)))
    };
    let mut used = BTreeSet::new();
    for tokens in tokens.windows(3) {
        if let [first, dot, column] = tokens
            && row(first)
            && dot.is_punct(".")
            && let Some(name) = column.ident()
            && let Some(column) = columns.iter().find(|column| column.name.same(&name, Dialect::Mysql))
        {
            used.insert(column.name.clone());
        }
    }
    used
}
