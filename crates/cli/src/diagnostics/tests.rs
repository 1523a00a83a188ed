//! Whatever a file holds, and wherever a finding is said to be, it can be shown.

use autogen_model::{Code, Diagnostic, Label, Location, Severity, SourceFile};
use proptest::prelude::*;

use super::{diagnostic, excerpt};
use crate::error::Excerpt;

fn location(file: &str, start: usize, length: usize) -> Location {
    Location { file: std::path::Path::new(file).into(), line: 1, column: 1, start, end: start + length }
}

proptest! {
    #[test]
    fn anything_is_shown(text in "(?s).{0,200}", start in 0_usize..220, length in 0_usize..30, message in ".{0,40}") {
        let place = Excerpt { path: "a.sql".into(), text: text.clone(), span: start..start + length };
        let shown = excerpt(&message, &place);
        prop_assert!(shown.contains("error"));
        let found = Diagnostic {
            code: Code::Syntax,
            severity: Severity::Warning,
            message: message.clone(),
            location: location("a.rs", start, length),
            label: Some(message.clone()),
            related: vec![Label { location: location("b.rs", length, start), message: message.clone() }],
            help: vec![message],
        };
        let files = [SourceFile::new("a.rs", &*text), SourceFile::new("b.rs", text.repeat(2))];
        prop_assert!(diagnostic(&found, &files, |path| path.display().to_string()).contains("syntax"));
    }
}

#[test]
fn lines_are_counted_from_one() {
    let text = "one\n  two  \r\n\nfour".to_owned();
    let line = |line| Excerpt::line("f", text.clone(), line).map(|place| place.text[place.span].to_owned());
    let lines = [0, 1, 2, 3, 4, 5].map(line);
    let expected = [None, Some("one"), Some("two"), Some(""), Some("four"), None];
    assert_eq!(lines, expected.map(|line| line.map(str::to_owned)));
}
