//! Statements that hold statements: a `;` inside of a trigger or a function does not end it.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind};

use super::{executable, mysql, significant};

/// How far a statement was read, as far as the next `;` depends on it.
pub(super) enum Body {
    Sqlite(Trigger),
    Postgres(Routine),
    Mysql(mysql::Compound),
}

impl Body {
    pub(super) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Body::Sqlite(Trigger::default()),
            Dialect::Postgres => Body::Postgres(Routine::default()),
            Dialect::Mysql => Body::Mysql(mysql::Compound::default()),
        }
    }

    pub(super) fn take(&mut self, token: &Token<'_>) {
        match self {
            Body::Sqlite(trigger) => trigger.take(token),
            Body::Postgres(routine) => routine.take(token),
            Body::Mysql(compound) => match executable(token, Dialect::Mysql) {
                Some(inside) => significant(inside, Dialect::Mysql).iter().for_each(|token| compound.take(token)),
                None => compound.take(token),
            },
        }
    }

    /// Whether a `;` belongs to the statement.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Body::Sqlite(trigger) => trigger.found && trigger.end != TriggerEnd::End,
            Body::Postgres(routine) => routine.parentheses > 0 || routine.blocks > 0,
            Body::Mysql(compound) => compound.is_open(),
        }
    }
}

/// SQLite's own rule (`sqlite3_complete`): after `CREATE [TEMP] TRIGGER` a statement ends at `; END ;`. Every statement of a
/// trigger's body ends with `;`, so that the `END` of a `CASE` cannot be taken for the trigger's.
#[derive(Default)]
pub(super) struct Trigger {
    words: Vec<String>,
    /// Whether it is one at all.
    found: bool,
    end: TriggerEnd,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum TriggerEnd {
    #[default]
    Inside,
    Semicolon,
    End,
}

impl Trigger {
    fn take(&mut self, token: &Token<'_>) {
        self.end = if token.is_punct(";") {
            TriggerEnd::Semicolon
        } else if self.end == TriggerEnd::Semicolon && token.is_word("end") {
            TriggerEnd::End
        } else {
            TriggerEnd::Inside
        };
        if self.words.len() < 3 {
            self.words.push(token.text.to_ascii_lowercase());
            let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
            self.found |= matches!(words[..], ["create", "trigger"] | ["create", "temp" | "temporary", "trigger"]);
        }
    }
}

/// The rule of `psql` (`psqlscan.l`): no statement ends in parentheses, which a rule's actions stand in, nor between the `BEGIN`
/// and the `END` of a function's SQL body, where a `CASE` has an `END` too.
#[derive(Default)]
pub(super) struct Routine {
    words: Vec<String>,
    parentheses: usize,
    blocks: usize,
}

impl Routine {
    fn take(&mut self, token: &Token<'_>) {
        match token.text {
            "(" => self.parentheses += 1,
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            _ => {}
        }
        if token.kind != TokenKind::Word {
            return;
        }
        if self.words.len() < 4 {
            self.words.push(token.text.to_ascii_lowercase());
        }
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let is_routine = matches!(
            words[..],
            ["create", "function" | "procedure", ..] | ["create", "or", "replace", "function" | "procedure", ..]
        );
        if is_routine && self.parentheses == 0 {
            if token.is_word("begin") || self.blocks > 0 && token.is_word("case") {
                self.blocks += 1;
            } else if token.is_word("end") {
                self.blocks = self.blocks.saturating_sub(1);
            }
        }
    }
}
