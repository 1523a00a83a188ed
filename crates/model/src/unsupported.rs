//! Types that a database lacks: SeaORM panics when it is to write them, or writes what no database takes.

use autogen_schema::{ColumnType, DataType, Dialect};

use crate::{Code, Diagnostic, Model};

impl Model {
    /// Reports each column whose type `dialect` has none for.
    pub fn check_types(&mut self, dialect: Dialect) {
        for table in self.schema.tables.values() {
            for column in &table.columns {
                let (DataType::Exact(ty) | DataType::Implied(ty)) = &column.data_type else { continue };
                let Some(words) = lacks(dialect, ty) else { continue };
                let Some(place) = self.sources.column(&table.name, &column.name) else { continue };
                let name = dialect_name(dialect);
                let message = format!("{name} has no type for `{}.{}`: it lacks {words}", table.name, column.name);
                let finding = Diagnostic::new(Code::UnsupportedType, place.clone(), message)
                    .label("SeaORM cannot create this column there")
                    .help(format!("say one that {name} has: `#[sea_orm(column_type = \"…\")]`"));
                self.diagnostics.push(finding);
            }
        }
    }
}

fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL",
        Dialect::Sqlite => "SQLite",
    }
}

/// What the dialect lacks, after `prepare_column_type` in sea-query's `backend/{postgres,mysql,sqlite}/table.rs`.
fn lacks(dialect: Dialect, ty: &ColumnType) -> Option<&'static str> {
    let words = match ty {
        ColumnType::Year => "years",
        ColumnType::Interval(..) => "intervals",
        ColumnType::Bit(_) | ColumnType::VarBit(_) => "bit strings",
        ColumnType::Array(_) => "arrays",
        ColumnType::Vector(_) => "vectors",
        ColumnType::Cidr | ColumnType::Inet | ColumnType::MacAddr => "network addresses",
        ColumnType::LTree => "label trees",
        _ => return None,
    };
    let has = match (dialect, ty) {
        // An array of what there is none of is none either.
        (Dialect::Postgres, ColumnType::Array(element)) => return lacks(dialect, element),
        (Dialect::Postgres, ty) => !matches!(ty, ColumnType::Year),
        (Dialect::Mysql, ty) => matches!(ty, ColumnType::Year | ColumnType::Bit(_) | ColumnType::VarBit(_)),
        (Dialect::Sqlite, _) => false,
    };
    (!has).then_some(words)
}
