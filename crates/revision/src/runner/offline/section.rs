//! The statements of a section, and what a run does around them.

use autogen_schema::Dialect;

use super::client::Client;
use super::step::Step;
use super::{Unchecked, swap};
use crate::file::Section;
use crate::runner::error::{RunProblem, Stop};
use crate::runner::rebuild::swaps;
use crate::runner::revision::SQLITE_SETTINGS;
use crate::{Kind, Statement, kind, split};

/// Writes a section. `statements` counts those of the revision; with `journal` each is noted before it runs.
pub(super) fn write(
    step: &Step<'_>,
    section: &Section,
    client: &mut Client<'_>,
    statements: &mut usize,
    journal: bool,
) -> Result<(), Stop> {
    let pieces = split(&section.body, client.dialect, section.first_line);
    let real: Vec<&Statement<'_>> = pieces.iter().filter(|piece| !piece.is_empty()).collect();
    let kinds: Vec<Kind> = real.iter().map(|statement| kind(statement.sql, client.dialect)).collect();
    let swaps = if section.rebuild { swaps(&kinds) } else { Vec::new() };
    tell_unchecked(step, section, client);
    let mut index = 0;
    for piece in &pieces {
        if piece.is_empty() {
            client.comments(piece);
            continue;
        }
        refuse_use(piece, client.dialect)?;
        *statements += 1;
        if journal {
            client.note(&step.job.id, *statements);
        }
        for swap in swaps.iter().filter(|swap| swap.start() == index) {
            swap::before(step, section, client, swap, &real, &kinds);
        }
        client.statement(piece);
        if swaps.iter().any(|swap| swap.rename == index) {
            client.line("PRAGMA legacy_alter_table = OFF;");
        }
        index += 1;
    }
    Ok(())
}

/// The version table is that of the database that the client is connected to, whose name a script does not know.
fn refuse_use(statement: &Statement<'_>, dialect: Dialect) -> Result<(), Stop> {
    let tokens = autogen_schema::sql::tokenize(statement.sql, dialect);
    let first = tokens.iter().find(|token| !token.is_trivia());
    if dialect != Dialect::Mysql || !first.is_some_and(|first| first.is_word("use")) {
        return Ok(());
    }
    let sql = Some(statement.sql.to_owned());
    Err(Stop { statement: sql, ..Stop::at(statement.line, RunProblem::OtherDatabase) })
}

/// A run compares what it restates with what that was; here only the columns of a table can be.
fn tell_unchecked(step: &Step<'_>, section: &Section, client: &mut Client<'_>) {
    for guard in &section.guards {
        let (revision, table, column) = (step.job.id.clone(), guard.table.clone(), guard.column.clone());
        client.unchecked.push(Unchecked { revision, table, column });
    }
}

/// Gives the session its settings again, where a statement may have changed them.
pub(super) fn reset(step: &Step<'_>, client: &mut Client<'_>) {
    const SETTING: [&str; 10] = ["set", "reset", "discard", "use", "pragma", "do", "call", "lock", "unlock", "begin"];
    let dialect = client.dialect;
    let sets = |sql: &str| {
        let tokens = autogen_schema::sql::tokenize(sql, dialect);
        let mut words = tokens.iter().filter(|token| !token.is_trivia());
        let first = words.next().is_some_and(|first| SETTING.iter().any(|word| first.is_word(word)));
        first || words.any(|word| word.is_word("set_config"))
    };
    let bodies = step.job.sections.iter().map(|section| split(&section.body, dialect, 1));
    if !bodies.flatten().any(|statement| sets(statement.sql)) {
        return;
    }
    match dialect {
        Dialect::Sqlite => client.line(&format!("{SQLITE_SETTINGS};")),
        Dialect::Postgres => {
            client.line("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL;");
            settings(client);
        }
        Dialect::Mysql => {
            client.line("UNLOCK TABLES;");
            settings(client);
        }
    }
}

fn settings(client: &mut Client<'_>) {
    for setting in client.options.limits.client_settings(client.dialect) {
        client.line(&setting);
    }
}
