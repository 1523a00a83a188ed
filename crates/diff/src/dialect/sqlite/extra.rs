//! Whether a stored table has what an entity appends to a column with `extra`.

use autogen_schema::sql::normalize;
use autogen_schema::sqlite::{ColumnConstraintKind, CreateTable, TableConstraintKind};
use autogen_schema::{Dialect, Ident, Storage, Table};

use crate::dialect::Satisfied;

/// Looks for each constraint of `extra` among those of the column, and for checks among those of the table too.
pub(crate) fn has_extra(table: &Table, column: &Ident, extra: &str) -> Satisfied {
    match (stored(table, column), appended(extra)) {
        (Some(found), Some(said)) => said.iter().all(|constraint| found.contains(constraint)).into(),
        _ => Satisfied::NotCompared,
    }
}

/// Whether the table has a constraint that was part of the column's `extra` before (`held`) and is none any more (`said`).
pub(crate) fn has_leftover(table: &Table, column: &Ident, held: &str, said: &str) -> bool {
    let (Some(found), Some(held), Some(said)) = (stored(table, column), appended(held), appended(said)) else {
        return false;
    };
    held.iter().any(|constraint| !said.contains(constraint) && found.contains(constraint))
}

/// What `extra` says that entities say elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Says {
    pub(crate) default: bool,
    pub(crate) unique: bool,
    pub(crate) references: bool,
}

/// Tells what an entity says by appending it to a column.
pub(crate) fn says(extra: &str) -> Says {
    let mut says = Says::default();
    for constraint in appended(extra).unwrap_or_default() {
        says.default |= matches!(constraint, Normal::Default(_));
        says.unique |= constraint == Normal::Other("unique");
        says.references |= constraint == Normal::Other("references");
    }
    says
}

/// The constraints of a column, and the checks of its table.
fn stored(table: &Table, column: &Ident) -> Option<Vec<Normal>> {
    let stored = CreateTable::parse(table.definition.as_deref()?).ok()?;
    let of_column = stored.column(column.as_str())?.constraints.iter().map(|c| Normal::of(&stored, &c.kind));
    let of_table = stored.constraints().filter_map(|(_, constraint)| match &constraint.kind {
        TableConstraintKind::Check { expr, .. } => Some(Normal::check(stored.text(expr))),
        _ => None,
    });
    Some(of_column.chain(of_table).collect())
}

/// The constraints in what an entity appends.
fn appended(extra: &str) -> Option<Vec<Normal>> {
    // The smallest table in which the text can stand as the end of a column.
    let table = CreateTable::parse(&format!("CREATE TABLE t (c text {extra})")).ok()?;
    let column = table.column("c")?;
    Some(column.constraints.iter().map(|constraint| Normal::of(&table, &constraint.kind)).collect())
}

/// A constraint up to spacing and case.
#[derive(PartialEq, Eq)]
enum Normal {
    Check(String),
    Collate(String),
    Generated(String, Storage),
    Default(String),
    Other(&'static str),
}

impl Normal {
    fn check(expression: &str) -> Self {
        Self::Check(normalize(expression, Dialect::Sqlite))
    }

    fn of(table: &CreateTable, kind: &ColumnConstraintKind) -> Self {
        let expression = |span| normalize(table.text(span), Dialect::Sqlite);
        match kind {
            ColumnConstraintKind::Check { expr, .. } => Self::Check(expression(expr)),
            ColumnConstraintKind::Collate(name) => Self::Collate(name.ident.as_str().to_ascii_lowercase()),
            ColumnConstraintKind::Generated { expr, storage } => Self::Generated(expression(expr), *storage),
            ColumnConstraintKind::Default { expr, .. } => Self::Default(expression(expr)),
            ColumnConstraintKind::PrimaryKey { .. } => Self::Other("primary key"),
            ColumnConstraintKind::NotNull { .. } => Self::Other("not null"),
            ColumnConstraintKind::Unique { .. } => Self::Other("unique"),
            ColumnConstraintKind::References(_) => Self::Other("references"),
            ColumnConstraintKind::Null { .. } | ColumnConstraintKind::Timing(_) | ColumnConstraintKind::Nothing => {
                Self::Other("nothing")
            }
        }
    }
}
