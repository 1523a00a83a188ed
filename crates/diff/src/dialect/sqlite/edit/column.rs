//! What follows the name of a column.

use autogen_schema::sql::normalize_statement;
use autogen_schema::sqlite::{ColumnConstraint, ColumnConstraintKind as Kind, ColumnDef, CreateTable};
use autogen_schema::{Generated, Ident, SqlType, Storage};

use super::splice::{Change, with_blank_before};
use super::{EditError, SQLITE, TableText};
use crate::script::closed;

/// Where a constraint stands among the others, in the order in which [`super::super::create::column`] writes them.
pub(super) fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::NotNull { .. } | Kind::Null { .. } => 1,
        Kind::Default { .. } => 2,
        Kind::PrimaryKey { .. } => 3,
        Kind::Collate(_) => 4,
        Kind::Generated { .. } => 5,
        Kind::Unique { .. } | Kind::Check { .. } | Kind::Nothing => 6,
        Kind::References(_) | Kind::Timing(_) => 7,
    }
}

impl TableText {
    /// Returns the declared type of a column.
    pub fn column_type(&self, column: &Ident) -> Result<SqlType, EditError> {
        let (_, definition) = self.find(column)?;
        Ok(SqlType::parse(definition.data_type.as_ref().map_or("", |ty| ty.text.as_str())))
    }

    /// Sets the type of a column; without one it is untyped.
    pub fn set_type(&mut self, column: &Ident, ty: Option<&str>) -> Result<(), EditError> {
        let (_, definition) = self.find(column)?;
        let change = match (&definition.data_type, ty) {
            (Some(old), Some(new)) => Change::replace(old.span.clone(), new),
            (Some(old), None) => Change::cut(with_blank_before(self.sql(), &old.span)),
            (None, Some(new)) => Change::insert(definition.name.span.end, format!(" {new}")),
            (None, None) => return Ok(()),
        };
        self.apply(vec![change])
    }

    /// Makes a column NOT NULL, or lets it hold NULL.
    pub fn set_not_null(&mut self, column: &Ident, not_null: bool) -> Result<(), EditError> {
        self.remove(column, |kind| match kind {
            Kind::NotNull { .. } => !not_null,
            Kind::Null { .. } => not_null,
            _ => false,
        })?;
        let (_, definition) = self.find(column)?;
        let there = definition.constraints.iter().any(|constraint| matches!(constraint.kind, Kind::NotNull { .. }));
        if not_null && !there { self.insert(column, 1, "NOT NULL") } else { Ok(()) }
    }

    /// Sets what stands behind `DEFAULT`, or takes the default away.
    pub fn set_default(&mut self, column: &Ident, sql: Option<&str>) -> Result<(), EditError> {
        self.set(column, 2, |kind| matches!(kind, Kind::Default { .. }), sql.map(|sql| format!("DEFAULT {sql}")))
    }

    /// Sets the collation of a column, or takes it away.
    pub fn set_collation(&mut self, column: &Ident, name: Option<&Ident>) -> Result<(), EditError> {
        let text = name.map(|name| format!("COLLATE {}", SQLITE.quote(name)));
        self.set(column, 4, |kind| matches!(kind, Kind::Collate(_)), text)
    }

    /// Sets how a column is computed, or makes it an ordinary one.
    pub fn set_generated(&mut self, column: &Ident, generated: Option<&Generated>) -> Result<(), EditError> {
        let text = generated.map(|generated| {
            let storage = if generated.storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
            format!("GENERATED ALWAYS AS ({}) {storage}", closed(generated.expression.clone()))
        });
        self.set(column, 5, |kind| matches!(kind, Kind::Generated { .. }), text)
    }

    /// Replaces what an entity appended to a column. What was appended before must be there.
    pub fn set_extra(&mut self, column: &Ident, old: Option<&str>, new: Option<&str>) -> Result<(), EditError> {
        for part in old.map(parts).transpose()?.unwrap_or_default() {
            let (_, definition) = self.find(column)?;
            let normal =
                |constraint: &ColumnConstraint| normalize_statement(self.parsed.text(&constraint.span), SQLITE) == part;
            let found = definition.constraints.iter().rposition(normal);
            let found = found.ok_or_else(|| EditError::NoConstraint(format!("`{part}` in column `{column}`")))?;
            self.remove_at(column, found)?;
        }
        new.map_or(Ok(()), |new| self.insert(column, 6, &closed(new.to_owned())))
    }

    /// Replaces the last constraint that `is` takes, and removes the others; without any, inserts at `rank`.
    fn set(&mut self, column: &Ident, rank: u8, is: fn(&Kind) -> bool, text: Option<String>) -> Result<(), EditError> {
        let (_, definition) = self.find(column)?;
        let last = definition.constraints.iter().rposition(|constraint| is(&constraint.kind));
        let (Some(last), Some(text)) = (last, &text) else {
            self.remove(column, is)?;
            return text.map_or(Ok(()), |text| self.insert(column, rank, &text));
        };
        let mut changes = Vec::new();
        for (at, constraint) in definition.constraints.iter().enumerate().filter(|(_, c)| is(&c.kind)) {
            changes.push(if at == last {
                Change::replace(constraint.span.clone(), text.as_str())
            } else {
                Change::cut(with_blank_before(self.sql(), &constraint.span))
            });
        }
        self.apply(changes)
    }

    /// Puts `text` behind everything of the column that stands before `rank` or at it.
    pub(super) fn insert(&mut self, column: &Ident, rank: u8, text: &str) -> Result<(), EditError> {
        let (_, definition) = self.find(column)?;
        let at = place(definition, rank);
        self.apply(vec![Change::insert(at, format!(" {text}"))])
    }

    /// Removes every constraint of a column that `is` takes.
    pub(super) fn remove(&mut self, column: &Ident, is: impl Fn(&Kind) -> bool) -> Result<(), EditError> {
        let (_, definition) = self.find(column)?;
        let gone = definition.constraints.iter().filter(|constraint| is(&constraint.kind));
        let changes = gone.map(|constraint| Change::cut(with_blank_before(self.sql(), &constraint.span))).collect();
        self.apply(changes)
    }

    pub(super) fn remove_at(&mut self, column: &Ident, at: usize) -> Result<(), EditError> {
        let (_, definition) = self.find(column)?;
        let Some(constraint) = definition.constraints.get(at) else { return Ok(()) };
        let change = Change::cut(with_blank_before(self.sql(), &constraint.span));
        self.apply(vec![change])
    }
}

fn place(definition: &ColumnDef, wanted: u8) -> usize {
    let start = definition.data_type.as_ref().map_or(definition.name.span.end, |ty| ty.span.end);
    let before = definition.constraints.iter().rev().find(|constraint| rank(&constraint.kind) <= wanted);
    before.map_or(start, |constraint| constraint.span.end)
}

/// The normal forms of the constraints in what an entity appends.
fn parts(extra: &str) -> Result<Vec<String>, EditError> {
    let parsed = CreateTable::parse(&format!("CREATE TABLE t (c integer {extra})"))?;
    let constraints = parsed.columns().flat_map(|(_, column)| &column.constraints);
    Ok(constraints.map(|constraint| normalize_statement(parsed.text(&constraint.span), SQLITE)).collect())
}
