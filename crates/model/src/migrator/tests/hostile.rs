//! Nothing makes reading or editing panic, and an edit that is made is one that can be made again and taken back.

use std::panic::catch_unwind;

use rayon::prelude::*;

use super::registering::{alone, shapes};
use crate::lex::lex;
use crate::migrator::{Edit, Migration, Migrator, Position, Refusal};

const NAME: &str = "m20261130_120000_add";

/// A migration that most shapes have.
const OLD: &str = "m20220101_000001_create_table";

/// Reads a text, and edits every migrator in it.
fn check(text: &str) {
    let of = alone(text);
    for place in of.problems.iter().map(|problem| &problem.location) {
        assert!(text.get(place.span()).is_some() && place.line > 0, "{place:?}");
    }
    let positions = [Position::Start, Position::End, Position::After(OLD)];
    for migrator in &of.migrators {
        assert!(text.get(migrator.location.span()).is_some());
        match of.register(migrator, NAME, positions[text.len() % positions.len()]) {
            Ok(Edit::Changed { files, .. }) => again(migrator, &files[0].text),
            // What comes out is something else only where angle brackets are not closed, and may go on anywhere.
            Err(error) if matches!(*error.reason, Refusal::Differs { .. }) => {
                let arrows = text.matches("->").count() + text.matches("=>").count();
                assert_ne!(text.matches('<').count(), text.matches('>').count() - arrows, "{error}");
            }
            Ok(Edit::Unchanged) | Err(_) => {}
        }
        let _ = of.unregister(migrator, OLD);
    }
}

fn again(before: &Migrator, text: &str) {
    let of = alone(text);
    let migrator = of.migrators.iter().find(|other| (other.node, other.index) == (before.node, before.index)).unwrap();
    assert_eq!(of.register(migrator, NAME, Position::End), Ok(Edit::Unchanged));
    let Ok(Edit::Changed { files, .. }) = of.unregister(migrator, NAME) else { panic!("it cannot be taken back") };
    let of = alone(&files[0].text);
    let there = |migrations: &[Migration]| migrations.iter().map(|m| m.path.clone()).collect::<Vec<_>>();
    let after = of.migrators.iter().find(|other| (other.node, other.index) == (before.node, before.index)).unwrap();
    let (before, after) = (before.migrations.as_deref().map(there), after.migrations.as_deref().map(there));
    assert_eq!(before.unwrap(), after.unwrap());
}

/// Texts that differ from one by a token: without it, with it twice, with another in its place, or ended before it.
fn variants(text: &str, step: usize) -> Vec<String> {
    let Ok(tokens) = lex(text) else { return Vec::new() };
    let others = ["{", "]", ",", "mod", "//", "/*", "\"", "#[cfg(x)]", "\r\n", "é", "vec![Box::new(a::B)]", ";", "<"];
    let mut out = Vec::new();
    for (index, token) in tokens.iter().enumerate().skip(step % 5).step_by(5) {
        let (before, own, behind) = (&text[..token.range().start], &text[token.range()], &text[token.range().end..]);
        let other = others[(index + step) % others.len()];
        out.extend([
            format!("{before}{behind}"),
            format!("{before}{own} {own}{behind}"),
            format!("{before}{other}{behind}"),
            before.to_owned(),
        ]);
    }
    out
}

#[test]
fn texts_with_something_wrong() {
    let texts: Vec<String> =
        shapes().iter().map(|folder| std::fs::read_to_string(folder.join("before.rs")).unwrap()).collect();
    let variants: Vec<String> = texts.iter().enumerate().flat_map(|(step, text)| variants(text, step)).collect();
    let failed = variants.par_iter().find_any(|text| catch_unwind(|| check(text)).is_err());
    assert!(failed.is_none(), "{}", failed.unwrap());
    assert!(variants.len() > 7_000, "{}", variants.len());
}

/// Modules that all bring in each other's names.
#[test]
fn names_that_lead_in_circles() {
    let module = |name: usize| {
        let uses = (0..12).map(|other| format!("use super::m{other}::*; use super::m{other}::again as n{other};"));
        let uses = uses.collect::<Vec<_>>().concat();
        format!("mod m{name} {{ {uses} use super::m{name}::again; }}\n")
    };
    let modules: String = (0..12).map(module).collect();
    check(&format!(
        "{modules}use m1::*;\nuse again::again;\nimpl MigratorTrait for M {{ fn migrations() {{ vec![Box::new(m0::Nowhere), Box::new(again::Nothing), Box::new(m3::n4::Nobody)] }} }}"
    ));
}

#[test]
fn nesting_of_any_depth() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(20_000), close.repeat(20_000));
    for text in [
        format!("impl MigratorTrait for M {{ fn migrations() {{ vec![{}] }} }}", deep("(", ")")),
        format!("impl MigratorTrait for M {{ fn migrations() {{ vec![Box::new({})] }} }}", deep("a::B(", ")")),
        format!("impl MigratorTrait for M {{ fn migration_table_name() {{ {} }} }}", deep("[", "]")),
        deep("mod a {", "}"),
        format!("use {};", deep("{a::", "}")),
    ] {
        check(&text);
    }
}
