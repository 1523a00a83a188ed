//! Enum types.
//!
//! Labels are added and renamed in place. One can be taken away, or moved, only by making the type anew: the old one is renamed,
//! every column that uses it gets the new one, and the old one is dropped. The same is done where a statement of the same
//! transaction uses a label that has just been added, which the server does not take
//! (<https://www.postgresql.org/docs/current/sql-altertype.html>).

mod swap;

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{EnumName, EnumType, Ident};

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
        if let Some((table, column)) = self.standing.columns_of(&ty.name).first() {
            return Err(Refusal::new(format!("drop enum `{}`", ty.name), format!("`{table}.{column}` is of the type"))
                .hint(format!("change the type of `{table}.{column}` in a revision before this one")));
        }
        self.push_apart(Statement::new(format!("DROP TYPE {}", POSTGRES.quote(&ty.name))));
        self.standing.apply(&Operation::DropEnum(ty.clone()));
        Ok(())
    }

    pub(super) fn rename_enum(&mut self, from: &Ident, to: &Ident) {
        let (old, new) = (POSTGRES.quote(from), POSTGRES.quote(to));
        self.push_apart(Statement::new(format!("ALTER TYPE {old} RENAME TO {new}")));
        self.standing.apply(&Operation::RenameEnum { from: from.clone(), to: to.clone() });
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
            let (quoted, from, to) = (POSTGRES.quote(name), POSTGRES.literal(old), POSTGRES.literal(new));
            self.push_apart(Statement::new(format!("ALTER TYPE {quoted} RENAME VALUE {from} TO {to}")));
            labels.iter_mut().filter(|label| *label == old).for_each(|label| label.clone_from(new));
            self.renamed_labels.push((name.clone(), old.clone(), new.clone()));
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

    /// Returns a text of the server's from before labels were renamed, with the names that they have now. It writes each with
    /// its type: `'happy'::mood`.
    pub(super) fn relabelled(&self, sql: &str) -> String {
        if self.renamed_labels.is_empty() {
            return sql.to_owned();
        }
        let tokens = tokenize(sql, POSTGRES);
        let spelled = |(at, token): (usize, &Token<'_>)| {
            let cast = tokens.get(at + 1).is_some_and(|next| next.is_punct("::"));
            let ty = tokens.get(at + 2).and_then(Token::ident).filter(|_| cast && token.kind == TokenKind::String);
            let of_type = self.renamed_labels.iter().filter(|(name, ..)| Some(name) == ty.as_ref());
            let mut renamed = of_type.filter(|(_, old, _)| POSTGRES.literal(old) == token.text);
            renamed.next().map_or_else(|| token.text.to_owned(), |(.., new)| POSTGRES.literal(new))
        };
        tokens.iter().enumerate().map(spelled).collect()
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
