//! What goes and what comes that may be one thing with another name. Only to ask: nothing is taken for a rename unasked.

use autogen_schema::{Column, DataType, Dialect, EnumType, Table};

use crate::Operation;
use crate::dialect::{self, Satisfied};

/// Something that goes, and what comes that may be it, the likeliest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    /// What it is called, as `--rename` takes it: `users.name`, `users`, `mood`, `mood.sad`.
    pub old: String,
    /// What it may be called from now on.
    pub candidates: Vec<Candidate>,
}

/// What something may be called from now on.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The new name, as `--rename` takes it.
    pub new: String,
    /// What speaks for it: fragments.
    pub why: Vec<&'static str>,
    /// How much that is.
    score: f64,
}

/// Returns what goes among `operations` and may only have another name: tables, columns, enums and labels.
pub fn candidates(operations: &[Operation], dialect: Dialect) -> Vec<Gone> {
    let mut gone = tables(operations, dialect);
    gone.extend(columns(operations, dialect));
    gone.extend(enums(operations));
    gone.extend(labels(operations));
    gone.retain(|gone| !gone.candidates.is_empty());
    for gone in &mut gone {
        let likelier = |one: &Candidate, other: &Candidate| other.score.total_cmp(&one.score);
        gone.candidates.sort_by(|one, other| likelier(one, other).then_with(|| one.new.cmp(&other.new)));
    }
    gone
}

/// Returns what may be a rename among `operations`, as it is said on a command line: the old name and the new one. Only where
/// nothing else is a candidate on either side.
pub fn likely_renames(operations: &[Operation], dialect: Dialect) -> Vec<(String, String)> {
    let all = candidates(operations, dialect);
    let scope = |old: &str| old.rsplit_once('.').map_or(String::new(), |(scope, _)| scope.to_owned());
    let alone = |gone: &Gone, new: &str| {
        let rivals = all.iter().filter(|other| scope(&other.old) == scope(&gone.old));
        rivals.filter(|other| other.candidates.iter().any(|candidate| candidate.new == new)).count() == 1
    };
    let only = all.iter().filter_map(|gone| match gone.candidates.as_slice() {
        [only] if alone(gone, &only.new) => Some((gone.old.clone(), only.new.clone())),
        _ => None,
    });
    only.collect()
}

/// What speaks for a new name.
#[derive(Default)]
struct Reasons {
    why: Vec<&'static str>,
    score: f64,
}

impl Reasons {
    fn speaks(&mut self, why: &'static str, weight: f64, speaks: bool) {
        if speaks {
            self.why.push(why);
            self.score += weight;
        }
    }

    /// A name that is like the old one speaks the louder, the liker it is.
    fn names(&mut self, old: &str, new: &str) {
        let likeness = strsim::jaro_winkler(&old.to_lowercase(), &new.to_lowercase());
        let is_part = old.len() > 2 && new.contains(old) || new.len() > 2 && old.contains(new);
        self.speaks("a name like it", 0.0, is_part || likeness > 0.8);
        self.score += likeness + if is_part { 0.3 } else { 0.0 };
    }

    fn candidate(self, new: &impl ToString) -> Candidate {
        Candidate { new: new.to_string(), why: self.why, score: self.score }
    }
}

/// Only a column of a type that the old one satisfies can be it: a rename keeps the values.
fn columns(operations: &[Operation], dialect: Dialect) -> Vec<Gone> {
    let dropped = || {
        operations.iter().filter_map(|operation| match operation {
            Operation::DropColumn { table, column } if column.generated.is_none() => Some((table, column)),
            _ => None,
        })
    };
    let of = |(table, old): (_, &Column)| {
        let place = dropped().filter(|(of, _)| *of == table).position(|(_, column)| column.name == old.name);
        let added = operations.iter().filter_map(|operation| match operation {
            Operation::AddColumn { table: of, column } if of == table => Some(column),
            _ => None,
        });
        let alike = added.enumerate().filter(|(_, new)| is_alike(old, new, dialect));
        let candidates = alike.map(|(at, new)| {
            let mut reasons = Reasons::default();
            reasons.speaks("the same type", 0.0, true);
            reasons.speaks("may be NULL as well", 0.2, old.nullable && new.nullable);
            reasons.speaks("NOT NULL as well", 0.2, !old.nullable && !new.nullable);
            reasons.speaks("in the same place", 0.2, place == Some(at));
            reasons.names(old.name.as_str(), new.name.as_str());
            reasons.candidate(&new.name)
        });
        Gone { old: format!("{table}.{}", old.name), candidates: candidates.collect() }
    };
    dropped().map(of).collect()
}

fn is_alike(old: &Column, new: &Column, dialect: Dialect) -> bool {
    match &old.data_type {
        DataType::Reported(reported) => {
            dialect::satisfies(dialect, &new.data_type, reported, new.auto_increment) != Satisfied::No
        }
        _ => false,
    }
}

/// A table that shares at least half of the columns.
fn tables(operations: &[Operation], dialect: Dialect) -> Vec<Gone> {
    let created = || {
        operations.iter().filter_map(|operation| match operation {
            Operation::CreateTable(table) => Some(table),
            _ => None,
        })
    };
    let of = |old: &Table| {
        let candidates = created().filter(|new| new.name.schema == old.name.schema).filter_map(|new| {
            let shared = old.columns.iter().filter(|column| new.column(&column.name, dialect).is_some()).count();
            let all = old.columns.len().max(new.columns.len());
            let mut reasons = Reasons::default();
            let why = if shared == all { "the same columns" } else { "most of its columns" };
            reasons.speaks(why, share(shared, all), 2 * shared >= all);
            let is_alike = !reasons.why.is_empty();
            reasons.names(old.name.name.as_str(), new.name.name.as_str());
            is_alike.then(|| reasons.candidate(&new.name))
        });
        Gone { old: old.name.to_string(), candidates: candidates.collect() }
    };
    let dropped = operations.iter().filter_map(|operation| match operation {
        Operation::DropTable(table) => Some(table),
        _ => None,
    });
    dropped.map(of).collect()
}

/// An enum that shares at least half of the labels.
fn enums(operations: &[Operation]) -> Vec<Gone> {
    let of = |old: &EnumType| {
        let created = operations.iter().filter_map(|operation| match operation {
            Operation::CreateEnum(new) => Some(new),
            _ => None,
        });
        let candidates = created.filter_map(|new| {
            let shared = old.labels.iter().filter(|label| new.labels.contains(label)).count();
            let all = old.labels.len().max(new.labels.len());
            let mut reasons = Reasons::default();
            let why = if shared == all { "the same labels" } else { "most of its labels" };
            reasons.speaks(why, share(shared, all), 2 * shared >= all);
            let is_alike = !reasons.why.is_empty();
            reasons.names(old.name.as_str(), new.name.as_str());
            is_alike.then(|| reasons.candidate(&new.name))
        });
        Gone { old: old.name.to_string(), candidates: candidates.collect() }
    };
    let dropped = operations.iter().filter_map(|operation| match operation {
        Operation::DropEnum(old) => Some(old),
        _ => None,
    });
    dropped.map(of).collect()
}

/// Any label that comes may be one that goes.
fn labels(operations: &[Operation]) -> Vec<Gone> {
    let mut found = Vec::new();
    for operation in operations {
        let Operation::AlterEnum { from, to, renames } = operation else { continue };
        let is_renamed = |label: &String| renames.iter().any(|(old, new)| old == label || new == label);
        let gone = from.labels.iter().filter(|label| !to.labels.contains(label) && !is_renamed(label));
        for (at, old) in gone.enumerate() {
            let come = to.labels.iter().filter(|label| !from.labels.contains(label) && !is_renamed(label));
            let candidates = come.enumerate().map(|(place, new)| {
                let mut reasons = Reasons::default();
                reasons.speaks("in the same place", 0.2, at == place);
                reasons.names(old, new);
                reasons.candidate(new)
            });
            found.push(Gone { old: format!("{}.{old}", from.name), candidates: candidates.collect() });
        }
    }
    found
}

#[expect(clippy::cast_precision_loss, reason = "no table has so many columns")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use autogen_schema::{ColumnType, SqlType, StringLength};

    use super::*;

    fn reported(name: &str, ty: &str, nullable: bool) -> Column {
        Column { nullable, ..Column::new(name, DataType::Reported(SqlType::parse(ty))) }
    }

    fn said(name: &str, ty: ColumnType, nullable: bool) -> Column {
        Column { nullable, ..Column::new(name, DataType::Implied(ty)) }
    }

    fn drop(column: Column) -> Operation {
        Operation::DropColumn { table: "users".into(), column }
    }

    fn add(column: Column) -> Operation {
        Operation::AddColumn { table: "users".into(), column }
    }

    #[test]
    fn the_likeliest_name_comes_first() {
        let text = ColumnType::String(StringLength::Unset);
        let operations = [
            drop(reported("name", "varchar", false)),
            drop(reported("age", "integer", true)),
            add(said("zip", text.clone(), true)),
            add(said("full_name", text, false)),
            add(said("years", ColumnType::Integer, true)),
        ];
        let found = candidates(&operations, Dialect::Postgres);
        let names: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|gone| (gone.old.as_str(), gone.candidates.iter().map(|candidate| candidate.new.as_str()).collect()))
            .collect();
        assert_eq!(names, [("users.name", vec!["full_name", "zip"]), ("users.age", vec!["years"])]);
        assert_eq!(found[0].candidates[0].why, ["the same type", "NOT NULL as well", "a name like it"]);
        let likely = likely_renames(&operations, Dialect::Postgres);
        assert_eq!(likely, [("users.age".to_owned(), "years".to_owned())]);
    }

    #[test]
    fn labels_and_enums_are_candidates() {
        let mood = |labels: &[&str]| EnumType::new("mood", labels.iter().copied());
        let renames = vec![("a".to_owned(), "b".to_owned())];
        let (from, to) = (mood(&["a", "sad", "ok"]), mood(&["b", "gloomy", "ok"]));
        let operations = [Operation::AlterEnum { from, to, renames }];
        let likely = likely_renames(&operations, Dialect::Postgres);
        assert_eq!(likely, [("mood.sad".to_owned(), "gloomy".to_owned())]);
        let operations = [
            Operation::DropEnum(mood(&["sad", "ok"])),
            Operation::CreateEnum(EnumType::new("feeling", ["sad", "ok", "new"])),
            Operation::CreateEnum(EnumType::new("colour", ["red"])),
        ];
        let likely = likely_renames(&operations, Dialect::Postgres);
        assert_eq!(likely, [("mood".to_owned(), "feeling".to_owned())]);
    }
}
