//! What stands beside tables and views, brought back to what it was: functions, sequences, domains. Only SQL that somebody wrote
//! changes it.
//!
//! What can be altered in place is, since others may count on it. What has to be made again is refused while something that
//! stays counts on it: the server would not drop it.

mod altered;
mod room;
mod signature;
mod text;

use std::collections::BTreeSet;

use autogen_schema::{Object, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::Statement;
use crate::dialect::Refusal;
use altered::altered;
use text::{Head, head_of, parts, undone};

impl Lowering<'_> {
    /// Makes what the goal has and the schema lacks, before anything uses it. What differs is altered, or made again.
    pub(super) fn make_objects(&mut self) -> Result<(), Refusal> {
        self.refuse_parts_that_part()?;
        for (object, found) in self.differing_objects() {
            match found {
                None if self.is_late(&object) => {}
                None => self.make_object(&object),
                Some(_) if is_part(&object) => {}
                Some(found) if is_replaced(&object) && head_of(&found) == head_of(&object) => {}
                Some(found) => self.change_object(&found, &object)?,
            }
        }
        Ok(())
    }

    /// Makes what counts on tables, when they are there, and what has the name of one, when it is gone; and anew what is replaced in place, when the names that its text has are
    /// those of the goal.
    pub(super) fn make_late_objects(&mut self) {
        if self.aim == Aim::Change {
            return;
        }
        for (object, found) in self.differing_objects() {
            match found {
                None => self.make_object(&object),
                Some(found) if is_replaced(&object) && head_of(&found) == head_of(&object) => {
                    self.make_object(&object);
                }
                _ => {}
            }
        }
    }

    /// Objects of the goal that the schema lacks or has otherwise, in the order in which they need each other.
    fn differing_objects(&self) -> Vec<(Object, Option<Object>)> {
        let standing = &self.standing.schema.objects;
        let differing = self.goal.objects.iter().filter(|object| object.sql.is_some() && !standing.contains(object));
        let found = |object: &Object| standing.iter().find(|other| is_named(other, object)).cloned();
        let mut differing: Vec<_> = differing.map(|object| (object.clone(), found(object))).collect();
        differing.sort_by_key(|(object, _)| rank(object));
        in_need(differing, &self.goal.needs)
    }

    /// Whether it counts on tables or views that come with the operations, or has the name of a table that goes with them.
    fn is_late(&self, object: &Object) -> bool {
        let needs = self.goal.needs.get(&object.name);
        let comes = |name: &TableName| self.goal.tables.contains_key(name) || self.goal.views.contains_key(name);
        is_part(object) || needs.is_some_and(|needs| needs.iter().any(comes)) || self.waits_for_table(object)
    }

    /// A table becomes no partition of another, nor a partition a table: its rows would be lost on the way.
    fn refuse_parts_that_part(&self) -> Result<(), Refusal> {
        let refusal = |object: &Object, what: &str| {
            Refusal::new(format!("make `{}` {what}", object.name), "its rows would be lost on the way")
                .hint("do it by hand before: `ALTER TABLE … ATTACH PARTITION …`, `… DETACH PARTITION …`")
        };
        let parts =
            |objects: &'_ [Object]| objects.iter().filter(|object| is_part(object)).cloned().collect::<Vec<_>>();
        let (now, then) = (parts(&self.standing.schema.objects), parts(&self.goal.objects));
        if let Some(object) = now.iter().find(|object| self.goal.tables.contains_key(&object.name)) {
            return Err(refusal(object, "a table of its own"));
        }
        match then.iter().find(|object| self.standing.table(&object.name).is_some()) {
            Some(object) => Err(refusal(object, &format!("a {}", object.kind))),
            None => Ok(()),
        }
    }

    fn make_object(&mut self, object: &Object) {
        for statement in object.sql.as_deref().map(parts).unwrap_or_default() {
            self.push_apart(Statement::new(statement));
        }
        self.standing.schema.objects.retain(|other| !is_named(other, object));
        self.standing.schema.objects.push(object.clone());
    }

    fn change_object(&mut self, found: &Object, object: &Object) -> Result<(), Refusal> {
        let (old, new) = (found.sql.as_deref().map(parts), object.sql.as_deref().map(parts));
        let (Some((old, before)), Some((new, after))) =
            (old.as_deref().and_then(<[_]>::split_first), new.as_deref().and_then(<[_]>::split_first))
        else {
            return Ok(());
        };
        let statements = if old == new { Some(Vec::new()) } else { altered(&object.name, old, new) };
        let Some(statements) = statements else { return self.remake_object(found, object) };
        let gone = before.iter().filter(|part| !after.contains(part)).filter_map(|part| undone(part));
        let come = after.iter().filter(|part| !before.contains(part)).map(|part| (*part).to_owned());
        for statement in statements.into_iter().chain(gone.chain(come).map(Statement::new)) {
            self.push_apart(statement);
        }
        Ok(())
    }

    fn remake_object(&mut self, found: &Object, object: &Object) -> Result<(), Refusal> {
        self.put_views_of_away(&object.name);
        if let Some(user) = self.users_of(&object.name).into_iter().next() {
            return Err(Refusal::new(
                format!("make {} `{}` again", object.kind, object.name),
                format!("`{user}` counts on it, and PostgreSQL has no statement that changes it in place"),
            )
            .hint("make another one beside it, and go over to that first"));
        }
        self.push_apart(Statement::new(drop_object(found)));
        self.make_object(object);
        Ok(())
    }

    fn put_views_of_away(&mut self, name: &TableName) {
        for user in self.users_of(name) {
            if self.standing.schema.views.contains_key(&user) {
                self.put_view_away(&user);
            }
        }
    }

    /// What stands and counts on something.
    fn users_of(&self, name: &TableName) -> BTreeSet<TableName> {
        let schema = &self.standing.schema;
        let stands = |user: &TableName| {
            schema.tables.contains_key(user)
                || schema.views.contains_key(user)
                || schema.objects.iter().any(|object| object.name == *user)
        };
        let users = schema.needs.iter().filter(|(_, needs)| needs.contains(name)).map(|(user, _)| user);
        users.filter(|user| stands(user)).cloned().collect()
    }

    /// Drops what the goal does not have, when nothing uses it any more. What has no text was never made from one.
    pub(super) fn drop_objects(&mut self) {
        if self.aim == Aim::Change {
            return;
        }
        let goal = self.goal;
        let extra = |object: &&Object| !goal.objects.iter().any(|other| is_named(other, object));
        let mut dropped: Vec<&Object> =
            self.standing.schema.objects.iter().filter(extra).filter(|object| object.sql.is_some()).collect();
        dropped.sort_by_key(|object| rank(object));
        let dropped =
            in_need(dropped.into_iter().map(|object| (object.clone(), None)).collect(), &self.standing.schema.needs);
        let statements: Vec<String> = dropped
            .iter()
            .rev()
            .filter(|(object, _)| self.is_dropped_alone(object))
            .map(|(object, _)| drop_object(object))
            .collect();
        for sql in statements {
            self.push_apart(Statement::new(sql));
        }
    }

    /// A partition goes with its table, where that goes; what a sequence's column takes along is gone by then.
    fn is_dropped_alone(&self, object: &Object) -> bool {
        let parent = object.sql.as_deref().and_then(text::parent);
        match (object.kind.as_str(), parent) {
            ("partition", Some(parent)) => {
                self.standing.schema.tables.keys().any(|table| POSTGRES.quote_table(table) == parent)
            }
            ("partition", None) => false,
            _ => true,
        }
    }
}

fn is_named(one: &Object, other: &Object) -> bool {
    one.kind == other.kind && one.name == other.name
}

fn is_replaced(object: &Object) -> bool {
    matches!(object.sql.as_deref().map(text::head), Some(Head::Replaced(_)))
}

/// Whether it is a table in all but name. What is done to a partitioned table is done to its partitions.
fn is_part(object: &Object) -> bool {
    matches!(object.kind.as_str(), "partition" | "foreign table")
}

/// What is made before what, where nothing tells that one needs the other.
fn rank(object: &Object) -> u8 {
    match object.kind.as_str() {
        "schema" => 0,
        "extension" => 1,
        "enum" | "server" => 3,
        "domain" | "type" => 4,
        "sequence" => 5,
        "function" | "procedure" | "aggregate" => 6,
        "partition" | "foreign table" => 7,
        _ => 2,
    }
}

/// Puts each behind what it needs of the others.
fn in_need(
    objects: Vec<(Object, Option<Object>)>,
    needs: &std::collections::BTreeMap<TableName, BTreeSet<TableName>>,
) -> Vec<(Object, Option<Object>)> {
    let mut waiting = objects;
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let waits = |object: &Object| {
            let needed = needs.get(&object.name);
            let is_waiting =
                |name: &TableName| *name != object.name && waiting.iter().any(|(other, _)| other.name == *name);
            needed.is_some_and(|needed| needed.iter().any(is_waiting))
        };
        let next = waiting.iter().position(|(object, _)| !waits(object)).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

fn drop_object(object: &Object) -> String {
    let kind = match object.kind.as_str() {
        "enum" => "TYPE".to_owned(),
        "partition" => "TABLE".to_owned(),
        kind => kind.to_uppercase().replace('-', " "),
    };
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
