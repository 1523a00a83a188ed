//! Where the values of a column come from: an identity, a sequence, or nowhere.

use autogen_schema::{Column, Identity, IdentityKind, TableName};

use super::{Lowering, POSTGRES};
use crate::dialect::postgres::create;
use crate::dialect::postgres::types::{canonical, spelled};
use crate::{Hazard, Statement};

/// What makes the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Nothing,
    /// An identity that is asked for, of which nothing else is said.
    Asked,
    Identity(Identity),
    Serial(Identity),
}

impl Source {
    fn of(column: &Column) -> Source {
        match &column.identity {
            // An entity that gives the values up says so by the flag alone.
            _ if !column.auto_increment => Source::Nothing,
            None => Source::Asked,
            Some(identity) if identity.kind == IdentityKind::Serial => Source::Serial(identity.clone()),
            Some(identity) => Source::Identity(identity.clone()),
        }
    }

    /// Whether the one becomes the other in place.
    fn alters(&self, to: &Source) -> bool {
        matches!(
            (self, to),
            (Source::Identity(_), Source::Identity(_) | Source::Asked)
                | (Source::Serial(_), Source::Serial(_) | Source::Asked)
                | (Source::Nothing, Source::Nothing)
                | (Source::Asked, Source::Asked)
        )
    }
}

impl Lowering<'_> {
    /// Takes away what made the values, where that does not become what is to make them.
    pub(super) fn drop_source(&mut self, table: &TableName, from: &Column, to: &Column) {
        let (old, new) = (Source::of(from), Source::of(to));
        if old.alters(&new) {
            return;
        }
        match old {
            Source::Nothing => {}
            Source::Asked | Source::Identity(_) => self.alter(table, &to.name, "DROP IDENTITY"),
            Source::Serial(identity) => {
                self.alter(table, &to.name, "DROP DEFAULT");
                self.push_sql(table, format!("DROP SEQUENCE {}", POSTGRES.quote_table(&identity.sequence)));
            }
        }
    }

    /// Makes what is to make the values, counting on from what is there.
    pub(super) fn add_source(&mut self, table: &TableName, from: &Column, to: &Column) {
        let (old, new) = (Source::of(from), Source::of(to));
        if old.alters(&new) {
            self.alter_source(table, to, &old, &new);
            return;
        }
        match &new {
            Source::Nothing => return,
            Source::Asked | Source::Identity(_) => {
                let words = create::identity_words(table, to);
                if to.nullable {
                    self.alter(table, &to.name, "SET NOT NULL");
                }
                if from.default.is_some() && to.default.is_some() {
                    self.alter(table, &to.name, "DROP DEFAULT");
                }
                self.alter(table, &to.name, &format!("ADD {words}"));
            }
            Source::Serial(identity) => self.add_serial(table, to, identity),
        }
        if !self.standing.is_made(table) {
            self.count_on(table, to);
        }
    }

    fn add_serial(&mut self, table: &TableName, to: &Column, identity: &Identity) {
        let sequence = POSTGRES.quote_table(&identity.sequence);
        let kind = canonical(&spelled(to)).name;
        self.push_sql(table, create::sequence(&sequence, &kind, identity));
        self.alter(table, &to.name, &format!("SET DEFAULT nextval({}::regclass)", POSTGRES.literal(&sequence)));
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(&to.name));
        self.push_sql(table, format!("ALTER SEQUENCE {sequence} OWNED BY {quoted}.{name}"));
    }

    /// A sequence that is made for rows that are there starts behind them.
    fn count_on(&mut self, table: &TableName, to: &Column) {
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(&to.name));
        let sequence =
            format!("pg_get_serial_sequence({}, {})", POSTGRES.literal(&quoted), POSTGRES.literal(to.name.as_str()));
        self.push_sql(table, format!("SELECT setval({sequence}, max({name})) FROM {quoted} HAVING max({name}) > 0"));
    }

    /// The sequence of an identity gets another type with its column, that of a `serial` does not.
    pub(super) fn retype_sequence(&mut self, table: &TableName, from: &Column, to: &Column) {
        let (Source::Serial(_), Source::Serial(identity)) = (Source::of(from), Source::of(to)) else { return };
        let (old, new) = (canonical(&spelled(from)), canonical(&spelled(to)));
        let own = identity.options.iter().any(|option| option.starts_with("AS "));
        if old != new && new.is_integer() && !own {
            self.push_sql(
                table,
                format!("ALTER SEQUENCE {} AS {}", POSTGRES.quote_table(&identity.sequence), new.name),
            );
        }
    }

    fn alter_source(&mut self, table: &TableName, to: &Column, old: &Source, new: &Source) {
        let ((Source::Identity(old), Source::Identity(new)) | (Source::Serial(old), Source::Serial(new))) = (old, new)
        else {
            return;
        };
        if old.kind != new.kind {
            let kind = if new.kind == IdentityKind::Always { "ALWAYS" } else { "BY DEFAULT" };
            self.alter(table, &to.name, &format!("SET GENERATED {kind}"));
        }
        let mut now = old.sequence.clone();
        if now != new.sequence {
            // A sequence stays in the schema of its table.
            now.schema.clone_from(&new.sequence.schema);
            let (sequence, name) = (POSTGRES.quote_table(&now), POSTGRES.quote(&new.sequence.name));
            self.push_sql(table, format!("ALTER SEQUENCE {sequence} RENAME TO {name}"));
        }
        let altered = altered_sequence(&POSTGRES.quote_table(&new.sequence), &old.options, &new.options);
        if let Some(statement) = altered {
            self.push(table, statement);
        }
    }
}

/// Returns the statement that gives a sequence other options.
pub(super) fn altered_sequence(name: &str, old: &[String], new: &[String]) -> Option<Statement> {
    let options = restated(old, new).join(" ");
    if options.is_empty() {
        return None;
    }
    let (before, after) = (bounds(old), bounds(new));
    if after.0 <= before.0 && after.1 >= before.1 {
        return Some(Statement::new(format!("ALTER SEQUENCE {name} {options}")));
    }
    // Where it stands may be outside of what is left.
    let mut statement = Statement::new(format!("ALTER SEQUENCE {name} {options} RESTART"));
    statement.hazards.push(Hazard::LosesData(format!("the count of sequence {name}: it starts anew")));
    Some(statement)
}

/// The least and the greatest value of a sequence, as they are where nothing is said.
fn bounds(options: &[String]) -> (i128, i128) {
    let value = |word: &str| options.iter().find_map(|option| option.strip_prefix(word)?.trim().parse::<i128>().ok());
    let limit = match options.iter().find_map(|option| option.strip_prefix("AS ")) {
        Some("smallint") => i128::from(i16::MAX),
        Some("integer") => i128::from(i32::MAX),
        _ => i128::from(i64::MAX),
    };
    let counts_down = value("INCREMENT BY").is_some_and(|step| step < 0);
    let (least, most) = if counts_down { (-limit - 1, -1) } else { (1, limit) };
    (value("MINVALUE").unwrap_or(least), value("MAXVALUE").unwrap_or(most))
}

/// Returns the options that are to be, with those that are no longer said set back to the server's defaults.
fn restated(old: &[String], new: &[String]) -> Vec<String> {
    const DEFAULTS: [(&str, &str); 7] = [
        ("AS", "AS bigint"),
        ("START", "START WITH 1"),
        ("INCREMENT", "INCREMENT BY 1"),
        ("MINVALUE", "NO MINVALUE"),
        ("MAXVALUE", "NO MAXVALUE"),
        ("CACHE", "CACHE 1"),
        ("CYCLE", "NO CYCLE"),
    ];
    let says = |options: &[String], word: &str| options.iter().any(|option| option.starts_with(word));
    let reset = DEFAULTS.iter().filter(|(word, _)| says(old, word) && !says(new, word));
    let reset = reset.map(|(_, default)| (*default).to_owned());
    new.iter().filter(|option| !old.contains(option)).cloned().chain(reset).collect()
}
