use std::path::{Path, PathBuf};

use autogen_schema::Dialect;
use autogen_schema::sql::tokenize;

use super::*;

/// The statements of the sections in the fixtures' revisions.
fn statements(dialect: Dialect) -> Vec<(PathBuf, String)> {
    let name = match dialect {
        Dialect::Sqlite => "expected.sql",
        Dialect::Postgres => "expected.postgres.sql",
        Dialect::Mysql => "expected.mysql.sql",
    };
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut statements = Vec::new();
    for folder in folders {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else { continue };
        for section in text.split("\n-- autogen: ").skip(1) {
            let lines: Vec<&str> = section.lines().skip(1).filter(|line| !line.starts_with("-- ")).collect();
            let body = lines.join("\n");
            let mut start = 0;
            for token in tokenize(&body, dialect) {
                if token.is_punct(";") {
                    statements.push((folder.clone(), body[start..token.start].trim().to_owned()));
                    start = token.end();
                }
            }
        }
    }
    statements
}

#[test]
fn explore() {
    for dialect in Dialect::ALL {
        let (mut ok, mut bad) = (0, Vec::new());
        for (_, sql) in statements(dialect) {
            let Some(read) = super::read(&sql, dialect) else {
                bad.push(format!("UNREAD {sql}"));
                continue;
            };
            let mut good = true;
            for one in &read {
                let written = one.sql(dialect);
                let again = written.as_deref().and_then(|sql| super::read(sql, dialect));
                if again.as_deref() != Some(std::slice::from_ref(one)) {
                    good = false;
                    bad.push(format!("OTHER {sql}\n   => {written:?}"));
                }
            }
            ok += usize::from(good);
        }
        eprintln!("==== {dialect} ok {ok}, bad {}", bad.len());
        bad.sort();
        bad.dedup();
        for line in bad {
            eprintln!("{line}");
        }
    }
}
