//! Enum types.
//!
//! Labels are added and renamed in place. One can be taken away, or moved, only by making the type anew: the old one is renamed,
//! every column that uses it gets the new one, and the old one is dropped. The same is done where a statement of the same
//! transaction uses a label that has just been added, which the server does not take
//! (<https://www.postgresql.org/docs/current/sql-altertype.html>).

mod swap;

use std::collections::BTreeSet;

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{EnumName, EnumType, Object};

use super::{Aim, Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::{Operation, Statement};

impl Lowering<'_> {
    pub(super) fn create_enum(&mut self, ty: &EnumType) {
        self.push_apart(Statement::new(create(ty)));
        self.push_belongings(ty);
        self.standing.apply(&Operation::CreateEnum(ty.clone()));
    }

    /// Grants and comments come with their type.
    fn push_belongings(&mut self, ty: &EnumType) {
        for attachment in &ty.attachments {
            self.push_apart(Statement::new(attachment.sql.as_str()));
        }
    }

    pub(super) fn drop_enum(&mut self, ty: &EnumType) -> Result<(), Refusal> {
        if self.made_room.contains(&ty.name) {
            return Ok(());
        }
        if let Some((table, column)) = self.standing.columns_of(&ty.name).first() {
            return Err(Refusal::new(format!("drop enum `{}`", ty.name), format!("`{table}.{column}` is of the type"))
                .hint(format!("change the type of `{table}.{column}` in a revision before this one")));
        }
        self.push_apart(Statement::new(format!("DROP TYPE {}", POSTGRES.quote(&ty.name))));
        self.standing.apply(&Operation::DropEnum(ty.clone()));
        Ok(())
    }

    pub(super) fn rename_enum(&mut self, from: &EnumName, to: &EnumName) -> Result<(), Refusal> {
        if let Some(object) = self.objects().find(|object| says(object, &[from.as_str()])) {
            let (operation, reason) =
                (format!("rename enum `{from}`"), format!("{} `{}` mentions it", object.kind, object.name));
            return Err(Refusal::new(operation, reason).hint(MENTIONED));
        }
        let (old, new) = (POSTGRES.quote(from), POSTGRES.quote(to));
        self.push_apart(Statement::new(format!("ALTER TYPE {old} RENAME TO {new}")));
        self.enum_names.types.push((from.clone(), to.clone()));
        self.standing.apply(&Operation::RenameEnum { from: from.clone(), to: to.clone() });
        Ok(())
    }

    /// What the server keeps as text, which no rename gets into. What is on its way back is as it was.
    fn objects(&self) -> impl Iterator<Item = &Object> {
        let objects = self.standing.schema.objects.iter();
        objects.filter(|object| self.aim == Aim::Change && object.sql.is_some())
    }

    /// Refuses to rename a label that a function says, of the type or of a column that is of it.
    fn refuse_said(&self, name: &EnumName, label: &str) -> Result<(), Refusal> {
        let columns = self.standing.columns_of(name);
        let mut names = vec![name.as_str()];
        names.extend(columns.iter().flat_map(|(table, column)| [table.name.as_str(), column.as_str()]));
        let literal = POSTGRES.literal(label);
        let mut routines = self.objects().filter(|object| matches!(object.kind.as_str(), "function" | "procedure"));
        let found = routines
            .find(|object| says(object, &names) && object.sql.as_deref().is_some_and(|sql| sql.contains(&literal)));
        match found {
            None => Ok(()),
            Some(object) => Err(Refusal::new(
                format!("rename label {literal} of enum `{name}`"),
                format!("{} `{}` mentions it", object.kind, object.name),
            )
            .hint(MENTIONED)),
        }
    }

    pub(super) fn alter_enum(
        &mut self,
        from: &EnumType,
        to: &EnumType,
        renames: &[(String, String)],
    ) -> Result<(), Refusal> {
        let standing = self.standing.schema.enums.get(&from.name).unwrap_or(from).clone();
        let mut labels = standing.labels;
        self.rename_labels(&from.name, &mut labels, renames)?;
        let target = if self.aim == Aim::Change { beside(&labels, &to.labels) } else { to.labels.clone() };
        let in_place = is_subsequence(&labels, &target) && !self.swapped.contains(&from.name);
        let attachments = if self.aim == Aim::Change { standing.attachments } else { to.attachments.clone() };
        let ty = EnumType { labels: target, attachments, ..from.clone() };
        if in_place {
            self.add_labels(&ty, labels);
            self.standing.apply(&Operation::CreateEnum(ty));
        } else {
            self.swap_enum(&labels, &ty)?;
        }
        Ok(())
    }

    /// Renames labels, each when its new name is free.
    fn rename_labels(
        &mut self,
        name: &EnumName,
        labels: &mut [String],
        renames: &[(String, String)],
    ) -> Result<(), Refusal> {
        let mut waiting: Vec<&(String, String)> = renames.iter().filter(|(old, _)| labels.contains(old)).collect();
        while !waiting.is_empty() {
            let Some(at) = waiting.iter().position(|(_, new)| !labels.contains(new)) else {
                return Err(Refusal::new(format!("rename labels of enum `{name}`"), "their names are exchanged")
                    .hint("rename them over a third name, in two revisions"));
            };
            let (old, new) = waiting.remove(at);
            self.refuse_said(name, old)?;
            let (quoted, from, to) = (POSTGRES.quote(name), POSTGRES.literal(old), POSTGRES.literal(new));
            self.push_apart(Statement::new(format!("ALTER TYPE {quoted} RENAME VALUE {from} TO {to}")));
            labels.iter_mut().filter(|label| *label == old).for_each(|label| label.clone_from(new));
            self.enum_names.labels.push((name.clone(), old.clone(), new.clone()));
        }
        Ok(())
    }

    fn add_labels(&mut self, ty: &EnumType, mut labels: Vec<String>) {
        let name = POSTGRES.quote(&ty.name);
        for (at, label) in ty.labels.iter().enumerate() {
            if labels.contains(label) {
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| ty.labels.get(at));
            let place = match before {
                Some(before) if labels.last() == Some(before) => String::new(),
                Some(before) => format!(" AFTER {}", POSTGRES.literal(before)),
                None => labels.first().map(|first| format!(" BEFORE {}", POSTGRES.literal(first))).unwrap_or_default(),
            };
            let sql = format!("ALTER TYPE {name} ADD VALUE {}{place}", POSTGRES.literal(label));
            self.push_apart(Statement::new(sql));
            self.new_labels.push((ty.name.clone(), label.clone()));
            let place =
                before.and_then(|before| labels.iter().position(|label| label == before)).map_or(0, |at| at + 1);
            labels.insert(place, label.clone());
        }
    }

    /// Returns an enum type of which a label is added and used as well.
    pub(super) fn used_too_early(&self) -> Option<EnumName> {
        let uses = |(name, label): &&(EnumName, String)| {
            let literal = POSTGRES.literal(label);
            let tables = self.standing.columns_of(name);
            self.statements.iter().any(|(table, statement)| {
                let of_type = table.as_ref().is_none_or(|table| tables.iter().any(|(other, _)| other == table));
                of_type && !statement.sql.starts_with("ALTER TYPE") && statement.sql.contains(&literal)
            })
        };
        self.new_labels.iter().find(uses).map(|(name, _)| name.clone())
    }
}

/// What to do about something whose text mentions what gets another name.
const MENTIONED: &str = "drop it in a revision before this one, and make it again with the new name after it";

/// Whether an object has one of the names in its text.
fn says(object: &Object, names: &[&str]) -> bool {
    words(object.sql.as_deref().unwrap_or_default()).iter().any(|word| names.contains(&word.as_str()))
}

/// Everything in a text, and in the bodies of functions in it, that can be a name.
fn words(sql: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for token in tokenize(sql, POSTGRES) {
        if token.kind == TokenKind::DollarString {
            let body = token.text.trim_start_matches('$');
            words.extend(self::words(body.split_once('$').map_or("", |(_, body)| body.trim_end_matches('$'))));
        }
        words.extend(token.ident().map(|name| name.as_str().to_owned()));
    }
    words
}

fn create(ty: &EnumType) -> String {
    let labels = ty.labels.iter().map(|label| POSTGRES.literal(label)).collect::<Vec<_>>().join(", ");
    format!("CREATE TYPE {} AS ENUM ({labels})", POSTGRES.quote(&ty.name))
}

/// Returns the labels as they are to be. While none goes, those that are there keep their order, which entities do not say;
/// a new one comes behind the one that it follows in the entity.
fn beside(standing: &[String], wanted: &[String]) -> Vec<String> {
    if standing.iter().any(|label| !wanted.contains(label)) {
        return wanted.to_vec();
    }
    let mut labels = standing.to_vec();
    let mut previous: Option<&String> = None;
    for label in wanted {
        if !labels.contains(label) {
            let at = previous.and_then(|previous| labels.iter().position(|label| label == previous));
            labels.insert(at.map_or(0, |at| at + 1), label.clone());
        }
        previous = Some(label);
    }
    labels
}

fn is_subsequence(part: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|label| rest.any(|other| other == label))
}
