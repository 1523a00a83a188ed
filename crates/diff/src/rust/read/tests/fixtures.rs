//! The statements of the fixtures.

use std::path::Path;

use autogen_schema::sql::tokenize;

use super::*;

#[test]
fn what_is_written_is_read_as_what_it_was_written_from() {
    for (dialect, file, least) in
        [(Sqlite, "expected.sql", 450), (Postgres, "expected.postgres.sql", 500), (Mysql, "expected.mysql.sql", 300)]
    {
        let mut found = 0;
        for sql in statements(dialect, file) {
            let Some(read) = super::read(&sql, dialect) else { continue };
            let is_same = |builder: &Builder| {
                let written = builder.sql(dialect);
                written.and_then(|sql| super::read(&sql, dialect)).as_deref() == Some(std::slice::from_ref(builder))
            };
            found += usize::from(read.iter().all(is_same));
        }
        assert!(found >= least, "{dialect}: {found}");
    }
}

/// The statements of the revisions among the fixtures, without those that copy a table.
fn statements(dialect: Dialect, file: &str) -> Vec<String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    let mut statements = Vec::new();
    for folder in std::fs::read_dir(cases).unwrap() {
        let Ok(text) = std::fs::read_to_string(folder.unwrap().path().join(file)) else { continue };
        for section in text.split("\n-- autogen: ").skip(1) {
            let lines: Vec<&str> = section.lines().skip(1).filter(|line| !line.starts_with("-- ")).collect();
            let body = lines.join("\n");
            let mut start = 0;
            for token in tokenize(&body, dialect) {
                if token.is_punct(";") {
                    statements.push(body[start..token.start].trim().to_owned());
                    start = token.end();
                }
            }
        }
    }
    statements.retain(|sql| !sql.contains("_autogen_new_"));
    statements
}
