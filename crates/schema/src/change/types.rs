//! Types in the words of change lines: SeaORM's own, in kebab case.

use super::scan::Scanner;
use super::{ParseError, is_implicit, quote_name, quote_text};
use crate::{ColumnType, DataType, SqlType, StringLength};

/// Every type that has no parameters, and its word.
const PLAIN: &[(ColumnType, &str)] = &[
    (ColumnType::Text, "text"),
    (ColumnType::TinyInteger, "tiny-integer"),
    (ColumnType::SmallInteger, "small-integer"),
    (ColumnType::Integer, "integer"),
    (ColumnType::BigInteger, "big-integer"),
    (ColumnType::TinyUnsigned, "tiny-unsigned"),
    (ColumnType::SmallUnsigned, "small-unsigned"),
    (ColumnType::Unsigned, "unsigned"),
    (ColumnType::BigUnsigned, "big-unsigned"),
    (ColumnType::Float, "float"),
    (ColumnType::Double, "double"),
    (ColumnType::DateTime, "date-time"),
    (ColumnType::Timestamp, "timestamp"),
    (ColumnType::TimestampWithTimeZone, "timestamp-with-time-zone"),
    (ColumnType::Time, "time"),
    (ColumnType::Date, "date"),
    (ColumnType::Year, "year"),
    (ColumnType::Blob, "blob"),
    (ColumnType::Boolean, "boolean"),
    (ColumnType::Json, "json"),
    (ColumnType::JsonBinary, "json-binary"),
    (ColumnType::Uuid, "uuid"),
    (ColumnType::Cidr, "cidr"),
    (ColumnType::Inet, "inet"),
    (ColumnType::MacAddr, "mac-addr"),
    (ColumnType::LTree, "l-tree"),
];

/// Returns a type in words. A type that was written in the entity but reads like one implied by a Rust type ends in `!`.
pub fn type_words(ty: &DataType) -> String {
    match ty {
        DataType::Exact(ty) if is_implicit(ty) => format!("{}!", column_type(ty)),
        DataType::Exact(ty) | DataType::Implied(ty) => column_type(ty),
        DataType::Reported(sql) => format!("sql({})", quote_text(&sql.to_string())),
        DataType::Unknown(source) => format!("unknown({})", quote_text(source)),
    }
}

fn column_type(ty: &ColumnType) -> String {
    if let Some((_, word)) = PLAIN.iter().find(|(plain, _)| plain == ty) {
        return (*word).to_owned();
    }
    let optional = |word: &str, n: &Option<u32>| n.map_or_else(|| word.to_owned(), |n| format!("{word}({n})"));
    let length = |word: &str, length: &StringLength| match length {
        StringLength::Unset => word.to_owned(),
        StringLength::Max => format!("{word}(max)"),
        StringLength::Limit(n) => format!("{word}({n})"),
    };
    let precise = |word: &str, precision: &Option<(u32, u32)>| {
        precision.map_or_else(|| word.to_owned(), |(p, s)| format!("{word}({p}, {s})"))
    };
    match ty {
        ColumnType::Char(n) => optional("char", n),
        ColumnType::String(n) => length("string", n),
        ColumnType::VarBinary(n) => length("var-binary", n),
        ColumnType::Decimal(p) => precise("decimal", p),
        ColumnType::Money(p) => precise("money", p),
        ColumnType::Interval(None, n) => optional("interval", n),
        ColumnType::Interval(Some(fields), None) => format!("interval({})", quote_text(fields)),
        ColumnType::Interval(Some(fields), Some(n)) => format!("interval({}, {n})", quote_text(fields)),
        ColumnType::Binary(n) => format!("binary({n})"),
        ColumnType::Bit(n) => optional("bit", n),
        ColumnType::VarBit(n) => format!("var-bit({n})"),
        ColumnType::Vector(n) => optional("vector", n),
        ColumnType::Enum(name) => format!("enum({})", quote_name(name)),
        ColumnType::Array(element) => format!("array({})", column_type(element)),
        ColumnType::Custom(sql) => format!("custom({})", quote_text(sql)),
        _ => String::new(),
    }
}

/// Reads a type in words.
pub(super) fn parse(scanner: &mut Scanner<'_>) -> Result<DataType, ParseError> {
    let word = scanner.word()?;
    match word.as_str() {
        "sql" => Ok(DataType::Reported(SqlType::parse(&scanner.parenthesized(Scanner::text)?))),
        "unknown" => Ok(DataType::Unknown(scanner.parenthesized(Scanner::text)?)),
        _ => {
            let ty = named(&word, scanner, 0)?;
            let marked = scanner.take('!');
            Ok(if marked || !is_implicit(&ty) { DataType::Exact(ty) } else { DataType::Implied(ty) })
        }
    }
}

/// An array of arrays of arrays … is a hostile file, not a type.
const DEEPEST: u32 = 16;

fn named(word: &str, scanner: &mut Scanner<'_>, depth: u32) -> Result<ColumnType, ParseError> {
    if let Some((ty, _)) = PLAIN.iter().find(|(_, plain)| *plain == word) {
        return Ok(ty.clone());
    }
    Ok(match word {
        "char" => ColumnType::Char(optional(scanner)?),
        "string" => ColumnType::String(length(scanner)?),
        "var-binary" => ColumnType::VarBinary(length(scanner)?),
        "decimal" => ColumnType::Decimal(precision(scanner)?),
        "money" => ColumnType::Money(precision(scanner)?),
        "interval" => interval(scanner)?,
        "binary" => ColumnType::Binary(scanner.parenthesized(Scanner::number)?),
        "bit" => ColumnType::Bit(optional(scanner)?),
        "var-bit" => ColumnType::VarBit(scanner.parenthesized(Scanner::number)?),
        "vector" => ColumnType::Vector(optional(scanner)?),
        "enum" => ColumnType::Enum(scanner.parenthesized(Scanner::name)?),
        "custom" => ColumnType::Custom(scanner.parenthesized(Scanner::text)?),
        "array" if depth < DEEPEST => {
            scanner.expect('(')?;
            let element = scanner.word()?;
            let element = named(&element, scanner, depth + 1)?;
            scanner.expect(')')?;
            ColumnType::Array(Box::new(element))
        }
        _ => return Err(scanner.error(format!("unknown type `{word}`"))),
    })
}

fn optional(scanner: &mut Scanner<'_>) -> Result<Option<u32>, ParseError> {
    if scanner.adjacent('(') { scanner.parenthesized(Scanner::number).map(Some) } else { Ok(None) }
}

fn length(scanner: &mut Scanner<'_>) -> Result<StringLength, ParseError> {
    if !scanner.adjacent('(') {
        return Ok(StringLength::Unset);
    }
    scanner.parenthesized(|scanner| {
        if scanner.take_word("max") { Ok(StringLength::Max) } else { scanner.number().map(StringLength::Limit) }
    })
}

fn precision(scanner: &mut Scanner<'_>) -> Result<Option<(u32, u32)>, ParseError> {
    if !scanner.adjacent('(') {
        return Ok(None);
    }
    scanner.parenthesized(|scanner| {
        let precision = scanner.number()?;
        scanner.expect(',')?;
        Ok(Some((precision, scanner.number()?)))
    })
}

fn interval(scanner: &mut Scanner<'_>) -> Result<ColumnType, ParseError> {
    if !scanner.adjacent('(') {
        return Ok(ColumnType::Interval(None, None));
    }
    scanner.parenthesized(|scanner| {
        if !scanner.peek('\'') {
            return Ok(ColumnType::Interval(None, Some(scanner.number()?)));
        }
        let fields = scanner.text()?;
        let precision = if scanner.take(',') { Some(scanner.number()?) } else { None };
        Ok(ColumnType::Interval(Some(fields), precision))
    })
}
