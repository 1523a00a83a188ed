//! What the runner must know of a statement.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Dialect, Ident};

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
    /// Anything else.
    Other,
}

/// Recognises a statement by its first words.
pub fn kind(sql: &str, dialect: Dialect) -> Kind {
    let tokens: Vec<Token<'_>> = tokenize(sql, dialect).into_iter().filter(|token| !token.is_trivia()).collect();
    if let Some(control) = transaction_control(&tokens) {
        return Kind::TransactionControl(control);
    }
    create(&mut Words(&tokens))
        .or_else(|| drop_table(&mut Words(&tokens)))
        .or_else(|| rename_table(&mut Words(&tokens)))
        .unwrap_or(Kind::Other)
}

fn transaction_control(tokens: &[Token<'_>]) -> Option<String> {
    const CONTROL: [&str; 11] =
        ["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "END", "RELEASE", "ABORT", "ATTACH", "DETACH", "VACUUM"];
    let first = tokens.first()?;
    if let Some(word) = CONTROL.iter().find(|word| first.is_word(word)) {
        return Some((*word).to_owned());
    }
    let is_pragma = first.is_word("PRAGMA");
    let name = tokens.iter().skip(1).find(|token| token.is_word("foreign_keys"));
    // `PRAGMA foreign_keys` has no effect in a transaction (SQLite's manual), and so would not do what it says.
    (is_pragma && name.is_some()).then(|| "PRAGMA foreign_keys".to_owned())
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
