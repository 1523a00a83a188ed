//! Every operation as a SeaORM migration in Rust: what is generated for it is a file of `fixtures/operations`, which is compiled into this
//! test and run by SeaORM's own migrator, up, down and up again, with rows.
//!
//! What it must come to is what the same operation comes to in SQL; the databases' own dumps are the judge. `UPDATE_EXPECT=1` writes the files
//! anew; the test has to be built again to run them.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use autogen_diff::rust::{self, Candidates, Target, Transaction};
use autogen_diff::template::{self, Variables};
use autogen_diff::{Operation, Script, dialect, invert, render};
use autogen_schema::{Dialect, Schema};
use operations::{NAMES, Way};
use tokio::sync::Mutex;
use tokio::task::LocalSet;

use crate::databases::rows::{Rows, lost, read};
use crate::support::{Ground, Texts, difference};
use cases::{CASES, Case};

/// What an operation does to a database, in the SQL that builders make.
struct Walked {
    operations: Vec<Operation>,
    up: Script,
    down: Script,
    before: Texts,
    after: Texts,
    rows: Rows,
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/operations"))
}

/// Makes the database that every operation is done to.
async fn fill(ground: &mut Ground) {
    let file = folder().join(format!("base.{}.sql", ground.dialect()));
    ground.fill(&std::fs::read_to_string(file).unwrap()).await.unwrap();
}

/// Does an operation in SQL: without builders, and then with what they make, which must come to the same.
async fn walk(case: &Case, ground: &mut Ground) -> Walked {
    let dialect = ground.dialect();
    fill(ground).await;
    let (from, before) = (ground.schema().await, ground.dump().await);
    let rows = read(ground, &from).await;
    let operations = (case.operations)(&from);
    let up = dialect::upgrade(dialect, &operations, &from, &from.enums);
    let up = up.unwrap_or_else(|refusal| panic!("{} on {dialect}: {refusal}", case.name));
    let to = run_sql(case, &up, ground).await;
    let down = dialect::downgrade(dialect, &to, &from, &operations);
    let down = down.unwrap_or_else(|refusal| panic!("{} on {dialect}: {refusal}", case.name));
    let back = invert(operations.iter().cloned());
    let built = |script: &Script, operations: &[Operation], from: &Schema, direction| {
        let target = Target { dialect, project: case.on, direction, from };
        rust::with_builders(script.clone(), &Candidates::of(operations, from, &from.enums), target)
    };
    let up = (built(&up, &operations, &from, render::Direction::Upgrade), up);
    let down = built(&down, &back, &to, render::Direction::Downgrade);
    fill(ground).await;
    assert!(run_sql(case, &up.0, ground).await == to, "{} on {dialect}: builders say something else", case.name);
    let after = ground.dump().await;
    assert_ne!(before, after, "{} does nothing on {dialect}", case.name);
    Walked { operations, up: up.0, down, before, after, rows }
}

async fn run_sql(case: &Case, script: &Script, ground: &mut Ground) -> Schema {
    let sql = render::runnable(ground.dialect(), script);
    let done = ground.run(&sql).await;
    done.unwrap_or_else(|error| panic!("{} on {}: {error}\n{sql}", case.name, ground.dialect()));
    ground.schema().await
}

/// Puts the file of a migration together.
fn file(case: &Case, walked: &BTreeMap<Dialect, Walked>) -> String {
    let scripts = |of: fn(&Walked) -> &Script| -> Vec<(Dialect, Script)> {
        case.on.iter().map(|dialect| (*dialect, of(&walked[dialect]).clone())).collect()
    };
    let (up, down) = (scripts(|walked| &walked.up), scripts(|walked| &walked.down));
    let transaction = Transaction::of(&up, &down);
    let variables = Variables {
        message: case.name.replace('_', " "),
        revision: case.name.to_owned(),
        revises: "(base)".to_owned(),
        created: "2026-01-02T03:04:05Z".to_owned(),
        upgrade: rust::method(render::Direction::Upgrade, &up, transaction),
        downgrade: rust::method(render::Direction::Downgrade, &down, transaction),
        transaction: transaction.method(),
        helpers: rust::helpers(&up, &down),
        ..Variables::default()
    };
    template::fill("the built-in template", template::RUST_REVISION, &variables).unwrap()
}

fn compare_with_file(case: &Case, text: &str) {
    let path = folder().join(format!("src/{}.rs", case.name));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, text, "{} (UPDATE_EXPECT=1 writes it anew)", path.display());
}

/// Runs what was compiled.
async fn run(case: &Case, way: Way, ground: &Ground) {
    let database = sea_orm::Database::connect(ground.url()).await.unwrap();
    let done = operations::run(case.name, way, &database).await;
    done.unwrap_or_else(|error| panic!("{} {way:?} on {}: {error}", case.name, ground.dialect()));
    database.close().await.unwrap();
}

/// Without the table that SeaORM records migrations in.
async fn dump(ground: &Ground) -> Texts {
    ground.dump().await.into_iter().filter(|text| !text.contains("seaql_migrations")).collect()
}

async fn hold(case: &Case, ground: &mut Ground, walked: &Walked) {
    fill(ground).await;
    let dialect = ground.dialect();
    let same = |expected: &Texts, found: &Texts, when: &str| {
        if let Some(found) = difference(expected, found) {
            panic!("{} on {dialect}, {when}: {found}", case.name);
        }
    };
    run(case, Way::Up, ground).await;
    same(&walked.after, &dump(ground).await, "after the upgrade");
    let schema = ground.schema().await;
    let rows = read(ground, &schema).await;
    assert_eq!(lost(&walked.rows, &rows, &walked.operations, &[], &[&walked.up]), None, "{}", case.name);
    run(case, Way::Down, ground).await;
    same(&walked.before, &dump(ground).await, "after the downgrade");
    let schema = ground.schema().await;
    let rows = read(ground, &schema).await;
    let scripts = [&walked.up, &walked.down];
    assert_eq!(lost(&walked.rows, &rows, &[], &walked.operations, &scripts), None, "{}", case.name);
    run(case, Way::Up, ground).await;
    same(&walked.after, &dump(ground).await, "after the second upgrade");
}

/// Generates the file of a case, and runs what was compiled of it.
async fn check(case: &Case, grounds: &mut BTreeMap<Dialect, Ground>) {
    let mut walked = BTreeMap::new();
    for dialect in case.on {
        walked.insert(*dialect, walk(case, grounds.get_mut(dialect).unwrap()).await);
    }
    compare_with_file(case, &file(case, &walked));
    for dialect in case.on.iter().filter(|_| NAMES.contains(&case.name)) {
        hold(case, grounds.get_mut(dialect).unwrap(), &walked[dialect]).await;
    }
}

/// Every case of the share runs, whatever becomes of those before it.
async fn share(share: usize) {
    let grounds: BTreeMap<Dialect, Ground> =
        Dialect::ALL.map(|dialect| (dialect, Ground::reachable(dialect))).into_iter().collect();
    let grounds = Rc::new(Mutex::new(grounds));
    let mut failed = Vec::new();
    for case in CASES.iter().skip(share).step_by(SHARES) {
        let grounds = Rc::clone(&grounds);
        let checked = tokio::task::spawn_local(async move { check(case, &mut *grounds.lock().await).await });
        if checked.await.is_err() {
            failed.push(case.name);
        }
    }
    assert_eq!(failed, Vec::<&str>::new());
}

const SHARES: usize = 2;

#[tokio::test]
async fn migrations_do_what_operations_do_share_0() {
    LocalSet::new().run_until(share(0)).await;
}

#[tokio::test]
async fn migrations_do_what_operations_do_share_1() {
    LocalSet::new().run_until(share(1)).await;
}

#[test]
fn every_case_is_compiled() {
    let names: BTreeSet<&str> = CASES.iter().map(|case| case.name).collect();
    assert_eq!(names, NAMES.iter().copied().collect());
}
