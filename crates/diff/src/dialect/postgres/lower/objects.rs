//! What stands beside tables and views, brought back to what it was: functions, sequences, domains. Only SQL that somebody wrote
//! changes it.

use autogen_schema::sql::tokenize;
use autogen_schema::{Object, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::Statement;

impl Lowering<'_> {
    /// Makes what the goal has and the schema lacks, before anything uses it. What differs is made again.
    pub(super) fn make_objects(&mut self) {
        for (object, found) in self.differing_objects() {
            if found && (is_replaced(&object) || follows_its_table(&object)) {
                continue;
            }
            if found {
                self.push_apart(Statement::new(drop_object(&object)));
            }
            self.make_object(&object);
        }
    }

    /// Makes anew what is made in place, when the names that its text has are those of the goal.
    pub(super) fn replace_objects(&mut self) {
        if self.aim == Aim::Change {
            return;
        }
        for (object, found) in self.differing_objects() {
            if found && is_replaced(&object) {
                self.make_object(&object);
            }
        }
    }

    /// Objects of the goal that the schema has otherwise or lacks, and whether it has them.
    fn differing_objects(&self) -> Vec<(Object, bool)> {
        let standing = &self.standing.schema.objects;
        let differing = self.goal.objects.iter().filter(|object| object.sql.is_some() && !standing.contains(object));
        differing.map(|object| (object.clone(), standing.iter().any(|other| is_named(other, object)))).collect()
    }

    fn make_object(&mut self, object: &Object) {
        for statement in object.sql.as_deref().map(statements).unwrap_or_default() {
            self.push_apart(Statement::new(statement));
        }
    }

    /// Drops what the goal does not have, when nothing uses it any more.
    pub(super) fn drop_objects(&mut self) {
        if self.aim == Aim::Change {
            return;
        }
        let goal = self.goal;
        let extra = |object: &&Object| !goal.objects.iter().any(|other| is_named(other, object));
        let dropped: Vec<String> = self
            .standing
            .schema
            .objects
            .iter()
            .filter(extra)
            .filter(|o| is_dropped_alone(o))
            .map(drop_object)
            .collect();
        for sql in dropped.into_iter().rev() {
            self.push_apart(Statement::new(sql));
        }
    }
}

fn is_named(one: &Object, other: &Object) -> bool {
    one.kind == other.kind && one.name == other.name
}

fn is_replaced(object: &Object) -> bool {
    object.sql.as_deref().is_some_and(|sql| sql.starts_with("CREATE OR REPLACE"))
}

/// What is done to a partitioned table is done to its partitions.
fn follows_its_table(object: &Object) -> bool {
    object.kind == "partition"
}

/// A partition goes with its table.
fn is_dropped_alone(object: &Object) -> bool {
    object.kind != "partition"
}

fn drop_object(object: &Object) -> String {
    let kind = object.kind.to_uppercase().replace('-', " ");
    // The name of a function holds the types of its arguments.
    let name = match object.name.name.as_str().split_once('(') {
        Some((name, arguments)) if matches!(object.kind.as_str(), "function" | "procedure" | "aggregate") => {
            let name = TableName { schema: object.name.schema.clone(), name: name.into() };
            format!("{}({arguments}", POSTGRES.quote_table(&name))
        }
        _ => POSTGRES.quote_table(&object.name),
    };
    format!("DROP {kind} {name}")
}

/// Cuts the text of an object where what belongs to it begins: a comment, a grant, a setting. A body of statements stays whole.
fn statements(sql: &str) -> Vec<&str> {
    let tokens = tokenize(sql, POSTGRES);
    let mut statements = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_punct(";")) {
        let next = tokens.iter().skip(at + 1).find(|token| !token.is_trivia());
        if next
            .is_some_and(|next| ["comment", "grant", "revoke", "alter", "create"].iter().any(|word| next.is_word(word)))
        {
            statements.extend(sql.get(start..token.start));
            start = token.end();
        }
    }
    statements.extend(sql.get(start..));
    statements.into_iter().map(str::trim).filter(|statement| !statement.is_empty()).collect()
}
