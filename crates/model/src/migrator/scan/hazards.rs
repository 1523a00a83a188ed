//! What the methods of a migration say of rows, in comments of their own: `// hazard: destroys the values of users.phone`.

use std::ops::Range;

use autogen_schema::Dialect;

use crate::lex::{Delimiter, Kind, Token, Tokens};
use crate::migrator::Method;

const START: &str = "// hazard: ";

/// A comment, and what it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) struct Found {
    pub(in crate::migrator) method: Method,
    /// The backends of the arms around it; none where it stands in none.
    pub(in crate::migrator) dialects: Vec<Dialect>,
    pub(in crate::migrator) at: usize,
    pub(in crate::migrator) text: String,
}

/// Lists those within `fn up` and `fn down`. What is told of backends by other means than `match` and `if` is told of all.
pub(super) fn of(text: &str, tokens: Tokens<'_>) -> Vec<Found> {
    let mut reader = Reader::default();
    let mut found = Vec::new();
    let mut end = tokens.range().start;
    for (token, word) in tokens.flat() {
        let gap = end..token.range().start;
        if let Some(method) = reader.method {
            let dialects = reader.arms.last().map(|(_, dialects)| dialects.clone()).unwrap_or_default();
            let told =
                |(at, text): (usize, &str)| Found { method, dialects: dialects.clone(), at, text: text.to_owned() };
            found.extend(comments(text, gap).map(told));
        }
        end = token.range().end;
        reader.take(token, word);
    }
    found
}

fn comments(text: &str, gap: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let mut at = gap.start;
    let lines = text.get(gap).unwrap_or_default().split_inclusive('\n');
    lines.filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        Some((start, line.trim().strip_prefix(START)?))
    })
}

/// Where reading is.
#[derive(Default)]
struct Reader<'a> {
    method: Option<Method>,
    depth: usize,
    /// Arms that are open, with the depth of each.
    arms: Vec<(usize, Vec<Dialect>)>,
    /// Backends that were named since the last arm or statement.
    named: Vec<Dialect>,
    /// Whether it was said that it is none of them.
    is_negated: bool,
    before: [&'a str; 2],
}

impl<'a> Reader<'a> {
    fn take(&mut self, token: Token, word: &'a str) {
        match token.kind {
            Kind::Word if self.before[1] == "fn" => {
                self.method = match word {
                    "up" => Some(Method::Up),
                    "down" => Some(Method::Down),
                    _ => None,
                };
            }
            Kind::Word => self.named.extend(dialect(word).filter(|_| self.before == [":", ":"])),
            Kind::Open(Delimiter::Brace, _) => {
                self.depth += 1;
                self.open();
            }
            Kind::Close(Delimiter::Brace) => {
                self.arms.pop_if(|(depth, _)| *depth == self.depth);
                self.depth = self.depth.saturating_sub(1);
                self.forget();
            }
            Kind::Punct(b'=') if self.before[1] == "!" => self.is_negated = true,
            Kind::Punct(b';' | b',') => self.forget(),
            _ => {}
        }
        self.before = [self.before[1], word];
    }

    fn open(&mut self) {
        if !self.named.is_empty() {
            let named = std::mem::take(&mut self.named);
            let is_one = |dialect: &Dialect| named.contains(dialect) != self.is_negated;
            self.arms.push((self.depth, Dialect::ALL.into_iter().filter(is_one).collect()));
        }
        self.forget();
    }

    fn forget(&mut self) {
        self.named.clear();
        self.is_negated = false;
    }
}

fn dialect(backend: &str) -> Option<Dialect> {
    match backend {
        "Sqlite" => Some(Dialect::Sqlite),
        "Postgres" => Some(Dialect::Postgres),
        "MySql" => Some(Dialect::Mysql),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use Dialect::{Mysql, Postgres, Sqlite};

    use super::*;
    use crate::lex::lex;

    fn read(text: &str) -> Vec<(Method, Vec<Dialect>, String)> {
        let tokens = lex(text).unwrap();
        let found = of(text, Tokens::new(text, &tokens));
        assert!(found.iter().all(|found| text[found.at..].starts_with(START)));
        found.into_iter().map(|found| (found.method, found.dialects, found.text)).collect()
    }

    #[test]
    fn a_hazard_is_of_the_backends_it_stands_among() {
        let text = r#"
            // hazard: of nothing
            impl MigrationTrait for Migration {
                async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    // hazard: of all
                    match manager.get_database_backend() {
                        sea_orm::DbBackend::Sqlite => {
                            let text = "
                            // hazard: of a text
                            ";
                            if let Some(found) = find() {
                                // hazard: of SQLite
                            }
                        }
                        DbBackend::Postgres | DbBackend::MySql => {
                            // hazard: of servers
                        }
                        other => return Err(DbErr::Custom(format!("{other:?}"))),
                    }
                    // no hazard: at all
                    // hazard: of all again
                }
                async fn never(&self) {}
                async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    if manager.get_database_backend() != sea_orm::DbBackend::Sqlite {
                        // hazard: not of SQLite
                        return Ok(());
                    }
                    // hazard: of the way back
                    if backend == DbBackend::Postgres && !done {
                        // hazard: of PostgreSQL
                    }
                }
            }
            fn other() {
                // hazard: of something else
            }
        "#;
        let told = |method, dialects: &[Dialect], text: &str| (method, dialects.to_vec(), text.to_owned());
        assert_eq!(
            read(text),
            [
                told(Method::Up, &[], "of all"),
                told(Method::Up, &[Sqlite], "of SQLite"),
                told(Method::Up, &[Postgres, Mysql], "of servers"),
                told(Method::Up, &[], "of all again"),
                told(Method::Down, &[Postgres, Mysql], "not of SQLite"),
                told(Method::Down, &[], "of the way back"),
                told(Method::Down, &[Postgres], "of PostgreSQL"),
            ]
        );
    }
}
