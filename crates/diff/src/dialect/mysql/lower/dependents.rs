//! What stands in the way when a table or a column goes or gets another name.
//!
//! MySQL leaves a view broken that reads what is gone, and a trigger or a routine fails when it runs. They are known by the
//! words in their text, not by what the words mean: a word too many refuses what could be done, which a person can work
//! around; a word too few would leave something broken behind.

use std::collections::BTreeSet;

use autogen_schema::sql::tokenize;
use autogen_schema::{Check, ForeignKey, Ident, Schema, Table, TableName, Trigger, View};

use super::MYSQL;
use crate::Operation;
use crate::dialect::Refusal;

/// Fails when something that stays would break.
pub(super) fn check(operations: &[Operation], base: &Schema) -> Result<(), Refusal> {
    let checking = Checking { operations, base };
    for operation in operations {
        match operation {
            Operation::DropTable(table) => checking.table(&table.name, "drop")?,
            Operation::RenameTable { from, .. } => checking.table(from, "rename")?,
            Operation::DropColumn { table, column } => {
                checking.incoming(table, &column.name)?;
                checking.column(table, &column.name, "drop")?;
                checking.expressions(table, &column.name)?;
            }
            Operation::RenameColumn { table, from, .. } => checking.column(table, from, "rename")?,
            _ => {}
        }
    }
    Ok(())
}

struct Checking<'a> {
    operations: &'a [Operation],
    base: &'a Schema,
}

impl Checking<'_> {
    fn table(&self, name: &TableName, verb: &str) -> Result<(), Refusal> {
        let operation = || format!("{verb} table `{name}`");
        let refuse = |object: String| {
            Refusal::new(operation(), format!("{object} mentions it"))
                .hint(format!("drop {object} in a revision before this one"))
        };
        if verb == "drop" {
            self.references(name)?;
        }
        if let Some(view) = self.base.views.values().find(|view| mentions(view, &name.name)) {
            return Err(refuse(format!("view `{}`", view.name)).offer([drop_view(view)], [&view.sql]));
        }
        for (on, trigger) in self.triggers() {
            let stays = !self.drops_table(on) && !on.same(name, MYSQL);
            if stays && words(&trigger.sql).contains(&name.name.key(MYSQL)) {
                let refusal = refuse(format!("trigger `{}` on `{on}`", trigger.name));
                return Err(refusal.offer([drop_trigger(trigger)], [&trigger.sql]));
            }
        }
        match self.routine(&[&name.name]) {
            Some(routine) => Err(refuse(routine)),
            None => Ok(()),
        }
    }

    /// Fails when a foreign key that stays refers to a table that goes.
    fn references(&self, name: &TableName) -> Result<(), Refusal> {
        for other in self.base.tables.values().filter(|other| !self.drops_table(&other.name)) {
            let refers = |key: &&ForeignKey| key.references.same(name, MYSQL);
            if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !self.drops_key(&other.name, key)) {
                let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
                return Err(Refusal::new(
                    format!("drop table `{name}`"),
                    format!("the foreign key {}({columns}) refers to it", other.name),
                )
                .hint("drop the foreign key in the same revision or before"));
            }
        }
        Ok(())
    }

    /// Fails when a foreign key that stays refers to a column that goes.
    fn incoming(&self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let old = self.old_table(table);
        for other in self.base.tables.values().filter(|other| !self.drops_table(&other.name)) {
            let refers = |key: &&ForeignKey| {
                key.references.same(&old, MYSQL) && key.referenced_columns.iter().any(|name| name.same(column, MYSQL))
            };
            if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !self.drops_key(&other.name, key)) {
                let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
                return Err(Refusal::new(
                    format!("drop `{table}.{column}`"),
                    format!("the foreign key {}({columns}) refers to it", other.name),
                )
                .hint("drop the foreign key in the same revision or before"));
            }
        }
        Ok(())
    }

    fn column(&self, table: &TableName, column: &Ident, verb: &str) -> Result<(), Refusal> {
        let refuse = |object: String| {
            Refusal::new(format!("{verb} `{table}.{column}`"), format!("{object} mentions it")).hint(format!(
                "drop {object} in a revision before this one and make it again, without the column, after it"
            ))
        };
        let old = self.old_table(table);
        let derived = self.derived(&old);
        for view in self.base.views.values().filter(|view| derived.contains(&view.name.name.key(MYSQL))) {
            let uses = view.uses.iter().find(|(name, _)| name.same(&old, MYSQL)).map(|(_, columns)| columns);
            let uses = match uses {
                Some(columns) => columns.iter().any(|name| name.same(column, MYSQL)),
                None => words(&view.sql).contains(&column.key(MYSQL)),
            };
            if uses {
                return Err(refuse(format!("view `{}`", view.name)).offer([drop_view(view)], [&view.sql]));
            }
        }
        for (on, trigger) in self.triggers() {
            let words = words(&trigger.sql);
            let related = on.same(&old, MYSQL) || !words.is_disjoint(&derived);
            if !self.drops_table(on) && related && words.contains(&column.key(MYSQL)) {
                let refusal = refuse(format!("trigger `{}` on `{on}`", trigger.name));
                return Err(refusal.offer([drop_trigger(trigger)], [&trigger.sql]));
            }
        }
        match self.routine(&[&old.name, column]) {
            Some(routine) => Err(refuse(routine)),
            None => Ok(()),
        }
    }

    /// Fails when a check, a generated column or an expression of an index uses a column that goes.
    fn expressions(&self, table: &TableName, column: &Ident) -> Result<(), Refusal> {
        let Some(of) = self.base.table(&self.old_table(table), MYSQL) else { return Ok(()) };
        let refuse = |reason: String| Refusal::new(format!("drop `{table}.{column}`"), reason);
        let uses = |sql: &str| words(sql).contains(&column.key(MYSQL));
        let own = |check: &Check| check.column.as_ref().is_some_and(|name| name.same(column, MYSQL));
        for check in of.checks.iter().filter(|check| !own(check) && uses(&check.expression)) {
            if !self.drops_check(&of.name, check) {
                let name = check.name.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default();
                return Err(refuse(format!("the check{name} uses it: {}", check.expression))
                    .hint("drop the check in a revision before this one"));
            }
        }
        for other in of.columns.iter().filter(|other| !self.drops_column(&of.name, &other.name)) {
            if let Some(generated) = other.generated.as_ref().filter(|generated| uses(&generated.expression)) {
                return Err(refuse(format!("the generated column `{}` uses it: {}", other.name, generated.expression))
                    .hint("drop that column in a revision before this one"));
            }
        }
        let in_key = of.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| name.same(column, MYSQL)));
        let drops_key = self
            .operations
            .iter()
            .any(|operation| matches!(operation, Operation::DropPrimaryKey { table, .. } if self.is(table, &of.name)));
        if in_key && !drops_key {
            return Err(refuse("it is in the primary key".to_owned()));
        }
        Ok(())
    }

    fn triggers(&self) -> impl Iterator<Item = (&TableName, &Trigger)> {
        self.base.tables.values().flat_map(|table: &Table| table.triggers.iter().map(move |t| (&table.name, t)))
    }

    /// The first routine or event whose text has all the words.
    fn routine(&self, names: &[&Ident]) -> Option<String> {
        let has_all = |sql: &str| {
            let words = words(sql);
            names.iter().all(|name| words.contains(&name.key(MYSQL)))
        };
        let found = self.base.objects.iter().find(|object| object.sql.as_deref().is_some_and(has_all))?;
        Some(format!("{} `{}`", found.kind, found.name))
    }

    /// The table, and the views that read it, directly or through other views.
    fn derived(&self, table: &TableName) -> BTreeSet<Ident> {
        let mut derived = BTreeSet::from([table.name.key(MYSQL)]);
        loop {
            let more: Vec<Ident> = self
                .base
                .views
                .values()
                .filter(|view| derived.iter().any(|name| mentions(view, name)))
                .map(|view| view.name.name.key(MYSQL))
                .filter(|name| !derived.contains(name))
                .collect();
            if more.is_empty() {
                return derived;
            }
            derived.extend(more);
        }
    }

    fn old_table(&self, table: &TableName) -> TableName {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if to.same(table, MYSQL) => Some(from),
            _ => None,
        });
        renamed.unwrap_or(table).clone()
    }

    /// Whether an operation's table is the one that the base calls `name`.
    fn is(&self, table: &TableName, name: &TableName) -> bool {
        table.same(name, MYSQL) || self.old_table(table).same(name, MYSQL)
    }

    fn drops_table(&self, name: &TableName) -> bool {
        self.operations.iter().any(|op| matches!(op, Operation::DropTable(table) if table.name.same(name, MYSQL)))
    }

    fn drops_column(&self, of: &TableName, name: &Ident) -> bool {
        self.operations.iter().any(|operation| {
            matches!(operation, Operation::DropColumn { table, column }
                if self.is(table, of) && column.name.same(name, MYSQL))
        })
    }

    fn drops_check(&self, of: &TableName, check: &Check) -> bool {
        self.operations.iter().any(|operation| {
            matches!(operation, Operation::DropCheck { table, check: dropped }
                if self.is(table, of) && (dropped.name == check.name || dropped.expression == check.expression))
        })
    }

    /// Whether a foreign key goes: by itself, or with a column that it is on.
    fn drops_key(&self, of: &TableName, key: &ForeignKey) -> bool {
        key.columns.iter().any(|column| self.drops_column(of, column))
            || self.operations.iter().any(|operation| {
                matches!(operation, Operation::DropForeignKey { table, key: dropped }
                    if self.is(table, of) && (dropped.name == key.name || dropped.same_columns(key, MYSQL)))
            })
    }
}

fn mentions(view: &View, name: &Ident) -> bool {
    view.mentions.iter().any(|mentioned| mentioned.same(name, MYSQL))
        || view.uses.keys().any(|used| used.name.same(name, MYSQL))
        || words(&view.sql).contains(&name.key(MYSQL))
}

/// Everything in a text that can be a name, without ASCII case.
fn words(sql: &str) -> BTreeSet<Ident> {
    tokenize(sql, MYSQL).iter().filter_map(autogen_schema::sql::Token::ident).map(|name| name.key(MYSQL)).collect()
}

fn drop_view(view: &View) -> String {
    format!("DROP VIEW {}", MYSQL.quote_table(&view.name))
}

fn drop_trigger(trigger: &Trigger) -> String {
    format!("DROP TRIGGER {}", MYSQL.quote(&trigger.name))
}
