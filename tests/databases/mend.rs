//! What no database could have is taken out of a design.

use autogen_schema::Dialect;

use super::design::{Column, Design, Table};
use super::words::{Class, Over};

impl Design {
    /// Takes out what is over columns that are gone or of another kind, and what does not go together.
    pub(super) fn mend(&mut self) {
        for table in &mut self.tables {
            table.mend(self.dialect);
        }
        let tables = self.tables.clone();
        let target = |id: usize| tables.iter().find(|table| table.id == id);
        for table in &mut self.tables {
            let other_engine = |table: &Table| {
                table.option.is_some_and(|option| option.starts_with("ENGINE=") || option == "UNLOGGED")
            };
            let odd = other_engine(table);
            table.pieces.retain(|piece| {
                let keys = match piece.part.over {
                    Over::Reference => 1,
                    Over::DoubleReference => 2,
                    _ => return true,
                };
                let fits =
                    |target: &Table| target.key.len() == keys && target.has_number_key() && !other_engine(target);
                !odd && target(piece.target).is_some_and(fits)
            });
        }
        self.views.retain(|view| {
            let table = tables.iter().find(|table| table.id == view.table);
            table.is_some_and(|table| view.columns.iter().all(|column| table.column(*column).is_some()))
        });
    }
}

impl Table {
    fn mend(&mut self, dialect: Dialect) {
        let columns = self.columns.clone();
        // Nothing is computed on MariaDB from what it counts.
        let counts = |id: usize, counter: bool| dialect == Dialect::Mysql && counter && self.key == [id];
        let number = |id: usize| {
            let found = columns.iter().find(|column| column.id == id && column.is_number());
            found.is_some_and(|column| !counts(id, column.counter.is_some()))
        };
        self.columns.retain(|column| column.computed.is_none_or(|(_, from)| number(from)));
        let ids: Vec<usize> = self.columns.iter().map(|column| column.id).collect();
        self.key.retain(|id| ids.contains(id));
        // A key of MariaDB's is over a part of a long text, and never over a whole one.
        let is_long = |id: &usize| columns.iter().any(|column| column.id == *id && column.is_long());
        self.key.retain(|id| dialect != Dialect::Mysql || !is_long(id));
        // Something must be there that is stored, and something that is seen.
        let is_hidden = |column: &Column| {
            let words = [column.adornment, column.computed.map(|(words, _)| words)];
            words.into_iter().flatten().any(|words| words.contains("INVISIBLE"))
        };
        if self.columns.iter().all(|column| column.computed.is_some()) || self.columns.iter().all(is_hidden) {
            let id = self.columns.iter().map(|column| column.id).max().unwrap_or(0);
            let ty = &super::words::words(dialect).types[0];
            self.columns.push(Column::plain(id + 100_000, format!("filler{id}"), ty));
        }
        let key = self.key.clone();
        for column in &mut self.columns {
            let is_key = key.contains(&column.id);
            if is_key {
                (column.nullable, column.computed, column.default) = (false, None, None);
                column.adornment = None;
            }
            if column.computed.is_some() || column.counter.is_some() {
                (column.default, column.adornment, column.collation) = (None, None, None);
            }
            let counts = is_key && key.len() == 1 && column.ty.class == Class::Number;
            if !counts {
                column.counter = None;
            }
            if column.ty.class != Class::Text {
                column.collation = None;
            }
            column.nullable &= column.counter.is_none();
            if column.default.is_some_and(|default| !column.ty.defaults.contains(&default)) {
                column.default = None;
            }
            let fits = |adornment: &str| {
                let found = super::words::words(dialect).adornments.iter().find(|(words, _)| *words == adornment);
                found.is_some_and(|(_, class)| class.is_none_or(|class| class == column.ty.class))
            };
            column.adornment = column.adornment.filter(|adornment| fits(adornment));
        }
        let (now, pieces) = (self.clone(), std::mem::take(&mut self.pieces));
        self.pieces = pieces;
        self.pieces.retain(|piece| {
            let (class, refers) = match piece.part.over {
                Over::Nothing => (None, false),
                Over::One(class) | Over::Two(class) => (class, false),
                Over::Reference | Over::DoubleReference => (Some(Class::Number), true),
            };
            let fitting = now.fitting(class, refers);
            piece.columns.iter().all(|column| fitting.contains(column))
        });
        // MariaDB checks nothing that it counts itself, or changes along with something else.
        let counts = |id: &usize| now.refers_by(*id) || now.column(*id).is_some_and(|column| column.counter.is_some());
        self.pieces.retain(|piece| {
            dialect != Dialect::Mysql || !piece.part.sql.contains("CHECK") || !piece.columns.iter().any(counts)
        });
        // Rows of this format have room for no more than the beginning of a long text in an index.
        let compact = self.option == Some("ROW_FORMAT=COMPACT");
        self.pieces.retain(|piece| !compact || piece.part.sql != "KEY {o} ({1})" || !piece.columns.iter().any(is_long));
        // One of a kind is all that some are.
        let mut seen = std::collections::BTreeSet::new();
        self.pieces.retain(|piece| {
            let named = piece.part.sql.contains("{o}");
            named || seen.insert((piece.part.sql, piece.columns.clone()))
        });
        self.mend_option(dialect);
    }

    fn mend_option(&mut self, dialect: Dialect) {
        let is = |wanted: &str| self.option == Some(wanted);
        let counts = self.columns.iter().any(|column| column.counter.is_some());
        if dialect == Dialect::Sqlite && is("WITHOUT ROWID") && (self.key.is_empty() || counts) {
            self.option = None;
        }
        let strict = |column: &Column| {
            let computed = column.computed.is_some();
            computed || ["INTEGER", "TEXT", "REAL", "BLOB"].contains(&column.ty.sql)
        };
        if self.option == Some("STRICTLY") && !self.columns.iter().all(strict) {
            self.option = None;
        }
    }
}
