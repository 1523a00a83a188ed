//! Events: what the server does by itself at times.

use autogen_schema::{Dialect, Ident, Object, TableName};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;
use super::{body, text};

/// A row of `EVENTS`.
#[derive(Clone, Debug)]
pub(super) struct EventRow {
    pub(super) name: String,
    pub(super) body: String,
    /// When it happens, if once.
    pub(super) at: Option<String>,
    pub(super) interval: String,
    pub(super) unit: String,
    pub(super) starts: Option<String>,
    pub(super) ends: Option<String>,
    /// `ENABLED`, `DISABLED`, `SLAVESIDE_DISABLED`.
    pub(super) status: String,
    pub(super) preserved: bool,
    pub(super) comment: Option<String>,
    pub(super) definer: String,
    pub(super) sql_mode: String,
}

pub(super) fn decode(row: &Row<'_>) -> Result<EventRow, DbErr> {
    Ok(EventRow {
        name: row.text("event_name")?,
        body: row.text("body")?,
        at: row.filled("execute_at")?,
        // MariaDB quotes one of several numbers: `'1:30'`.
        interval: row.text("interval_value")?.trim_matches('\'').to_owned(),
        unit: row.text("interval_field")?,
        starts: row.filled("starts")?,
        ends: row.filled("ends")?,
        status: row.text("status")?,
        preserved: row.text("on_completion")? == "PRESERVE",
        comment: row.filled("comment")?,
        definer: row.text("definer")?,
        sql_mode: row.text("sql_mode")?,
    })
}

/// Reads an event.
pub(super) fn read(row: &EventRow, server: &Server) -> Object {
    Object { kind: "event".to_owned(), name: TableName::new(row.name.as_str()), sql: Some(create(row, server)) }
}

fn create(row: &EventRow, server: &Server) -> String {
    let literal = |text: &str| Dialect::Mysql.literal(text);
    let definer = text::definer(&row.definer, server).map(|account| format!("DEFINER={account} ")).unwrap_or_default();
    let name = Dialect::Mysql.quote(&Ident::new(row.name.as_str()));
    let mut sql = format!("CREATE {definer}EVENT {name} ON SCHEDULE ");
    match &row.at {
        Some(at) => sql.extend(["AT ", &literal(at)]),
        None => {
            sql.extend(["EVERY ", &literal(&row.interval), " ", &row.unit]);
            sql.extend(row.starts.as_deref().map(|moment| format!(" STARTS {}", literal(moment))));
            sql.extend(row.ends.as_deref().map(|moment| format!(" ENDS {}", literal(moment))));
        }
    }
    if row.preserved {
        sql.push_str(" ON COMPLETION PRESERVE");
    }
    sql.push_str(match row.status.as_str() {
        "ENABLED" => "",
        "DISABLED" => " DISABLE",
        _ => " DISABLE ON SLAVE",
    });
    sql.extend(row.comment.as_deref().map(|comment| format!(" COMMENT {}", literal(comment))));
    format!("{sql} DO\n{}", body::respelled(&row.body, server))
}
