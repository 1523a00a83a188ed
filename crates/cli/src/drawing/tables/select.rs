//! Which tables are drawn.

use std::collections::BTreeSet;

use autogen_engine::Patterns;
use autogen_schema::{Dialect, Schema, TableName};

use super::Picture;
use crate::error::Error;
use crate::nearest::nearest;

impl Picture {
    /// Returns the tables that `patterns` name; all where there are none.
    pub(crate) fn chosen(schema: &Schema, patterns: &[String]) -> Result<BTreeSet<TableName>, Error> {
        if patterns.is_empty() {
            return Ok(schema.tables.keys().cloned().collect());
        }
        let names: Vec<(String, &TableName)> = schema.tables.keys().map(|name| (name.to_string(), name)).collect();
        let mut chosen = BTreeSet::new();
        for pattern in patterns {
            // A name that looks like a pattern is a name first.
            if let Some((_, name)) = names.iter().find(|(text, _)| text == pattern) {
                chosen.insert((*name).clone());
                continue;
            }
            let set = Patterns::new(std::slice::from_ref(pattern)).map_err(|error| Error::new(error.to_string()))?;
            let mut found = names.iter().filter(|(_, name)| set.hold(name)).map(|(_, name)| (*name).clone()).peekable();
            if found.peek().is_none() {
                let meant = nearest(pattern, names.iter().map(|(text, _)| text.as_str()));
                let hint = meant.map(|name| format!("did you mean `{name}`?"));
                return Err(Error::new(format!("there is no table `{pattern}`")).hints(hint));
            }
            chosen.extend(found);
        }
        Ok(chosen)
    }

    /// Adds the tables that are one foreign key away.
    pub(crate) fn with_neighbours(
        schema: &Schema,
        chosen: &BTreeSet<TableName>,
        dialect: Dialect,
    ) -> BTreeSet<TableName> {
        let mut all = chosen.clone();
        for table in schema.tables.values() {
            for key in &table.foreign_keys {
                let Some(other) = schema.table(&key.references, dialect) else { continue };
                if chosen.contains(&table.name) {
                    all.insert(other.name.clone());
                }
                if chosen.contains(&other.name) {
                    all.insert(table.name.clone());
                }
            }
        }
        all
    }
}
