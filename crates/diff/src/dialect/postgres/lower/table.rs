//! Tables that come, go and get another name.

use autogen_schema::{AttachmentKind, Check, Column, Definition, ForeignKey, Object, Table, TableName, UniqueKind};

use super::inheritance::parents;
use super::{Aim, Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::{create, warn};
use crate::{Hazard, Operation, Statement};

impl Lowering<'_> {
    /// Makes a table with its keys and uniques. Nothing is in the way: it has no rows.
    pub(super) fn create_table(&mut self, table: &Table) -> Result<(), Refusal> {
        let mut table = table.clone();
        self.names.take_table(&table);
        self.name_parts(&mut table);
        // The server takes what a new table is held to for true of its rows, of which there are none.
        let is_not_valid =
            |definition: &Definition| definition.as_deref().is_some_and(|sql| sql.ends_with(" NOT VALID"));
        let checks: Vec<Check> = table.checks.extract_if(.., |check| is_not_valid(&check.definition)).collect();
        let keys: Vec<ForeignKey> = table.foreign_keys.extract_if(.., |key| is_not_valid(&key.definition)).collect();
        let name = table.name.clone();
        for statement in create::table(&without_inherited(&table))? {
            self.push(&table.name, statement);
        }
        for unique in table.uniques.iter().filter(|unique| unique.kind == UniqueKind::Index) {
            if let Some(name) = &unique.name {
                self.push_sql(&table.name, create::unique_index(&table.name, name, unique));
            }
        }
        // Unmanaged things are made at the end, when all that they may use is there.
        table.triggers.clear();
        table.attachments.clear();
        table.exclusions.clear();
        self.standing.apply(&Operation::CreateTable(table));
        for check in checks {
            self.add_check(&name, &check);
        }
        for key in keys {
            self.add_foreign_key(&name, &key);
        }
        Ok(())
    }

    /// Gives a name to the keys and indexes of a new table that have none, as SeaORM does. A key or a unique over one column
    /// is named by the server.
    fn name_parts(&mut self, table: &mut Table) {
        let mut bare = Table::new(table.name.clone());
        if let Some(key) = table.primary_key.as_mut().filter(|key| key.columns.len() != 1) {
            *key = self.named_primary_key(&bare, key);
            bare.primary_key = Some(key.clone());
        }
        for unique in table.uniques.iter_mut().filter(|unique| unique.kind == UniqueKind::Index) {
            *unique = self.named_unique(&table.name, unique);
        }
        for key in &mut table.foreign_keys {
            *key = super::keys::named_foreign_key(&bare, key);
            bare.foreign_keys.push(key.clone());
        }
    }

    /// Drops a table, and says what goes with it. Nothing that stays may refer to it.
    pub(super) fn drop_table(&mut self, name: &TableName) -> Result<(), Refusal> {
        let table = self.table(name)?;
        let operation = || format!("drop table `{name}`");
        if let Some((other, key)) = self.standing.keys_to(name).into_iter().find(|(other, _)| other != name) {
            let key = key.name.map_or_else(|| "a foreign key".to_owned(), |key| format!("foreign key `{key}`"));
            return Err(Refusal::new(operation(), format!("{key} of `{other}` refers to it")).hint(format!(
                "remove the relation from the entity of `{other}`, or drop the key in a revision before"
            )));
        }
        self.release_table(name)?;
        let lost = self.partitions_lost(&table)?;
        let mut statement = Statement::new(format!("DROP TABLE {}", POSTGRES.quote_table(name)));
        statement.hazards.push(warn::rows(name));
        statement.hazards.extend(lost.iter().map(warn::rows));
        let goes = |what: String| Hazard::TouchesUnmanaged(format!("{what} goes with table {name}"));
        if self.aim == Aim::Change {
            statement.hazards.extend(table.triggers.iter().map(|trigger| goes(format!("trigger {}", trigger.name))));
            statement.hazards.extend(table.attachments.iter().filter_map(|attachment| match attachment.kind {
                AttachmentKind::Policy => Some(goes(format!("policy {}", attachment.name))),
                AttachmentKind::Rule => Some(goes(format!("rule {}", attachment.name))),
                AttachmentKind::Publication => Some(goes(format!("its place in publication {}", attachment.name))),
                _ => None,
            }));
        }
        self.push(name, statement);
        self.names.release_table(&table);
        self.standing.apply(&Operation::DropTable(table));
        Ok(())
    }

    /// Returns the partitions that go with their table, all of which are to go anyway.
    fn partitions_lost(&self, table: &Table) -> Result<Vec<TableName>, Refusal> {
        if !table.clauses.iter().any(|clause| clause.to_ascii_uppercase().starts_with("PARTITION BY")) {
            return Ok(Vec::new());
        }
        let of = format!("PARTITION OF {} ", POSTGRES.quote_table(&table.name));
        let is_its_own =
            |object: &&Object| object.kind == "partition" && object.sql.as_deref().is_some_and(|sql| sql.contains(&of));
        let all: Vec<&Object> = self.standing.schema.objects.iter().filter(is_its_own).collect();
        let stays = |object: &Object| self.goal.objects.iter().any(|other| other.name == object.name);
        let kept: Vec<String> =
            all.iter().filter(|object| stays(object)).map(|object| format!("`{}`", object.name)).collect();
        let reason = match kept.as_slice() {
            [] if self.aim == Aim::Restore => return Ok(all.iter().map(|object| object.name.clone()).collect()),
            [] => "its partitions would go with it".to_owned(),
            [one] => format!("its partition {one} would go with it"),
            all => format!("its partitions {} would go with it", all.join(", ")),
        };
        Err(Refusal::new(format!("drop table `{}`", table.name), reason)
            .hint("detach or drop its partitions in a revision before this one"))
    }

    /// Gives a table another name, schema, or both.
    pub(super) fn rename_table(&mut self, from: &TableName, to: &TableName) {
        let mut now = from.clone();
        if now.schema != to.schema {
            // `None` is what the connection searches first, which has no other name here.
            let schema = to.schema.as_ref().map_or_else(|| "public".to_owned(), |schema| POSTGRES.quote(schema));
            self.push_sql(to, format!("ALTER TABLE {} SET SCHEMA {schema}", POSTGRES.quote_table(&now)));
            now.schema.clone_from(&to.schema);
        }
        if now.name != to.name {
            let (table, name) = (POSTGRES.quote_table(&now), POSTGRES.quote(&to.name));
            self.push_sql(to, format!("ALTER TABLE {table} RENAME TO {name}"));
        }
        for (on, key) in &mut self.late_keys {
            for name in [on, &mut key.references] {
                if name == from {
                    name.clone_from(to);
                }
            }
        }
        if let Some(table) = self.standing.table(from).cloned() {
            self.names.release_table(&table);
            self.names.take_table(&Table { name: to.clone(), ..table });
        }
        self.standing.apply(&Operation::RenameTable { from: from.clone(), to: to.clone() });
    }
}

/// A table that inherits gets columns from its parents, which its own text does not have.
fn without_inherited(table: &Table) -> Table {
    let mut written = table.clone();
    if let Some(text) = table.definition.as_deref().filter(|_| !parents(table).is_empty()) {
        let is_own = |column: &Column| {
            let start = format!("{} ", POSTGRES.quote(&column.name));
            text.lines().any(|line| line.trim_start().starts_with(&start))
        };
        written.columns.retain(is_own);
    }
    written
}
