//! Values to put into columns: ordinary ones, and ones that only just fit.

use autogen_schema::{Column, DataType, Dialect, Ident, Schema, SqlType, Table};

/// How far a chain of foreign keys is followed to the column that a value comes from.
const LONGEST_CHAIN: usize = 8;

/// Rows to fill a table with. No two have the same value in a column, where its type has as many.
pub(super) struct Samples<'a> {
    pub(super) schema: &'a Schema,
    pub(super) dialect: Dialect,
}

/// Which row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// An ordinary value in every column.
    Ordinary,
    /// Values that only just fit.
    Wide,
    /// NULL wherever it may be.
    Sparse,
}

impl Row {
    pub(crate) const ALL: [Row; 3] = [Row::Ordinary, Row::Wide, Row::Sparse];

    fn number(self) -> usize {
        match self {
            Row::Ordinary => 1,
            Row::Wide => 2,
            Row::Sparse => 3,
        }
    }
}

impl Samples<'_> {
    /// Returns the statement that puts a row into a table. `bare`: only what must be said.
    pub(super) fn insert(&self, table: &Table, row: Row, bare: bool) -> String {
        let said = |column: &&Column| {
            column.generated.is_none() && (!bare || is_key(table, &column.name, self.dialect) || is_required(column))
        };
        let columns: Vec<&Column> = table.columns.iter().filter(said).collect();
        let names: Vec<String> = columns.iter().map(|column| self.dialect.quote(&column.name)).collect();
        let values: Vec<String> = columns.iter().map(|column| self.value(table, column, row)).collect();
        let name = self.dialect.quote_table(&table.name);
        let identity = columns.iter().any(|column| column.identity.is_some());
        let system = if identity { " OVERRIDING SYSTEM VALUE" } else { "" };
        format!("INSERT INTO {name} ({}){system} VALUES ({})", names.join(", "), values.join(", "))
    }

    fn value(&self, table: &Table, column: &Column, row: Row) -> String {
        let is_key = is_key(table, &column.name, self.dialect);
        if row == Row::Sparse && column.nullable && !is_key {
            return "NULL".to_owned();
        }
        let (origin, is_referred) = self.origin(table, column);
        // A key stays small, so that what refers to it is easy to find.
        let row = if row == Row::Wide && (is_key || is_referred) { Row::Wide.number() } else { row.number() };
        let wide = row == 2 && !is_key && !is_referred;
        match &origin.data_type {
            DataType::Reported(ty) => self.of_type(ty, row, wide),
            _ => self.dialect.literal(&format!("sample {row}")),
        }
    }

    /// Follows foreign keys to the column that a value must come from.
    fn origin<'a>(&'a self, table: &'a Table, column: &'a Column) -> (&'a Column, bool) {
        let (mut table, mut column, mut referred) = (table, column, false);
        for _ in 0..LONGEST_CHAIN {
            let place = table.foreign_keys.iter().find_map(|key| {
                let at = key.columns.iter().position(|name| name.same(&column.name, self.dialect))?;
                Some((&key.references, key.referenced_columns.get(at)?))
            });
            let Some((target, name)) = place else { break };
            let Some(target) = self.schema.table(target, self.dialect) else { break };
            let Some(found) = target.column(name, self.dialect) else { break };
            referred = true;
            (table, column) = (target, found);
        }
        (column, referred)
    }

    fn of_type(&self, ty: &SqlType, n: usize, wide: bool) -> String {
        if ty.dimensions > 0 {
            let element = self.of_type(&SqlType { dimensions: 0, ..ty.clone() }, n, wide);
            return format!("ARRAY[{element}]::{ty}");
        }
        if let Some(labels) = self.labels(ty) {
            let label = labels.get((n - 1) % labels.len().max(1)).map_or("", String::as_str);
            return self.dialect.literal(label);
        }
        if self.dialect == Dialect::Sqlite { self.of_sqlite(ty, n, wide) } else { self.of_server(ty, n, wide) }
    }

    /// The labels of an enum.
    fn labels(&self, ty: &SqlType) -> Option<Vec<String>> {
        if matches!(ty.name.as_str(), "enum" | "set") {
            let bare = |text: &String| text.trim().trim_matches('\'').replace("''", "'");
            return Some(ty.modifiers.iter().map(bare).collect());
        }
        let name = ty.name.rsplit('.').next().unwrap_or_default().trim_matches('"');
        let found = self.schema.enums.values().find(|found| found.name.as_str() == name);
        found.map(|found| found.labels.clone())
    }

    fn of_server(&self, ty: &SqlType, n: usize, wide: bool) -> String {
        let number = |at: usize| ty.modifiers.get(at).and_then(|text| text.parse::<usize>().ok());
        let pick = |ordinary: String, widest: &str| if wide { widest.to_owned() } else { ordinary };
        let text = |ordinary: String, widest: &str| self.dialect.literal(if wide { widest } else { &ordinary });
        let word = ty.name.split(' ').next().unwrap_or_default();
        let unsigned = ty.name.contains("unsigned");
        match word {
            "boolean" | "bool" => if n % 2 == 1 { "TRUE" } else { "FALSE" }.to_owned(),
            "tinyint" if number(0) == Some(1) => (n % 2).to_string(),
            "tinyint" => pick(n.to_string(), if unsigned { "250" } else { "120" }),
            "smallint" => pick(n.to_string(), if unsigned { "65000" } else { "32000" }),
            "mediumint" => pick(n.to_string(), "8000000"),
            "int" | "integer" => pick(n.to_string(), if unsigned { "4000000000" } else { "2000000000" }),
            "bigint" => pick(n.to_string(), "9000000000000000000"),
            "numeric" | "decimal" => decimal(number(0), number(1).unwrap_or_default(), n, wide),
            "real" | "float" | "double" => pick(format!("{n}.25"), "123456.75"),
            "money" => format!("{n}.25"),
            "json" | "jsonb" => self.dialect.literal(&format!("{{\"n\": {n}}}")),
            "uuid" => self.dialect.literal(&format!("00000000-0000-4000-8000-00000000000{n}")),
            "date" => text(format!("2026-01-0{n}"), "2099-12-31"),
            "year" => (2000 + n).to_string(),
            "interval" => self.dialect.literal(&format!("{n} days")),
            "timestamp" | "datetime" => text(format!("2026-01-0{n} 12:00:00"), "2037-12-31 23:59:59"),
            "time" => text(format!("0{n}:30:00"), "23:59:59"),
            "bytea" => self.dialect.literal(&format!("\\x0{n}ff")),
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => format!("X'0{n}'"),
            "bit" if self.dialect == Dialect::Mysql => format!("b'{}'", n % 2),
            "bit" => format!("B'{:0>width$}'", n % 2, width = number(0).unwrap_or(1)),
            "varbit" => format!("B'{}'", n % 2),
            "inet" | "cidr" => self.dialect.literal(&format!("10.0.0.{n}")),
            "macaddr" => self.dialect.literal(&format!("08:00:2b:01:02:0{n}")),
            "vector" => {
                let elements = vec![n.to_string(); number(0).unwrap_or(1)];
                self.dialect.literal(&format!("[{}]", elements.join(",")))
            }
            "ltree" => self.dialect.literal(&format!("top.sample{n}")),
            _ => {
                let limit = match word {
                    "char" | "character" | "varchar" | "bpchar" => number(0),
                    _ => None,
                };
                self.dialect.literal(&long_text(limit, n, wide))
            }
        }
    }

    fn of_sqlite(&self, ty: &SqlType, n: usize, wide: bool) -> String {
        let name = ty.name.as_str();
        let pick = |ordinary: String, widest: &str| if wide { widest.to_owned() } else { ordinary };
        let has = |word: &str| name.contains(word);
        if has("boolean") {
            (n % 2).to_string()
        } else if has("int") {
            pick(n.to_string(), "9000000000000000000")
        } else if has("json") {
            format!("'{{\"n\":{n}}}'")
        } else if has("datetime") || has("timestamp") {
            format!("'2026-01-0{n} 12:00:00'")
        } else if has("date") {
            format!("'2026-01-0{n}'")
        } else if has("time") {
            format!("'0{n}:30:00'")
        } else if has("char") || has("clob") || has("text") || has("uuid") {
            let limit = ty.modifiers.first().and_then(|text| text.parse().ok());
            self.dialect.literal(&long_text(limit, n, wide))
        } else if has("blob") {
            format!("X'0{n}'")
        } else if has("real") || has("floa") || has("doub") || has("decimal") || has("numeric") {
            pick(format!("{n}.25"), "123456.75")
        } else {
            self.dialect.literal(&long_text(None, n, wide))
        }
    }
}

/// Starts with the number, so that two texts differ however little of them there is room for.
fn long_text(limit: Option<usize>, n: usize, wide: bool) -> String {
    let length = if wide { limit.unwrap_or(300).min(300) } else { limit.unwrap_or(12).min(12) };
    let text = format!("{n} it's ä sample");
    text.chars().chain(std::iter::repeat('x')).take(length).collect()
}

fn decimal(precision: Option<usize>, scale: usize, n: usize, wide: bool) -> String {
    let whole = precision.map_or(12, |precision| precision.saturating_sub(scale));
    if !wide {
        return if whole == 0 { format!("0.{n}") } else { n.to_string() };
    }
    let fraction = if scale > 0 { format!(".{}", "9".repeat(scale.min(12))) } else { String::new() };
    format!("{}{fraction}", if whole == 0 { "0".to_owned() } else { "9".repeat(whole.min(20)) })
}

fn is_required(column: &Column) -> bool {
    !column.nullable && column.default.is_none() && column.identity.is_none()
}

fn is_key(table: &Table, name: &Ident, dialect: Dialect) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|column| column.same(name, dialect)))
}
