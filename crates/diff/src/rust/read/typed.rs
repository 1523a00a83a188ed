//! The types of columns: what SQL says, and what sea-query could call it.

use autogen_schema::sql::normalize;
use autogen_schema::{ColumnType as Ty, Dialect, SqlType, StringLength as Length};

use super::cursor::Cursor;
use crate::dialect::{mysql, postgres};
use crate::rust::builder::column::Typed;
use crate::rust::builder::kind::Kind;

/// Words that go on with a column behind its type.
const BEHIND: [&str; 19] = [
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "check",
    "references",
    "collate",
    "generated",
    "auto_increment",
    "autoincrement",
    "comment",
    "constraint",
    "on",
    "as",
    "using",
    "after",
    "first",
    "invisible",
];

/// Reads the type of a column, where it has one.
pub(super) fn typed(cursor: &mut Cursor<'_>) -> Option<Typed> {
    let start = cursor.position();
    while let Some(token) = cursor.peek() {
        if token.is_punct("(") {
            cursor.parens()?;
        } else if token.is_punct(",") || token.is_punct(")") || BEHIND.iter().any(|word| token.is_word(word)) {
            break;
        } else {
            cursor.next();
        }
    }
    let text = cursor.since(start);
    (cursor.position() > start).then(|| named(text, cursor.dialect))
}

/// Returns a type with all that sea-query can call it.
pub(super) fn named(sql: &str, dialect: Dialect) -> Typed {
    let canonical = canonical(sql, dialect);
    let known = candidates(&SqlType::parse(sql).modifiers).into_iter().map(Kind::Known);
    let mut typed = Typed { canonical, kinds: Vec::new() };
    typed.kinds = known.chain([Kind::Custom(sql.to_owned())]).filter(|kind| is(kind, &typed, dialect)).collect();
    keep_what_is_written_alike(&mut typed.kinds, dialect);
    typed
}

/// Whether a backend writes the type under a name.
pub(crate) fn is(kind: &Kind, ty: &Typed, dialect: Dialect) -> bool {
    kind.sql(dialect).is_some_and(|sql| canonical(&sql, dialect) == ty.canonical)
}

/// Of several names for a type those are as good as the first that a backend writes in the same way, to the letter.
pub(crate) fn keep_what_is_written_alike(kinds: &mut Vec<Kind>, dialect: Dialect) {
    let first = kinds.first().and_then(|kind| kind.sql(dialect));
    kinds.retain(|kind| kind.sql(dialect) == first);
}

/// The one spelling that all names of a type share.
fn canonical(sql: &str, dialect: Dialect) -> String {
    match dialect {
        // SQLite keeps the words as they are, and goes by what is in them, whatever their case.
        Dialect::Sqlite => normalize(sql, dialect),
        Dialect::Postgres => {
            let ty = postgres::types::canonical(&SqlType::parse(sql));
            // `serial` makes a sequence besides.
            let makes = if ty.is_integer() && sql.to_ascii_lowercase().contains("serial") { " serial" } else { "" };
            let array = if ty.array { "[]" } else { "" };
            format!("{}({}){array}{makes}", ty.name, ty.modifiers.join(","))
        }
        Dialect::Mysql => {
            let ty = SqlType::parse(sql);
            // A display width or a character set can be there for a purpose.
            let plain = mysql::types::canonical(&ty).to_string();
            if is_plain(&ty) { plain } else { format!("{plain} as {}", normalize(sql, dialect)) }
        }
    }
}

/// Whether a type says nothing but what it is: no character set, and no display width but the one that a server would make up
/// (<https://mariadb.com/kb/en/numeric-data-type-overview/>).
fn is_plain(ty: &SqlType) -> bool {
    let words: Vec<&str> = ty.name.split(' ').collect();
    let unsigned = words.get(1) == Some(&"unsigned");
    let known = words.len() == 1 || words.len() == 2 && unsigned || ty.name == "double precision";
    let usual = match (words.first().copied().unwrap_or_default(), unsigned) {
        ("tinyint", false) => &["1", "4"][..],
        ("tinyint", true) => &["3"],
        ("smallint", false) => &["6"],
        ("smallint", true) => &["5"],
        ("mediumint", false) => &["9"],
        ("mediumint", true) => &["8"],
        ("int" | "integer", false) => &["11"],
        ("int" | "integer", true) => &["10"],
        ("bigint", _) => &["20"],
        _ => return known,
    };
    known && ty.modifiers.iter().all(|width| usual.contains(&width.as_str()))
}

/// Every type that could be meant by words with these numbers in parentheses, the likeliest first. What a name says is not
/// looked at: what a backend writes for each tells.
fn candidates(modifiers: &[String]) -> Vec<Ty> {
    let numbers: Vec<u32> = modifiers.iter().map_while(|modifier| modifier.trim().parse().ok()).collect();
    let mut types = plain();
    match numbers.as_slice() {
        [n] => types.extend([
            Ty::String(Length::Limit(*n)),
            Ty::Char(Some(*n)),
            Ty::Binary(*n),
            Ty::VarBinary(Length::Limit(*n)),
            Ty::Bit(Some(*n)),
            Ty::VarBit(*n),
            Ty::Interval(None, Some(*n)),
        ]),
        [precision, scale] => {
            types.extend([Ty::Decimal(Some((*precision, *scale))), Ty::Money(Some((*precision, *scale)))]);
        }
        _ => {}
    }
    let arrays: Vec<Ty> = types.iter().map(|ty| Ty::Array(Box::new(ty.clone()))).collect();
    types.into_iter().chain(arrays).collect()
}

fn plain() -> Vec<Ty> {
    let mut types = vec![
        Ty::Integer,
        Ty::BigInteger,
        Ty::SmallInteger,
        Ty::TinyInteger,
        Ty::Unsigned,
        Ty::BigUnsigned,
        Ty::SmallUnsigned,
        Ty::TinyUnsigned,
        Ty::String(Length::Unset),
        Ty::Text,
        Ty::Boolean,
        Ty::Uuid,
        Ty::Json,
        Ty::JsonBinary,
        Ty::DateTime,
        Ty::Timestamp,
        Ty::TimestampWithTimeZone,
        Ty::Date,
        Ty::Time,
        Ty::Year,
        Ty::Float,
        Ty::Double,
        Ty::Decimal(None),
        Ty::Money(None),
        Ty::Blob,
        Ty::VarBinary(Length::Unset),
        Ty::Char(None),
        Ty::Bit(None),
        Ty::Cidr,
        Ty::Inet,
        Ty::MacAddr,
        Ty::LTree,
        Ty::String(Length::Max),
        Ty::VarBinary(Length::Max),
        Ty::Interval(None, None),
    ];
    let fields = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "YEAR TO MONTH", "DAY TO HOUR", "DAY TO MINUTE"];
    let more = ["DAY TO SECOND", "HOUR TO MINUTE", "HOUR TO SECOND", "MINUTE TO SECOND"];
    types.extend(fields.iter().chain(&more).map(|fields| Ty::Interval(Some((*fields).to_owned()), None)));
    types
}
