//! What rows can be in the way of an operation, or go with it, as questions to a database: each counts them.
//!
//! The answer is another one on every database and at every time. So it is for the screen and for a comment, and no statement depends on it.

use std::fmt;

use autogen_schema::{Column, ColumnType, DataType, Dialect, ForeignKey, Ident, Schema, StringLength, TableName};

use crate::Operation;
use crate::values::values_of;

/// More rows than this are only said to be more.
pub const MOST: u64 = 10_000;

/// SQLite cannot be told to stop after a while: it looks at so many rows and no more.
const SCANNED_ON_SQLITE: u64 = 1_000_000;

/// A question about rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Gives one number, which is at most one more than [`MOST`].
    pub sql: String,
    /// What somebody can say of the rows that it is about.
    pub remedy: Option<Remedy>,
    /// What is said before the number.
    words: String,
}

/// What can be said of rows that are in the way of an operation, on a column: `users.nick`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// What they hold in a column that must not be NULL.
    Fill(String),
    /// What their values become.
    Using(String),
}

impl fmt::Display for Remedy {
    /// Writes the option that says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remedy::Fill(column) => write!(f, "--fill {column}=EXPR"),
            Remedy::Using(column) => write!(f, "--using {column}=EXPR"),
        }
    }
}

impl Question {
    /// Says what a count means: `users.name is NULL in 3 rows`.
    pub fn answer(&self, count: u64) -> String {
        let noun = if count == 1 { "row" } else { "rows" };
        let count = if count > MOST { format!("more than {MOST}") } else { count.to_string() };
        format!("{} {count} {noun}", self.words)
    }
}

impl fmt::Display for Question {
    /// Says what is asked, where there is no answer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} … rows", self.words)
    }
}

/// Returns the questions that `operations` raise of a database that still stands where they start.
pub fn questions(operations: &[Operation], base: &Schema, dialect: Dialect) -> Vec<Question> {
    let ask = Ask { operations, base, dialect };
    let mut questions: Vec<Question> = Vec::new();
    for question in operations.iter().flat_map(|operation| ask.of(operation)) {
        // One that is asked for two columns is asked twice, and told once.
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

struct Ask<'a> {
    operations: &'a [Operation],
    base: &'a Schema,
    dialect: Dialect,
}

impl Ask<'_> {
    fn of(&self, operation: &Operation) -> Vec<Question> {
        match operation {
            Operation::DropTable(table) => vec![self.rows(&table.name)],
            Operation::DropColumn { table, column } if column.generated.is_none() => {
                let condition = format!("{} IS NOT NULL", self.dialect.quote(&column.name));
                vec![self.where_column(table, &column.name, "is not NULL", &condition)]
            }
            Operation::AddColumn { table, column } if is_demanded(column) => {
                let rows = self.rows(&self.table(table));
                vec![Question { remedy: Some(Remedy::Fill(format!("{table}.{}", column.name))), ..rows }]
            }
            Operation::AlterColumn { table, from, to } => self.altered(table, from, to),
            Operation::AddUnique { table, unique } if self.base_has(table, &unique.columns) => {
                vec![self.duplicates(table, &unique.columns)]
            }
            Operation::AddPrimaryKey { table, key } if self.base_has(table, &key.columns) => {
                vec![self.duplicates(table, &key.columns)]
            }
            Operation::AddForeignKey { table, key } if self.base_has(table, &key.columns) => self.orphans(table, key),
            Operation::AlterEnum { from, to, renames } => {
                let stays =
                    |label: &&String| !to.labels.contains(label) && renames.iter().all(|(old, _)| old != *label);
                let gone: Vec<&String> = from.labels.iter().filter(stays).collect();
                if gone.is_empty() { Vec::new() } else { self.labels(&to.name, &gone) }
            }
            _ => Vec::new(),
        }
    }

    /// The name that a table has before the operations.
    fn table(&self, name: &TableName) -> TableName {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if to.same(name, self.dialect) => Some(from.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| name.clone())
    }

    /// The name that a column has before the operations.
    fn column(&self, table: &TableName, name: &Ident) -> Ident {
        let renamed = self.operations.iter().find_map(|operation| match operation {
            Operation::RenameColumn { table: of, from, to }
                if of.same(table, self.dialect) && to.same(name, self.dialect) =>
            {
                Some(from.clone())
            }
            _ => None,
        });
        renamed.unwrap_or_else(|| name.clone())
    }

    fn base_has(&self, table: &TableName, columns: &[Ident]) -> bool {
        let found = self.base.table(&self.table(table), self.dialect);
        found.is_some_and(|found| {
            columns.iter().all(|name| found.column(&self.column(table, name), self.dialect).is_some())
        })
    }

    fn altered(&self, table: &TableName, from: &Column, to: &Column) -> Vec<Question> {
        let name = self.column(table, &from.name);
        let mut questions = Vec::new();
        if from.nullable && !to.nullable {
            let condition = format!("{} IS NULL", self.dialect.quote(&name));
            let question = self.where_column(table, &name, "is NULL", &condition);
            questions.push(Question { remedy: Some(Remedy::Fill(format!("{table}.{}", to.name))), ..question });
        }
        // What a person says that becomes of values fits, or is nothing that their size tells.
        let is_said = values_of(self.operations, table, &to.name, self.dialect).using.is_some();
        if let Some((what, condition)) = self.too_large(from, to, &name).filter(|_| !is_said) {
            let question = self.where_column(table, &name, &what, &condition);
            questions.push(Question { remedy: Some(Remedy::Using(format!("{table}.{}", to.name))), ..question });
        }
        questions
    }

    /// What no longer fits a type: words and condition.
    fn too_large(&self, from: &Column, to: &Column, name: &Ident) -> Option<(String, String)> {
        let DataType::Reported(old) = &from.data_type else { return None };
        let new = to.data_type.column_type().filter(|_| from.data_type != to.data_type)?;
        let (quoted, is_text) = (self.dialect.quote(name), old.name.contains("char") || old.name.contains("text"));
        if let (ColumnType::String(StringLength::Limit(limit)) | ColumnType::Char(Some(limit)), true) = (new, is_text) {
            let held: Option<u32> = old.modifiers.first().and_then(|text| text.parse().ok());
            let length = if self.dialect == Dialect::Sqlite { "length" } else { "char_length" };
            let condition = format!("{length}({quoted}) > {limit}");
            return held.is_none_or(|held| held > *limit).then(|| (format!("is longer than {limit}"), condition));
        }
        if self.dialect == Dialect::Sqlite || !is_number(&old.name) {
            return None;
        }
        if let ColumnType::Decimal(Some((precision, scale))) = new {
            let most = format!("1{}", "0".repeat(usize::try_from(precision.saturating_sub(*scale)).ok()?));
            return Some((format!("is {most} or more"), format!("abs({quoted}) >= {most}")));
        }
        let (least, most) = range(new, self.dialect)?;
        let condition = format!("({quoted} < {least} OR {quoted} > {most})");
        Some((format!("is not between {least} and {most}"), condition))
    }

    fn rows(&self, table: &TableName) -> Question {
        Question { sql: Self::count(&self.scanned(table), "1 = 1"), remedy: None, words: format!("{table} has") }
    }

    fn where_column(&self, table: &TableName, column: &Ident, what: &str, condition: &str) -> Question {
        let table = self.table(table);
        let words = format!("{table}.{column} {what} in");
        Question { sql: Self::count(&self.scanned(&table), condition), remedy: None, words }
    }

    /// Rows that are not the only ones with their values. NULL is like nothing else.
    fn duplicates(&self, table: &TableName, columns: &[Ident]) -> Question {
        let columns: Vec<Ident> = columns.iter().map(|name| self.column(table, name)).collect();
        let quoted: Vec<String> = columns.iter().map(|name| self.dialect.quote(name)).collect();
        let list = quoted.join(", ");
        let filled: Vec<String> = quoted.iter().map(|name| format!("{name} IS NOT NULL")).collect();
        let table = self.table(table);
        let sql = format!(
            "SELECT COALESCE(SUM(many), 0) FROM (SELECT COUNT(*) AS many FROM {} WHERE {} GROUP BY {list} \
             HAVING COUNT(*) > 1 LIMIT {MOST}) AS counted",
            self.scanned(&table),
            filled.join(" AND ")
        );
        let names: Vec<&str> = columns.iter().map(Ident::as_str).collect();
        Question { sql, remedy: None, words: format!("{table}({}) is the same in", names.join(", ")) }
    }

    fn orphans(&self, table: &TableName, key: &ForeignKey) -> Vec<Question> {
        let target = self.table(&key.references);
        if self.base.table(&target, self.dialect).is_none() {
            return Vec::new();
        }
        let own: Vec<Ident> = key.columns.iter().map(|name| self.column(table, name)).collect();
        let pairs: Vec<String> = own
            .iter()
            .zip(&key.referenced_columns)
            .map(|(from, to)| {
                let to = self.column(&key.references, to);
                format!("found.{} = counted.{}", self.dialect.quote(&to), self.dialect.quote(from))
            })
            .collect();
        let filled: Vec<String> =
            own.iter().map(|name| format!("counted.{} IS NOT NULL", self.dialect.quote(name))).collect();
        let condition = format!(
            "{} AND NOT EXISTS (SELECT 1 FROM {} AS found WHERE {})",
            filled.join(" AND "),
            self.dialect.quote_table(&target),
            pairs.join(" AND ")
        );
        let table = self.table(table);
        let names: Vec<&str> = own.iter().map(Ident::as_str).collect();
        let words = format!("{table}({}) refers to a row that {target} does not have in", names.join(", "));
        vec![Question { sql: Self::count(&self.scanned(&table), &condition), remedy: None, words }]
    }

    fn labels(&self, ty: &Ident, gone: &[&String]) -> Vec<Question> {
        let literals: Vec<String> = gone.iter().map(|label| self.dialect.literal(label)).collect();
        let list = literals.join(", ");
        let is_of = |column: &&Column| match &column.data_type {
            DataType::Reported(found) => found.dimensions == 0 && found.name.trim_matches('"') == ty.as_str(),
            _ => false,
        };
        let columns: Vec<(&TableName, &Ident)> = match self.dialect {
            // The labels are in the type of each column, which the operations change.
            Dialect::Mysql => self.altered_to(ty),
            _ => {
                let tables = self.base.tables.values();
                tables.flat_map(|t| t.columns.iter().filter(is_of).map(|column| (&t.name, &column.name))).collect()
            }
        };
        let ask = |(table, called): (&TableName, &Ident)| {
            let column = self.column(table, called);
            let condition = format!("{} IN ({list})", self.dialect.quote(&column));
            let question = self.where_column(table, &column, &format!("is {}", literals.join(" or ")), &condition);
            // To SQLite a label is text like any other, which nothing converts.
            let can_be_said = self.dialect != Dialect::Sqlite;
            Question { remedy: can_be_said.then(|| Remedy::Using(format!("{table}.{called}"))), ..question }
        };
        let is_said = |(table, column): &(&TableName, &Ident)| {
            values_of(self.operations, table, column, self.dialect).using.is_some()
        };
        columns.into_iter().filter(|column| !is_said(column)).map(ask).collect()
    }

    /// The columns that become of an enum.
    fn altered_to(&self, ty: &Ident) -> Vec<(&TableName, &Ident)> {
        let altered = self.operations.iter().filter_map(|operation| match operation {
            Operation::AlterColumn { table, to, .. } => Some((table, to)),
            _ => None,
        });
        let is_of = |column: &Column| matches!(column.data_type.column_type(), Some(ColumnType::Enum(of)) if of == ty);
        altered.filter(|(_, to)| is_of(to)).map(|(table, to)| (table, &to.name)).collect()
    }

    /// The rows that are looked at.
    fn scanned(&self, table: &TableName) -> String {
        let name = self.dialect.quote_table(table);
        match self.dialect {
            Dialect::Sqlite => format!("(SELECT * FROM {name} LIMIT {SCANNED_ON_SQLITE}) AS counted"),
            _ => format!("{name} AS counted"),
        }
    }

    fn count(rows: &str, condition: &str) -> String {
        format!("SELECT COUNT(*) FROM (SELECT 1 FROM {rows} WHERE {condition} LIMIT {}) AS bounded", MOST + 1)
    }
}

/// Whether a new column asks for a value that rows which are there do not have.
fn is_demanded(column: &Column) -> bool {
    !column.nullable && column.default.is_none() && !column.auto_increment && column.generated.is_none()
}

/// Whether values of a reported type are numbers.
fn is_number(name: &str) -> bool {
    ["int", "decimal", "numeric", "double", "float", "real"].iter().any(|word| name.contains(word))
}

/// The least and the greatest value of an integer type. PostgreSQL has none without a sign, and none of one byte: SeaORM takes a
/// wider one.
fn range(ty: &ColumnType, dialect: Dialect) -> Option<(i64, i64)> {
    let is_signed = dialect == Dialect::Postgres;
    Some(match ty {
        ColumnType::TinyInteger | ColumnType::TinyUnsigned if is_signed => (i16::MIN.into(), i16::MAX.into()),
        ColumnType::SmallUnsigned if is_signed => (i32::MIN.into(), i32::MAX.into()),
        ColumnType::Unsigned if is_signed => return None,
        ColumnType::TinyInteger => (i8::MIN.into(), i8::MAX.into()),
        ColumnType::TinyUnsigned => (0, u8::MAX.into()),
        ColumnType::SmallInteger => (i16::MIN.into(), i16::MAX.into()),
        ColumnType::SmallUnsigned => (0, u16::MAX.into()),
        ColumnType::Integer => (i32::MIN.into(), i32::MAX.into()),
        ColumnType::Unsigned => (0, u32::MAX.into()),
        _ => return None,
    })
}
