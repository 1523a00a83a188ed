//! What nobody manages, when everything else is done: whatever the goal has and the schema lacks is made again.

use std::collections::BTreeSet;

use autogen_schema::{Attachment, Table, TableName, View};

use super::{Aim, Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::warn;
use crate::{Operation, Statement};

impl Lowering<'_> {
    /// Puts away what the goal does not have, or has otherwise. Texts name tables and columns as they are called at the time:
    /// what a rename has changed in them is made again too.
    pub(super) fn put_away_what_differs(&mut self, operations: &[Operation]) {
        let goal = self.goal;
        let names: Vec<TableName> = self.standing.schema.views.keys().cloned().collect();
        for name in names {
            let differs = self.standing.schema.views.get(&name).is_some_and(|view| goal.views.get(&name) != Some(view));
            if differs {
                self.put_view_away(&name);
            }
        }
        let renamed = |table: &TableName| {
            operations.iter().find_map(|operation| match operation {
                Operation::RenameTable { from, to } if from == table => Some(to.clone()),
                _ => None,
            })
        };
        let tables: Vec<Table> = self.standing.schema.tables.values().cloned().collect();
        for table in tables {
            let name = renamed(&table.name).unwrap_or_else(|| table.name.clone());
            let Some(target) = goal.table(&name, POSTGRES) else { continue };
            self.put_parts_away(&table, target);
        }
    }

    fn put_parts_away(&mut self, table: &Table, target: &Table) {
        for trigger in table.triggers.iter().filter(|trigger| !target.triggers.contains(trigger)) {
            self.put_trigger_away(&table.name, &trigger.name);
        }
        for exclusion in table.exclusions.iter().filter(|exclusion| !target.exclusions.contains(exclusion)) {
            self.drop_exclusion(&table.name, &exclusion.name);
        }
        for attachment in table.attachments.iter().filter(|attachment| !target.attachments.contains(attachment)) {
            // What is about something else of the table is dropped along with that.
            let stands = self.standing.table(&table.name).is_some_and(|table| table.attachments.contains(attachment));
            if stands {
                self.drop_attachment(&table.name, attachment);
            }
        }
    }

    /// Makes what is missing.
    pub(super) fn finish(&mut self) -> Result<(), Refusal> {
        self.bring_keys_back()?;
        self.refuse_stale_texts()?;
        let goal = self.goal;
        self.make_views(goal.views.values().collect());
        for target in goal.tables.values() {
            // A table that is made or renamed by the operations is another one, whatever it is called.
            let other = self.standing.is_made(&target.name) || self.standing.renamed_tables.contains(&target.name);
            if let Some(table) =
                self.standing.table(&target.name).cloned().filter(|_| self.aim == Aim::Restore || !other)
            {
                self.make_parts(&table, target);
            }
        }
        Ok(())
    }

    /// A text that is made again says what things are called before the operations.
    fn refuse_stale_texts(&self) -> Result<(), Refusal> {
        if self.aim == Aim::Restore {
            return Ok(());
        }
        let columns = self.standing.renamed_columns.iter().map(|(table, _)| table);
        let mut renamed = self.standing.renamed_tables.iter().chain(columns);
        match renamed.find(|table| self.disturbed.contains(table)) {
            None => Ok(()),
            Some(table) => Err(Refusal::new(
                format!("change `{table}`"),
                "a view, trigger or policy has to be made again for it, whose text has the names before the rename",
            )
            .hint("rename in a revision of its own, before this one")),
        }
    }

    /// Makes views that are missing, each after those that it reads.
    fn make_views(&mut self, goal: Vec<&View>) {
        let stands = |lowering: &Self, name: &TableName| lowering.standing.schema.views.contains_key(name);
        let mut waiting: Vec<&View> = goal.into_iter().filter(|view| !stands(self, &view.name)).collect();
        while !waiting.is_empty() {
            let names: BTreeSet<&TableName> = waiting.iter().map(|view| &view.name).collect();
            let reads = |view: &View, other: &TableName| {
                *other != view.name && (view.uses.contains_key(other) || view.mentions.contains(&other.name))
            };
            let free = waiting.iter().position(|view| !names.iter().any(|other| reads(view, other)));
            let view = waiting.remove(free.unwrap_or(0));
            self.push_apart(Statement::new(view.sql.as_str()));
            for attachment in &view.attachments {
                self.push_apart(Statement::new(attachment.sql.as_str()));
            }
            for trigger in &view.triggers {
                self.push_apart(Statement::new(trigger.sql.as_str()));
            }
            self.standing.schema.views.insert(view.name.clone(), view.clone());
        }
    }

    fn make_parts(&mut self, table: &Table, target: &Table) {
        let name = &target.name;
        let quoted = POSTGRES.quote_table(name);
        for exclusion in target.exclusions.iter().filter(|exclusion| !table.exclusions.contains(exclusion)) {
            if !self.gone.contains(&(name.clone(), exclusion.name.clone())) {
                let constraint = POSTGRES.quote(&exclusion.name);
                let mut statement =
                    Statement::new(format!("ALTER TABLE {quoted} ADD CONSTRAINT {constraint} {}", exclusion.sql));
                if !self.standing.is_made(name) {
                    statement.hazards = vec![warn::excluded(name, &exclusion.sql), warn::key_is_built(name)];
                }
                self.push(name, statement);
            }
        }
        let missing: Vec<&Attachment> =
            target.attachments.iter().filter(|attachment| !table.attachments.contains(attachment)).collect();
        // What is about another attachment or a trigger comes behind it.
        let (about, alone): (Vec<&Attachment>, Vec<&Attachment>) =
            missing.into_iter().filter(|attachment| self.can_come(table, attachment)).partition(|a| a.of.is_some());
        for attachment in alone {
            self.push_sql(name, attachment.sql.as_str());
        }
        for trigger in target.triggers.iter().filter(|trigger| !table.triggers.contains(trigger)) {
            if trigger.uses.iter().all(|column| table.column(column, POSTGRES).is_some()) {
                self.push_sql(name, trigger.sql.as_str());
            }
        }
        for attachment in about.into_iter().filter(|attachment| has_subject(table, target, attachment)) {
            self.push_sql(name, attachment.sql.as_str());
        }
    }

    /// What went with a column does not come again.
    fn can_come(&self, table: &Table, attachment: &Attachment) -> bool {
        let gone = self.gone.contains(&(table.name.clone(), attachment.name.clone()));
        !gone && attachment.uses.iter().all(|column| table.column(column, POSTGRES).is_some())
    }
}

/// Whether what an attachment is about is there: a constraint or index of the table, or something made again here.
fn has_subject(table: &Table, target: &Table, attachment: &Attachment) -> bool {
    let Some(of) = &attachment.of else { return true };
    let named = |name: Option<&autogen_schema::Ident>| name == Some(of);
    let made = target.triggers.iter().any(|trigger| trigger.name == *of)
        || target.attachments.iter().any(|other| other.of.is_none() && other.name == *of)
        || target.exclusions.iter().any(|exclusion| exclusion.name == *of);
    made || named(table.primary_key.as_ref().and_then(|key| key.name.as_ref()))
        || table.uniques.iter().any(|unique| named(unique.name.as_ref()))
        || table.foreign_keys.iter().any(|key| named(key.name.as_ref()))
        || table.checks.iter().any(|check| named(check.name.as_ref()))
        || table.indexes.iter().any(|index| named(index.name.as_ref()))
}
