//! How the version table is made, and looked for.

use autogen_schema::Dialect;
use sea_orm::sea_query::{Alias, ColumnDef, Table, TableCreateStatement, TableRef};

use super::row::{COLUMNS, POSITION, PROGRESS};

/// Rows are ordered by when they were added: by their `rowid` on SQLite, by a column of their own on servers.
pub(super) fn create_table(table: TableRef, dialect: Dialect) -> TableCreateStatement {
    let [revision, revises, message, checksum, downgrade, state, applied_at, format] = COLUMNS.map(Alias::new);
    // A `text` of MySQL's ends at 64 KiB.
    let text = |name| match dialect {
        Dialect::Mysql => ColumnDef::new(name).custom("longtext").not_null().to_owned(),
        _ => ColumnDef::new(name).text().not_null().to_owned(),
    };
    let mut statement = Table::create()
        .table(table)
        .if_not_exists()
        .col(ColumnDef::new(revision).string().not_null().primary_key())
        .col(text(revises))
        .col(text(message))
        .col(ColumnDef::new(checksum).string().not_null())
        .col(text(downgrade))
        .col(ColumnDef::new(state).string().not_null())
        .col(ColumnDef::new(applied_at).big_integer().not_null())
        .col(ColumnDef::new(format).integer().not_null())
        .to_owned();
    if dialect != Dialect::Sqlite {
        let position = Alias::new(POSITION);
        statement
            .col(ColumnDef::new(Alias::new(PROGRESS)).big_integer().not_null().default(0))
            .col(ColumnDef::new(position).big_integer().not_null().auto_increment().unique_key());
    }
    if dialect == Dialect::Mysql {
        // Ids are compared to the letter, whatever the database does by default.
        statement.engine("InnoDB").character_set("utf8mb4").collate("utf8mb4_bin");
    }
    statement
}

/// The table as SeaORM's migrator makes it, so that either finds the other's.
pub(super) fn create_sea_orm_table(table: TableRef) -> TableCreateStatement {
    Table::create()
        .table(table)
        .if_not_exists()
        .col(ColumnDef::new(Alias::new("version")).string().not_null().primary_key())
        .col(ColumnDef::new(Alias::new("applied_at")).big_integer().not_null())
        .to_owned()
}

/// The query that has a row when the table is there. Asked of the catalog: a query that fails would end PostgreSQL's transaction.
pub(super) fn exists(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND lower(name) = lower(?)",
        Dialect::Postgres => {
            "SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE n.nspname = pg_catalog.current_schema() AND c.relname = $1 AND c.relkind IN ('r', 'p')"
        }
        // Where table names have no case they are compared without.
        Dialect::Mysql => {
            "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type LIKE '%TABLE' \
             AND IF(@@lower_case_table_names = 0, CAST(table_name AS BINARY), LOWER(table_name)) = \
             IF(@@lower_case_table_names = 0, CAST(? AS BINARY), LOWER(?))"
        }
    }
}
