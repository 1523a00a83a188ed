//! Compound statements of MySQL and MariaDB: the bodies of triggers, procedures, functions and events.
//!
//! The words that open a block are no reserved ones, or are functions too (`IF(a, b, c)`, `REPEAT('a', 3)`), so they open one only
//! where a statement can start. A `CASE` opens one anywhere.

use autogen_schema::sql::{Token, TokenKind};

/// How far a statement was read.
#[derive(Default)]
pub(super) struct Compound {
    kind: Kind,
    blocks: Vec<Block>,
    parentheses: usize,
    /// The last token.
    previous: String,
    /// Whether a statement can start at the next token.
    start: bool,
    /// Whether one can start at any token: behind a routine's parameters, what it is like comes before its body; behind a
    /// handler's `FOR`, the conditions.
    head: bool,
    /// The first word of the statement inside of the body.
    inner: String,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    /// Nothing was read.
    #[default]
    Unread,
    /// `CREATE` or `ALTER`, and nothing that says of what.
    Definition,
    Trigger,
    Event,
    Routine,
    /// `BEGIN NOT ATOMIC`, or another block on its own.
    Block,
    /// What holds no statements.
    Plain,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// `BEGIN`, `LOOP`, `REPEAT`.
    Statements,
    /// `WHILE`, `FOR`: statements start behind `DO`.
    Loop,
    /// `IF` and `CASE` as statements: these start behind `THEN` and `ELSE`.
    Branches,
    /// `CASE` in an expression.
    Expression,
}

impl Compound {
    pub(super) fn is_open(&self) -> bool {
        !self.blocks.is_empty()
    }

    pub(super) fn take(&mut self, token: &Token<'_>) {
        let word = if token.kind == TokenKind::Word { token.text.to_ascii_uppercase() } else { String::new() };
        match self.kind {
            Kind::Unread => self.begin(&word),
            Kind::Definition => self.define(&word),
            Kind::Plain => {}
            _ => self.inside(token, &word),
        }
        self.previous = if word.is_empty() { token.text.to_owned() } else { word };
    }

    fn begin(&mut self, word: &str) {
        self.kind = match word {
            "CREATE" | "ALTER" => Kind::Definition,
            // Whether `NOT ATOMIC` follows is told by the next word.
            "BEGIN" => Kind::Block,
            // MariaDB runs the others as they are.
            word if self.open_statement(word) => Kind::Block,
            _ => Kind::Plain,
        };
    }

    /// Between `CREATE` and what is made stand `OR REPLACE`, `AGGREGATE` and a definer.
    fn define(&mut self, word: &str) {
        const OTHERS: [&str; 20] = [
            "ALGORITHM",
            "DATABASE",
            "FULLTEXT",
            "INDEX",
            "LOGFILE",
            "ONLINE",
            "RESOURCE",
            "ROLE",
            "SCHEMA",
            "SEQUENCE",
            "SERVER",
            "SPATIAL",
            "SQL",
            "TABLE",
            "TABLESPACE",
            "TEMPORARY",
            "UNDO",
            "UNIQUE",
            "USER",
            "VIEW",
        ];
        self.kind = match word {
            "TRIGGER" => Kind::Trigger,
            "EVENT" => Kind::Event,
            "PROCEDURE" | "FUNCTION" => Kind::Routine,
            word if OTHERS.contains(&word) => Kind::Plain,
            _ => return,
        };
    }

    fn inside(&mut self, token: &Token<'_>, word: &str) {
        let (start, head) = (std::mem::take(&mut self.start), self.head);
        match token.text {
            "(" => self.parentheses += 1,
            ")" => {
                self.parentheses = self.parentheses.saturating_sub(1);
                // The parameters of a routine end here.
                self.head |= self.kind == Kind::Routine && self.parentheses == 0 && self.is_before_body();
            }
            ";" => (self.start, self.head) = (true, false),
            // Behind a label.
            ":" => self.start = true,
            _ => {}
        }
        if word.is_empty() {
            return;
        }
        if self.kind == Kind::Block && self.blocks.is_empty() {
            self.begin_block(word);
            return;
        }
        let can_start = start || head && self.parentheses == 0 && self.is_apart();
        if can_start && self.open_statement(word) {
            return;
        }
        match word {
            "CASE" if self.previous != "END" && (self.is_open() || head || !self.inner.is_empty()) => {
                self.blocks.push(Block::Expression);
            }
            "END" if self.previous != "." => {
                self.blocks.pop();
            }
            "THEN" | "ELSE" => self.start = self.blocks.last() == Some(&Block::Branches),
            "DO" => self.start = self.starts_behind_do(start),
            // A trigger's body.
            "ROW" if self.kind == Kind::Trigger && self.is_before_body() => self.head = true,
            // `DECLARE … HANDLER FOR conditions statement`.
            "FOR" if self.previous == "HANDLER" && self.inner == "DECLARE" => self.head = true,
            _ => {}
        }
        if start || head && is_first_word(word) && !matches!(self.previous.as_str(), "CHARACTER" | "RETURNS") {
            word.clone_into(&mut self.inner);
            self.head = false;
        }
    }

    /// `BEGIN WORK`, or `BEGIN` alone, is a transaction's.
    fn begin_block(&mut self, word: &str) {
        match (self.previous.as_str(), word) {
            ("BEGIN", "NOT") => {}
            ("NOT", "ATOMIC") => {
                self.blocks.push(Block::Statements);
                self.start = true;
            }
            _ => self.kind = Kind::Plain,
        }
    }

    /// Opens the block that `word` opens where a statement can start.
    fn open_statement(&mut self, word: &str) -> bool {
        let (block, start) = match word {
            "BEGIN" | "LOOP" | "REPEAT" => (Block::Statements, true),
            "WHILE" | "FOR" => (Block::Loop, false),
            "IF" | "CASE" => (Block::Branches, false),
            _ => return false,
        };
        self.blocks.push(block);
        (self.start, self.head) = (start, false);
        word.clone_into(&mut self.inner);
        true
    }

    /// `DO` ends the head of a loop and of an event; else it is a statement.
    fn starts_behind_do(&self, start: bool) -> bool {
        let of_event = self.kind == Kind::Event && self.is_before_body();
        of_event || !start && self.blocks.last() == Some(&Block::Loop)
    }

    fn is_before_body(&self) -> bool {
        self.blocks.is_empty() && self.inner.is_empty()
    }

    /// Whether the last token can be followed by a statement at all: no operator, nor what names something.
    fn is_apart(&self) -> bool {
        const BINDING: [&str; 5] = [".", ",", "=", "(", "@"];
        const NAMING: [&str; 5] = ["FOLLOWS", "PRECEDES", "RETURNS", "CHARACTER", "SET"];
        !BINDING.contains(&self.previous.as_str()) && !NAMING.contains(&self.previous.as_str())
    }
}

/// Whether a statement that holds no others starts with the word.
fn is_first_word(word: &str) -> bool {
    const FIRST: [&str; 26] = [
        "ALTER", "ANALYZE", "CALL", "CLOSE", "CREATE", "DELETE", "DO", "DROP", "EXECUTE", "FETCH", "GET", "INSERT",
        "ITERATE", "LEAVE", "OPEN", "PREPARE", "REPLACE", "RESIGNAL", "RETURN", "SELECT", "SET", "SIGNAL", "TRUNCATE",
        "UPDATE", "VALUES", "WITH",
    ];
    FIRST.contains(&word)
}
