//! What revisions make of the schema before them: both sides, what leads from one to the other, and what they leave undone.

use std::collections::{BTreeMap, BTreeSet};

use autogen_diff::{Difference, Operation, Passage, Policy, Sides};
use autogen_revision::RevisionId;
use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Dialect, Ident, Ledger, Schema, TableName};

use crate::entities::{Entities, Said};
use crate::scratch::Scratch;
use crate::{Error, History, Target};

/// What revisions do on one dialect.
#[derive(Debug)]
pub struct Review {
    /// The dialect.
    pub dialect: Dialect,
    /// What is there without them, and without those that come after them.
    pub before: Schema,
    /// What is there with them.
    pub after: Schema,
    /// What leads from the one to the other. What they rename is a rename.
    pub operations: Vec<Operation>,
    /// What the entities say that no revision makes, and what nobody manages. `None` where revisions come after these, whose
    /// business that is.
    pub difference: Option<Difference>,
}

/// Builds what is there before and after the revisions that are `wanted`, each on a scratch database.
pub async fn review(
    target: Target<'_>,
    entities: &Entities,
    history: &History,
    wanted: &BTreeSet<RevisionId>,
) -> Result<Review, Error> {
    let dialect = target.dialect;
    let order = history.graph.order();
    let later = history.graph.descendants(wanted);
    let before: Vec<RevisionId> = order.iter().filter(|id| !later.contains(*id)).cloned().collect();
    let with = |id: &&RevisionId| !later.contains(*id) || wanted.contains(*id);
    let after: Vec<RevisionId> = order.iter().filter(with).cloned().collect();
    let is_whole = after.len() == order.len();

    let scratch = Scratch::replayed_to(target, history, &before).await?;
    let before = scratch.used(async |scratch| scratch.schema(target.project).await).await?;
    let scratch = Scratch::replayed_to(target, history, &after).await?;
    let seen = scratch.used(async |scratch| {
        let schema = scratch.schema(target.project).await?;
        let difference = if is_whole { Some(undone(target, entities, history, scratch, &schema).await?) } else { None };
        Ok((schema, difference))
    });
    let (after, difference) = seen.await?;
    let renames = renames(&changes(history, wanted, dialect)?, &before, &after, dialect);
    let operations = Passage::between(dialect, &before, &after, &renames).operations;
    Ok(Review { dialect, before, after, operations, difference })
}

/// Compares the entities with what the whole history builds.
async fn undone(
    target: Target<'_>,
    entities: &Entities,
    history: &History,
    scratch: &Scratch,
    base: &Schema,
) -> Result<Difference, Error> {
    let Target { project, dialect, .. } = target;
    let Said { schema, missed } = entities.said(target);
    let policy = Policy { ownership: project.ownership, unsaid: project.unsaid, missed, ..Policy::default() };
    let ledger: Ledger = history.ledger(history.graph.heads(), dialect)?;
    scratch.compare(Sides { model: &schema, base, ledger: &ledger, dialect, policy: &policy, spellings: None }).await
}

/// Returns what the change lists say of a dialect, in upgrade order.
fn changes(history: &History, wanted: &BTreeSet<RevisionId>, dialect: Dialect) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for revision in history.graph.order().iter().filter(|id| wanted.contains(*id)).filter_map(|id| history.get(id)) {
        changes.extend(revision.changes()?.into_iter().filter(|change| change.serves(dialect)));
    }
    Ok(changes)
}

/// Returns what has another name afterwards, whatever it was called along the way: tables, then columns by the new names of theirs.
fn renames(changes: &[Change], before: &Schema, after: &Schema, dialect: Dialect) -> Vec<Operation> {
    let mut tables: BTreeMap<TableName, TableName> = BTreeMap::new();
    let mut columns: BTreeMap<(TableName, Ident), Ident> = BTreeMap::new();
    for change in changes {
        match &change.action {
            Action::Renamed(FactKey::Table(from), to) => {
                let to = TableName { schema: from.schema.clone(), name: to.clone() };
                let first = tables.remove(from).unwrap_or_else(|| from.clone());
                let moved = |((table, column), old): ((TableName, Ident), Ident)| {
                    let table = if table == *from { to.clone() } else { table };
                    ((table, column), old)
                };
                columns = columns.into_iter().map(moved).collect();
                tables.insert(to, first);
            }
            Action::Renamed(FactKey::Column(table, from), to) => {
                let first = columns.remove(&(table.clone(), from.clone())).unwrap_or_else(|| from.clone());
                columns.insert((table.clone(), to.clone()), first);
            }
            _ => {}
        }
    }
    let old_table = |name: &TableName| tables.get(name).cloned().unwrap_or_else(|| name.clone());
    let has = |schema: &Schema, table: &TableName, column: &Ident| {
        schema.table(table, dialect).is_some_and(|table| table.column(column, dialect).is_some())
    };
    let of_tables = tables
        .iter()
        .filter(|(new, old)| new != old && before.table(old, dialect).is_some() && after.table(new, dialect).is_some());
    let of_columns = columns
        .iter()
        .filter(|((table, new), old)| new != *old && has(before, &old_table(table), old) && has(after, table, new));
    let of_tables = of_tables.map(|(to, from)| Operation::RenameTable { from: from.clone(), to: to.clone() });
    let of_columns = of_columns.map(|((table, to), from)| Operation::RenameColumn {
        table: table.clone(),
        from: from.clone(),
        to: to.clone(),
    });
    of_tables.chain(of_columns).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

    use autogen_schema::{Column, ColumnType, DataType, Table};

    use super::*;

    fn schema(tables: &[(&str, &[&str])]) -> Schema {
        let mut schema = Schema::default();
        for (name, columns) in tables {
            let mut table = Table::new(TableName::new(*name));
            let column = |name: &&str| Column::new(*name, DataType::Implied(ColumnType::Integer));
            table.columns = columns.iter().map(column).collect();
            schema.add(table);
        }
        schema
    }

    fn found(lines: &[&str], before: &[(&str, &[&str])], after: &[(&str, &[&str])]) -> Vec<String> {
        let changes: Vec<Change> = lines.iter().map(|line| Change::parse(line).unwrap()).collect();
        let renames = renames(&changes, &schema(before), &schema(after), Dialect::Sqlite);
        renames.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_was_renamed_several_times_was_renamed_once() {
        let lines =
            ["> column users.a -> b", "> table users -> people", "> column people.b -> c", "> table people -> folk"];
        let found = found(&lines, &[("users", &["a"])], &[("folk", &["c"])]);
        assert_eq!(found, ["rename table users to folk", "rename column folk.a to c"]);
    }

    #[test]
    fn what_is_called_as_before_or_is_gone_was_not_renamed() {
        let back = ["> table a -> b", "> table b -> a"];
        assert_eq!(found(&back, &[("a", &["x"])], &[("a", &["x"])]), Vec::<String>::new());
        let gone = ["> column a.x -> y", "- column a.y integer"];
        assert_eq!(found(&gone, &[("a", &["x", "z"])], &[("a", &["z"])]), Vec::<String>::new());
    }
}
