//! What was read, in a short form.

use std::fmt::Write as _;

use crate::migrator::{DEFAULT_TABLE, Migration, MigrationCrate, Migrator};

pub(super) fn all(of: &MigrationCrate) -> String {
    let mut out = String::new();
    for migrator in &of.migrators {
        one(migrator, &mut out);
    }
    for problem in &of.problems {
        writeln!(out, "problem {problem}").unwrap();
    }
    out
}

fn one(of: &Migrator, out: &mut String) {
    write!(out, "{} {}:{}", of.path(), of.location.file.display(), of.location.line).unwrap();
    conditions(&of.conditions, out);
    out.push_str(if of.only_tests { " (tests)" } else { "" });
    match &of.table {
        Ok(table) if table == DEFAULT_TABLE => {}
        Ok(table) => write!(out, " in {table}").unwrap(),
        Err(unclear) => write!(out, "\n  ? {unclear}").unwrap(),
    }
    out.push('\n');
    match &of.migrations {
        Ok(migrations) => migrations.iter().for_each(|migration| entry(migration, out)),
        Err(unclear) => writeln!(out, "  ? {unclear}").unwrap(),
    }
}

fn entry(of: &Migration, out: &mut String) {
    write!(out, "  {}: {}", of.location.line, of.path).unwrap();
    conditions(&of.conditions, out);
    match &of.name {
        Ok(name) => write!(out, " = {name}").unwrap(),
        Err(unclear) => write!(out, "\n    ? {unclear}").unwrap(),
    }
    if let Some(file) = &of.file {
        write!(out, " in {}", file.display()).unwrap();
    }
    if let Some(declared) = &of.declared {
        let module = of.module.as_deref().unwrap_or("?");
        write!(out, ", {module} at {}:{}", declared.file.display(), declared.line).unwrap();
    }
    out.push('\n');
    for line in &of.header {
        writeln!(out, "    {}| {}", line.line, line.text).unwrap();
    }
}

fn conditions(of: &[String], out: &mut String) {
    for condition in of {
        write!(out, " cfg({condition})").unwrap();
    }
}
