//! What a revision may do to rows, and what it did beyond that.

use std::collections::{BTreeMap, BTreeSet};

use autogen_revision::{Direction, Revision};
use autogen_schema::change::{Action, Change, Facet, FacetValue, FactKey};
use autogen_schema::{ColumnType, Dialect, Ident, Ledger, TableName};

use super::rows::{Content, Rows};

/// What starts the comment above a statement that does something to rows.
const HAZARD: &str = "-- hazard: ";

/// What a revision says that it does to rows.
pub(super) struct Excuses<'a> {
    changes: Vec<&'a Change>,
    hazards: Vec<&'a str>,
    /// What the revisions before it say, the types of columns among it.
    ledger: &'a Ledger,
    dialect: Dialect,
}

/// Rows that are not as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) table: TableName,
    /// A sentence without a full stop.
    pub(super) text: String,
}

impl<'a> Excuses<'a> {
    pub(super) fn of(revision: &'a Revision, changes: &'a [Change], ledger: &'a Ledger, dialect: Dialect) -> Self {
        let sections = revision.sections.iter().filter(|section| section.serves(dialect));
        let hazards = sections.flat_map(|section| section.body.lines());
        let hazards = hazards.filter_map(|line| line.trim_start().strip_prefix(HAZARD)).map(str::trim).collect();
        Self { changes: changes.iter().filter(|change| change.serves(dialect)).collect(), hazards, ledger, dialect }
    }

    /// Whether the revision says that it may fail over rows, that way.
    pub(super) fn say_failure(revision: &Revision, direction: Direction, dialect: Dialect) -> bool {
        let sections = revision.sections.iter().filter(|s| s.serves(dialect) && s.direction == direction);
        let mut lines = sections.flat_map(|section| section.body.lines());
        let says = |text: &str| ["fails", "converts"].iter().any(|word| text.trim_start().starts_with(word));
        lines.any(|line| line.trim_start().strip_prefix(HAZARD).is_some_and(says))
    }

    fn gone_table(&self, table: &TableName) -> bool {
        self.changes.iter().any(|change| match &change.action {
            Action::Unmade(fact) => matches!(&fact.key, FactKey::Table(name) if name.same(table, self.dialect)),
            _ => false,
        }) || self.hazards.iter().any(|hazard| speaks_of_rows(hazard) && names_whole(hazard, table))
    }

    fn gone_column(&self, table: &TableName, column: &Ident) -> bool {
        let is_it = |key: &FactKey| matches!(key, FactKey::Column(of, name) if of.same(table, self.dialect) && name.same(column, self.dialect));
        let name = format!("{table}.{column}");
        self.changes.iter().any(|change| matches!(&change.action, Action::Unmade(fact) if is_it(&fact.key)))
            || self.hazards.iter().any(|hazard| speaks_of_rows(hazard) && has_word(hazard, &name))
    }

    fn retyped(&self, table: &TableName, column: &Ident) -> bool {
        self.changes.iter().any(|change| match &change.action {
            Action::Altered(FactKey::Column(of, name), facets) => {
                of.same(table, self.dialect)
                    && name.same(column, self.dialect)
                    && facets.iter().any(|facet| facet.facet == Facet::Type)
            }
            _ => false,
        })
    }

    /// What a table and a column are called after the upgrade.
    fn renamed(&self, table: &TableName, column: &Ident) -> (TableName, Ident) {
        let (mut to_table, mut to_column) = (table.clone(), column.clone());
        for change in &self.changes {
            match &change.action {
                Action::Renamed(FactKey::Table(from), to) if from.same(&to_table, self.dialect) => {
                    to_table.name = to.clone();
                }
                Action::Renamed(FactKey::Column(of, from), to)
                    if of.same(&to_table, self.dialect) && from.same(&to_column, self.dialect) =>
                {
                    to_column = to.clone();
                }
                _ => {}
            }
        }
        (to_table, to_column)
    }

    /// The labels of a column's enum that are others after the upgrade, as rows are read.
    fn labels(&self, table: &TableName, column: &Ident) -> Vec<(String, String)> {
        let facets = self.ledger.facets(&FactKey::Column(table.clone(), column.clone()));
        let Some(FacetValue::Type(ty)) = facets.and_then(|facets| facets.get(&Facet::Type)) else { return Vec::new() };
        let Some(ColumnType::Enum(name)) = ty.column_type() else { return Vec::new() };
        let renamed = self.changes.iter().find_map(|change| match &change.action {
            Action::Renamed(FactKey::Enum(from), to) if from == name => Some(to),
            _ => None,
        });
        let name = renamed.unwrap_or(name);
        let text = |label: &str| match self.dialect {
            Dialect::Sqlite => self.dialect.literal(label),
            Dialect::Postgres | Dialect::Mysql => label.to_owned(),
        };
        let labels = self.changes.iter().filter_map(|change| match &change.action {
            Action::Relabelled(FactKey::Enum(of), from, to) if of == name => Some((text(from), text(to))),
            _ => None,
        });
        labels.collect()
    }

    /// Returns the rows that an upgrade lost or changed.
    pub(super) fn lost_by_upgrade(&self, before: &Rows, after: &Rows) -> Vec<Lost> {
        self.lost(
            before,
            after,
            |table, column| self.renamed(table, column),
            |table, column| self.labels(table, column),
        )
    }

    /// Returns the rows that are not back after a downgrade.
    pub(super) fn lost_by_downgrade(&self, before: &Rows, after: &Rows) -> Vec<Lost> {
        self.lost(before, after, |table, column| (table.clone(), column.clone()), |_, _| Vec::new())
    }

    fn lost(
        &self,
        before: &Rows,
        after: &Rows,
        renamed: impl Fn(&TableName, &Ident) -> (TableName, Ident),
        labels: impl Fn(&TableName, &Ident) -> Vec<(String, String)>,
    ) -> Vec<Lost> {
        let mut lost = Vec::new();
        for (table, content) in before.0.iter().filter(|(_, content)| !content.rows.is_empty()) {
            let target = content.columns.first().map(|column| renamed(table, column).0);
            let Some(target) = target.filter(|target| !self.gone_table(table) && !self.gone_table(target)) else {
                continue;
            };
            let Some((_, found)) = after.0.iter().find(|(name, _)| name.same(&target, self.dialect)) else {
                lost.push(Lost { table: table.clone(), text: format!("the rows of {table} are gone") });
                continue;
            };
            let kept = self.kept(table, content, found, &renamed, &labels);
            lost.extend(missing(table, content, found, &kept));
        }
        lost
    }

    /// The columns that must be as before, by their places on both sides, and whether their type is another one.
    fn kept(
        &self,
        table: &TableName,
        before: &Content,
        after: &Content,
        renamed: &impl Fn(&TableName, &Ident) -> (TableName, Ident),
        labels: &impl Fn(&TableName, &Ident) -> Vec<(String, String)>,
    ) -> Vec<Kept> {
        let mut kept = Vec::new();
        for (at, column) in before.columns.iter().enumerate() {
            let (target, name) = renamed(table, column);
            if self.gone_column(table, column) || self.gone_column(&target, &name) {
                continue;
            }
            // A column that nobody says is dropped is told of by the change list; here there is nothing to compare.
            let Some(to) = after.columns.iter().position(|other| other.same(&name, self.dialect)) else { continue };
            let retyped = self.retyped(table, column) || self.retyped(&target, &name);
            kept.push(Kept { from: at, to, retyped, labels: labels(table, column) });
        }
        kept
    }
}

struct Kept {
    from: usize,
    to: usize,
    retyped: bool,
    /// The texts of labels that are others afterwards: before and after.
    labels: Vec<(String, String)>,
}

/// Compares rows as a multiset. Where the type of a column is another one, its values need only still be there.
fn missing(table: &TableName, before: &Content, after: &Content, kept: &[Kept]) -> Option<Lost> {
    let shown = |value: &Option<String>, retyped: bool, labels: &[(String, String)]| match value {
        None => "NULL".to_owned(),
        Some(_) if retyped => "some value".to_owned(),
        Some(text) => labels.iter().find(|(old, _)| old == text).map_or(text, |(_, new)| new).clone(),
    };
    let mut there: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in &after.rows {
        let key = kept.iter().map(|column| shown(row.get(column.to).unwrap_or(&None), column.retyped, &[])).collect();
        *there.entry(key).or_default() += 1;
    }
    let names: Vec<&Ident> = kept.iter().filter_map(|column| before.columns.get(column.from)).collect();
    let mut gone: Vec<Vec<String>> = Vec::new();
    for row in &before.rows {
        let key: Vec<String> = kept
            .iter()
            .map(|column| shown(row.get(column.from).unwrap_or(&None), column.retyped, &column.labels))
            .collect();
        match there.get_mut(&key) {
            Some(count) if *count > 0 => *count -= 1,
            _ => gone.push(key),
        }
    }
    if gone.is_empty() {
        return None;
    }
    let left: Vec<&Vec<String>> = there.iter().filter(|(_, count)| **count > 0).map(|(row, _)| row).collect();
    if left.len() < gone.len() {
        let (count, of) = (gone.len() - left.len(), before.rows.len());
        let text = format!("{count} of {of} rows of {table} are gone");
        return Some(Lost { table: table.clone(), text });
    }
    let changed: BTreeSet<&Ident> = gone
        .iter()
        .flat_map(|row| {
            let near = left.iter().max_by_key(|other| row.iter().zip(other.iter()).filter(|(a, b)| a == b).count());
            let other = near.copied();
            names
                .iter()
                .enumerate()
                .filter(move |(at, _)| row.get(*at) != other.and_then(|other| other.get(*at)))
                .map(|(_, name)| *name)
        })
        .collect();
    let columns: Vec<String> = changed.iter().map(|name| format!("{table}.{name}")).collect();
    Some(Lost { table: table.clone(), text: format!("the values of {} are other ones", columns.join(" and ")) })
}

/// A copy is the same rows, and a failure changes none.
fn speaks_of_rows(hazard: &str) -> bool {
    !hazard.starts_with("copies") && !hazard.starts_with("fails")
}

/// Whether a hazard is about a table as a whole: its name, and no column behind it.
fn names_whole(hazard: &str, table: &TableName) -> bool {
    has_word(hazard, &table.to_string())
}

/// Whether `text` holds the name by itself: not as a part of another one, nor with a column behind it.
fn has_word(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + name.len()..].chars();
        let (first, second) = (after.next(), after.next());
        let goes_on = match first {
            Some('.') => second.is_some_and(part),
            Some('(') => true,
            Some(c) => part(c),
            None => false,
        };
        !before.is_some_and(|c| part(c) || c == '.') && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_hazard_names_a_table_by_itself_or_a_column_of_it() {
        assert!(has_word("destroys every row of users", "users"));
        assert!(has_word("destroys the values of users.fax", "users.fax"));
        assert!(has_word("merges users.", "users"));
        for other in ["destroys the values of users.fax", "drops old_users", "refers to users(id)", "empties app.users"]
        {
            assert!(!has_word(other, "users"), "{other}");
        }
    }
}
