//! How much of a long value is indexed.
//!
//! MySQL takes an index of a `TEXT` or `BLOB` column only with a length, and MariaDB cuts it off by itself with a warning
//! (<https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html#column-indexes-prefix>).

use autogen_schema::{Column, ColumnType, DataType, Dialect, Index, StringLength, Table};

/// As long as a `VARCHAR` of SeaORM's; within the 3072 bytes of a key whatever the characters.
const LENGTH: u32 = 255;

/// Gives an index of an entity the lengths that its columns need.
pub(super) fn with_prefixes(index: &Index, table: &Table) -> Index {
    let mut index = index.clone();
    if index.method.is_some() {
        // FULLTEXT and SPATIAL are over whole values.
        return index;
    }
    for part in &mut index.parts {
        let column = part.plain().and_then(|name| table.column(name, Dialect::Mysql));
        if column.is_some_and(is_long) {
            part.prefix = Some(LENGTH);
        }
    }
    index
}

fn is_long(column: &Column) -> bool {
    use ColumnType as Ty;
    let long = [Ty::Text, Ty::Blob, Ty::String(StringLength::Max), Ty::VarBinary(StringLength::Max)];
    match &column.data_type {
        DataType::Reported(reported) => ["text", "blob"].iter().any(|word| reported.name.ends_with(word)),
        said => said.column_type().is_some_and(|ty| long.contains(ty)),
    }
}
