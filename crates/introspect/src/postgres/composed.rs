//! The texts of constraints and indexes that are no more than columns: as the server writes them, which takes it long where there are many.

use autogen_schema::{
    Dialect, ForeignKey, Ident, IndexKey, IndexPart, NullsOrder, PrimaryKey, ReferentialAction, SortOrder, TableName,
    Unique,
};

const POSTGRES: Dialect = Dialect::Postgres;

/// `PRIMARY KEY (id)`.
pub(super) fn primary_key(key: &PrimaryKey) -> String {
    format!("PRIMARY KEY ({})", list(&key.columns))
}

/// `UNIQUE (email)`.
pub(super) fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    format!("UNIQUE{nulls} ({})", list(&unique.columns))
}

/// `FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE CASCADE`.
pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "FOREIGN KEY ({}) REFERENCES {}({})",
        list(&key.columns),
        qualified(&key.references),
        list(&key.referenced_columns)
    );
    for (on, action) in [(" ON UPDATE ", key.on_update), (" ON DELETE ", key.on_delete)] {
        if let Some(action) = action.filter(|action| *action != ReferentialAction::NoAction) {
            sql.push_str(on);
            sql.push_str(action.sql());
        }
    }
    sql
}

/// `CREATE INDEX idx_users_name ON users USING btree (name DESC)`.
pub(super) fn index(name: &Ident, table: &TableName, is_unique: bool, parts: &[IndexPart]) -> String {
    let unique = if is_unique { "UNIQUE " } else { "" };
    let (name, table) = (POSTGRES.quote_where_needed(name), qualified(table));
    let parts: Vec<String> = parts.iter().map(part).collect();
    format!("CREATE {unique}INDEX {name} ON {table} USING btree ({})", parts.join(", "))
}

fn part(part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(column) => POSTGRES.quote_where_needed(column),
        IndexKey::Expression(expression) => expression.clone(),
    };
    if part.order == SortOrder::Descending {
        sql.push_str(" DESC");
    }
    sql.push_str(match part.nulls {
        Some(NullsOrder::First) => " NULLS FIRST",
        Some(NullsOrder::Last) => " NULLS LAST",
        None => "",
    });
    sql
}

fn list(names: &[Ident]) -> String {
    names.iter().map(|name| POSTGRES.quote_where_needed(name)).collect::<Vec<_>>().join(", ")
}

fn qualified(name: &TableName) -> String {
    let schema = name.schema.as_ref().map(|schema| POSTGRES.quote_where_needed(schema) + ".").unwrap_or_default();
    schema + &POSTGRES.quote_where_needed(&name.name)
}
