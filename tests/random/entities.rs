//! Sets of entities, as a person could have written them.

use std::collections::BTreeSet;

use super::types::{self, Type};
use crate::support::Dice;

/// The entities of a project.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    pub(super) entities: Vec<Entity>,
    /// How many labels the enum has.
    pub(super) labels: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entity {
    /// Names the module: `e1`.
    pub(super) id: usize,
    pub(super) table: String,
    pub(super) fields: Vec<Field>,
    pub(super) relations: Vec<Relation>,
    /// Relations are fields, as SeaORM 2 has them; otherwise variants of an enum.
    pub(super) dense: bool,
}

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "attributes of a column are flags")]
pub(super) struct Field {
    /// Names the field: `f1`.
    pub(super) id: usize,
    pub(super) column: String,
    pub(super) ty: &'static Type,
    pub(super) key: bool,
    pub(super) auto_increment: Option<bool>,
    pub(super) nullable: bool,
    pub(super) unique: bool,
    pub(super) indexed: bool,
    pub(super) unique_key: Option<&'static str>,
    /// The attribute that says it.
    pub(super) default: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relation {
    /// Names the relation: `r1`.
    pub(super) id: usize,
    pub(super) from: Vec<usize>,
    pub(super) target: usize,
    pub(super) to: Vec<usize>,
    pub(super) on_delete: Option<&'static str>,
    pub(super) on_update: Option<&'static str>,
}

pub(super) const ACTIONS: [&str; 5] = ["Cascade", "SetNull", "Restrict", "NoAction", "SetDefault"];
pub(super) const UNIQUE_KEYS: [&str; 3] = ["pair", "it's", "two words"];

const HOSTILE: [&str; 34] = [
    "group",
    "select",
    "two words",
    "quo\"te",
    "it's",
    "[x]",
    "a`b",
    ";",
    "--",
    "/*",
    "new\nline",
    "x.y",
    "ünï",
    "É",
    "é",
    "😀",
    "_x",
    "Order",
    "autogen: upgrade",
    "{{x}}",
    "a\\b",
    "%s",
    "main",
    "temp",
    " a ",
    "(",
    "a,b",
    "1st",
    "?1",
    ":x",
    "$a",
    "check",
    "constraint",
    "a\tb",
];
const HOSTILE_COLUMNS: [&str; 8] = ["rowid", "oid", "id", "references", "primary", "generated", "as", "new"];

/// Hands out numbers and names that are not taken.
pub(super) struct Names {
    next: usize,
    /// How often a name is a hostile one.
    hostile: usize,
}

impl Names {
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self { next: 0, hostile: if dice.once_in(3) { 2 } else { 20 } }
    }

    pub(super) fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    pub(super) fn table(&mut self, dice: &mut Dice) -> String {
        let number = self.number();
        if dice.once_in(self.hostile)
            && let Some(name) = dice.pick_any(&HOSTILE)
        {
            return (*name).to_owned();
        }
        format!("t{number}")
    }

    pub(super) fn column(&mut self, dice: &mut Dice, id: usize) -> String {
        if dice.once_in(self.hostile) {
            let pool: Vec<&str> = HOSTILE.iter().chain(&HOSTILE_COLUMNS).copied().collect();
            if let Some(name) = dice.pick_any(&pool) {
                return (*name).to_owned();
            }
        }
        format!("f{id}")
    }
}

impl Set {
    pub(super) fn random(dice: &mut Dice, names: &mut Names) -> Self {
        let mut set = Self { entities: Vec::new(), labels: 2 };
        for _ in 0..2 + dice.below(5) {
            set.entities.push(Entity::random(dice, names));
        }
        for at in 0..set.entities.len() {
            for _ in 0..dice.below(3) {
                set.relate(at, dice, names);
            }
        }
        set.mend();
        set
    }

    pub(super) fn entity(&self, id: usize) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// Makes an entity refer to one, mostly through new fields.
    pub(super) fn relate(&mut self, at: usize, dice: &mut Dice, names: &mut Names) {
        let Some(target) = dice.pick_any(&self.entities).cloned() else { return };
        let unique: Vec<&Field> = target.fields.iter().filter(|field| field.unique && field.ty.is_integer()).collect();
        let to: Vec<Field> = match dice.pick_any(&unique) {
            Some(field) if dice.once_in(4) => vec![(*field).clone()],
            _ => target.fields.iter().filter(|field| field.key).cloned().collect(),
        };
        let entity = &mut self.entities[at];
        let existing = entity.fields.iter().find(|field| field.ty.is_integer() && !field.key).map(|field| field.id);
        let from = match existing {
            Some(id) if to.len() == 1 && dice.once_in(3) => vec![id],
            _ => {
                let nullable = !dice.once_in(3);
                to.iter().map(|field| entity.add_reference(field, nullable, dice, names)).collect()
            }
        };
        let action = |dice: &mut Dice| dice.pick_any(&ACTIONS).copied().filter(|_| dice.once_in(2));
        let relation = Relation {
            id: names.number(),
            from,
            target: target.id,
            to: to.iter().map(|field| field.id).collect(),
            on_delete: action(dice),
            on_update: action(dice),
        };
        entity.relations.push(relation);
    }

    /// Takes out what no project could have: names twice, and references to what is not unique.
    pub(super) fn mend(&mut self) {
        let mut tables = BTreeSet::new();
        for entity in &mut self.entities {
            while !tables.insert(entity.table.to_ascii_lowercase()) {
                entity.table = format!("{} {}", entity.table, entity.id);
            }
            entity.mend();
        }
        let mut indexes = tables;
        for entity in &mut self.entities {
            let table = entity.table.clone();
            for field in &mut entity.fields {
                field.indexed =
                    field.indexed && indexes.insert(format!("idx-{table}-{}", field.column).to_ascii_lowercase());
            }
            for key in UNIQUE_KEYS {
                let used = entity.fields.iter().any(|field| field.unique_key == Some(key));
                if used && !indexes.insert(format!("idx-{table}-{key}").to_ascii_lowercase()) {
                    entity
                        .fields
                        .iter_mut()
                        .filter(|field| field.unique_key == Some(key))
                        .for_each(|f| f.unique_key = None);
                }
            }
        }
        let entities = self.entities.clone();
        for entity in &mut self.entities {
            let fields = &entity.fields;
            let mut seen = BTreeSet::new();
            entity.relations.retain(|relation| {
                let target = entities.iter().find(|entity| entity.id == relation.target);
                relation.from.iter().all(|id| fields.iter().any(|field| field.id == *id))
                    && target.is_some_and(|target| target.can_be_referenced_by(&relation.to))
                    && seen.insert(relation.from.clone())
            });
        }
    }
}

impl Entity {
    pub(super) fn random(dice: &mut Dice, names: &mut Names) -> Self {
        let id = names.number();
        let table = names.table(dice);
        let mut entity = Self { id, table, fields: Vec::new(), relations: Vec::new(), dense: dice.once_in(2) };
        entity.fields.extend(Field::random_key(dice, names));
        for _ in 0..dice.below(6) {
            entity.fields.push(Field::random(dice, names));
        }
        entity
    }

    fn add_reference(&mut self, to: &Field, nullable: bool, dice: &mut Dice, names: &mut Names) -> usize {
        let id = names.number();
        let column = names.column(dice, id);
        let unique = dice.once_in(6);
        let indexed = dice.once_in(3);
        self.fields.push(Field { nullable, unique, indexed, ..Field::plain(id, column, to.ty) });
        id
    }

    fn can_be_referenced_by(&self, to: &[usize]) -> bool {
        let key: Vec<usize> = self.fields.iter().filter(|field| field.key).map(|field| field.id).collect();
        let unique = |id: &usize| self.fields.iter().any(|field| field.id == *id && field.unique);
        to == key || matches!(to, [id] if unique(id))
    }

    fn mend(&mut self) {
        let mut columns = BTreeSet::new();
        let keys = self.fields.iter().filter(|field| field.key).count();
        for field in &mut self.fields {
            while !columns.insert(field.column.to_ascii_lowercase()) {
                field.column = format!("{} {}", field.column, field.id);
            }
            if field.key {
                (field.nullable, field.unique, field.default) = (false, false, None);
                let may_count = keys == 1 && field.ty.is_integer();
                field.auto_increment = if may_count { field.auto_increment } else { Some(false) };
            } else {
                field.auto_increment = None;
            }
            if field.unique {
                field.indexed = false;
            }
        }
    }
}

impl Field {
    pub(super) fn plain(id: usize, column: String, ty: &'static Type) -> Self {
        Self {
            id,
            column,
            ty,
            key: false,
            auto_increment: None,
            nullable: false,
            unique: false,
            indexed: false,
            unique_key: None,
            default: None,
        }
    }

    pub(super) fn counts_up(&self) -> bool {
        self.key && self.auto_increment.is_none() && self.ty.is_integer()
    }

    pub(super) fn random(dice: &mut Dice, names: &mut Names) -> Self {
        let id = names.number();
        let column = names.column(dice, id);
        let mut field = Self::plain(id, column, types::any(dice));
        field.nullable = dice.once_in(2);
        field.unique = dice.once_in(6);
        field.indexed = dice.once_in(5);
        field.unique_key = dice.pick_any(&UNIQUE_KEYS).copied().filter(|_| dice.once_in(5));
        field.default = dice.pick_any(field.ty.defaults).copied().filter(|_| dice.once_in(3));
        field
    }

    /// The fields of a key: a number that counts up, one that does not, a text, or several.
    pub(super) fn random_key(dice: &mut Dice, names: &mut Names) -> Vec<Self> {
        let count = if dice.once_in(5) { 2 } else { 1 };
        (0..count)
            .map(|_| {
                let id = names.number();
                let column = if dice.once_in(2) { "id".to_owned() } else { names.column(dice, id) };
                let ty = types::key(dice);
                let auto_increment = dice.once_in(4).then_some(false);
                Self { key: true, auto_increment, ..Self::plain(id, column, ty) }
            })
            .collect()
    }
}
