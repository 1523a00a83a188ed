//! What reads a table or a column and is nobody's business but the database's: views, triggers, rules, policies, computed
//! columns, and the foreign keys of other tables.

use std::collections::BTreeSet;

use autogen_schema::{Attachment, AttachmentKind, Ident, TableName, View};

use super::computed::computed_from;
use super::dropped::mentions;
use super::inheritance::children;
use super::keys::unique_sets;
use super::{Aim, Lowering, POSTGRES};
use crate::Statement;
use crate::dialect::Refusal;
use crate::dialect::postgres::warn;

impl Lowering<'_> {
    /// Puts the views, triggers, policies, rules and publications away that read a column.
    pub(super) fn clear_readers(&mut self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        for view in self.readers(table, Some(column)) {
            self.put_view_away(&view);
        }
        for trigger in standing.triggers.iter().filter(|trigger| trigger.uses.contains(column)) {
            self.put_trigger_away(table, &trigger.name);
        }
        let kinds = [AttachmentKind::Policy, AttachmentKind::Rule, AttachmentKind::Publication];
        for attachment in standing.attachments.iter().filter(|a| kinds.contains(&a.kind) && a.uses.contains(column)) {
            self.put_attachment_away(table, attachment);
        }
        Ok(())
    }

    /// Makes sure that nothing reads a column that goes. What a downgrade finds in the way is none of the goal's.
    pub(super) fn release_column(&mut self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        if self.aim == Aim::Restore {
            return self.clear_readers(table, column);
        }
        let refuse = |what: String| {
            let hint = format!("drop the {what} in a revision before this one, or change it so that it does without");
            Refusal::new(format!("drop `{table}.{column}`"), format!("{what} uses it")).hint(hint)
        };
        // What is about it goes and comes with it: a comment, that it is disabled.
        let with_parts = |sql: &str, name: &Ident| {
            let parts = standing.attachments.iter().filter(|part| part.of.as_ref() == Some(name));
            std::iter::once(sql.to_owned()).chain(parts.map(|part| part.sql.clone())).collect::<Vec<_>>()
        };
        if let Some(view) = self.readers(table, Some(column)).first() {
            return Err(self.with_view(refuse(format!("view `{view}`")), view));
        }
        if let Some(partition) = self.partition_with(table, column) {
            return Err(refuse(format!("partition `{partition}`")));
        }
        if let Some(computed) = computed_from(&standing, column).first() {
            return Err(refuse(format!("computed column `{}`", computed.name)));
        }
        if let Some(trigger) = standing.triggers.iter().find(|trigger| trigger.uses.contains(column)) {
            let refusal = refuse(format!("trigger `{}`", trigger.name));
            return Err(refusal.offer([drop_trigger(table, &trigger.name)], with_parts(&trigger.sql, &trigger.name)));
        }
        let reader = standing.attachments.iter().find(|a| a.uses.contains(column) && word(a.kind).is_some());
        let Some(attachment) = reader else { return Ok(()) };
        let refusal = refuse(format!("{} `{}`", word(attachment.kind).unwrap_or_default(), attachment.name));
        Err(match undone(table, attachment) {
            Some(drop) => refusal.offer([drop], with_parts(&attachment.sql, &attachment.name)),
            None => refusal,
        })
    }

    /// Offers what drops a view and makes it again, with what hangs on it and the views that read it.
    fn with_view(&self, refusal: Refusal, name: &TableName) -> Refusal {
        let mut views = vec![name.clone()];
        let mut at = 0;
        while let Some(view) = views.get(at).cloned() {
            // One that reads two of them comes behind both.
            for reader in self.readers(&view, None) {
                views.retain(|other| *other != reader || other == name);
                views.push(reader);
            }
            at += 1;
            if at > self.standing.schema.views.len() {
                break;
            }
        }
        let views: Vec<&View> = views.iter().filter_map(|name| self.standing.schema.views.get(name)).collect();
        let made = views.iter().flat_map(|view| {
            let parts = view.attachments.iter().map(|attachment| &attachment.sql);
            std::iter::once(&view.sql).chain(parts).chain(view.triggers.iter().map(|trigger| &trigger.sql))
        });
        refusal.offer(views.iter().rev().map(|view| drop_view(view)), made)
    }

    /// Returns a partition of a table that says something of a column by itself, which would go with that.
    fn partition_with(&self, table: &TableName, column: &Ident) -> Option<TableName> {
        let mut open = vec![table.clone()];
        while let Some(parent) = open.pop() {
            let of = format!("PARTITION OF {} ", POSTGRES.quote_table(&parent));
            for object in self.standing.schema.objects.iter().filter(|object| object.kind == "partition") {
                let Some(sql) = object.sql.as_deref().filter(|sql| sql.contains(&of)) else { continue };
                if mentions(sql, column) {
                    return Some(object.name.clone());
                }
                open.push(object.name.clone());
            }
        }
        None
    }

    /// Makes sure that nothing reads a table that goes.
    pub(super) fn release_table(&mut self, table: &TableName) -> Result<(), Refusal> {
        if self.aim == Aim::Change
            && let Some(child) = children(&self.standing.schema, table).into_iter().next()
        {
            let reason = format!("table `{child}` inherits from it");
            return Err(Refusal::new(format!("drop table `{table}`"), reason).hint(format!(
                "drop table `{child}`, or its inheritance (NO INHERIT), in a revision before this one"
            )));
        }
        let readers = self.readers(table, None);
        match readers.first() {
            Some(view) if self.aim == Aim::Change => {
                let refusal = Refusal::new(format!("drop table `{table}`"), format!("view `{view}` uses it"))
                    .hint(format!("drop view `{view}` in a revision before this one"));
                Err(self.with_view(refusal, view))
            }
            _ => {
                for view in readers {
                    self.put_view_away(&view);
                }
                Ok(())
            }
        }
    }

    /// Returns the views that count on a table or one of its columns.
    fn readers(&self, table: &TableName, column: Option<&Ident>) -> Vec<TableName> {
        let reads = |view: &View| {
            if view.uses.is_empty() {
                return view.mentions.contains(&table.name);
            }
            view.uses.get(table).is_some_and(|columns| column.is_none_or(|column| columns.contains(column)))
        };
        self.standing.schema.views.values().filter(|view| reads(view)).map(|view| view.name.clone()).collect()
    }

    /// Drops a view, and before it the views that read it.
    pub(super) fn put_view_away(&mut self, name: &TableName) {
        // Each is taken out of the schema before its readers are looked for, so that this ends.
        let Some(view) = self.standing.schema.views.remove(name) else { return };
        for reader in self.readers(name, None) {
            self.put_view_away(&reader);
        }
        let word = if view.materialized { "materialized view" } else { "view" };
        let mut statement = Statement::new(drop_view(&view));
        if self.comes_back(|goal| goal.views.contains_key(name)) {
            statement.hazards.push(warn::comes_back(&format!("{word} {name}")));
        }
        self.push_apart(statement);
        self.disturbed.extend(view.uses.into_keys());
    }

    fn comes_back(&self, has: impl Fn(&autogen_schema::Schema) -> bool) -> bool {
        self.aim == Aim::Change && has(self.goal)
    }

    pub(super) fn put_trigger_away(&mut self, table: &TableName, name: &Ident) {
        let mut statement = Statement::new(drop_trigger(table, name));
        if self.aim == Aim::Change {
            statement.hazards.push(warn::comes_back(&format!("trigger {name}")));
        }
        self.push(table, statement);
        if let Some(table) = self.standing.schema.table_mut(table, POSTGRES) {
            table.triggers.retain(|trigger| trigger.name != *name);
            table.attachments.retain(|attachment| attachment.of.as_ref() != Some(name));
        }
        self.disturbed.insert(table.clone());
    }

    fn put_attachment_away(&mut self, table: &TableName, attachment: &Attachment) {
        self.drop_attachment(table, attachment);
        if let (Some((_, statement)), Aim::Change, Some(word)) =
            (self.statements.last_mut(), self.aim, word(attachment.kind))
        {
            statement.hazards.push(warn::comes_back(&format!("{word} {}", attachment.name)));
        }
        self.disturbed.insert(table.clone());
    }

    /// Drops what hangs on a table.
    pub(super) fn drop_attachment(&mut self, table: &TableName, attachment: &Attachment) {
        if let Some(sql) = undone(table, attachment) {
            self.push_sql(table, sql);
        }
        if let Some(table) = self.standing.schema.table_mut(table, POSTGRES) {
            table.attachments.retain(|other| other != attachment && other.of.as_ref() != Some(&attachment.name));
        }
    }

    pub(super) fn drop_exclusion(&mut self, table: &TableName, name: &Ident) {
        let (quoted, constraint) = (POSTGRES.quote_table(table), POSTGRES.quote(name));
        self.push_sql(table, format!("ALTER TABLE {quoted} DROP CONSTRAINT {constraint}"));
        self.names.release(table, name);
        if let Some(table) = self.standing.schema.table_mut(table, POSTGRES) {
            table.exclusions.retain(|exclusion| exclusion.name != *name);
            table.attachments.retain(|attachment| attachment.of.as_ref() != Some(name));
        }
    }

    /// Drops the foreign keys that rely on columns being unique; they come back at the end, if the columns are so by then.
    pub(super) fn release_keys_to(&mut self, table: &TableName, columns: &[Ident]) -> Result<(), Refusal> {
        let wanted: BTreeSet<&Ident> = columns.iter().collect();
        for (on, key) in self.standing.keys_to(table) {
            if key.referenced_columns.iter().collect::<BTreeSet<_>>() == wanted {
                self.put_key_away(&on, &key)?;
            }
        }
        Ok(())
    }

    /// Drops the foreign keys from and to a column whose old and new values cannot be compared.
    pub(super) fn release_keys_over(&mut self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let own = self.table(table)?.foreign_keys.into_iter().filter(|key| key.columns.contains(column));
        let own: Vec<_> = own.map(|key| (table.clone(), key)).collect();
        let incoming = self.standing.keys_to(table).into_iter();
        let incoming: Vec<_> = incoming.filter(|(_, key)| key.referenced_columns.contains(column)).collect();
        for (on, key) in own.into_iter().chain(incoming) {
            let stands = self.table(&on)?.foreign_keys.iter().any(|other| other.name == key.name);
            if stands {
                self.put_key_away(&on, &key)?;
            }
        }
        Ok(())
    }

    fn put_key_away(&mut self, on: &TableName, key: &autogen_schema::ForeignKey) -> Result<(), Refusal> {
        self.drop_foreign_key(on, key)?;
        self.late_keys.push((on.clone(), key.clone()));
        Ok(())
    }

    /// Brings the keys back that were put away. One whose columns are unique no longer cannot come.
    pub(super) fn bring_keys_back(&mut self) -> Result<(), Refusal> {
        for (on, key) in std::mem::take(&mut self.late_keys) {
            let wanted: BTreeSet<Ident> = key.referenced_columns.iter().cloned().collect();
            let target = self.standing.table(&key.references);
            if !target.is_some_and(|table| unique_sets(table).contains(&wanted)) {
                let columns = key.referenced_columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
                let name = key.name.as_ref().map_or("a foreign key", Ident::as_str);
                let operation = format!("change what makes `{}({columns})` unique", key.references);
                return Err(Refusal::new(operation, format!("foreign key `{name}` of `{on}` relies on it"))
                    .hint(format!("remove the relation from the entity of `{on}`, or keep the columns unique")));
            }
            let keys = self.goal.table(&on, POSTGRES).map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
            let goal = keys.iter().find(|other| self.aim == Aim::Restore && other.name == key.name);
            // Its text has the names that things have in the end.
            let key = goal.unwrap_or(&key).clone();
            self.add_foreign_key(&on, &key);
        }
        Ok(())
    }
}

/// What an attachment is called that stands in the way of a change.
fn word(kind: AttachmentKind) -> Option<&'static str> {
    match kind {
        AttachmentKind::Policy => Some("policy"),
        AttachmentKind::Rule => Some("rule"),
        AttachmentKind::Publication => Some("publication"),
        _ => None,
    }
}

/// Returns the statement that undoes what an attachment's does.
pub(in crate::dialect::postgres) fn undone(table: &TableName, attachment: &Attachment) -> Option<String> {
    let (name, quoted) = (POSTGRES.quote(&attachment.name), POSTGRES.quote_table(table));
    let beside = TableName { schema: table.schema.clone(), name: attachment.name.clone() };
    let sql = attachment.sql.trim();
    match attachment.kind {
        AttachmentKind::Index => Some(format!("DROP INDEX {}", POSTGRES.quote_table(&beside))),
        AttachmentKind::Rule => Some(format!("DROP RULE {name} ON {quoted}")),
        AttachmentKind::Policy => Some(format!("DROP POLICY {name} ON {quoted}")),
        AttachmentKind::Statistics => Some(format!("DROP STATISTICS {}", POSTGRES.quote_table(&beside))),
        AttachmentKind::Publication => Some(format!("ALTER PUBLICATION {name} DROP TABLE {quoted}")),
        AttachmentKind::Grant => {
            let (rights, receiver) = sql.strip_prefix("GRANT ")?.rsplit_once(" TO ")?;
            let receiver = receiver.trim_end_matches("WITH GRANT OPTION").trim_end();
            Some(format!("REVOKE {rights} FROM {receiver}"))
        }
        AttachmentKind::Comment => {
            let at = sql.find(" IS ")?;
            Some(format!("{} IS NULL", sql.get(..at)?))
        }
        AttachmentKind::Setting => setting_undone(sql),
    }
}

fn setting_undone(sql: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 9] = [
        (" FORCE ROW LEVEL SECURITY", " NO FORCE ROW LEVEL SECURITY"),
        (" ENABLE ROW LEVEL SECURITY", " DISABLE ROW LEVEL SECURITY"),
        (" REPLICA IDENTITY ", " REPLICA IDENTITY DEFAULT"),
        (" CLUSTER ON ", " SET WITHOUT CLUSTER"),
        (" SET UNLOGGED", " SET LOGGED"),
        (" OWNER TO ", " OWNER TO CURRENT_USER"),
        (" OWNED BY ", " OWNED BY NONE"),
        (" SET STATISTICS ", " SET STATISTICS -1"),
        (" SET DEFAULT ", " DROP DEFAULT"),
    ];
    // Triggers and rules fire as usual again.
    for what in ["TRIGGER", "RULE"] {
        for how in ["DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"] {
            if sql.contains(&format!(" {how} {what} ")) {
                return Some(sql.replacen(&format!(" {how} {what} "), &format!(" ENABLE {what} "), 1));
            }
        }
    }
    PAIRS.iter().find_map(|(said, undone)| Some(format!("{}{undone}", sql.get(..sql.rfind(said)?)?)))
}

fn drop_view(view: &View) -> String {
    let kind = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
    format!("DROP {kind} {}", POSTGRES.quote_table(&view.name))
}

fn drop_trigger(table: &TableName, name: &Ident) -> String {
    format!("DROP TRIGGER {} ON {}", POSTGRES.quote(name), POSTGRES.quote_table(table))
}
