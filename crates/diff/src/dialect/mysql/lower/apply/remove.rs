//! What operations take from a table, found by its name or else by what it is.

use autogen_schema::sql::normalize;
use autogen_schema::{Check, ForeignKey, Ident, Index, TableName, Unique};

use super::{Applying, MYSQL};
use crate::dialect::Refusal;
use crate::dialect::mysql::keys::keys;

impl Applying<'_> {
    /// A server would shorten an index by the column, silently, and drop one that is over nothing else.
    pub(super) fn drop_column(&mut self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let mut texts = Vec::new();
        let of = self.table(table)?;
        let name = of.name.clone();
        let is_over = |columns: &[Ident]| columns.iter().any(|c| c.same(column, MYSQL));
        of.columns.retain(|c| !c.name.same(column, MYSQL));
        of.checks.retain(|check| !check.column.as_ref().is_some_and(|c| c.same(column, MYSQL)));
        for key in keys(of).iter().filter(|key| is_over(&key.over)) {
            texts
                .push(format!("drops index {}, which is over {name}.{column}; the downgrade makes it again", key.name));
            of.uniques.retain(|unique| unique.name.as_ref() != Some(&key.name));
            of.indexes.retain(|index| index.name.as_ref() != Some(&key.name));
        }
        of.foreign_keys.retain(|key| {
            if is_over(&key.columns) {
                let words = key.name.as_ref().map_or("", Ident::as_str);
                texts.push(format!(
                    "drops foreign key {words}, which is over {name}.{column}; the downgrade makes it again"
                ));
            }
            !is_over(&key.columns)
        });
        for text in texts {
            self.arrival.take(&name, text);
        }
        Ok(())
    }

    pub(super) fn drop_unique(&mut self, table: &TableName, unique: &Unique) -> Result<(), Refusal> {
        let of = self.table(table)?;
        let name = unique.name.as_ref();
        let position = of
            .uniques
            .iter()
            .position(|found| found.name.as_ref() == name && name.is_some())
            .or_else(|| of.uniques.iter().position(|found| same_set(&found.columns, &unique.columns)));
        if let Some(at) = position {
            of.uniques.remove(at);
            return Ok(());
        }
        let index = of.indexes.iter().position(|found| found.unique && found.name.as_ref() == name && name.is_some());
        match index {
            Some(at) => {
                of.indexes.remove(at);
                Ok(())
            }
            None => Err(absent(table, "unique", name)),
        }
    }

    pub(super) fn drop_index(&mut self, table: &TableName, index: &Index) -> Result<(), Refusal> {
        let of = self.table(table)?;
        let name = index.name.as_ref();
        let position = of
            .indexes
            .iter()
            .position(|found| found.name.as_ref() == name && name.is_some())
            .or_else(|| of.indexes.iter().position(|found| found.parts == index.parts));
        match position {
            Some(at) => {
                of.indexes.remove(at);
                Ok(())
            }
            None => Err(absent(table, "index", name)),
        }
    }

    pub(super) fn drop_foreign_key(&mut self, table: &TableName, key: &ForeignKey) -> Result<(), Refusal> {
        // A key that closes a cycle of tables that go is dropped apart from its table, which is gone already here.
        let Ok(of) = self.table(table) else { return Ok(()) };
        let position = of
            .foreign_keys
            .iter()
            .position(|found| found.name.is_some() && found.name == key.name)
            .or_else(|| of.foreign_keys.iter().position(|found| found.same_columns(key, MYSQL)));
        match position {
            Some(at) => {
                of.foreign_keys.remove(at);
                Ok(())
            }
            None => Err(absent(table, "foreign key", key.name.as_ref())),
        }
    }

    pub(super) fn drop_check(&mut self, table: &TableName, check: &Check) -> Result<(), Refusal> {
        let of = self.table(table)?;
        let same_text = |found: &Check| normalize(&found.expression, MYSQL) == normalize(&check.expression, MYSQL);
        let position = of
            .checks
            .iter()
            .position(|found| found.name.is_some() && found.name == check.name)
            .or_else(|| of.checks.iter().position(same_text));
        match position {
            Some(at) => {
                of.checks.remove(at);
                Ok(())
            }
            None => Err(absent(table, "check", check.name.as_ref())),
        }
    }
}

pub(super) fn absent(table: &TableName, what: &str, name: Option<&Ident>) -> Refusal {
    let name = name.map(|name| format!(" `{name}`")).unwrap_or_default();
    Refusal::new(format!("change table `{table}`"), format!("it has no {what}{name}"))
}

fn same_set(one: &[Ident], other: &[Ident]) -> bool {
    let sorted = |names: &[Ident]| {
        let mut names: Vec<Ident> = names.iter().map(|name| name.key(MYSQL)).collect();
        names.sort();
        names
    };
    sorted(one) == sorted(other)
}
