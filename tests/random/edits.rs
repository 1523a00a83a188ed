//! What people do to entities between two revisions.

use super::entities::{ACTIONS, Entity, Field, Names, Set, UNIQUE_KEYS};
use super::types;
use crate::support::Dice;

impl Set {
    /// Makes one to six edits.
    pub(super) fn edited(&self, dice: &mut Dice, names: &mut Names) -> Self {
        let mut set = self.clone();
        for _ in 0..=dice.below(6) {
            set.edit(dice, names);
        }
        set.mend();
        set
    }

    fn edit(&mut self, dice: &mut Dice, names: &mut Names) {
        let at = dice.below(self.entities.len());
        match dice.below(24) {
            0 => self.entities.push(Entity::random(dice, names)),
            1 => drop(self.entities.remove(at)),
            2 => self.labels = 1 + dice.below(4),
            3 => self.entities[at].table = names.table(dice),
            4 | 5 => self.relate(at, dice, names),
            6 => self.entities[at].replace_key(dice, names),
            7 => self.entities[at].reorder(dice),
            8..=10 => self.entities[at].edit_relation(dice),
            11 | 12 => self.entities[at].fields.push(Field::random(dice, names)),
            13 | 14 => self.entities[at].remove_field(dice),
            _ => self.entities[at].edit_field(dice, names),
        }
        if self.entities.is_empty() {
            self.entities.push(Entity::random(dice, names));
        }
    }
}

impl Entity {
    fn replace_key(&mut self, dice: &mut Dice, names: &mut Names) {
        match dice.below(3) {
            0 => self.fields.retain(|field| !field.key),
            1 => self.fields.iter_mut().for_each(|field| field.key = false),
            _ => {
                if let Some(field) = self.fields.iter_mut().find(|field| field.key) {
                    field.auto_increment = if field.auto_increment.is_none() { Some(false) } else { None };
                    return;
                }
            }
        }
        let key = Field::random_key(dice, names);
        self.fields.splice(0..0, key);
    }

    fn reorder(&mut self, dice: &mut Dice) {
        self.dense = !self.dense;
        let count = self.fields.len();
        if count > 2 {
            let (from, to) = (dice.below(count), dice.below(count));
            self.fields.swap(from, to);
        }
    }

    fn edit_relation(&mut self, dice: &mut Dice) {
        if self.relations.is_empty() {
            return;
        }
        let at = dice.below(self.relations.len());
        let action = dice.pick_any(&ACTIONS).copied().filter(|_| !dice.once_in(3));
        match dice.below(3) {
            0 => drop(self.relations.remove(at)),
            1 => self.relations[at].on_delete = action,
            _ => self.relations[at].on_update = action,
        }
    }

    fn remove_field(&mut self, dice: &mut Dice) {
        let at = dice.below(self.fields.len());
        if !self.fields[at].key {
            self.fields.remove(at);
        }
    }

    fn edit_field(&mut self, dice: &mut Dice, names: &mut Names) {
        let at = dice.below(self.fields.len());
        let field = &mut self.fields[at];
        match dice.below(9) {
            0 | 1 => (field.ty, field.default) = (if field.key { types::key(dice) } else { types::any(dice) }, None),
            2 | 3 => field.nullable = !field.nullable,
            4 => field.default = dice.pick_any(field.ty.defaults).copied().filter(|_| !dice.once_in(3)),
            5 => field.unique = !field.unique,
            6 => field.indexed = !field.indexed,
            7 => field.unique_key = dice.pick_any(&UNIQUE_KEYS).copied().filter(|_| field.unique_key.is_none()),
            _ => field.column = names.column(dice, field.id),
        }
    }
}
