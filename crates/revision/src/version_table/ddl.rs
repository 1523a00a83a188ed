//! How the version table is made.

use sea_orm::sea_query::{Alias, ColumnDef, Table, TableCreateStatement, TableRef};

use super::row::COLUMNS;

pub(super) fn create_table(table: TableRef) -> TableCreateStatement {
    let [revision, revises, message, checksum, downgrade, state, applied_at, format] = COLUMNS.map(Alias::new);
    Table::create()
        .table(table)
        .if_not_exists()
        .col(ColumnDef::new(revision).string().not_null().primary_key())
        .col(ColumnDef::new(revises).text().not_null())
        .col(ColumnDef::new(message).text().not_null())
        .col(ColumnDef::new(checksum).string().not_null())
        .col(ColumnDef::new(downgrade).text().not_null())
        .col(ColumnDef::new(state).string().not_null())
        .col(ColumnDef::new(applied_at).big_integer().not_null())
        .col(ColumnDef::new(format).integer().not_null())
        .to_owned()
}
