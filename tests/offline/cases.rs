//! Every fixture whose database is given as SQL: by the client and by a run it becomes the same.

use std::fs;
use std::path::Path;

use autogen_schema::Dialect;

use super::Project;

fn same_both_ways(dialect: Dialect) {
    let ending = if dialect == Dialect::Sqlite { String::new() } else { format!(".{dialect}") };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let (mut held, mut failed) = (0, Vec::new());
    for case in cases {
        let read = |name: String| fs::read_to_string(case.join(name)).ok();
        let (Some(before), Some(revision)) =
            (read(format!("before{ending}.sql")), read(format!("expected{ending}.sql")))
        else {
            continue;
        };
        if !revision.contains("-- autogen: upgrade") {
            continue;
        }
        held += 1;
        println!("case {}", case.display());
        let projects = [Project::new(dialect), Project::new(dialect)];
        let [by_script, by_run] = &projects;
        for project in &projects {
            let first = format!("-- autogen: upgrade {dialect}\n{before}\n-- autogen: downgrade {dialect}\n");
            project.sandbox.revision("000000000001", "", &first);
            project.sandbox.write("migrations/versions/2.sql", &revision);
        }
        let step = |args: &[&str], script: &[&str]| {
            let run = by_run.sandbox.run(&[&["--database-url", &by_run.url()], args].concat());
            let scripted = by_script.run(&by_script.script(script));
            if run.code == Some(0) {
                assert!(scripted == Ok(()) && by_script.state() == by_run.state(), "{args:?}: {scripted:?}");
            } else {
                assert!(scripted.is_err(), "{args:?}: {run}");
            }
            run.code == Some(0)
        };
        let same = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            step(&["upgrade", "000000000001"], &["upgrade", "--sql", "000000000001"])
                && step(&["upgrade"], &["upgrade", "--sql", "000000000001:head"])
                && step(&["downgrade"], &["downgrade", "--sql", "-1"])
        }));
        if same.is_err() {
            failed.push(case.file_name().unwrap().to_owned());
        }
    }
    assert!(held >= 15, "only {held} cases");
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn cases_are_the_same_on_sqlite() {
    same_both_ways(Dialect::Sqlite);
}

#[test]
fn cases_are_the_same_on_postgres() {
    same_both_ways(Dialect::Postgres);
}

#[test]
fn cases_are_the_same_on_mariadb() {
    same_both_ways(Dialect::Mysql);
}
