//! `docs/diagnostics.md` has each finding, with an example that gives it. What `check` and `verify` find besides stands behind them,
//! and is not the model's.
//!
//! `UPDATE_EXPECT=1` writes what the examples give.

use std::path::Path;

use autogen_schema::Dialect;

use crate::{Code, Model, Options, SourceFile, read};

/// One finding of the page.
struct Section {
    code: String,
    severity: String,
    example: String,
    told: String,
}

fn block<'t>(text: &'t str, language: &str) -> (&'t str, usize, usize) {
    let open = format!("```{language}\n");
    let start = text.find(&open).unwrap_or_else(|| panic!("no {language} in\n{text}")) + open.len();
    let end = start + text[start..].find("```").unwrap();
    (&text[start..end], start, end)
}

fn sections(page: &str) -> Vec<Section> {
    let sections = page.split("\n## `").skip(1);
    let section = |text: &str| Section {
        code: text.split('`').next().unwrap().to_owned(),
        severity: text.lines().nth(2).unwrap().split(':').next().unwrap().to_lowercase(),
        example: block(text, "rust").0.to_owned(),
        told: block(text, "text").0.to_owned(),
    };
    sections.map(section).collect()
}

/// What an example gives, in the short form.
fn told(example: &str) -> String {
    let mut model: Model = read(&[SourceFile::new("src/user.rs", example)], &Options::default());
    // PostgreSQL has nearly every type; the page shows what MySQL lacks.
    model.check_types(Dialect::Mysql);
    let line = |found: &crate::Diagnostic| {
        let (place, severity) = (&found.location, found.severity.name());
        format!(
            "{}:{}:{}: {severity}[{}]: {}\n",
            place.file.display(),
            place.line,
            place.column,
            found.code,
            found.message
        )
    };
    model.diagnostics.iter().map(line).collect()
}

#[test]
fn every_finding_is_documented_with_an_example_that_gives_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics.md");
    let whole = std::fs::read_to_string(&path).unwrap();
    let (page, others) = whole.split_at(whole.find("\n# Findings of check and verify\n").unwrap());
    let mut page = page.to_owned();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let mut written = String::new();
        for (index, text) in page.split("\n## `").enumerate() {
            let mut text = text.to_owned();
            if index > 0 {
                let (_, start, end) = block(&text, "text");
                let told = told(block(&text, "rust").0);
                text.replace_range(start..end, &told);
                written.push_str("\n## `");
            }
            written.push_str(&text);
        }
        std::fs::write(&path, format!("{written}{others}")).unwrap();
        page = written;
    }
    let sections = sections(&page);
    let codes: Vec<&str> = sections.iter().map(|section| section.code.as_str()).collect();
    assert_eq!(codes, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    for (section, code) in sections.iter().zip(Code::ALL) {
        assert_eq!(section.severity, code.severity().name(), "{code}");
        assert_eq!(section.told, told(&section.example), "{code}");
        assert!(section.told.contains(&format!("[{code}]")), "{code}: {}", section.told);
        assert!(code.as_str().chars().all(|char| char.is_ascii_lowercase() || char == '-'), "{code}");
    }
}
