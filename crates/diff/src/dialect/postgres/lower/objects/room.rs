//! What goes and has the name of something of another kind that comes: it goes first.
//!
//! Relations have their names in one place, types in another, routines in a third; a table, a view and a composite type is a
//! relation and a type.

use autogen_schema::{EnumType, Object, Schema, TableName};

use super::signature::is_one;
use super::{Lowering, drop_object, is_named, is_part};
use crate::Statement;
use crate::dialect::Refusal;

/// Where a name is one of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    relation: bool,
    ty: bool,
    routine: bool,
}

const TABLE: Place = Place { relation: true, ty: true, routine: false };
const ENUM: Place = Place { relation: false, ty: true, routine: false };

impl Place {
    fn of(object: &Object) -> Self {
        let kind = object.kind.as_str();
        Self {
            relation: matches!(kind, "sequence" | "type" | "partition" | "foreign table"),
            ty: matches!(kind, "type" | "enum" | "domain" | "range" | "partition" | "foreign table"),
            routine: matches!(kind, "function" | "procedure" | "aggregate"),
        }
    }

    fn meets(self, other: Self) -> bool {
        self.relation && other.relation || self.ty && other.ty || self.routine && other.routine
    }
}

impl Lowering<'_> {
    /// Drops what stands in the place of something else. While it is in use it cannot go, nor can two things have one name.
    pub(in super::super) fn make_room(&mut self) -> Result<(), Refusal> {
        let goal = self.goal;
        let is_gone = |object: &&Object| !goal.objects.iter().any(|other| is_named(other, object));
        let standing = &self.standing.schema;
        // What holds rows makes room for nothing.
        let objects = standing.objects.iter().filter(|object| object.sql.is_some() && !is_part(object)).filter(is_gone);
        let objects: Vec<Object> =
            objects.filter(|object| is_taken(goal, &object.name, Place::of(object))).cloned().collect();
        let enums = standing.enums.values().filter(|ty| !goal.enums.contains_key(&ty.name));
        let enums: Vec<EnumType> =
            enums.filter(|ty| is_taken(goal, &TableName::new(ty.name.clone()), ENUM)).cloned().collect();
        for object in objects {
            self.refuse_in_use(&object.kind, &object.name)?;
            self.push_apart(Statement::new(drop_object(&object)));
            self.standing.schema.objects.retain(|other| *other != object);
        }
        for ty in enums {
            self.refuse_in_use("enum", &TableName::new(ty.name.clone()))?;
            self.drop_enum(&ty)?;
            self.made_room.insert(ty.name);
        }
        Ok(())
    }

    /// Whether a table that goes, or gets another name, has the name of an object that comes.
    pub(super) fn waits_for_table(&self, object: &Object) -> bool {
        self.standing.schema.tables.contains_key(&object.name) && Place::of(object).meets(TABLE)
    }

    fn refuse_in_use(&mut self, kind: &str, name: &TableName) -> Result<(), Refusal> {
        self.put_views_of_away(name);
        match self.users_of(name).into_iter().next() {
            None => Ok(()),
            Some(user) => Err(Refusal::new(
                format!("make room for what is to be called `{name}`"),
                format!("`{user}` counts on the {kind} of that name"),
            )
            .hint(format!("go over to another {kind} in a revision before this one"))),
        }
    }
}

/// Whether a schema has something of the name in the place.
fn is_taken(schema: &Schema, name: &TableName, place: Place) -> bool {
    let relation = schema.tables.contains_key(name) || schema.views.contains_key(name);
    let ty = name.schema.is_none() && schema.enums.keys().any(|ty| *ty == name.name);
    relation && place.meets(TABLE)
        || ty && place.meets(ENUM)
        || schema.objects.iter().any(|object| is_one(&object.name, name) && place.meets(Place::of(object)))
}
