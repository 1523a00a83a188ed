//! Defaults, which the two servers report in different ways.

use autogen_schema::{DefaultValue, Dialect};

use super::column::ColumnRow;
use super::server::{Product, Server};
use super::text;

/// Reads the default of a column as SQL would write it, without the parentheses around an expression.
pub(super) fn read(row: &ColumnRow, generated: bool, server: &Server) -> Option<DefaultValue> {
    let reported = row.default.as_deref()?;
    match server.product {
        // MariaDB reports SQL; of a column that may be NULL and has no default, the word.
        // https://mariadb.com/kb/en/information-schema-columns-table/
        Product::MariaDb if reported.eq_ignore_ascii_case("null") => None,
        Product::MariaDb => Some(DefaultValue::Expression(text::expression(reported, server))),
        Product::MySql if generated => Some(DefaultValue::Expression(text::expression(reported, server))),
        Product::MySql => Some(DefaultValue::Expression(literal(&row.data_type, reported))),
    }
}

/// MySQL reports the bare value of a literal, except that bits and binary strings are literals already.
fn literal(data_type: &str, value: &str) -> String {
    let bare = match data_type.to_ascii_lowercase().as_str() {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" | "bit" | "year" => {
            true
        }
        "binary" | "varbinary" => value.starts_with("0x"),
        // Before 8.0.13 `DEFAULT_GENERATED` is not said of these.
        "timestamp" | "datetime" => value.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP"),
        _ => false,
    };
    if bare { value.to_owned() } else { Dialect::Mysql.literal(value) }
}

#[cfg(test)]
mod tests {
    use super::super::server::Version;
    use super::*;

    fn server(product: Product) -> Server {
        Server {
            product,
            version: Version(10, 11, 0),
            database: "x".into(),
            account: "root@localhost".into(),
            role: None,
            sql_mode: String::new(),
            lower_case_table_names: 0,
            collation: "utf8mb4_general_ci".into(),
        }
    }

    fn default(product: Product, data_type: &str, default: Option<&str>, generated: bool) -> Option<String> {
        let row =
            ColumnRow { data_type: data_type.into(), default: default.map(str::to_owned), ..ColumnRow::default() };
        read(&row, generated, &server(product)).map(|default| match default {
            DefaultValue::Expression(text) => text,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn mysql_says_values() {
        for (data_type, value, generated, expected) in [
            ("varchar", "it's", false, "'it''s'"),
            ("varchar", "", false, "''"),
            ("varchar", "NULL", false, "'NULL'"),
            ("varchar", "123", false, "'123'"),
            ("varchar", r"a\b", false, r"'a\\b'"),
            ("int", "-7", false, "-7"),
            ("decimal", "1.50", false, "1.50"),
            ("bit", "b'101'", false, "b'101'"),
            ("binary", "0x00FF", false, "0x00FF"),
            ("date", "2020-01-01", false, "'2020-01-01'"),
            ("enum", "a", false, "'a'"),
            ("datetime", "CURRENT_TIMESTAMP", false, "CURRENT_TIMESTAMP"),
            ("timestamp", "CURRENT_TIMESTAMP(6)", true, "CURRENT_TIMESTAMP(6)"),
            ("varchar", r"concat(_utf8mb4\'it\\\'s\',_utf8mb4\'b\')", true, r"concat(_utf8mb4'it\'s',_utf8mb4'b')"),
            ("json", "json_array()", true, "json_array()"),
            ("int", "(1 + 2)", true, "1 + 2"),
        ] {
            assert_eq!(
                default(Product::MySql, data_type, Some(value), generated).as_deref(),
                Some(expected),
                "{value}"
            );
        }
        assert_eq!(default(Product::MySql, "int", None, false), None);
    }

    #[test]
    fn mariadb_says_sql() {
        for (value, expected) in [
            ("'it''s'", "'it''s'"),
            ("'NULL'", "'NULL'"),
            ("current_timestamp()", "current_timestamp()"),
            ("(1 + 2)", "1 + 2"),
            ("nextval(`x`.`s`)", "nextval(`s`)"),
        ] {
            assert_eq!(default(Product::MariaDb, "varchar", Some(value), false).as_deref(), Some(expected));
        }
        assert_eq!(default(Product::MariaDb, "varchar", Some("NULL"), false), None);
        assert_eq!(default(Product::MariaDb, "varchar", None, false), None);
    }
}
