//! Rows with usual values, with the least and the greatest, and with none.

use autogen_schema::Dialect;
use entities_fixture::types_everywhere::{Season, bytes, integers, moments, numbers, others, texts};
use entities_fixture::types_not_on_mysql::{long, long_bytes, signed, timestamps};
use entities_fixture::types_not_on_postgres::{self as not_postgres, unsigned};
use entities_fixture::types_on_mysql::{self as mysql, year};
use entities_fixture::types_on_postgres::{self as postgres, arrays, intervals, networks};
use sea_orm::EntityTrait;
use sea_orm::prelude::{Decimal, Uuid};
use serde_json::json;

/// An entity with rows that a database must give back as they went in.
pub(super) trait Samples: EntityTrait {
    fn rows(dialect: Dialect) -> Vec<Self::Model>;
}

/// Text of which nothing may change on the way.
const UNICODE: &str = "it's \"ü\" \\ % 🦀 \u{202e}\n\t; -- ";

/// The last moment of those that a database writes with four digits.
const LAST: &str = "9999-12-31T23:59:59.999999";
const LAST_UTC: &str = "9999-12-31T23:59:59.999999Z";

/// Rows of an entity. A closure makes one of an id and the values of its fields; the last row has none of them.
macro_rules! samples {
    ($entity:ty, |$dialect:ident| [$($row:expr),* $(,)?], none $($field:ident)*) => {
        impl Samples for $entity {
            fn rows($dialect: Dialect) -> Vec<Self::Model> {
                let filled: Vec<Self::Model> = vec![$($row),*];
                let mut none = filled[0].clone();
                none.id = i64::MAX;
                $(none.$field = None;)*
                let number = |(mut row, id): (Self::Model, i64)| {
                    row.id = id;
                    row
                };
                filled.into_iter().zip(1..).map(number).chain([none]).collect()
            }
        }
    };
}

#[expect(clippy::unnecessary_wraps, reason = "every field may be NULL")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// What a test writes as text.
#[expect(clippy::unnecessary_wraps, reason = "every field may be NULL")]
fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Option<T> {
    Some(text.parse().unwrap())
}

/// Whatever the dialect; chosen by it.
fn on<T>(dialect: Dialect, sqlite: T, postgres: T, mysql: T) -> T {
    match dialect {
        Dialect::Sqlite => sqlite,
        Dialect::Postgres => postgres,
        Dialect::Mysql => mysql,
    }
}

samples!(
    texts::Entity,
    |_dialect| [
        texts::Model { id: 0, char_none: text("x"), char_ten: text("ten chars."), string: text("usual"), string_forty: text("usual"), text: text("usual") },
        texts::Model { id: 0, char_none: text("ü"), char_ten: text("żółć🦀ßñ'\\."), string: text(UNICODE), string_forty: text(UNICODE), text: text(UNICODE) },
        texts::Model { id: 0, char_none: text("'"), char_ten: text("0123456789"), string: text(""), string_forty: text(""), text: text("") },
        texts::Model { id: 0, char_none: text("x"), char_ten: text("0123456789"), string: text(&"é".repeat(255)), string_forty: text(&"🦀".repeat(40)), text: text(&"long ".repeat(10_000)) },
    ],
    none char_none char_ten string string_forty text
);

samples!(
    integers::Entity,
    |_dialect| [
        integers::Model { id: 0, tiny: Some(1), small: Some(1), integer: Some(1), big: Some(1) },
        integers::Model { id: 0, tiny: Some(i16::from(i8::MIN)), small: Some(i16::MIN), integer: Some(i32::MIN), big: Some(i64::MIN) },
        integers::Model { id: 0, tiny: Some(i16::from(i8::MAX)), small: Some(i16::MAX), integer: Some(i32::MAX), big: Some(i64::MAX) },
    ],
    none tiny small integer big
);

samples!(
    numbers::Entity,
    |dialect| [
        numbers::Model { id: 0, float: Some(1.5), double: Some(0.1), decimal: parsed("42"), decimal_places: parsed("12.34") },
        numbers::Model { id: 0, float: Some(f32::MIN), double: Some(f64::MIN), decimal: parsed("-1"), decimal_places: parsed("-99999999.99") },
        numbers::Model { id: 0, float: Some(f32::MAX), double: Some(f64::MAX), decimal: on(dialect, parsed("1000000"), Some(Decimal::MAX), parsed("9999999999")), decimal_places: parsed("99999999.99") },
        numbers::Model { id: 0, float: Some(f32::MIN_POSITIVE), double: Some(f64::MIN_POSITIVE), decimal: parsed("0"), decimal_places: parsed("0.01") },
    ],
    none float double decimal decimal_places
);

samples!(
    moments::Entity,
    |dialect| [
        moments::Model {
            id: 0,
            date_time: parsed("2024-02-29T12:34:56"),
            timestamp_tz: parsed("2024-02-29T12:34:56Z"),
            time: parsed("12:34:56"),
            date: parsed("2024-02-29"),
        },
        moments::Model {
            id: 0,
            date_time: parsed(on(dialect, "0001-01-01T00:00:00", "0001-01-01T00:00:00", "1000-01-01T00:00:00")),
            timestamp_tz: parsed(on(dialect, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:01Z")),
            time: parsed("00:00:00"),
            date: parsed(on(dialect, "0001-01-01", "0001-01-01", "1000-01-01")),
        },
        moments::Model {
            id: 0,
            date_time: parsed(on(dialect, LAST, LAST, "9999-12-31T23:59:59")),
            timestamp_tz: parsed(on(dialect, LAST_UTC, LAST_UTC, "2038-01-19T03:14:07Z")),
            time: parsed(on(dialect, "23:59:59.999999", "23:59:59.999999", "23:59:59")),
            date: parsed("9999-12-31"),
        },
    ],
    none date_time timestamp_tz time date
);

samples!(
    timestamps::Entity,
    |_dialect| [
        timestamps::Model { id: 0, timestamp: parsed("2024-02-29T12:34:56") },
        timestamps::Model { id: 0, timestamp: parsed("0001-01-01T00:00:00") },
        timestamps::Model { id: 0, timestamp: parsed(LAST) },
    ],
    none timestamp
);

samples!(
    not_postgres::timestamps::Entity,
    |_dialect| [
        not_postgres::timestamps::Model { id: 0, timestamp: parsed("1970-01-01T00:00:01Z") },
        not_postgres::timestamps::Model { id: 0, timestamp: parsed("2038-01-19T03:14:07Z") },
    ],
    none timestamp
);

samples!(
    bytes::Entity,
    |_dialect| [
        bytes::Model { id: 0, binary: Some((0..16).collect()), var_binary: Some((0..16).collect()), var_binary_forty: Some((0..16).collect()), blob: Some((0..16).collect()) },
        bytes::Model { id: 0, binary: Some(vec![0; 16]), var_binary: Some(Vec::new()), var_binary_forty: Some(Vec::new()), blob: Some(Vec::new()) },
        bytes::Model { id: 0, binary: Some(vec![255; 16]), var_binary: Some((0..255).collect()), var_binary_forty: Some(vec![255; 40]), blob: Some((0..=255).cycle().take(60_000).collect()) },
    ],
    none binary var_binary var_binary_forty blob
);

samples!(
    others::Entity,
    |_dialect| [
        others::Model { id: 0, boolean: Some(true), json: Some(json!({"a": [1, null, "x"]})), json_binary: Some(json!({"a": [1, null, "x"]})), uuid: parsed("67e55044-10b1-426f-9247-bb680e5fe0c8"), season: Some(Season::Spring) },
        others::Model { id: 0, boolean: Some(false), json: Some(json!(UNICODE)), json_binary: Some(json!({UNICODE: UNICODE})), uuid: Some(Uuid::nil()), season: Some(Season::DeepWinter) },
        others::Model { id: 0, boolean: Some(true), json: Some(json!([])), json_binary: Some(json!(-0.5)), uuid: Some(Uuid::max()), season: Some(Season::Spring) },
    ],
    none boolean json json_binary uuid season
);

samples!(
    unsigned::Entity,
    |_dialect| [
        unsigned::Model { id: 0, tiny: Some(1), small: Some(1), integer: Some(1) },
        unsigned::Model { id: 0, tiny: Some(0), small: Some(0), integer: Some(0) },
        unsigned::Model { id: 0, tiny: Some(u8::MAX), small: Some(u16::MAX), integer: Some(u32::MAX) },
    ],
    none tiny small integer
);

samples!(
    mysql::big::Entity,
    |dialect| [
        mysql::big::Model { id: 0, big: Some(0) },
        // The other drivers panic over more.
        mysql::big::Model { id: 0, big: Some(on(dialect, 1, 1, u64::MAX)) },
    ],
    none big
);

samples!(
    not_postgres::money::Entity,
    |_dialect| [
        not_postgres::money::Model { id: 0, money: parsed("5"), money_places: parsed("1234567.89") },
        not_postgres::money::Model { id: 0, money: parsed("-5"), money_places: parsed("-0.01") },
    ],
    none money money_places
);

samples!(
    not_postgres::custom::Entity,
    |_dialect| [
        not_postgres::custom::Model { id: 0, text: text(UNICODE) },
        not_postgres::custom::Model { id: 0, text: text(&"long ".repeat(20_000)) },
    ],
    none text
);

samples!(
    long::Entity,
    |_dialect| [
        long::Model { id: 0, string: text(UNICODE) },
        long::Model { id: 0, string: text(&"long ".repeat(20_000)) },
    ],
    none string
);

samples!(
    long_bytes::Entity,
    |_dialect| [
        long_bytes::Model { id: 0, bytes: Some((0..=255).cycle().take(100_000).collect()) },
        long_bytes::Model { id: 0, bytes: Some(Vec::new()) },
    ],
    none bytes
);

samples!(
    signed::Entity,
    |_dialect| [
        signed::Model { id: 0, tiny: Some(1), small: Some(1), integer: Some(1), big: Some(1) },
        signed::Model { id: 0, tiny: Some(0), small: Some(0), integer: Some(0), big: Some(0) },
        signed::Model { id: 0, tiny: Some(i16::from(u8::MAX)), small: Some(i32::from(u16::MAX)), integer: Some(i64::from(u32::MAX)), big: Some(i64::MAX) },
    ],
    none tiny small integer big
);

samples!(
    postgres::money::Entity,
    |_dialect| [
        postgres::money::Model { id: 0, money: text("$1,234,567.89") },
        postgres::money::Model { id: 0, money: text("-$92,233,720,368,547,758.08") },
    ],
    none money
);

samples!(
    postgres::bits::Entity,
    |_dialect| [
        postgres::bits::Model { id: 0, bit: text("1"), bit_eight: text("10100101"), var_bit: text("101") },
        postgres::bits::Model { id: 0, bit: text("0"), bit_eight: text("00000000"), var_bit: text("") },
        postgres::bits::Model { id: 0, bit: text("1"), bit_eight: text("11111111"), var_bit: text("11111111") },
    ],
    none bit bit_eight var_bit
);

samples!(
    intervals::Entity,
    |_dialect| [
        intervals::Model { id: 0, interval: text("1 year 2 mons 3 days 04:05:06.789"), months: text("1 year 2 mons"), seconds: text("00:00:06.789"), precise: text("3 days 04:05:06.789") },
        intervals::Model { id: 0, interval: text("-178000000 years"), months: text("-178000000 years"), seconds: text("00:00:00"), precise: text("00:00:00") },
    ],
    none interval months seconds precise
);

samples!(
    arrays::Entity,
    |_dialect| [
        arrays::Model { id: 0, texts: Some(vec![UNICODE.to_owned(), String::new(), "{a,\"b\"}".to_owned()]), strings: Some(vec!["nine char".to_owned()]), integers: Some(vec![i32::MIN, 0, i32::MAX]), uuids: Some(vec![Uuid::nil(), Uuid::max()]) },
        arrays::Model { id: 0, texts: Some(Vec::new()), strings: Some(Vec::new()), integers: Some(Vec::new()), uuids: Some(Vec::new()) },
    ],
    none texts strings integers uuids
);

samples!(
    networks::Entity,
    |_dialect| [
        networks::Model { id: 0, cidr: parsed("10.0.0.0/8"), inet: parsed("192.168.1.7/24"), mac: parsed("08:00:2b:01:02:03") },
        networks::Model { id: 0, cidr: parsed("::/0"), inet: parsed("2001:db8::ff00:42:8329/128"), mac: parsed("FF:FF:FF:FF:FF:FF") },
    ],
    none cidr inet mac
);

samples!(
    postgres::custom::Entity,
    |_dialect| [
        postgres::custom::Model { id: 0, range: text("[1,5)") },
        postgres::custom::Model { id: 0, range: text("empty") },
        postgres::custom::Model { id: 0, range: text("(,)") },
    ],
    none range
);

samples!(
    year::Entity,
    |_dialect| [
        year::Model { id: 0, year: Some(2024) },
        year::Model { id: 0, year: Some(1901) },
        year::Model { id: 0, year: Some(2155) },
    ],
    none year
);

samples!(
    mysql::bits::Entity,
    |_dialect| [
        mysql::bits::Model { id: 0, bit: Some(1), bit_eight: Some(0b1010_0101), var_bit: Some(5) },
        mysql::bits::Model { id: 0, bit: Some(0), bit_eight: Some(0), var_bit: Some(0) },
        mysql::bits::Model { id: 0, bit: Some(1), bit_eight: Some(255), var_bit: Some(255) },
    ],
    none bit bit_eight var_bit
);
