//! Tables that come.

use autogen_schema::{Dialect, Ident};

use super::column::{Place, column};
use super::constraint::{foreign_key, index, parts};
use super::cursor::Cursor;
use crate::rust::builder::Statement;
use crate::rust::builder::index::{IndexSpec, Method};
use crate::rust::builder::reference::Reference;
use crate::rust::builder::table::CreateTable;
use crate::rust::sql::Sql;

/// Reads what stands behind `CREATE TABLE`.
pub(super) fn create(cursor: &mut Cursor<'_>) -> Option<Statement> {
    let mut table = CreateTable::new(cursor.table()?);
    let mut found = Vec::new();
    if !cursor.mark("(") {
        return None;
    }
    loop {
        item(cursor, &mut table, &mut found)?;
        if cursor.mark(")") {
            break;
        }
        if !cursor.mark(",") {
            return None;
        }
    }
    // Where foreign keys stand makes no difference but to their order.
    found.append(&mut table.references);
    table.references = found;
    options(cursor, &mut table)?;
    Some(Statement::CreateTable(table))
}

fn item(cursor: &mut Cursor<'_>, table: &mut CreateTable, found: &mut Vec<Reference>) -> Option<()> {
    let name: Option<Ident> = if cursor.words("constraint") { Some(cursor.ident()?) } else { None };
    let dialect = cursor.dialect;
    let mysql = dialect == Dialect::Mysql;
    if cursor.words("primary key") {
        // MySQL calls it PRIMARY, whatever name is given.
        let given = if mysql && !cursor.peek()?.is_punct("(") { Some(cursor.ident()?) } else { name };
        let columns = cursor.list(Cursor::ident)?;
        return table.primary_key.replace((given.filter(|_| !mysql), columns)).is_none().then_some(());
    }
    if cursor.words("foreign key") {
        table.references.push(foreign_key(cursor, name)?);
        return Some(());
    }
    if cursor.words("check") {
        // SeaORM 1.1 has no name for one.
        table.checks.push(Sql::new(cursor.parens()?, dialect));
        return name.is_none().then_some(());
    }
    if let Some(read) = if mysql { mysql_index(cursor) } else { unique(cursor, name.clone()) } {
        table.indexes.push(read);
        return Some(());
    }
    if name.is_some() {
        return None;
    }
    table.columns.push(column(cursor, Place::New, found)?);
    Some(())
}

/// Reads a unique of several columns.
fn unique(cursor: &mut Cursor<'_>, name: Option<Ident>) -> Option<IndexSpec> {
    if !cursor.words("unique") {
        return None;
    }
    let nulls_not_distinct = cursor.words("nulls not distinct");
    Some(IndexSpec { nulls_not_distinct, ..IndexSpec::over(name, true, parts(cursor)?) })
}

/// Reads an index as MySQL has it in a table, and behind `ADD`.
pub(super) fn mysql_index(cursor: &mut Cursor<'_>) -> Option<IndexSpec> {
    let unique = cursor.words("unique");
    let method = cursor.words("fulltext").then_some(Method::FullText);
    let named = cursor.words("index") || cursor.words("key");
    if !named && !unique {
        return None;
    }
    index(cursor, unique, method)
}

/// Reads what stands behind the closing parenthesis.
fn options(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Option<()> {
    match cursor.dialect {
        Dialect::Mysql => mysql_options(cursor, table),
        Dialect::Sqlite => {
            let start = cursor.position();
            while cursor.words("strict") || cursor.words("without rowid") || cursor.mark(",") {}
            let text = cursor.since(start);
            // They have no place of their own in a builder.
            table.extra = (!text.is_empty()).then(|| Sql::new(text, Dialect::Sqlite));
            Some(())
        }
        Dialect::Postgres => Some(()),
    }
}

fn mysql_options(cursor: &mut Cursor<'_>, table: &mut CreateTable) -> Option<()> {
    while !cursor.is_done() {
        let option = if cursor.words("engine") {
            &mut table.engine
        } else if cursor.words("comment") {
            cursor.mark("=");
            table.comment = Some(cursor.text()?);
            continue;
        } else if cursor.words("default charset") || cursor.words("charset") {
            &mut table.charset
        } else if cursor.words("collate") {
            &mut table.collation
        } else {
            return None;
        };
        cursor.mark("=");
        *option = Some(cursor.next()?.text.to_owned());
    }
    Some(())
}
