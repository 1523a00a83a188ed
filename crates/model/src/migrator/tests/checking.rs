//! An edit that is not what was meant is none.

use super::registering::alone;
use crate::SourceFile;
use crate::migrator::edit::check::{Outcome, registered, unregistered};
use crate::migrator::edit::editing::Editing;
use crate::migrator::scan::list::Boxed;

const BEFORE: &str = "\
mod m1;
// Kept.
mod m2;
impl MigratorTrait for M {
    fn migrations() { vec![Box::new(m1::Migration), Box::new(m2::Migration) /* kept */] }
    fn migration_table_name() { \"own\".into() }
}
struct Pair(u8, u8);
impl MigratorTrait for N {
    fn migrations() { vec![Box::new(m1::Migration)] }
}
";

const NAME: &str = "m20261130_120000_add";

fn changed(from: &str, to: &str) -> String {
    assert!(BEFORE.contains(from), "{from}");
    BEFORE.replacen(from, to, 1)
}

/// Whether a text is what comes of adding the migration at the end.
fn is_registered(after: &str) -> Result<(), String> {
    is_registered_as(&[NAME, "Migration"], after)
}

fn is_registered_as(path: &[&str], after: &str) -> Result<(), String> {
    let of = alone(BEFORE);
    let edit = Editing::adding(&of, of.migrator(Some("M")).unwrap(), NAME);
    let path = path.iter().map(|word| (*word).to_owned()).collect();
    let new = Boxed { path, cast: None, plain: true };
    let outcome = Outcome::new(&edit, &[SourceFile::new("src/lib.rs", after)]);
    registered(&edit, &outcome, Some((2, &new)), Some(0))
}

/// Whether a text is what comes of taking `m2` out.
fn is_unregistered(before: &str, after: &str) -> Result<(), String> {
    let of = alone(before);
    let edit = Editing::removing(&of, of.migrator(Some("M")).unwrap(), "m2");
    let removal = edit.removal(edit.vector().unwrap()).unwrap().unwrap();
    unregistered(&edit, &Outcome::new(&edit, &[SourceFile::new("src/lib.rs", after)]), &removal)
}

#[test]
fn what_was_meant_is() {
    let declared = changed("mod m2;", &format!("mod m2;\nmod {NAME};"));
    let entry = format!(", Box::new({NAME}::Migration)");
    let good = declared.replace(" /* kept */]", &format!("{entry} /* kept */]"));
    assert_eq!(is_registered(&good), Ok(()));
    assert_eq!(is_registered(&good.replace("    fn", "\tfn").replace("kept */]", "kept */,\n]")), Ok(()));
    for bad in [
        BEFORE.to_owned(),
        declared.clone(),
        changed(" /* kept */]", &format!("{entry} /* kept */]")),
        // In another place, twice, in both, of another type.
        declared.replace("vec![Box::new(m1", &format!("vec![Box::new({NAME}::Migration), Box::new(m1")),
        declared.replace(" /* kept */]", &format!("{entry}{entry} /* kept */]")),
        good.replacen("Migration)] }", &format!("Migration){entry}] }}"), 1),
        good.replace(&format!("{NAME}::Migration"), &format!("{NAME}::Other")),
        // With something else.
        good.replace("// Kept.\n", ""),
        good.replace("/* kept */", ""),
        good.replace("// Kept.", "// Kept!"),
        good.replace("mod m2;", "pub mod m2;"),
        good.replace("mod m1;", "mod m0;\nmod m1;"),
        good.replace("own", "other"),
        good.replace("u8, u8", "u8, u8,"),
        good.replace("for N", "for O"),
        good.replace("m1::Migration)]", "m2::Migration)]"),
        good.replace("Box::new(m1::Migration), Box::new(m2", "Box::new(m2::Migration), Box::new(m1"),
        good.replace("Box::new(m1::Migration), Box", "#[cfg(test)] Box::new(m1::Migration), Box"),
        good.replace("fn migrations() { vec", "fn migrations() { ; vec"),
        good.replace("fn migrations() { vec", "fn migrations() { vec!["),
        good.replace(&format!("mod {NAME};"), &format!("mod inner {{ mod {NAME}; }}")),
    ] {
        assert!(is_registered(&bad).is_err(), "{bad}");
    }
    // A path has to lead to the module that was declared.
    let elsewhere = good.replace(&format!("{NAME}::"), &format!("elsewhere::{NAME}::"));
    assert!(is_registered_as(&["elsewhere", NAME, "Migration"], &elsewhere).is_err());
    let here = good.replace(&format!("{NAME}::"), &format!("self::{NAME}::"));
    assert_eq!(is_registered_as(&["self", NAME, "Migration"], &here), Ok(()));
}

#[test]
fn what_was_to_go_has_gone() {
    let declared = changed("mod m2;\n", "");
    let good = declared.replace(", Box::new(m2::Migration) /* kept */", "");
    assert_eq!(is_unregistered(BEFORE, &good), Ok(()));
    for bad in [
        BEFORE.to_owned(),
        declared.clone(),
        good.replace("mod m1;\n", ""),
        good.replace("// Kept.\n", ""),
        good.replace("own", "other"),
        good.replacen("Box::new(m1::Migration)", "", 1),
        // Commas do not count, but for what they separate.
        good.replacen("m1::Migration)", "m1::Migration),,", 1),
        changed(", Box::new(m2::Migration)", ""),
    ] {
        assert!(is_unregistered(BEFORE, &bad).is_err(), "{bad}");
    }
    // Commas count where they separate.
    let three = changed(" /* kept */", ", Box::new(m3::Migration)");
    let good = three.replace("mod m2;\n", "").replace(" Box::new(m2::Migration),", "");
    assert_eq!(is_unregistered(&three, &good), Ok(()));
    assert!(is_unregistered(&three, &good.replace("),", ")")).is_err());
}
