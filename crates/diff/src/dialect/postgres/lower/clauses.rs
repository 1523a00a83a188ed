//! What is said of a whole table: how it is stored, and what it inherits.

use std::fmt::{self, Display, Formatter};

use autogen_schema::sql::tokenize;
use autogen_schema::{Table, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::Statement;
use crate::dialect::postgres::warn;

/// A clause behind the parenthesis of `CREATE TABLE`, or `UNLOGGED` before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::postgres) enum Clause {
    Unlogged,
    /// The parents, quoted.
    Inherits(Vec<String>),
    /// The storage parameters, each as `name=value`.
    With(Vec<String>),
    Tablespace(String),
    Method(String),
    /// The composite type that the columns are of.
    Of(String),
    Partitioned(String),
}

impl Clause {
    pub(in crate::dialect::postgres) fn of(sql: &str) -> Option<Self> {
        let rest = |word: &str| sql.strip_prefix(word).map(str::to_owned);
        let list = |word: &str| Some(items(sql.strip_prefix(word)?.strip_suffix(')')?));
        (sql == "UNLOGGED")
            .then_some(Clause::Unlogged)
            .or_else(|| list("INHERITS (").map(Clause::Inherits))
            .or_else(|| list("WITH (").map(Clause::With))
            .or_else(|| rest("TABLESPACE ").map(Clause::Tablespace))
            .or_else(|| rest("USING ").map(Clause::Method))
            .or_else(|| rest("OF ").map(Clause::Of))
            .or_else(|| rest("PARTITION BY ").map(Clause::Partitioned))
    }

    /// Whether a table has it from its beginning to its end.
    pub(in crate::dialect::postgres) fn is_fixed(&self) -> bool {
        matches!(self, Clause::Partitioned(_))
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Unlogged => f.write_str("UNLOGGED"),
            Clause::Inherits(parents) => write!(f, "INHERITS ({})", parents.join(", ")),
            Clause::With(options) => write!(f, "WITH ({})", options.join(", ")),
            Clause::Tablespace(name) => write!(f, "TABLESPACE {name}"),
            Clause::Method(name) => write!(f, "USING {name}"),
            Clause::Of(name) => write!(f, "OF {name}"),
            Clause::Partitioned(key) => write!(f, "PARTITION BY {key}"),
        }
    }
}

/// Splits a list at its commas.
fn items(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    for token in tokenize(list, POSTGRES) {
        if token.is_punct(",") {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push_str(token.text);
        }
    }
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

impl Lowering<'_> {
    /// Lets go of parents and types before columns change, which a table that has some of them from elsewhere would follow.
    pub(super) fn release_clauses(&mut self) {
        self.clauses(|before, after| {
            let gone = |clause: &&Clause| !after.contains(clause);
            before.iter().filter(gone).flat_map(|clause| released(clause, after)).collect()
        });
    }

    /// Sets what is set on whole tables, once they have their columns.
    pub(super) fn set_clauses(&mut self) {
        self.clauses(|before, after| {
            let mut actions: Vec<String> = Vec::new();
            for clause in before.iter().filter(|clause| !after.contains(clause)) {
                actions.extend(unset(clause, after));
            }
            for clause in after.iter().filter(|clause| !before.contains(clause)) {
                actions.extend(set(clause, before));
            }
            actions
        });
    }

    fn clauses(&mut self, actions: impl Fn(&[Clause], &[Clause]) -> Vec<String>) {
        if self.aim == Aim::Change {
            return;
        }
        let of = |table: &Table| table.clauses.iter().filter_map(|sql| Clause::of(sql)).collect::<Vec<_>>();
        let goal = self.goal;
        for target in goal.tables.values() {
            let kept = self.standing.table(&target.name).filter(|_| !self.standing.is_made(&target.name));
            let Some(before) = kept.map(of) else { continue };
            for action in actions(&before, &of(target)) {
                self.alter_table(&target.name, &action);
            }
        }
    }

    fn alter_table(&mut self, table: &TableName, action: &str) {
        let mut statement = Statement::new(format!("ALTER TABLE {} {action}", POSTGRES.quote_table(table)));
        let moves = ["SET TABLESPACE ", "SET ACCESS METHOD "].iter().any(|start| action.starts_with(start));
        statement.hazards.extend(moves.then(|| warn::copies(table)));
        self.push(table, statement);
    }
}

fn parents(clauses: &[Clause]) -> &[String] {
    clauses
        .iter()
        .find_map(|clause| if let Clause::Inherits(names) = clause { Some(names.as_slice()) } else { None })
        .unwrap_or_default()
}

fn options(clauses: &[Clause]) -> &[String] {
    clauses
        .iter()
        .find_map(|clause| if let Clause::With(options) = clause { Some(options.as_slice()) } else { None })
        .unwrap_or_default()
}

fn released(clause: &Clause, after: &[Clause]) -> Vec<String> {
    match clause {
        Clause::Inherits(names) => {
            let gone = names.iter().filter(|name| !parents(after).contains(name));
            gone.map(|name| format!("NO INHERIT {name}")).collect()
        }
        Clause::Of(_) => vec!["NOT OF".to_owned()],
        _ => Vec::new(),
    }
}

fn unset(clause: &Clause, after: &[Clause]) -> Option<String> {
    let has = |wanted: fn(&Clause) -> bool| after.iter().any(wanted);
    match clause {
        Clause::Tablespace(_) if !has(|other| matches!(other, Clause::Tablespace(_))) => {
            Some("SET TABLESPACE pg_default".to_owned())
        }
        Clause::Method(_) if !has(|other| matches!(other, Clause::Method(_))) => {
            Some("SET ACCESS METHOD heap".to_owned())
        }
        Clause::With(set) => {
            let name = |option: &String| option.split('=').next().unwrap_or(option).trim().to_owned();
            let kept: Vec<String> = options(after).iter().map(name).collect();
            let gone: Vec<String> = set.iter().map(name).filter(|name| !kept.contains(name)).collect();
            (!gone.is_empty()).then(|| format!("RESET ({})", gone.join(", ")))
        }
        _ => None,
    }
}

fn set(clause: &Clause, before: &[Clause]) -> Vec<String> {
    match clause {
        Clause::Tablespace(name) => vec![format!("SET TABLESPACE {name}")],
        Clause::Method(name) => vec![format!("SET ACCESS METHOD {name}")],
        Clause::With(wanted) => {
            let new: Vec<&str> =
                wanted.iter().filter(|option| !options(before).contains(option)).map(String::as_str).collect();
            if new.is_empty() { Vec::new() } else { vec![format!("SET ({})", new.join(", "))] }
        }
        Clause::Inherits(names) => {
            let new = names.iter().filter(|name| !parents(before).contains(name));
            new.map(|name| format!("INHERIT {name}")).collect()
        }
        Clause::Of(name) => vec![format!("OF {name}")],
        // Apart, since keys depend on it; and what nobody can change.
        Clause::Unlogged | Clause::Partitioned(_) => Vec::new(),
    }
}
