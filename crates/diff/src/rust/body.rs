//! The text of `up` and `down`.

use autogen_schema::Dialect;

use super::expr::Expr;
use super::merge::{Line, Part, apart, merged};
use super::page::Page;
use super::rebuild::rebuild;
use super::stages::{in_transaction, stages};
use crate::render;
use crate::{Block, Script};

/// How far the body of a method is indented.
const INDENT: usize = 8;

/// Renders what a method does: what each dialect of a project runs, without a line break at the end. Nothing for scripts without statements.
///
/// What is the same builder on every dialect stands once. What is not is chosen by the backend, and one that the project does not have is an error.
/// `begins` is whether a transaction is begun here on SQLite, where nobody else does.
pub(super) fn body(scripts: &[(Dialect, Script)], begins: bool) -> String {
    let mut page = Page::new(INDENT);
    let write: fn(&mut Page, &[(Dialect, Script)], bool) = match scripts {
        _ if scripts.iter().all(|(_, script)| script.is_empty()) => return String::new(),
        [_] => alone,
        _ if scripts.iter().any(|(_, script)| has_stages(script)) => by_backend,
        _ => together,
    };
    write(&mut page, scripts, begins);
    page.finish()
}

/// Writes something in a transaction, where it is SQLite's and nobody else begins one.
fn begun(page: &mut Page, dialects: &[Dialect], begins: bool, write: impl FnOnce(&mut Page)) {
    if begins && dialects.contains(&Dialect::Sqlite) {
        page.gap();
        page.lines("use sea_orm::TransactionTrait;\n\n");
        in_transaction(page, |page| {
            page.gap();
            write(page);
        });
    } else {
        write(page);
    }
}

/// Whether a migration must not be run in one transaction.
pub(super) fn needs_no_transaction(scripts: &[(Dialect, Script)]) -> bool {
    scripts.iter().any(|(_, script)| script.blocks.iter().any(is_apart))
}

fn is_apart(block: &Block) -> bool {
    block.apart && !block.statements.is_empty()
}

/// Whether a script begins and ends transactions of its own.
pub(super) fn has_stages(script: &Script) -> bool {
    script.rebuild || script.blocks.iter().any(is_apart)
}

/// Writes what runs on the only dialect of a project.
fn alone(page: &mut Page, scripts: &[(Dialect, Script)], begins: bool) {
    let [(dialect, script)] = scripts else { return };
    let dialect = *dialect;
    let lines = lines_of(dialect, &script.blocks);
    if has_stages(script) || has_sql(&lines) {
        let backend = backend(dialect);
        page.block(&format!("if manager.get_database_backend() != {backend} {{"), |page| {
            let reason = Expr::text(format!("this is written for {}", name(dialect)));
            let error = Expr::call("DbErr::Custom", vec![reason.then("to_owned", Vec::new())]);
            page.expr("return ", &Expr::call("Err", vec![error]), ";");
        });
    }
    whole(page, dialect, script, begins);
}

/// Writes what runs on several dialects of which one has transactions of its own: each by itself.
fn by_backend(page: &mut Page, scripts: &[(Dialect, Script)], begins: bool) {
    let plain = scripts.iter().filter(|(_, script)| !has_stages(script));
    let plain = apart(plain.map(|(dialect, script)| (*dialect, lines_of(*dialect, &script.blocks))).collect());
    let groups = match plain {
        Some(Part::Apart(groups)) => groups,
        _ => Vec::new(),
    };
    let dialects: Vec<Dialect> = scripts.iter().map(|(dialect, _)| *dialect).collect();
    page.block("match manager.get_database_backend() {", |page| {
        for (dialect, script) in scripts {
            if has_stages(script) {
                page.block(&arm(&[*dialect]), |page| whole(page, *dialect, script, begins));
            } else if let Some((group, lines)) = groups.iter().find(|(group, _)| group.first() == Some(dialect)) {
                page.arm(group, lines, |page| {
                    begun(page, group, begins, |page| with_connection(page, lines, group.len()));
                });
            } else if !groups.iter().any(|(group, _)| group.contains(dialect)) {
                page.lines(&format!("{} => {{}}", backend(*dialect)));
            }
        }
        other_backends(page, &dialects);
    });
}

/// Writes what runs on several dialects, in common as far as can be.
fn together(page: &mut Page, scripts: &[(Dialect, Script)], begins: bool) {
    let dialects: Vec<Dialect> = scripts.iter().map(|(dialect, _)| *dialect).collect();
    begun(page, &dialects, begins, |page| in_common(page, scripts));
}

fn in_common(page: &mut Page, scripts: &[(Dialect, Script)]) {
    let all: Vec<(Dialect, Vec<Line<'_>>)> =
        scripts.iter().map(|(dialect, script)| (*dialect, lines_of(*dialect, &script.blocks))).collect();
    if all.iter().any(|(_, lines)| has_sql(lines)) {
        connection(page);
    }
    let dialects: Vec<Dialect> = scripts.iter().map(|(dialect, _)| *dialect).collect();
    for part in merged(&all) {
        match part {
            Part::Shared(line) => page.lines_of(&[*line], dialects.len()),
            Part::Apart(groups) => {
                page.gap();
                chosen(page, &groups, &dialects);
            }
        }
    }
}

/// Writes lines of which each backend has its own.
fn chosen(page: &mut Page, groups: &[(Vec<Dialect>, Vec<Line<'_>>)], dialects: &[Dialect]) {
    let mut some = groups.iter().filter(|(_, lines)| !lines.is_empty());
    let only = some.next().filter(|_| some.next().is_none() && dialects.len() == Dialect::ALL.len());
    if let Some((group, lines)) = only {
        let condition = match group.as_slice() {
            [dialect] => format!("== {}", backend(*dialect)),
            _ => {
                let none = dialects.iter().filter(|dialect| !group.contains(dialect)).map(|dialect| backend(*dialect));
                format!("!= {}", none.collect::<String>())
            }
        };
        page.block(&format!("if manager.get_database_backend() {condition} {{"), |page| {
            page.lines_of(lines, group.len());
        });
        return;
    }
    page.block("match manager.get_database_backend() {", |page| {
        for (group, lines) in groups {
            page.arm(group, lines, |page| page.lines_of(lines, group.len()));
        }
        other_backends(page, dialects);
    });
}

/// Writes a script with the transactions of its own.
fn whole(page: &mut Page, dialect: Dialect, script: &Script, begins: bool) {
    if script.rebuild {
        rebuild(page, script, |page, blocks| with_connection(page, &lines_of(dialect, blocks), 1));
    } else if has_stages(script) {
        stages(page, &script.blocks, |page, blocks| with_connection(page, &lines_of(dialect, blocks), 1));
    } else {
        begun(page, &[dialect], begins, |page| with_connection(page, &lines_of(dialect, &script.blocks), 1));
    }
}

fn with_connection(page: &mut Page, lines: &[Line<'_>], dialects: usize) {
    if has_sql(lines) {
        connection(page);
    }
    page.lines_of(lines, dialects);
}

fn connection(page: &mut Page) {
    page.gap();
    page.lines("let db = manager.get_connection();");
}

fn has_sql(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| line.builder.is_none())
}

fn arm(dialects: &[Dialect]) -> String {
    let backends = dialects.iter().map(|dialect| backend(*dialect)).collect::<Vec<_>>().join(" | ");
    format!("{backends} => {{")
}

/// There may be more of them some day, and SeaORM 1.1 knows that there are not.
fn other_backends(page: &mut Page, dialects: &[Dialect]) {
    if dialects.len() == Dialect::ALL.len() {
        page.lines("#[allow(unreachable_patterns)]");
    }
    page.lines("other => return Err(DbErr::Custom(format!(\"nothing is written for {other:?}\"))),");
}

fn backend(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "sea_orm::DbBackend::Sqlite",
        Dialect::Postgres => "sea_orm::DbBackend::Postgres",
        Dialect::Mysql => "sea_orm::DbBackend::MySql",
    }
}

fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL",
    }
}

fn lines_of(dialect: Dialect, blocks: &[Block]) -> Vec<Line<'_>> {
    let lines = blocks.iter().flat_map(|block| {
        let guards: Vec<String> = block.guards.iter().map(render::guard).collect();
        block.statements.iter().enumerate().map(move |(at, statement)| Line {
            of: vec![(dialect, statement)],
            builder: statement.builder.as_deref().cloned(),
            notes: if at == 0 { guards.clone() } else { Vec::new() },
            begins: at == 0,
        })
    });
    lines.collect()
}

impl Page {
    /// Writes what some backends do, if they do anything.
    fn arm(&mut self, dialects: &[Dialect], lines: &[Line<'_>], write: impl FnOnce(&mut Self)) {
        if lines.is_empty() {
            self.lines(&format!("{}}}", arm(dialects)));
        } else {
            self.block(&arm(dialects), write);
        }
    }

    /// Writes lines, with room around those that are long. `dialects` is how many have them.
    fn lines_of(&mut self, lines: &[Line<'_>], dialects: usize) {
        let mut was_long = true;
        for line in lines {
            let start = self.mark();
            self.line(line, dialects);
            let is_long = self.since(start).lines().count() > 1;
            if is_long || was_long || line.begins {
                self.gap_at(start);
            }
            was_long = is_long;
        }
    }

    fn line(&mut self, line: &Line<'_>, dialects: usize) {
        for note in &line.notes {
            self.comment(note);
        }
        for (hazard, on) in line.hazards() {
            let on: Vec<&str> = on.iter().filter(|_| on.len() < dialects).map(|dialect| dialect.name()).collect();
            let of = if on.is_empty() { String::new() } else { format!(" [{}]", on.join(", ")) };
            self.comment(&format!("hazard: {hazard}{of}"));
        }
        let run = |sql: &str| Expr::word("db").then("execute_unprepared", vec![Expr::text(sql)]).awaited();
        let code = line.builder.as_ref().map_or_else(|| run(line.sql()), super::Builder::source);
        self.expr("", &code, ";");
    }
}
