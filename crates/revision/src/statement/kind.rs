//! What the runner must know of a statement.

use autogen_schema::sql::{Token, TokenKind};
use autogen_schema::{Dialect, Ident};

use super::significant;

/// What a statement does, as far as running it depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Begins, ends or leaves the transaction, or cannot run in one. Its first words, in upper case.
    TransactionControl(String),
    /// `CREATE TABLE name`.
    CreateTable(Ident),
    /// `DROP TABLE name`.
    DropTable(Ident),
    /// `ALTER TABLE from RENAME TO to`.
    RenameTable {
        /// The old name.
        from: Ident,
        /// The new name.
        to: Ident,
    },
    /// `CREATE INDEX name`.
    CreateIndex(Ident),
    /// `CREATE TRIGGER name`.
    CreateTrigger(Ident),
    /// `COPY … FROM stdin`.
    CopyFromStdin,
    /// Anything else.
    Other,
}

/// Recognises a statement by its first words.
pub fn kind(sql: &str, dialect: Dialect) -> Kind {
    let tokens = significant(sql, dialect);
    if let Some(control) = transaction_control(&tokens, dialect) {
        return Kind::TransactionControl(control);
    }
    if dialect == Dialect::Postgres && is_copy_from_stdin(&tokens) {
        return Kind::CopyFromStdin;
    }
    create(&mut Words(&tokens))
        .or_else(|| drop_table(&mut Words(&tokens)))
        .or_else(|| rename_table(&mut Words(&tokens)))
        .unwrap_or(Kind::Other)
}

/// Returns a parameter of the statement, for which there is no value.
///
/// `$1` is an argument in a function's body and in what `PREPARE` names, and `@name` is a variable of MySQL's session.
pub(crate) fn parameter(sql: &str, dialect: Dialect) -> Option<String> {
    let tokens = significant(sql, dialect);
    let words = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| words.iter().any(|word| t.is_word(word)));
    let has_arguments =
        words(0, &["prepare"]) || words(0, &["create"]) && (0..4).any(|at| words(at, &["function", "procedure"]));
    let is_one = |token: &&Token<'_>| {
        token.kind == TokenKind::Parameter
            && match dialect {
                Dialect::Sqlite => true,
                Dialect::Postgres => !has_arguments,
                Dialect::Mysql => token.text == "?",
            }
    };
    tokens.iter().find(is_one).map(|token| token.text.to_owned())
}

/// Whether a statement sets something for its session alone, and so must run again in another one.
pub(crate) fn is_for_session(sql: &str, dialect: Dialect) -> bool {
    let tokens = significant(sql, dialect);
    let word =
        |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| words.iter().any(|word| token.is_word(word)));
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => word(0, &["set", "reset"]),
        Dialect::Mysql => {
            let lasts = word(1, &["global", "persist", "persist_only", "password", "default"])
                || tokens
                    .iter()
                    .any(|token| ["@@global", "@@persist"].iter().any(|start| token.text.starts_with(start)));
            word(0, &["use"]) || word(0, &["set"]) && !lasts
        }
    }
}

/// Whether a statement leaves nothing behind when it fails outside of a transaction. What holds statements may leave what some of
/// them did, and MariaDB drops the tables of a list one by one.
pub(crate) fn is_undone_whole(sql: &str, dialect: Dialect) -> bool {
    const HOLDERS: [&str; 9] = ["CALL", "BEGIN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR", "DO"];
    let tokens = significant(sql, dialect);
    let holds = tokens.first().is_none_or(|first| HOLDERS.iter().any(|word| first.is_word(word)));
    let drops = tokens.first().is_some_and(|first| first.is_word("drop"));
    // What is left of an index that could not be built is an invalid one.
    let concurrently = tokens.iter().any(|token| token.is_word("concurrently"));
    !(holds || concurrently || dialect == Dialect::Mysql && drops && tokens.iter().any(|token| token.is_punct(",")))
}

fn transaction_control(tokens: &[Token<'_>], dialect: Dialect) -> Option<String> {
    const ALL: [&str; 7] = ["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "END", "RELEASE"];
    let own: &[&str] = match dialect {
        Dialect::Sqlite => &["ABORT", "ATTACH", "DETACH", "VACUUM"],
        Dialect::Postgres => &["ABORT", "VACUUM"],
        Dialect::Mysql => &["XA", "LOCK", "UNLOCK"],
    };
    let word = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    let has = |word: &str| tokens.iter().any(|token| token.is_word(word));
    let first = tokens.first()?;
    if let Some(control) = ALL.iter().chain(own).find(|word| first.is_word(word)) {
        // A block of MariaDB's, and replication.
        let other = control == &"BEGIN" && word(1, "not") || control == &"START" && !word(1, "transaction");
        return (!(other && dialect == Dialect::Mysql)).then(|| (*control).to_owned());
    }
    match dialect {
        Dialect::Sqlite => {
            // `PRAGMA foreign_keys` has no effect in a transaction (SQLite's manual), and so would not do what it says.
            (first.is_word("pragma") && has("foreign_keys")).then(|| "PRAGMA foreign_keys".to_owned())
        }
        Dialect::Postgres => postgres_outside(tokens),
        Dialect::Mysql => {
            let name = |token: &Token<'_>| {
                token.text.trim_start_matches('@').eq_ignore_ascii_case("autocommit")
                    && matches!(token.kind, TokenKind::Word | TokenKind::Parameter)
            };
            (first.is_word("set") && tokens.iter().any(name)).then(|| "SET autocommit".to_owned())
        }
    }
}

/// Statements that PostgreSQL does not run in a transaction.
fn postgres_outside(tokens: &[Token<'_>]) -> Option<String> {
    const PLAIN: [&[&str]; 11] = [
        &["PREPARE", "TRANSACTION"],
        &["CREATE", "DATABASE"],
        &["DROP", "DATABASE"],
        &["CREATE", "TABLESPACE"],
        &["DROP", "TABLESPACE"],
        &["ALTER", "SYSTEM"],
        &["DISCARD", "ALL"],
        &["CREATE", "INDEX", "CONCURRENTLY"],
        &["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"],
        &["DROP", "INDEX", "CONCURRENTLY"],
        &["CREATE", "SUBSCRIPTION"],
    ];
    let is = |words: &[&str]| words.len() <= tokens.len() && tokens.iter().zip(words).all(|(t, word)| t.is_word(word));
    if let Some(words) = PLAIN.iter().find(|words| is(words)) {
        return Some(words.join(" "));
    }
    let concurrently = tokens.iter().any(|token| token.is_word("concurrently"));
    if is(&["REINDEX"]) && concurrently {
        return Some("REINDEX CONCURRENTLY".to_owned());
    }
    let detaches = tokens.iter().any(|token| token.is_word("detach"));
    (is(&["ALTER", "TABLE"]) && detaches && concurrently).then(|| "DETACH PARTITION CONCURRENTLY".to_owned())
}

/// The rows would have to follow, in a form that is no SQL.
fn is_copy_from_stdin(tokens: &[Token<'_>]) -> bool {
    let from = tokens.windows(2).any(|pair| matches!(pair, [a, b] if a.is_word("from") && b.is_word("stdin")));
    from && tokens.first().is_some_and(|token| token.is_word("copy"))
}

fn create(words: &mut Words<'_, '_>) -> Option<Kind> {
    words.expect("create")?;
    let _adjective = ["temp", "temporary", "unique"].into_iter().find_map(|word| words.expect(word));
    let kind = if words.expect("table").is_some() {
        Kind::CreateTable
    } else if words.expect("index").is_some() {
        Kind::CreateIndex
    } else {
        words.expect("trigger")?;
        Kind::CreateTrigger
    };
    let _guarded = words.expect("if").and_then(|()| words.expect("not")).and_then(|()| words.expect("exists"));
    words.name().map(kind)
}

fn drop_table(words: &mut Words<'_, '_>) -> Option<Kind> {
    words.expect("drop")?;
    words.expect("table")?;
    let _guarded = words.expect("if").and_then(|()| words.expect("exists"));
    words.name().map(Kind::DropTable)
}

fn rename_table(words: &mut Words<'_, '_>) -> Option<Kind> {
    words.expect("alter")?;
    words.expect("table")?;
    let from = words.name()?;
    words.expect("rename")?;
    words.expect("to")?;
    words.name().map(|to| Kind::RenameTable { from, to })
}

/// The significant tokens that are left.
struct Words<'t, 'a>(&'t [Token<'a>]);

impl Words<'_, '_> {
    fn expect(&mut self, word: &str) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        first.is_word(word).then(|| self.0 = rest)
    }

    /// Reads `name` or `schema.name`, and returns the name. SQLite takes a string for a name here too.
    fn name(&mut self) -> Option<Ident> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        match rest {
            [dot, second, rest @ ..] if dot.is_punct(".") => {
                self.0 = rest;
                second.ident()
            }
            _ => first.ident(),
        }
    }
}
