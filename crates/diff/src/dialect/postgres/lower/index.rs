//! Indexes.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Ident, Index, IndexKey, TableName};

use super::{Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::names::{clipped, index_name};
use crate::dialect::postgres::{create, warn};
use crate::{Operation, Statement};

impl Lowering<'_> {
    pub(super) fn create_index(&mut self, table: &TableName, index: &Index) {
        let name = match &index.name {
            Some(name) => {
                let name = clipped(name);
                self.names.take(table, &name);
                name
            }
            None => self.names.distinct(table, &index_name(table, &named(index), None)),
        };
        let index = Index { name: Some(name.clone()), ..index.clone() };
        let mut statement = Statement::new(create::index(table, &name, &index));
        if index.unique
            && let Some(standing) = self.standing.table(table)
        {
            let columns: Vec<Ident> = index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
            statement.hazards.extend(self.duplicates(standing, &columns));
        }
        if !self.standing.is_made(table) {
            statement.hazards.push(warn::index_is_built(table));
            statement.online = self.index_online(table, &name, &statement);
        }
        self.push(table, statement);
        self.standing.apply(&Operation::CreateIndex { table: table.clone(), index });
    }

    pub(super) fn drop_index(&mut self, table: &TableName, index: &Index) -> Result<(), Refusal> {
        let unnamed = || Refusal::new(format!("drop an index of `{table}`"), "the database does not tell its name");
        let name = index.name.clone().ok_or_else(unnamed)?;
        if index.unique {
            let columns: Vec<Ident> = index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
            self.release_keys_to(table, &columns)?;
        }
        let mut statement = Statement::new(drop_sql(table, &name));
        statement.online = self.index_dropped_online(table, called(table, &name, index), &statement);
        self.push(table, statement);
        self.names.release(table, &name);
        self.standing.apply(&Operation::DropIndex { table: table.clone(), index: index.clone() });
        Ok(())
    }

    pub(super) fn rename_index(&mut self, table: &TableName, from: &Ident, to: &Ident) {
        let old = POSTGRES.quote_table(&TableName { schema: table.schema.clone(), name: from.clone() });
        self.push_sql(table, format!("ALTER INDEX {old} RENAME TO {}", POSTGRES.quote(to)));
        self.names.release(table, from);
        self.names.take(table, to);
        let (table, from, to) = (table.clone(), from.clone(), to.clone());
        self.standing.apply(&Operation::RenameIndex { table, from, to });
    }
}

/// Returns the statement that drops an index, which is in the schema of its table.
pub(super) fn drop_sql(table: &TableName, name: &Ident) -> String {
    format!("DROP INDEX {}", POSTGRES.quote_table(&TableName { schema: table.schema.clone(), name: name.clone() }))
}

/// What goes by an index: its own name, and what it is over. Its table stays.
fn called(table: &TableName, name: &Ident, index: &Index) -> Vec<Ident> {
    let sql = create::index(table, name, index);
    let names = tokenize(&sql, POSTGRES).iter().filter_map(Token::ident).collect::<Vec<_>>();
    names.into_iter().filter(|found| *found != table.name).chain([name.clone()]).collect()
}

/// The columns that an index is named after.
fn named(index: &Index) -> Vec<Ident> {
    let columns = index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    });
    columns.collect()
}
