//! The work with columns that come, go and change.

use autogen_schema::sql::tokenize;
use autogen_schema::{Column, DefaultValue, SqlType, Storage};

use super::super::column::{Pair, charset, collation};
use super::super::{MYSQL, alter::Alter};
use super::{Online, Work};
use crate::dialect::mysql::types::{canonical, labels_of, stands_bare};

/// The work with a column that comes. `before` are the columns that it comes before.
pub(in super::super) fn added(column: &Column, before: &[&Column]) -> Online {
    let place = if before.iter().any(|column| is_virtual(column)) { Online::COPIES } else { Online::INSTANT };
    place.and(match (&column.generated, &column.default) {
        (Some(generated), _) if generated.storage == Storage::Stored => Online::COPIES,
        (Some(_), _) => Online::INSTANT,
        // Every row gets a number of its own.
        _ if column.auto_increment => Online::COPIES,
        (None, Some(DefaultValue::Expression(sql))) => default(sql),
        (None, _) => Online::INSTANT,
    })
}

/// The work with a default that rows get. A clock or a constant is worked out once.
fn default(sql: &str) -> Online {
    let once = |work: bool| if work { Work::Instant } else { Work::Copies };
    let is_clock = |name: &str| {
        let names = ["current_timestamp", "now", "localtime", "localtimestamp"];
        names.iter().any(|clock| name.eq_ignore_ascii_case(clock))
    };
    let names: Vec<_> = tokenize(sql, MYSQL).iter().filter_map(autogen_schema::sql::Token::ident).collect();
    let of_the_session = names.iter().all(|name| {
        let known =
            ["curdate", "curtime", "current_date", "current_time", "null", "rand", "true", "false", "floor", "user"];
        is_clock(name.as_str()) || known.iter().any(|word| name.as_str().eq_ignore_ascii_case(word))
    });
    let is_clock_alone = matches!(names.as_slice(), [name] if is_clock(name.as_str()));
    Online { mariadb: once(of_the_session), mysql: once(stands_bare(sql) || is_clock_alone) }
}

/// The work with a column that goes.
pub(in super::super) fn dropped(column: &Column) -> Online {
    let stored = column.generated.as_ref().is_some_and(|generated| generated.storage == Storage::Stored);
    Online { mariadb: Work::Instant, mysql: if stored { Work::Rebuilds } else { Work::Instant } }
}

/// The work with a column that is said again. `passes` are the columns that it is moved across.
pub(in super::super) fn changed(pair: &Pair<'_>, alter: &Alter<'_>, passes: &[&Column]) -> Online {
    let mut work = Online::default();
    if pair.position.is_some() {
        let instant = Online { mariadb: Work::Instant, mysql: Work::Rebuilds };
        work = work.and(if passes.iter().any(|column| is_virtual(column)) { Online::COPIES } else { instant });
    }
    let (from, to) = (pair.from, pair.to);
    if pair.is_same(alter) {
        return work;
    }
    work = work.and(generated(from, to)).and(type_work(pair, alter)).and(collated(pair, alter));
    if from.nullable != to.nullable && to.generated.is_none() {
        let stored = |column: &Column| column.generated.as_ref().is_some_and(|made| made.storage == Storage::Stored);
        // MariaDB works its stored columns out anew where something turns NOT NULL.
        let copies = !to.nullable && alter.to.columns.iter().any(stored);
        let mariadb = if copies { Work::Copies } else { Work::Rebuilds };
        work = work.and(Online { mariadb, mysql: Work::Rebuilds });
    }
    if to.auto_increment && !from.auto_increment || from.extra != to.extra {
        work = work.and(Online::COPIES);
    }
    if !pair.same_checks(alter) {
        work = work.and(Online { mariadb: Work::Catalog, mysql: Work::Copies });
    }
    work
}

fn generated(from: &Column, to: &Column) -> Online {
    match (&from.generated, &to.generated) {
        (None, None) => Online::default(),
        (Some(one), Some(other)) if one == other => Online::default(),
        (Some(one), Some(other)) if one.storage == Storage::Virtual && other.storage == Storage::Virtual => {
            Online { mariadb: Work::Catalog, mysql: Work::Copies }
        }
        _ => Online::COPIES,
    }
}

fn collated(pair: &Pair<'_>, alter: &Alter<'_>) -> Online {
    let (old, new) = (collation(alter.from, pair.from), collation(alter.to, pair.to));
    if old == new || pair.to.generated.is_some() {
        return Online::default();
    }
    let part = |old: &str, new: &str| old == new || matches!((old, new), ("utf8" | "utf8mb3", "utf8mb4"));
    let mariadb = if part(charset(&old), charset(&new)) { Work::InPlace } else { Work::Copies };
    Online { mariadb, mysql: Work::Copies }
}

fn type_work(pair: &Pair<'_>, alter: &Alter<'_>) -> Online {
    let (old, new) = (SqlType::parse(&alter.type_of(pair.from)), SqlType::parse(&alter.type_of(pair.to)));
    if canonical(&old) == canonical(&new) {
        return Online::default();
    }
    if let (Some(before), Some(after)) = (labels_of(&old), labels_of(&new)) {
        // A row has the number of its label, in one byte or in two.
        let same_size = (before.len() > 255) == (after.len() > 255);
        return if after.starts_with(&before) && same_size { Online::default() } else { Online::COPIES };
    }
    let width = match charset(&collation(alter.to, pair.to)) {
        "latin1" | "ascii" | "binary" => 1,
        "ucs2" => 2,
        "utf8" | "utf8mb3" => 3,
        _ => 4,
    };
    let length = |ty: &SqlType| ty.modifiers.first().and_then(|n| n.parse::<u64>().ok());
    let (old, new) = (canonical(&old), canonical(&new));
    let width = match (old.name.as_str(), new.name.as_str()) {
        ("varchar", "varchar") => width,
        ("varbinary", "varbinary") => 1,
        _ => return Online::COPIES,
    };
    match (length(&old), length(&new)) {
        (Some(old), Some(new)) if new >= old => longer(old * width, new * width),
        _ => Online::COPIES,
    }
}

/// The length of up to 255 bytes takes one byte before each value, beyond that two. MariaDB has room for both before a value
/// of up to 127.
fn longer(old: u64, new: u64) -> Online {
    let same = new <= 255 || old > 255;
    Online {
        mariadb: if same || old <= 127 { Work::Catalog } else { Work::Copies },
        mysql: if same { Work::InPlace } else { Work::Copies },
    }
}

fn is_virtual(column: &Column) -> bool {
    column.generated.as_ref().is_some_and(|generated| generated.storage == Storage::Virtual)
}
