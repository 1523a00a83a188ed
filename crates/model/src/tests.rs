//! Entities in, schema out, as pairs of texts.

mod columns;
mod completeness;
mod declared_types;
mod diagnostics;
mod documented;
mod enums;
mod expanded;
mod fuzz;
mod lex;
mod library;
mod limits;
mod naming;
mod print;
mod relations;
mod resolution;
mod tables;
mod traps;
mod types;

use crate::{Model, Options, ParsedFile, SourceFile, read};

/// Reads one file and compares what comes of it.
#[track_caller]
fn check(source: &str, expected: &str) {
    check_files(&[("src/entity.rs", source)], expected);
}

/// Reads several files and compares what comes of them.
#[track_caller]
fn check_files(files: &[(&str, &str)], expected: &str) {
    compare(&model(files, &Options::default()), expected);
}

#[track_caller]
fn compare(model: &Model, expected: &str) {
    let (actual, expected) = (print::model(model), dedent(expected));
    assert!(actual == expected, "<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>");
}

fn model(files: &[(&str, &str)], options: &Options) -> Model {
    let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(*path, dedent(text))).collect();
    read(&files, options)
}

/// Reads an entity with these fields and compares its lines.
#[track_caller]
fn check_fields(fields: &str, expected: &str) {
    let source = format!(
        "use sea_orm::entity::prelude::*;\n#[sea_orm::model]\n#[derive(DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"t\")]\npub struct Model {{\n#[sea_orm(primary_key)]\npub id: i32,\n{}}}\n",
        dedent(fields)
    );
    let printed = print::model(&read(&[SourceFile::new("src/t.rs", source)], &Options::default()));
    let actual: String = printed
        .lines()
        .filter(|line| !["table t", "  id ~Integer auto", "  key (id)"].contains(line))
        .flat_map(|line| [line.trim_start_matches("  "), "\n"])
        .collect();
    let expected = dedent(expected);
    assert!(actual == expected, "<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>");
}

/// Takes the common indentation off.
pub(crate) fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.strip_prefix('\n').unwrap_or(text).lines().collect();
    let indent = lines.iter().filter(|line| !line.trim().is_empty());
    let indent = indent.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let mut out: String = lines.iter().flat_map(|line| [line.get(indent..).unwrap_or(""), "\n"]).collect();
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

#[test]
fn files_can_be_read_in_parallel() {
    fn sendable<T: Send + Sync>() {}
    sendable::<ParsedFile>();
    sendable::<Model>();
}
