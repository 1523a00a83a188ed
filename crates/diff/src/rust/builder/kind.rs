//! The type of a column in sea-query's words.

use autogen_schema::{ColumnType as Ty, Dialect, Ident, StringLength};
use sea_query::{
    ColumnDef, ColumnType, MysqlQueryBuilder, PgInterval, PostgresQueryBuilder, SqliteQueryBuilder, StringLen, Table,
};

use crate::rust::both::{Both, array, call, pair, then, word};

/// A type that a column can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of SeaORM's own. Enums and what is made of SQL are not among them.
    Known(Ty),
    /// An enum with its labels.
    Enum(Ident, Vec<String>),
    /// SQL, used as it stands.
    Custom(String),
}

impl Kind {
    /// Returns the definition of a column of the type, of which nothing more is said yet.
    pub(crate) fn column(&self, name: &Ident) -> Both<ColumnDef> {
        let column = || call!(ColumnDef::new(name));
        match self {
            Kind::Custom(sql) => then!(column(), custom(sql)),
            Kind::Enum(ty, labels) => then!(column(), enumeration(ty, array(labels))),
            Kind::Known(ty) => short(column(), ty).unwrap_or_else(|| {
                // What has no method of its own.
                call!(ColumnDef::new_with_type(name, known(ty)))
            }),
        }
    }

    /// Whether a backend has the type. sea-query panics where it has not, or writes nonsense.
    pub(crate) fn is_on(&self, dialect: Dialect) -> bool {
        match self {
            Kind::Known(ty) => is_on(ty, dialect),
            Kind::Enum(..) | Kind::Custom(_) => true,
        }
    }

    /// Returns the SQL that a backend writes for it; `None` where it has no such type.
    pub(crate) fn sql(&self, dialect: Dialect) -> Option<String> {
        if !self.is_on(dialect) {
            return None;
        }
        // A table of one column is the smallest statement that writes a type.
        let mut table = Table::create();
        let table = table.table("t").col(self.column(&Ident::new("c")).value);
        let (sql, head) = match dialect {
            Dialect::Sqlite => (table.to_string(SqliteQueryBuilder), "CREATE TABLE \"t\" ( \"c\" "),
            Dialect::Postgres => (table.to_string(PostgresQueryBuilder), "CREATE TABLE \"t\" ( \"c\" "),
            Dialect::Mysql => (table.to_string(MysqlQueryBuilder), "CREATE TABLE `t` ( `c` "),
        };
        sql.strip_prefix(head).and_then(|rest| rest.strip_suffix(" )")).map(str::to_owned)
    }
}

fn is_on(ty: &Ty, dialect: Dialect) -> bool {
    match (ty, dialect) {
        // SeaORM 1.1 has vectors only where they are asked for.
        (Ty::Enum(_) | Ty::Custom(_) | Ty::Vector(_), _)
        | (Ty::Year | Ty::Money(Some(_)), Dialect::Postgres)
        | (Ty::Year | Ty::Bit(_) | Ty::VarBit(_), Dialect::Sqlite) => false,
        (Ty::Array(element), Dialect::Postgres) => is_on(element, dialect),
        (Ty::Interval(fields, _), Dialect::Postgres) => {
            fields.as_deref().is_none_or(|fields| interval(fields).is_some())
        }
        (Ty::Array(_) | Ty::Interval(..) | Ty::Cidr | Ty::Inet | Ty::MacAddr | Ty::LTree, _) => {
            dialect == Dialect::Postgres
        }
        _ => true,
    }
}

/// Gives a column a type by a method, where there is one.
fn short(column: Both<ColumnDef>, ty: &Ty) -> Option<Both<ColumnDef>> {
    Some(match ty {
        Ty::Char(None) => then!(column, char()),
        Ty::Char(Some(length)) => then!(column, char_len(*length)),
        Ty::String(StringLength::Unset) => then!(column, string()),
        Ty::String(StringLength::Limit(length)) => then!(column, string_len(*length)),
        Ty::Text => then!(column, text()),
        Ty::TinyInteger => then!(column, tiny_integer()),
        Ty::SmallInteger => then!(column, small_integer()),
        Ty::Integer => then!(column, integer()),
        Ty::BigInteger => then!(column, big_integer()),
        Ty::TinyUnsigned => then!(column, tiny_unsigned()),
        Ty::SmallUnsigned => then!(column, small_unsigned()),
        Ty::Unsigned => then!(column, unsigned()),
        Ty::BigUnsigned => then!(column, big_unsigned()),
        Ty::Float => then!(column, float()),
        Ty::Double => then!(column, double()),
        Ty::Decimal(None) => then!(column, decimal()),
        Ty::Decimal(Some((precision, scale))) => then!(column, decimal_len(*precision, *scale)),
        Ty::DateTime => then!(column, date_time()),
        Ty::Timestamp => then!(column, timestamp()),
        Ty::TimestampWithTimeZone => then!(column, timestamp_with_time_zone()),
        Ty::Time => then!(column, time()),
        Ty::Date => then!(column, date()),
        Ty::Year => then!(column, year()),
        Ty::Interval(fields, precision) => then!(column, interval(fields_of(fields.as_deref()), *precision)),
        Ty::Binary(length) => then!(column, binary_len(*length)),
        Ty::VarBinary(StringLength::Limit(length)) => then!(column, var_binary(*length)),
        Ty::Blob => then!(column, blob()),
        Ty::Bit(length) => then!(column, bit(*length)),
        Ty::VarBit(length) => then!(column, varbit(*length)),
        Ty::Boolean => then!(column, boolean()),
        Ty::Money(None) => then!(column, money()),
        Ty::Money(Some((precision, scale))) => then!(column, money_len(*precision, *scale)),
        Ty::Json => then!(column, json()),
        Ty::JsonBinary => then!(column, json_binary()),
        Ty::Uuid => then!(column, uuid()),
        Ty::Cidr => then!(column, cidr()),
        Ty::Inet => then!(column, inet()),
        Ty::MacAddr => then!(column, mac_address()),
        Ty::LTree => then!(column, ltree()),
        Ty::Array(element) => then!(column, array(known(element))),
        Ty::String(StringLength::Max) | Ty::VarBinary(_) | Ty::Vector(_) | Ty::Enum(_) | Ty::Custom(_) => return None,
    })
}

/// Returns the type by itself, as an array's elements are given, and what no method gives.
fn known(ty: &Ty) -> Both<ColumnType> {
    let length = |length: &StringLength| match length {
        StringLength::Unset => word!(StringLen::None),
        StringLength::Max => word!(StringLen::Max),
        StringLength::Limit(length) => call!(StringLen::N(*length)),
    };
    let precision = |of: &Option<(u32, u32)>| of.map(|(precision, scale)| pair(precision, scale));
    match ty {
        Ty::Char(length) => call!(ColumnType::Char(*length)),
        Ty::String(of) => call!(ColumnType::String(length(of))),
        Ty::Text => word!(ColumnType::Text),
        Ty::TinyInteger => word!(ColumnType::TinyInteger),
        Ty::SmallInteger => word!(ColumnType::SmallInteger),
        Ty::Integer => word!(ColumnType::Integer),
        Ty::BigInteger => word!(ColumnType::BigInteger),
        Ty::TinyUnsigned => word!(ColumnType::TinyUnsigned),
        Ty::SmallUnsigned => word!(ColumnType::SmallUnsigned),
        Ty::Unsigned => word!(ColumnType::Unsigned),
        Ty::BigUnsigned => word!(ColumnType::BigUnsigned),
        Ty::Float => word!(ColumnType::Float),
        Ty::Double => word!(ColumnType::Double),
        Ty::Decimal(of) => call!(ColumnType::Decimal(precision(of))),
        Ty::DateTime => word!(ColumnType::DateTime),
        Ty::Timestamp => word!(ColumnType::Timestamp),
        Ty::TimestampWithTimeZone => word!(ColumnType::TimestampWithTimeZone),
        Ty::Time => word!(ColumnType::Time),
        Ty::Date => word!(ColumnType::Date),
        Ty::Year => word!(ColumnType::Year),
        Ty::Interval(fields, precision) => call!(ColumnType::Interval(fields_of(fields.as_deref()), *precision)),
        Ty::Binary(length) => call!(ColumnType::Binary(*length)),
        Ty::VarBinary(of) => call!(ColumnType::VarBinary(length(of))),
        Ty::Blob => word!(ColumnType::Blob),
        Ty::Bit(length) => call!(ColumnType::Bit(*length)),
        Ty::VarBit(length) => call!(ColumnType::VarBit(*length)),
        Ty::Boolean => word!(ColumnType::Boolean),
        Ty::Money(of) => call!(ColumnType::Money(precision(of))),
        Ty::Json => word!(ColumnType::Json),
        Ty::JsonBinary => word!(ColumnType::JsonBinary),
        Ty::Uuid => word!(ColumnType::Uuid),
        Ty::Vector(size) => call!(ColumnType::Vector(*size)),
        Ty::Cidr => word!(ColumnType::Cidr),
        Ty::Inet => word!(ColumnType::Inet),
        Ty::MacAddr => word!(ColumnType::MacAddr),
        Ty::LTree => word!(ColumnType::LTree),
        // An array of arrays is one array to every backend that has them.
        Ty::Array(element) => known(element),
        Ty::Enum(name) => call!(ColumnType::custom(name)),
        Ty::Custom(sql) => call!(ColumnType::custom(sql)),
    }
}

fn fields_of(fields: Option<&str>) -> Option<Both<PgInterval>> {
    fields.and_then(interval)
}

fn interval(fields: &str) -> Option<Both<PgInterval>> {
    Some(match fields.to_ascii_uppercase().as_str() {
        "YEAR" => word!(PgInterval::Year),
        "MONTH" => word!(PgInterval::Month),
        "DAY" => word!(PgInterval::Day),
        "HOUR" => word!(PgInterval::Hour),
        "MINUTE" => word!(PgInterval::Minute),
        "SECOND" => word!(PgInterval::Second),
        "YEAR TO MONTH" => word!(PgInterval::YearToMonth),
        "DAY TO HOUR" => word!(PgInterval::DayToHour),
        "DAY TO MINUTE" => word!(PgInterval::DayToMinute),
        "DAY TO SECOND" => word!(PgInterval::DayToSecond),
        "HOUR TO MINUTE" => word!(PgInterval::HourToMinute),
        "HOUR TO SECOND" => word!(PgInterval::HourToSecond),
        "MINUTE TO SECOND" => word!(PgInterval::MinuteToSecond),
        _ => return None,
    })
}
