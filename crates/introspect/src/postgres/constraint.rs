//! Constraints.

use autogen_schema::{
    Check, Deferrable, Definition, Exclusion, ForeignKey, Ident, Match, PrimaryKey, ReferentialAction, Unique,
    UniqueKind,
};
use sea_orm::{DbErr, QueryResult};

use super::catalog::{idents, qualified};
use super::relation::spelled;
use super::text::unwrapped;

pub(super) const SQL: &str = include_str!("constraint.sql");

/// A constraint, and its comment.
pub(super) struct ConstraintRow {
    pub(super) name: Ident,
    pub(super) constraint: Constraint,
    pub(super) comment: Option<String>,
}

/// A constraint of a table.
#[derive(Clone)]
pub(super) enum Constraint {
    PrimaryKey(PrimaryKey),
    Unique(Unique),
    ForeignKey(ForeignKey),
    Check(Check),
    Exclusion(Exclusion),
}

/// Reads a row of `constraint.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<ConstraintRow, DbErr> {
    let name = Ident::from(row.try_get::<String>("", "name")?);
    Ok(ConstraintRow { constraint: constraint(row, name.clone())?, name, comment: row.try_get("", "comment")? })
}

fn constraint(row: &QueryResult, name: Ident) -> Result<Constraint, DbErr> {
    let text = with_options(row.try_get("", "definition")?, &row.try_get::<Vec<String>>("", "options")?);
    let definition = Definition::new(text.as_str());
    Ok(match row.try_get::<String>("", "kind")?.as_str() {
        "p" => Constraint::PrimaryKey(PrimaryKey {
            name: Some(name),
            definition,
            ..PrimaryKey::new(idents(row, "columns")?)
        }),
        "u" => Constraint::Unique(Unique {
            name: Some(name),
            nulls_not_distinct: row.try_get("", "nulls_not_distinct")?,
            definition,
            ..Unique::new(idents(row, "columns")?, UniqueKind::Constraint)
        }),
        "f" => Constraint::ForeignKey(foreign_key(row, name, definition)?),
        "c" => {
            let expression: Option<String> = row.try_get("", "expression")?;
            let expression = expression.as_deref().map(unwrapped).unwrap_or_default();
            Constraint::Check(Check { definition, ..Check::new(Some(name), expression) })
        }
        _ => Constraint::Exclusion(Exclusion { name, sql: text }),
    })
}

/// The server tells what is set on the index of a constraint apart from the constraint. It stands before when it is checked.
fn with_options(definition: String, options: &[String]) -> String {
    if options.is_empty() {
        return definition;
    }
    let options: Vec<String> = options.iter().map(|option| spelled(option)).collect();
    let clause = format!(" WITH ({})", options.join(", "));
    let at = definition.find(" DEFERRABLE").unwrap_or(definition.len());
    let (before, after) = definition.split_at(at);
    format!("{before}{clause}{after}")
}

fn foreign_key(row: &QueryResult, name: Ident, definition: Definition) -> Result<ForeignKey, DbErr> {
    let Some(references) = qualified(row, "references_schema", "references")? else {
        return Err(DbErr::RecordNotFound(format!("the table that constraint `{name}` refers to")));
    };
    let deferrable = if row.try_get("", "deferred")? {
        Some(Deferrable::InitiallyDeferred)
    } else if row.try_get("", "deferrable")? {
        Some(Deferrable::InitiallyImmediate)
    } else {
        None
    };
    let matching = match row.try_get::<String>("", "matching")?.as_str() {
        "f" => Some(Match::Full),
        "p" => Some(Match::Partial),
        _ => None,
    };
    Ok(ForeignKey {
        name: Some(name),
        on_delete: action(&row.try_get::<String>("", "on_delete")?),
        on_update: action(&row.try_get::<String>("", "on_update")?),
        deferrable,
        matching,
        definition,
        ..ForeignKey::new(idents(row, "columns")?, references, idents(row, "referenced_columns")?)
    })
}

fn action(letter: &str) -> Option<ReferentialAction> {
    match letter {
        "a" => Some(ReferentialAction::NoAction),
        "r" => Some(ReferentialAction::Restrict),
        "c" => Some(ReferentialAction::Cascade),
        "n" => Some(ReferentialAction::SetNull),
        "d" => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}
