//! Tables as data, for programs that draw or read them by themselves.

use super::{Line, Picture, TableBox};
use crate::document::{DrawnColumn, DrawnKey, DrawnTable};

impl Picture {
    /// Returns the tables.
    pub(crate) fn tables(&self) -> Vec<DrawnTable> {
        self.boxes.iter().map(table).collect()
    }

    /// Returns the foreign keys between them.
    pub(crate) fn foreign_keys(&self) -> Vec<DrawnKey> {
        self.lines.iter().filter_map(|line| self.key(line)).collect()
    }

    fn key(&self, line: &Line) -> Option<DrawnKey> {
        let (child, parent) = (self.boxes.get(line.child)?, self.boxes.get(line.parent)?);
        Some(DrawnKey {
            table: child.name.clone(),
            columns: names(child, &line.columns),
            references: parent.name.clone(),
            referenced_columns: names(parent, &line.referenced),
            optional: line.optional,
            single: line.single,
        })
    }
}

fn table(table: &TableBox) -> DrawnTable {
    let columns = table.fields.iter().map(|field| DrawnColumn {
        name: field.name.clone(),
        data_type: field.data_type.clone(),
        nullable: field.nullable,
        keys: field.marks.clone(),
    });
    DrawnTable { name: table.name.clone(), columns: columns.collect() }
}

fn names(table: &TableBox, places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|at| Some(table.fields.get(*at)?.name.clone())).collect()
}
