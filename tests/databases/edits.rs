//! What people do to a database between two states of it.

use super::design::{COMMENTS, Design};
use super::words::Over;
use crate::support::Dice;

impl Design {
    /// Makes one edit.
    pub(super) fn edit(&mut self, dice: &mut Dice) {
        let at = dice.below(self.tables.len());
        match dice.below(28) {
            0 => self.add_table(dice),
            1 if self.tables.len() > 1 => drop(self.tables.remove(at)),
            2 => self.tables[at].name = self.name(dice, "t"),
            3 => self.change_key(at, dice),
            4 => self.move_column(at, dice),
            5 => self.change_labels(dice),
            6 => self.add_view(dice),
            7 => drop_one(&mut self.views, dice),
            8 => self.add_object(dice),
            9 => drop_one(&mut self.objects, dice),
            10 => self.change_object(dice),
            11 => self.tables[at].option = Some(*dice.pick(self.words().options)).filter(|_| dice.once_in(2)),
            12 => self.tables[at].comment = Some(*dice.pick(&COMMENTS)).filter(|_| !dice.once_in(3)),
            13..=16 => self.add_piece(at, dice),
            17..=19 => drop_one(&mut self.tables[at].pieces, dice),
            20 | 21 => self.insert_column(at, dice),
            22 => self.drop_column(at, dice),
            _ => self.change_column(at, dice),
        }
        self.mend();
    }

    fn change_key(&mut self, at: usize, dice: &mut Dice) {
        let mut table = self.tables[at].clone();
        match dice.below(3) {
            0 => table.key_words = *dice.pick(self.words().keys),
            1 => {
                for column in table.columns.iter_mut().filter(|column| table.key.contains(&column.id)) {
                    column.counter =
                        if column.counter.is_some() { None } else { Some(*dice.pick(self.words().counters)) };
                }
            }
            _ => {
                table.key.clear();
                if !dice.once_in(3) {
                    self.add_key(&mut table, dice);
                }
            }
        }
        self.tables[at] = table;
    }

    fn move_column(&mut self, at: usize, dice: &mut Dice) {
        let columns = &mut self.tables[at].columns;
        let column = columns.remove(dice.below(columns.len()));
        columns.insert(dice.below(columns.len() + 1), column);
    }

    fn insert_column(&mut self, at: usize, dice: &mut Dice) {
        let table = self.tables[at].clone();
        let column = self.column(&table, dice);
        let columns = &mut self.tables[at].columns;
        let place = if dice.once_in(2) { columns.len() } else { dice.below(columns.len() + 1) };
        columns.insert(place, column);
    }

    fn drop_column(&mut self, at: usize, dice: &mut Dice) {
        let columns = &mut self.tables[at].columns;
        if columns.len() > 1 {
            columns.remove(dice.below(columns.len()));
        }
    }

    fn change_column(&mut self, at: usize, dice: &mut Dice) {
        let (dialect, words) = (self.dialect, self.words());
        let name = self.name(dice, "c");
        let table = &mut self.tables[at];
        let place = dice.below(table.columns.len());
        let refers = table.refers_by(table.columns[place].id);
        let column = &mut table.columns[place];
        match dice.below(8) {
            0 => column.name = name,
            1 | 2 if !refers && column.computed.is_none() => {
                column.ty = dice.pick(words.types);
                column.default = None;
            }
            3 => column.nullable = !column.nullable && column.computed.is_none(),
            4 => column.default = dice.pick_any(column.ty.defaults).copied().filter(|_| !dice.once_in(3)),
            5 => column.comment = Some(*dice.pick(&COMMENTS)).filter(|_| column.comment.is_none()),
            6 => match column.computed {
                Some((_, from)) if dice.once_in(2) => column.computed = Some((*dice.pick(words.computed), from)),
                Some(_) => column.computed = None,
                None => column.dress(dialect, dice),
            },
            _ => column.dress(dialect, dice),
        }
    }

    fn change_object(&mut self, dice: &mut Dice) {
        let words = self.words().objects;
        let at = dice.below(self.objects.len());
        if let Some(object) = self.objects.get_mut(at) {
            let kind = |words: &str| words.split_whitespace().nth(1).map(str::to_owned);
            let alike: Vec<&'static str> =
                words.iter().copied().filter(|other| kind(other) == kind(object.words)).collect();
            object.words = *dice.pick(&alike);
        }
    }
}

fn drop_one<T>(list: &mut Vec<T>, dice: &mut Dice) {
    if !list.is_empty() {
        list.remove(dice.below(list.len()));
    }
}

/// Whether a part refers to another table.
pub(super) fn refers(over: Over) -> bool {
    matches!(over, Over::Reference | Over::DoubleReference)
}
