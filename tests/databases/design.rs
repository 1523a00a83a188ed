//! A database as the generator thinks of it: numbers in place of names, so that a change of name is one.

use autogen_schema::Dialect;

use super::words::{Class, Over, Part, Type, Words, words};
use crate::support::Dice;

/// A database.
#[derive(Clone, Debug)]
pub(super) struct Design {
    pub(super) dialect: Dialect,
    pub(super) tables: Vec<Table>,
    pub(super) views: Vec<View>,
    pub(super) objects: Vec<Object>,
    /// The labels of the enum type that columns are of.
    pub(super) labels: Vec<&'static str>,
    pub(super) next: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The columns of the primary key.
    pub(super) key: Vec<usize>,
    pub(super) key_words: &'static str,
    pub(super) pieces: Vec<Piece>,
    pub(super) option: Option<&'static str>,
    pub(super) comment: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) ty: &'static Type,
    pub(super) nullable: bool,
    pub(super) default: Option<&'static str>,
    pub(super) collation: Option<&'static str>,
    pub(super) adornment: Option<&'static str>,
    /// What it is computed by, from which column.
    pub(super) computed: Option<(&'static str, usize)>,
    pub(super) counter: Option<&'static str>,
    pub(super) comment: Option<&'static str>,
}

/// A part of a table, over columns of it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) id: usize,
    pub(super) part: &'static Part,
    pub(super) columns: Vec<usize>,
    /// The table that is referred to.
    pub(super) target: usize,
}

#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) id: usize,
    pub(super) words: &'static str,
    pub(super) table: usize,
    pub(super) columns: [usize; 2],
}

#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) id: usize,
    pub(super) words: &'static str,
}

pub(super) const COMMENTS: [&str; 3] = ["it's", "said; -- so", "ünï 😀"];
const LABELS: [&str; 4] = ["sad", "glad", "it's", "Meh"];

impl Design {
    /// Makes up a database of two to twelve tables.
    pub(super) fn random(dialect: Dialect, dice: &mut Dice) -> Self {
        let mut design =
            Self { dialect, tables: Vec::new(), views: Vec::new(), objects: Vec::new(), labels: vec!["ok"], next: 1 };
        let more = if dice.once_in(6) { dice.below(11) } else { dice.below(4) };
        for _ in 0..2 + more {
            design.add_table(dice);
        }
        for _ in 0..dice.below(3) {
            design.add_view(dice);
        }
        for _ in 0..dice.below(3) {
            design.add_object(dice);
        }
        for _ in 0..dice.below(3) {
            design.change_labels(dice);
        }
        design.mend();
        design
    }

    pub(super) fn words(&self) -> &'static Words {
        words(self.dialect)
    }

    pub(super) fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    pub(super) fn name(&mut self, dice: &mut Dice, letter: &str) -> String {
        let number = self.number();
        match dice.below(16) {
            0 => format!("{letter} {number}"),
            1 => format!("select{number}"),
            2 => format!("It's{number}"),
            3 => format!("{letter}\"`{number}"),
            4 => format!("ü{letter}{number}"),
            _ => format!("{letter}{number}"),
        }
    }

    pub(super) fn add_table(&mut self, dice: &mut Dice) {
        let name = self.name(dice, "t");
        let id = self.number();
        let words = self.words();
        let mut table = Table {
            id,
            name,
            columns: Vec::new(),
            key: Vec::new(),
            key_words: words.keys[dice.below(words.keys.len())],
            pieces: Vec::new(),
            option: if dice.once_in(5) { Some(*dice.pick(words.options)) } else { None },
            comment: if dice.once_in(5) { Some(*dice.pick(&COMMENTS)) } else { None },
        };
        self.add_key(&mut table, dice);
        for _ in 0..=dice.below(5) {
            let column = self.column(&table, dice);
            table.columns.push(column);
        }
        let count = dice.below(6);
        self.tables.push(table);
        for _ in 0..count {
            self.add_piece(self.tables.len() - 1, dice);
        }
    }

    /// Gives a table a key: of one number, mostly one that counts; of two; of a text; or none.
    pub(super) fn add_key(&mut self, table: &mut Table, dice: &mut Dice) {
        let words = self.words();
        let class = if dice.once_in(8) { Class::Text } else { Class::Number };
        let count = match dice.below(8) {
            0 => 0,
            1 | 2 => 2,
            _ => 1,
        };
        for at in 0..count {
            let name = self.name(dice, "k");
            let mut column =
                Column::plain(self.number(), name, words.types.iter().find(|ty| ty.class == class).unwrap());
            if count == 1 && class == Class::Number && dice.once_in(2) {
                column.counter = Some(*dice.pick(words.counters));
            }
            table.key.push(column.id);
            table.columns.insert(at, column);
        }
    }

    pub(super) fn column(&mut self, table: &Table, dice: &mut Dice) -> Column {
        let words = self.words();
        let name = self.name(dice, "c");
        let ty = if dice.once_in(2) { &words.types[dice.below(2)] } else { dice.pick(words.types) };
        let mut column = Column::plain(self.number(), name, ty);
        let numbers: Vec<usize> =
            table.columns.iter().filter(|column| column.is_number()).map(|column| column.id).collect();
        if dice.once_in(8) && !numbers.is_empty() {
            column.computed = Some((*dice.pick(words.computed), *dice.pick(&numbers)));
            column.nullable = true;
        } else {
            column.dress(self.dialect, dice);
        }
        column
    }

    /// Adds something to a table, if it has what that takes.
    pub(super) fn add_piece(&mut self, at: usize, dice: &mut Dice) {
        let part = dice.pick(self.words().parts);
        let id = self.number();
        let doubled = part.over == Over::DoubleReference;
        let fits = |table: &&Table| table.key.len() == if doubled { 2 } else { 1 } && table.has_number_key();
        let targets: Vec<usize> = self.tables.iter().filter(fits).map(|table| table.id).collect();
        let refers = doubled || part.over == Over::Reference;
        let target = if refers { dice.pick_any(&targets).copied() } else { Some(0) };
        let Some(target) = target else { return };
        let wanted = match part.over {
            Over::Nothing => 0,
            Over::One(_) | Over::Reference => 1,
            Over::Two(_) | Over::DoubleReference => 2,
        };
        let class = match part.over {
            Over::One(class) | Over::Two(class) => class,
            _ => Some(Class::Number),
        };
        let mut columns = self.tables[at].fitting(class, refers);
        while refers && columns.len() < wanted {
            let name = self.name(dice, "r");
            let mut column = Column::plain(self.number(), name, &self.words().types[0]);
            column.nullable = dice.once_in(2);
            columns.push(column.id);
            self.tables[at].columns.push(column);
        }
        if columns.len() < wanted {
            return;
        }
        let mut chosen = Vec::new();
        for _ in 0..wanted {
            chosen.push(columns.remove(dice.below(columns.len())));
        }
        self.tables[at].pieces.push(Piece { id, part, columns: chosen, target });
    }

    pub(super) fn add_view(&mut self, dice: &mut Dice) {
        let table = dice.pick(&self.tables).clone();
        let of = |dice: &mut Dice| dice.pick(&table.columns).id;
        let (one, two) = (of(dice), of(dice));
        if one != two {
            let words = *dice.pick(self.words().views);
            let id = self.number();
            self.views.push(View { id, words, table: table.id, columns: [one, two] });
        }
    }

    pub(super) fn add_object(&mut self, dice: &mut Dice) {
        let words = *dice.pick(self.words().objects);
        let id = self.number();
        self.objects.push(Object { id, words });
    }

    pub(super) fn change_labels(&mut self, dice: &mut Dice) {
        let label = *dice.pick(&LABELS);
        match self.labels.iter().position(|other| *other == label) {
            Some(at) => drop(self.labels.remove(at)),
            None => self.labels.insert(dice.below(self.labels.len() + 1), label),
        }
    }

    /// The words that it says.
    pub(super) fn said(&self) -> impl Iterator<Item = &'static str> {
        let columns = self.tables.iter().flat_map(|table| &table.columns).flat_map(|column| {
            let computed = column.computed.map(|(words, _)| words);
            [Some(column.ty.sql), column.collation, column.adornment, column.counter, computed].into_iter().flatten()
        });
        let tables = self.tables.iter().flat_map(|table| {
            let pieces = table.pieces.iter().map(|piece| piece.part.sql);
            let key = (!table.key.is_empty()).then_some(table.key_words);
            pieces.chain(table.option).chain(key)
        });
        let views = self.views.iter().map(|view| view.words);
        columns.chain(tables).chain(views).chain(self.objects.iter().map(|object| object.words))
    }

    pub(super) fn table(&self, id: usize) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}

impl Table {
    pub(super) fn column(&self, id: usize) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// Whether a reference can be to its key.
    pub(super) fn has_number_key(&self) -> bool {
        let number = |id: &usize| self.column(*id).is_some_and(Column::is_number);
        !self.key.is_empty() && self.key.iter().all(number) && !self.key_words.contains("DEFERRABLE")
    }

    /// The columns that something can be over; those of a reference are no key's, and nothing is computed from them.
    pub(super) fn fitting(&self, class: Option<Class>, refers: bool) -> Vec<usize> {
        let is_base = |id: usize| self.columns.iter().any(|column| column.computed.is_some_and(|(_, from)| from == id));
        let fits = |column: &&Column| {
            let free = !refers || !self.key.contains(&column.id) && !is_base(column.id);
            column.computed.is_none() && class.is_none_or(|class| column.ty.class == class) && free
        };
        self.columns.iter().filter(fits).map(|column| column.id).collect()
    }

    /// Whether a reference is over the column.
    pub(super) fn refers_by(&self, column: usize) -> bool {
        let refers = |piece: &&Piece| matches!(piece.part.over, Over::Reference | Over::DoubleReference);
        self.pieces.iter().filter(refers).any(|piece| piece.columns.contains(&column))
    }
}

impl Column {
    pub(super) fn plain(id: usize, name: String, ty: &'static Type) -> Self {
        Self {
            id,
            name,
            ty,
            nullable: false,
            default: None,
            collation: None,
            adornment: None,
            computed: None,
            counter: None,
            comment: None,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        self.ty.class == Class::Number && self.computed.is_none()
    }

    /// Whether it holds texts that no key has room for.
    pub(super) fn is_long(&self) -> bool {
        ["longtext", "json"].contains(&self.ty.sql) && self.computed.is_none()
    }

    /// Gives it everything that a column may have beside its type.
    pub(super) fn dress(&mut self, dialect: Dialect, dice: &mut Dice) {
        let words = words(dialect);
        self.nullable = !dice.once_in(3);
        self.default = dice.pick_any(self.ty.defaults).copied().filter(|_| dice.once_in(3));
        self.collation = Some(*dice.pick(words.collations)).filter(|_| self.ty.class == Class::Text && dice.once_in(5));
        let (adornment, class) = dice.pick(words.adornments);
        self.adornment =
            Some(*adornment).filter(|_| class.is_none_or(|class| class == self.ty.class) && dice.once_in(6));
        self.comment = Some(*dice.pick(&COMMENTS)).filter(|_| dice.once_in(6));
    }
}
