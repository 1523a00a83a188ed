//! Sequences, domains and composite types, altered in place.

use autogen_schema::TableName;
use autogen_schema::sql::tokenize;

use super::POSTGRES;
use super::text::with_depth;
use crate::Statement;
use crate::dialect::postgres::lower::source::altered_sequence;

/// Returns the statements that make one text of an object into another; `None` where it has to be made again.
pub(super) fn altered(name: &TableName, old: &str, new: &str) -> Option<Vec<Statement>> {
    let name = POSTGRES.quote_table(name);
    let rest = |sql: &'_ str, start: &str| sql.strip_prefix(start)?.trim_start().strip_prefix(&name).map(str::to_owned);
    let sequence = |sql: &str| {
        let logged = rest(sql, "CREATE SEQUENCE").map(|rest| (true, rest));
        logged.or_else(|| rest(sql, "CREATE UNLOGGED SEQUENCE").map(|rest| (false, rest)))
    };
    if let (Some((logged, old)), Some((still, new))) = (sequence(old), sequence(new)) {
        let mut statements = Vec::new();
        statements.extend(altered_sequence(&name, &options(&old), &options(&new)));
        let word = if still { "LOGGED" } else { "UNLOGGED" };
        statements.extend((logged != still).then(|| Statement::new(format!("ALTER SEQUENCE {name} SET {word}"))));
        return Some(statements);
    }
    if let (Some(old), Some(new)) = (rest(old, "CREATE DOMAIN"), rest(new, "CREATE DOMAIN")) {
        return Domain::parse(&old)?.altered(&Domain::parse(&new)?, &name);
    }
    let (old, new) = (rest(old, "CREATE TYPE")?, rest(new, "CREATE TYPE")?);
    attributes(&name, &attribute_list(&old)?, &attribute_list(&new)?)
}

/// The options of a sequence, as they are written.
fn options(text: &str) -> Vec<String> {
    const STARTS: [&str; 8] = ["as", "start", "increment", "minvalue", "maxvalue", "cache", "cycle", "no"];
    let tokens = tokenize(text, POSTGRES);
    let mut options: Vec<String> = Vec::new();
    for token in tokens.iter().filter(|token| !token.is_trivia()) {
        let after_no = options.last().is_some_and(|option| option == "NO");
        match options.last_mut() {
            Some(option) if after_no || !STARTS.iter().any(|word| token.is_word(word)) => {
                if !option.ends_with('-') {
                    option.push(' ');
                }
                option.push_str(token.text);
            }
            _ => options.push(token.text.to_owned()),
        }
    }
    options
}

/// A domain behind its name.
#[derive(Debug, Default)]
struct Domain {
    /// The type, with its collation.
    base: String,
    default: Option<String>,
    not_null: bool,
    /// Names, quoted, and conditions.
    checks: Vec<(String, String)>,
}

impl Domain {
    fn parse(text: &str) -> Option<Self> {
        let tokens = tokenize(text, POSTGRES);
        let mut starts: Vec<usize> = with_depth(&tokens)
            .filter(|(depth, token)| {
                *depth == 0 && ["default", "not", "constraint"].iter().any(|word| token.is_word(word))
            })
            .map(|(_, token)| token.start)
            .collect();
        starts.push(text.len());
        let mut domain = Self { base: text.get(..*starts.first()?)?.trim().to_owned(), ..Self::default() };
        for span in starts.windows(2) {
            let [start, end] = span else { continue };
            let clause = text.get(*start..*end)?.trim();
            if let Some(default) = clause.strip_prefix("DEFAULT ") {
                domain.default = Some(default.to_owned());
            } else if let Some(check) = clause.strip_prefix("CONSTRAINT ") {
                let at = check.find(" CHECK ")?;
                domain.checks.push((check.get(..at)?.to_owned(), check.get(at..)?.trim().to_owned()));
            } else {
                domain.not_null = clause == "NOT NULL";
            }
        }
        Some(domain)
    }

    fn altered(&self, to: &Self, name: &str) -> Option<Vec<Statement>> {
        if self.base != to.base {
            return None;
        }
        let mut actions = Vec::new();
        let gone = self.checks.iter().filter(|check| !to.checks.contains(check));
        actions.extend(gone.map(|(check, _)| format!("DROP CONSTRAINT {check}")));
        if self.default != to.default {
            actions.push(
                to.default.as_ref().map_or("DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {default}")),
            );
        }
        if self.not_null != to.not_null {
            actions.push((if to.not_null { "SET NOT NULL" } else { "DROP NOT NULL" }).to_owned());
        }
        let come = to.checks.iter().filter(|check| !self.checks.contains(check));
        actions.extend(come.map(|(check, condition)| format!("ADD CONSTRAINT {check} {condition}")));
        Some(actions.into_iter().map(|action| Statement::new(format!("ALTER DOMAIN {name} {action}"))).collect())
    }
}

/// The attributes of a composite type, one a line.
fn attribute_list(text: &str) -> Option<Vec<&str>> {
    let list = text.trim().strip_prefix("AS (")?.strip_suffix(')')?;
    Some(list.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty()).collect())
}

/// An attribute comes behind the others, or goes; nothing else is done to a type that is in use.
fn attributes(name: &str, old: &[&str], new: &[&str]) -> Option<Vec<Statement>> {
    let kept: Vec<&&str> = old.iter().filter(|line| new.contains(line)).collect();
    let is_in_order = new.iter().take(kept.len()).eq(kept.iter().copied());
    let label = |line: &str| {
        let tokens = tokenize(line, POSTGRES);
        tokens.first().map(|token| token.text.to_owned())
    };
    let gone: Vec<String> = old.iter().filter(|line| !new.contains(line)).filter_map(|line| label(line)).collect();
    let come: Vec<&&str> = new.iter().skip(kept.len()).collect();
    let retyped = come.iter().filter_map(|line| label(line)).any(|line| gone.contains(&line));
    if !is_in_order || retyped {
        return None;
    }
    let gone = gone.iter().map(|label| format!("DROP ATTRIBUTE {label}"));
    let come = come.iter().map(|line| format!("ADD ATTRIBUTE {line}"));
    Some(gone.chain(come).map(|action| Statement::new(format!("ALTER TYPE {name} {action}"))).collect())
}
