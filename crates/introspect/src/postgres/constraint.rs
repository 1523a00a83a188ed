//! Constraints.

use std::collections::BTreeMap;

use autogen_schema::{
    Check, Deferrable, Definition, Exclusion, ForeignKey, Ident, Match, PrimaryKey, ReferentialAction, Unique,
    UniqueKind,
};
use sea_orm::{DbErr, QueryResult};

use super::catalog::{Known, Rows, by, texts};
use super::column::Columns;
use super::composed;
use super::relation::spelled;
use super::text::unwrapped;
use crate::Error;

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

pub(super) const SQL: &str = include_str!("constraint.sql");

/// Puts those of every relation together, by their names.
pub(super) fn of_rows(
    rows: Rows,
    columns: &Columns,
    known: &Known,
) -> Result<BTreeMap<i64, Vec<ConstraintRow>>, Error> {
    let decoded = rows.decode(|row| {
        let relation: i64 = row.try_get("", "relation")?;
        // Those of temporary tables are nobody's business, and refer to what is not known.
        let is_known = known.names.contains_key(&relation);
        is_known.then(|| Ok((relation, decode(row, known, columns)?))).transpose()
    })?;
    let mut constraints = by(decoded.into_iter().flatten());
    for rows in constraints.values_mut() {
        rows.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(constraints)
}

fn decode(row: &QueryResult, known: &Known, columns: &Columns) -> Result<ConstraintRow, DbErr> {
    let name = Ident::from(row.try_get::<String>("", "name")?);
    let comment = known.comments.of_constraint(row.try_get("", "oid")?);
    Ok(ConstraintRow { constraint: constraint(row, name.clone(), known, columns)?, name, comment })
}

fn constraint(row: &QueryResult, name: Ident, known: &Known, columns: &Columns) -> Result<Constraint, DbErr> {
    let relation = row.try_get("", "relation")?;
    let names = || columns.names(relation, &numbers(row, "numbers")?);
    let told: Option<String> = row.try_get("", "definition")?;
    let options = texts(row, "options")?;
    let definition = |composed: &dyn Fn() -> String| with_options(told.clone().unwrap_or_else(composed), &options);
    Ok(match row.try_get::<String>("", "kind")?.as_str() {
        "p" => {
            let key = PrimaryKey { name: Some(name), ..PrimaryKey::new(names()?) };
            let definition = Definition::new(definition(&|| composed::primary_key(&key)));
            Constraint::PrimaryKey(PrimaryKey { definition, ..key })
        }
        "u" => {
            let nulls_not_distinct = row.try_get("", "nulls_not_distinct")?;
            let unique =
                Unique { name: Some(name), nulls_not_distinct, ..Unique::new(names()?, UniqueKind::Constraint) };
            let definition = Definition::new(definition(&|| composed::unique(&unique)));
            Constraint::Unique(Unique { definition, ..unique })
        }
        "f" => {
            let key = foreign_key(row, name, names()?, known, columns)?;
            let definition = Definition::new(definition(&|| composed::foreign_key(&key)));
            Constraint::ForeignKey(ForeignKey { definition, ..key })
        }
        "c" => {
            let expression: Option<String> = row.try_get("", "expression")?;
            let expression = expression.as_deref().map(unwrapped).unwrap_or_default();
            let definition = Definition::new(definition(&String::new));
            Constraint::Check(Check { definition, ..Check::new(Some(name), expression) })
        }
        _ => Constraint::Exclusion(Exclusion { name, sql: definition(&String::new) }),
    })
}

fn numbers(row: &QueryResult, column: &str) -> Result<Vec<i16>, DbErr> {
    Ok(row.try_get::<Option<Vec<i16>>>("", column)?.unwrap_or_default())
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

fn foreign_key(
    row: &QueryResult,
    name: Ident,
    names: Vec<Ident>,
    known: &Known,
    columns: &Columns,
) -> Result<ForeignKey, DbErr> {
    let referred: i64 = row.try_get("", "referred")?;
    let Some(references) = known.names.get(&referred).cloned() else {
        return Err(DbErr::RecordNotFound(format!("the table that constraint `{name}` refers to")));
    };
    let referred_names = columns.names(referred, &numbers(row, "referred_numbers")?)?;
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
        ..ForeignKey::new(names, references, referred_names)
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
