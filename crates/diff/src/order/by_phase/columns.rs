//! The order on one table: what frees a column comes before the column, what needs it after.
//!
//! What is computed counts on other columns. It goes before them and comes after them; one that is to be computed from something
//! else, or no longer, has to be so before what it was computed from goes.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Column, Dialect, Ident, TableName};

use crate::Operation;

/// Columns that come or go later than others of their table.
pub(super) struct Late {
    /// Tables of whose values something is said.
    valued: BTreeSet<TableName>,
    /// Columns that go, from which something is computed until it is altered.
    counted_on: BTreeSet<(TableName, Ident)>,
    /// Columns that come, computed from what comes or changes after them.
    counting: BTreeSet<(TableName, Ident)>,
    dialect: Dialect,
}

impl Late {
    pub(super) fn of(found: &[Operation], dialect: Dialect) -> Self {
        let mut late =
            Self { valued: BTreeSet::new(), counted_on: BTreeSet::new(), counting: BTreeSet::new(), dialect };
        for (at, operation) in found.iter().enumerate() {
            match operation {
                Operation::SetValues { table, .. } => {
                    late.valued.insert(table.key(dialect));
                }
                Operation::AlterColumn { table, from, .. } => {
                    late.counted_on.extend(bases(from, dialect).map(|base| (table.key(dialect), base)));
                }
                Operation::AddColumn { table, column } => {
                    let changes = |base: &Ident| {
                        let altered = found.iter().any(|other| is_other(other, table, base, dialect));
                        altered || found.iter().skip(at).any(|other| is_added(other, table, base, dialect))
                    };
                    if bases(column, dialect).any(|base| changes(&base)) {
                        late.counting.insert((table.key(dialect), column.name.key(dialect)));
                    }
                }
                _ => {}
            }
        }
        late
    }

    /// Operations on kept tables go by table, then by what needs what.
    pub(super) fn by_name(&self, operation: &Operation) -> Option<(TableName, u8)> {
        let rank = match operation {
            Operation::DropTable(_) => return None,
            Operation::DropIndex { .. } => 0,
            Operation::DropUnique { .. } => 1,
            Operation::DropCheck { .. } => 2,
            Operation::DropPrimaryKey { .. } => 3,
            Operation::RenameColumn { .. } => 4,
            Operation::AlterColumn { from, to, .. } => match (&from.generated, &to.generated) {
                (Some(_), None) => 5,
                (_, None) => 10,
                (_, Some(_)) => 11,
            },
            Operation::DropColumn { table, column } => {
                let goes = if self.is_counted_on(table, column) { 13 } else { 6 };
                goes + u8::from(column.generated.is_none())
            }
            Operation::AddColumn { table, column } => {
                let counts = self.counting.contains(&(table.key(self.dialect), column.name.key(self.dialect)));
                if counts { 12 } else { 8 }
            }
            Operation::AddPrimaryKey { .. } => 15,
            Operation::AddCheck { .. } => 16,
            Operation::AddUnique { .. } => 17,
            Operation::CreateIndex { .. } => 18,
            _ => 19,
        };
        operation.table().cloned().map(|table| (table, rank))
    }

    /// What is said of values may count on any column that goes.
    fn is_counted_on(&self, table: &TableName, column: &Column) -> bool {
        let table = table.key(self.dialect);
        self.valued.contains(&table) || self.counted_on.contains(&(table, column.name.key(self.dialect)))
    }
}

/// The words in what a column is computed from, the names of columns among them.
fn bases(column: &Column, dialect: Dialect) -> impl Iterator<Item = Ident> {
    let expression = column.generated.as_ref().map(|made| made.expression.as_str()).unwrap_or_default();
    let words: Vec<Ident> = tokenize(expression, dialect).iter().filter_map(Token::ident).collect();
    words.into_iter().map(move |word| word.key(dialect))
}

/// Whether an operation makes a column one of other values.
fn is_other(operation: &Operation, on: &TableName, column: &Ident, dialect: Dialect) -> bool {
    let Operation::AlterColumn { table, from, to } = operation else { return false };
    let of = |column: &Column| (column.data_type.clone(), column.collation.clone(), column.generated.clone());
    table.same(on, dialect) && to.name.same(column, dialect) && of(from) != of(to)
}

fn is_added(operation: &Operation, on: &TableName, added: &Ident, dialect: Dialect) -> bool {
    let Operation::AddColumn { table, column } = operation else { return false };
    table.same(on, dialect) && column.name.same(added, dialect)
}
