//! How values of one type become values of another, and what that does to them.

use autogen_schema::SqlType;

use super::canonical::{Canonical, canonical};

/// A change of type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// The casts behind the column after `USING`, outermost last; empty where the server converts by itself.
    pub(crate) casts: Vec<String>,
    /// How text becomes bytes or bytes become text before they are cast.
    pub(crate) coding: Option<Coding>,
    /// Whether all rows are written anew.
    pub(crate) rewrites: bool,
    /// What it does to values that do not fit.
    pub(crate) loss: Loss,
}

/// Between text and bytes. A cast would write bytes as digits, and take backslashes in text for digits of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Encode,
    Decode,
}

/// Whether values of both types can be compared, so that a foreign key stands while one side of it has the new type and the
/// other the old.
pub(crate) fn is_comparable(from: &SqlType, to: &SqlType) -> bool {
    let (old, new) = (canonical(from), canonical(to));
    let same = old.name == new.name || old.is_integer() && new.is_integer() || old.is_text() && new.is_text();
    same && old.array == new.array
}

/// What a change of type does to values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Every value fits.
    None,
    /// A value that does not fit fails the statement.
    Fails,
    /// What does not fit is changed: how, in words.
    Changes(&'static str),
    /// What a person says that becomes of them.
    Said(String),
}

impl Conversion {
    /// One that a person says how to make.
    pub(crate) fn said(sql: String) -> Self {
        Self { casts: Vec::new(), coding: None, rewrites: true, loss: Loss::Said(sql) }
    }
}

/// Finds out how the server makes `from` into `to`, which is declared as `sql`.
///
/// Where an assignment converts (`pg_cast`, casts to text among them), no `USING` is written: an explicit cast would cut
/// what is too long without a word.
pub(crate) fn conversion(from: &SqlType, to: &SqlType, sql: &str) -> Conversion {
    let (old, new) = (canonical(from), canonical(to));
    let direct = |rewrites, loss| Conversion { casts: Vec::new(), coding: None, rewrites, loss };
    let cast = |casts: &[&str], loss| Conversion {
        casts: casts.iter().map(|cast| (*cast).to_owned()).collect(),
        coding: None,
        rewrites: true,
        loss,
    };
    if old == new {
        return direct(false, Loss::None);
    }
    if old.array || new.array {
        return match (old.array, new.array) {
            // The server looks into arrays only where their modifier goes.
            (true, true) if widens(&old, &new) => direct(old.name != new.name || !new.modifiers.is_empty(), Loss::None),
            (true, true) => cast(&["text[]", sql], Loss::Fails),
            (true, false) if new.is_text() => direct(true, length_loss(&new)),
            _ => cast(&["text", sql], Loss::Fails),
        };
    }
    if let Some(conversion) = coded(&old, &new, sql) {
        return conversion;
    }
    if new.is_text() {
        return match (old.is_text(), widens(&old, &new)) {
            (true, true) => direct(false, Loss::None),
            (true, false) => direct(rewrites_text(&old, &new), length_loss(&new)),
            (false, _) if new.name == "citext" || new.name == "name" => cast(&["text", sql], Loss::None),
            (false, _) => direct(old.name != "xml" || !new.modifiers.is_empty(), length_loss(&new)),
        };
    }
    if old.is_text() {
        return cast(&[sql], Loss::Fails);
    }
    if old.is_number() && new.is_number() {
        return number(&old, &new);
    }
    match (old.name.as_str(), new.name.as_str()) {
        ("boolean", "integer") => cast(&["integer"], Loss::None),
        ("boolean", _) if new.is_number() => cast(&["integer", sql], Loss::None),
        ("integer", "boolean") => cast(&["boolean"], Loss::Changes("every number but 0 becomes true")),
        ("smallint" | "bigint", "boolean") => {
            cast(&["integer", "boolean"], Loss::Changes("every number but 0 becomes true"))
        }
        ("json", "jsonb") => direct(true, Loss::Changes("order, spacing and repeated keys of objects are lost")),
        ("jsonb", "json") => direct(true, Loss::None),
        ("cidr", "inet") => direct(false, Loss::None),
        ("bit", "bit varying") => direct(!new.modifiers.is_empty(), length_loss(&new)),
        (a, b) if a == b => same_name(&old, &new),
        (a, "interval") if a.starts_with("interval") => direct(false, Loss::None),
        (a, b) if a.starts_with("interval") && b.starts_with("interval") => {
            direct(true, Loss::Changes("parts that it does not have are cut off"))
        }
        (a, b) if old.is_temporal() && new.is_temporal() => temporal(a, b, sql),
        _ => cast(&["text", sql], Loss::Fails),
    }
}

/// Bytes hold what a value is in words, in UTF-8.
fn coded(old: &Canonical, new: &Canonical, sql: &str) -> Option<Conversion> {
    let cast = |is_needed: bool, ty: &str| is_needed.then(|| ty.to_owned()).into_iter().collect();
    let (casts, coding, how) = match (old.name == "bytea", new.name == "bytea") {
        (false, true) => (cast(!old.is_text(), "text"), Coding::Encode, "its bytes are the text in UTF-8"),
        (true, false) => {
            let how = "its bytes are read as UTF-8, and those that are none fail";
            (cast(!new.is_text(), sql), Coding::Decode, how)
        }
        _ => return None,
    };
    Some(Conversion { casts, coding: Some(coding), rewrites: true, loss: Loss::Changes(how) })
}

/// Whether every value of the one is a value of the other, and stored alike.
fn widens(old: &Canonical, new: &Canonical) -> bool {
    let length = |ty: &Canonical| ty.modifiers.first().and_then(|n| n.parse::<u32>().ok());
    match (old.name.as_str(), new.name.as_str()) {
        ("character varying", "character varying") => match (length(old), length(new)) {
            (_, None) => true,
            (Some(old), Some(new)) => new >= old,
            (None, Some(_)) => false,
        },
        ("character varying" | "text" | "citext", "text") | ("text" | "citext", "character varying") => {
            new.modifiers.is_empty()
        }
        ("character varying" | "text", "citext") => true,
        _ => false,
    }
}

fn rewrites_text(old: &Canonical, new: &Canonical) -> bool {
    let plain = |ty: &Canonical| matches!(ty.name.as_str(), "character varying" | "text" | "citext");
    let padded = |ty: &Canonical| matches!(ty.name.as_str(), "character" | "bpchar");
    let coercible = plain(old) && (plain(new) || padded(new)) || padded(old) && padded(new);
    !(coercible && new.modifiers.is_empty())
}

fn length_loss(new: &Canonical) -> Loss {
    if new.modifiers.is_empty() { Loss::None } else { Loss::Fails }
}

fn number(old: &Canonical, new: &Canonical) -> Conversion {
    let direct = |rewrites, loss| Conversion { casts: Vec::new(), coding: None, rewrites, loss };
    let width = |ty: &Canonical| match ty.name.as_str() {
        "smallint" => 2,
        "integer" => 4,
        "bigint" => 8,
        _ => 0,
    };
    if old.is_integer() && new.is_integer() {
        let loss = if width(new) > width(old) { Loss::None } else { Loss::Fails };
        return direct(true, loss);
    }
    match (old.name.as_str(), new.name.as_str()) {
        ("numeric", "numeric") => numeric(old, new),
        (_, "numeric") if old.is_integer() && new.modifiers.is_empty() => direct(true, Loss::None),
        (_, "numeric") if old.is_integer() => direct(true, Loss::Fails),
        ("real" | "smallint" | "integer", "double precision") | ("smallint", "real") => direct(true, Loss::None),
        (_, "real" | "double precision") => direct(true, Loss::Changes("digits beyond its precision are lost")),
        _ => direct(true, Loss::Changes("fractions are rounded")),
    }
}

fn numeric(old: &Canonical, new: &Canonical) -> Conversion {
    let parts = |ty: &Canonical| match ty.modifiers.as_slice() {
        [precision, scale] => Some((precision.parse::<i32>().ok()?, scale.parse::<i32>().ok()?)),
        _ => None,
    };
    let (rewrites, loss) = match (parts(old), parts(new)) {
        (_, None) => (false, Loss::None),
        (Some((p, s)), Some((q, t))) if t == s && q >= p => (false, Loss::None),
        (Some((p, s)), Some((q, t))) if t > s && q - t >= p - s => (true, Loss::None),
        (Some((_, s)), Some((_, t))) if t >= s => (true, Loss::Fails),
        _ => (true, Loss::Changes("fractions are rounded")),
    };
    Conversion { casts: Vec::new(), coding: None, rewrites, loss }
}

/// The same type with other modifiers. The server knows what widens a type with a precision or a length that varies
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>).
fn same_name(old: &Canonical, new: &Canonical) -> Conversion {
    let rounds = new.is_temporal() || new.name.starts_with("interval");
    // Without a precision there are all of the six digits.
    let most = if rounds { 6 } else { u32::MAX };
    let size = |ty: &Canonical| ty.modifiers.first().and_then(|n| n.parse().ok()).unwrap_or(most);
    let wider = (rounds || new.name == "bit varying") && size(new) >= size(old);
    let loss = match (wider || new.modifiers.is_empty(), rounds) {
        (true, _) => Loss::None,
        (false, true) => Loss::Changes("fractions of seconds are rounded"),
        (false, false) => Loss::Fails,
    };
    let rewrites = !(wider || new.modifiers.is_empty() && old.name != "bit");
    Conversion { casts: Vec::new(), coding: None, rewrites, loss }
}

fn temporal(old: &str, new: &str, sql: &str) -> Conversion {
    const ZONE: &str = "by the time zone of the session";
    let loss = match (old, new) {
        ("date", "timestamp without time zone") => Loss::None,
        ("timestamp without time zone" | "timestamp with time zone", "date") => {
            Loss::Changes("the time of day is lost")
        }
        ("timestamp without time zone" | "timestamp with time zone", "time without time zone")
        | ("timestamp with time zone", "time with time zone") => Loss::Changes("the date is lost"),
        ("time with time zone", "time without time zone") => Loss::Changes("the time zone is lost"),
        ("date" | "timestamp without time zone", "timestamp with time zone")
        | ("timestamp with time zone", "timestamp without time zone")
        | ("time without time zone", "time with time zone") => Loss::Changes(ZONE),
        _ => {
            let casts = vec!["text".to_owned(), sql.to_owned()];
            return Conversion { casts, coding: None, rewrites: true, loss: Loss::Fails };
        }
    };
    Conversion { casts: Vec::new(), coding: None, rewrites: true, loss }
}
