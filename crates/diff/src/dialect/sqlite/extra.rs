//! Whether a stored table has what an entity appends to a column with `extra`.

use autogen_schema::sql::normalize;
use autogen_schema::sqlite::{ColumnConstraintKind, CreateTable, TableConstraintKind};
use autogen_schema::{Dialect, Ident, Table};

use super::types::Satisfied;

/// Looks for each constraint of `extra` among those of the column, and for checks among those of the table too.
pub(crate) fn has_extra(table: &Table, column: &Ident, extra: &str) -> Satisfied {
    let Some(stored) = table.definition.as_deref().and_then(|sql| CreateTable::parse(sql).ok()) else {
        return Satisfied::NotCompared;
    };
    // The smallest table in which the text can stand as the end of a column.
    let Ok(wanted) = CreateTable::parse(&format!("CREATE TABLE t (c text {extra})")) else {
        return Satisfied::NotCompared;
    };
    let (Some(said), Some(found)) = (wanted.column("c"), stored.column(column.as_str())) else {
        return Satisfied::NotCompared;
    };
    let of_column: Vec<Normal> = found.constraints.iter().map(|c| Normal::of(&stored, &c.kind)).collect();
    let of_table: Vec<Normal> = stored
        .constraints()
        .filter_map(|(_, constraint)| match &constraint.kind {
            TableConstraintKind::Check { expr, .. } => Some(Normal::check(stored.text(expr))),
            _ => None,
        })
        .collect();
    said.constraints
        .iter()
        .map(|constraint| Normal::of(&wanted, &constraint.kind))
        .all(|wanted| of_column.contains(&wanted) || of_table.contains(&wanted))
        .into()
}

/// A constraint up to spacing and case.
#[derive(PartialEq, Eq)]
enum Normal {
    Check(String),
    Collate(String),
    Generated(String),
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
            ColumnConstraintKind::Generated { expr, .. } => Self::Generated(expression(expr)),
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
