//! A design as SQL: what makes the database, and rows in it.

use std::fmt::Write as _;

use autogen_schema::Dialect;

use super::design::{Column, Design, Piece, Table};
use super::edits::refers;

impl Design {
    fn quote(&self, name: &str) -> String {
        self.dialect.quote(&name.into())
    }

    /// Returns the statements that make the database.
    pub(super) fn sql(&self) -> String {
        let mut sql = self.words().preamble.to_owned();
        if self.dialect == Dialect::Postgres {
            let labels: Vec<String> = self.labels.iter().map(|label| self.dialect.literal(label)).collect();
            let _ = writeln!(sql, "CREATE TYPE mood AS ENUM ({});", labels.join(", "));
        }
        for object in &self.objects {
            let _ = writeln!(sql, "{};", object.words.replace("{o}", &format!("o{}", object.id)));
        }
        for table in &self.tables {
            self.table_sql(table, &mut sql);
        }
        for table in &self.tables {
            let references = table.pieces.iter().filter(|piece| !piece.part.inside && refers(piece.part.over));
            for piece in references {
                let _ = writeln!(sql, "{};", self.piece_sql(table, piece));
            }
        }
        for view in &self.views {
            let Some(table) = self.table(view.table) else { continue };
            let columns = self.column_names(table, &view.columns);
            let words = view.words.replace("{o}", &format!("v{}", view.id));
            let _ = writeln!(sql, "{};", self.filled(&words, table, &columns, None));
        }
        sql
    }

    fn table_sql(&self, table: &Table, sql: &mut String) {
        let mut items: Vec<String> = table.columns.iter().map(|column| self.column_sql(table, column)).collect();
        let inline = self.dialect == Dialect::Sqlite && table.columns.iter().any(|column| column.counter.is_some());
        if !table.key.is_empty() && !inline {
            let key = self.column_names(table, &table.key).join(", ");
            items.push(table.key_words.replace("{k}", &key).replace("{o}", &format!("key{}", table.id)));
        }
        let (inside, after): (Vec<&Piece>, Vec<&Piece>) = table.pieces.iter().partition(|piece| piece.part.inside);
        items.extend(inside.iter().map(|piece| self.piece_sql(table, piece)));
        let option = table.option.unwrap_or_default().replace("STRICTLY", "STRICT");
        let (before, mut behind) = if option == "UNLOGGED" { (" UNLOGGED", String::new()) } else { ("", option) };
        if let (Dialect::Mysql, Some(comment)) = (self.dialect, table.comment) {
            let _ = write!(behind, " COMMENT={}", self.dialect.literal(comment));
        }
        let name = self.quote(&table.name);
        let _ = writeln!(sql, "CREATE{before} TABLE {name} (\n  {}\n) {behind};", items.join(",\n  "));
        for piece in after.iter().filter(|piece| !refers(piece.part.over)) {
            let _ = writeln!(sql, "{};", self.piece_sql(table, piece));
        }
        if self.dialect == Dialect::Postgres {
            if let Some(comment) = table.comment {
                let _ = writeln!(sql, "COMMENT ON TABLE {name} IS {};", self.dialect.literal(comment));
            }
            for column in &table.columns {
                if let Some(comment) = column.comment {
                    let _ = writeln!(
                        sql,
                        "COMMENT ON COLUMN {name}.{} IS {};",
                        self.quote(&column.name),
                        self.dialect.literal(comment)
                    );
                }
            }
        }
    }

    fn column_sql(&self, table: &Table, column: &Column) -> String {
        let name = self.quote(&column.name);
        let null = if column.nullable { "" } else { " NOT NULL" };
        let comment = column.comment.filter(|_| self.dialect == Dialect::Mysql);
        let comment = comment.map(|text| format!(" COMMENT {}", self.dialect.literal(text))).unwrap_or_default();
        if let Some((words, from)) = column.computed {
            let from = self.column_names(table, &[from]);
            return format!("{name} {}{comment}", words.replace("{1}", &from[0]));
        }
        let collation = match (column.collation, self.dialect) {
            (Some(collation), Dialect::Mysql) => format!(" CHARACTER SET utf8mb4 COLLATE {collation}"),
            (Some(collation), _) => format!(" COLLATE {collation}"),
            (None, _) => String::new(),
        };
        let (mut ty, mut counter) = (column.ty.sql, column.counter.unwrap_or_default());
        if counter == "SERIAL" {
            (ty, counter) = ("bigserial", "");
        }
        let adornment = column.adornment.unwrap_or_default();
        let default = column.default.filter(|_| !adornment.contains("DEFAULT"));
        let default = default.map(|default| format!(" DEFAULT {default}")).unwrap_or_default();
        let adornment = adornment.replace("{1}", &name).replace("{o}", &format!("a{}", column.id));
        format!("{name} {ty}{collation}{null}{default} {counter}{comment} {adornment}").trim_end().to_owned()
    }

    fn piece_sql(&self, table: &Table, piece: &Piece) -> String {
        let columns = self.column_names(table, &piece.columns);
        let words = piece.part.sql.replace("{o}", &self.piece_name(table, piece));
        self.filled(&words, table, &columns, self.table(piece.target))
    }

    /// Some are named after their table, on a server where a name can change by itself.
    fn piece_name(&self, table: &Table, piece: &Piece) -> String {
        let own = format!("p{}", piece.id);
        let is_named_after = self.dialect == Dialect::Postgres && piece.id.is_multiple_of(2);
        let number: String = table.name.chars().filter(char::is_ascii_digit).collect();
        if is_named_after { format!("{own}_of_{number}") } else { own }
    }

    fn filled(&self, words: &str, table: &Table, columns: &[String], target: Option<&Table>) -> String {
        let mut sql = words.replace("{t}", &self.quote(&table.name));
        for (at, column) in columns.iter().enumerate() {
            sql = sql.replace(&format!("{{{}}}", at + 1), column);
        }
        if let Some(target) = target {
            let key = self.column_names(target, &target.key).join(", ");
            sql = sql.replace("{p}", &self.quote(&target.name)).replace("{k}", &key);
        }
        sql
    }

    fn column_names(&self, table: &Table, ids: &[usize]) -> Vec<String> {
        ids.iter().filter_map(|id| table.column(*id)).map(|column| self.quote(&column.name)).collect()
    }

    /// Returns statements that put rows into every table.
    pub(super) fn rows(&self, count: usize) -> String {
        let (off, on) = match self.dialect {
            Dialect::Sqlite => ("PRAGMA foreign_keys = OFF;\n", "PRAGMA foreign_keys = ON;\n"),
            Dialect::Postgres => ("SET session_replication_role = replica;\n", ""),
            Dialect::Mysql => ("SET foreign_key_checks = 0;\n", ""),
        };
        let system = if self.dialect == Dialect::Postgres { "OVERRIDING SYSTEM VALUE " } else { "" };
        let mut sql = off.to_owned();
        for table in &self.tables {
            let columns: Vec<&Column> = table.columns.iter().filter(|column| column.computed.is_none()).collect();
            let names: Vec<String> = columns.iter().map(|column| self.quote(&column.name)).collect();
            for row in 1..=count {
                let value = |column: &&Column| {
                    let is_null =
                        column.nullable && row == 2 && column.id.is_multiple_of(2) && !table.refers_by(column.id);
                    if is_null { "NULL".to_owned() } else { column.ty.value.replace('#', &row.to_string()) }
                };
                let values: Vec<String> = columns.iter().map(value).collect();
                let (table, names) = (self.quote(&table.name), names.join(", "));
                let _ = writeln!(sql, "INSERT INTO {table} ({names}) {system}VALUES ({});", values.join(", "));
            }
        }
        sql + on
    }
}
