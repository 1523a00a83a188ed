//! What hangs on tables and views: how each kind is written.

use autogen_schema::{Attachment, AttachmentKind, Dialect, Ident, TableName};

const POSTGRES: Dialect = Dialect::Postgres;

/// An attachment that counts on no column.
pub(super) fn attachment(kind: AttachmentKind, name: impl Into<Ident>, sql: String) -> Attachment {
    Attachment { kind, name: name.into(), sql, uses: std::collections::BTreeSet::new(), of: None }
}

/// `ALTER TABLE … what`, about the table as a whole.
pub(super) fn setting(table: &TableName, name: impl Into<Ident>, what: &str) -> Attachment {
    attachment(AttachmentKind::Setting, name, format!("ALTER TABLE {} {what}", POSTGRES.quote_table(table)))
}

/// `ALTER TABLE … what`, about an index, trigger or constraint of the table.
pub(super) fn setting_of(table: &TableName, of: &Ident, what: &str) -> Attachment {
    let what = format!("{what} {}", POSTGRES.quote(of));
    Attachment { of: Some(of.clone()), ..setting(table, of.clone(), &what) }
}

/// `ALTER TABLE … ALTER COLUMN … what`.
pub(super) fn column_setting(table: &TableName, column: &Ident, what: &str) -> Attachment {
    let what = format!("ALTER COLUMN {} {what}", POSTGRES.quote(column));
    Attachment { uses: [column.clone()].into(), ..setting(table, column.clone(), &what) }
}

/// `COMMENT ON what IS …`.
pub(super) fn comment(name: impl Into<Ident>, what: &str, text: &str) -> Attachment {
    attachment(AttachmentKind::Comment, name, comment_on(what, text))
}

/// `COMMENT ON what IS …`.
pub(super) fn comment_on(what: &str, text: &str) -> String {
    format!("COMMENT ON {what} IS {}", POSTGRES.literal(text))
}

/// `COMMENT ON what name ON table IS …`, about a part of a table.
pub(super) fn comment_of(table: &TableName, what: &str, of: &Ident, text: &str) -> Attachment {
    let on = format!("{what} {} ON {}", POSTGRES.quote(of), POSTGRES.quote_table(table));
    Attachment { of: Some(of.clone()), ..comment(of.clone(), &on, text) }
}

/// The words for when a trigger or a rule fires, where it is not as usual.
pub(super) fn enabled(letter: &str, what: &str) -> Option<String> {
    match letter {
        "D" => Some(format!("DISABLE {what}")),
        "R" => Some(format!("ENABLE REPLICA {what}")),
        "A" => Some(format!("ENABLE ALWAYS {what}")),
        _ => None,
    }
}
