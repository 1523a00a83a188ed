//! Before and after: every folder of `fixtures/cases` is one case, and the laws are held over each of them.
//!
//! A case has the entities `before.rs` and `after.rs`; without `before.rs` they do not change. Its database comes from a
//! first revision of `before.rs`, or, where there is a `before.sql`, was made by that and is adopted. `rows.sql` fills it;
//! `options` says what differs from the defaults, a word a line. `expected.sql` is the revision that comes out of it, or the
//! words for none. `UPDATE_EXPECT=1` writes it anew; what it says is run all the same. `CASE=part-of-a-name` runs one alone.
//!
//! Where there is an `expected.postgres.sql` or an `expected.mysql.sql`, the case is held on that server too, with its
//! `before.postgres.sql` and so on.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use autogen_diff::{Operation, Ownership};
use autogen_engine::{Error, Patterns, Plan, Proof};
use autogen_schema::Dialect;
use autogen_schema::sqlite::CreateTable;

use crate::lab::server::sorted_lines;
use crate::lab::{Counters, Dump, Lab, Owners, Rows, assert_rows_kept};

/// How many tests the cases are dealt into.
const SHARES: usize = 4;

/// How many on a server, where each case takes seconds.
const SHARES_ON_SERVERS: usize = 8;

#[tokio::test]
async fn cases_of_share_0() {
    share(0).await;
}

#[tokio::test]
async fn cases_of_share_1() {
    share(1).await;
}

#[tokio::test]
async fn cases_of_share_2() {
    share(2).await;
}

#[tokio::test]
async fn cases_of_share_3() {
    share(3).await;
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().len() >= 90, "only {} cases", cases().len());
}

/// The cases of a share on a server.
macro_rules! on_server {
    ($($name:ident: $dialect:ident $share:literal;)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                tokio::task::LocalSet::new().run_until(run_share($share, Dialect::$dialect)).await;
            }
        )*
    };
}

on_server! {
    cases_on_postgres_of_share_0: Postgres 0;
    cases_on_postgres_of_share_1: Postgres 1;
    cases_on_postgres_of_share_2: Postgres 2;
    cases_on_postgres_of_share_3: Postgres 3;
    cases_on_postgres_of_share_4: Postgres 4;
    cases_on_postgres_of_share_5: Postgres 5;
    cases_on_postgres_of_share_6: Postgres 6;
    cases_on_postgres_of_share_7: Postgres 7;
    cases_on_mariadb_of_share_0: Mysql 0;
    cases_on_mariadb_of_share_1: Mysql 1;
    cases_on_mariadb_of_share_2: Mysql 2;
    cases_on_mariadb_of_share_3: Mysql 3;
    cases_on_mariadb_of_share_4: Mysql 4;
    cases_on_mariadb_of_share_5: Mysql 5;
    cases_on_mariadb_of_share_6: Mysql 6;
    cases_on_mariadb_of_share_7: Mysql 7;
}

/// Every case of the share runs, whatever becomes of those before it.
async fn share(share: usize) {
    tokio::task::LocalSet::new().run_until(run_share(share, Dialect::Sqlite)).await;
}

async fn run_share(share: usize, dialect: Dialect) {
    let only = std::env::var("CASE").ok();
    let shares = if dialect == Dialect::Sqlite { SHARES } else { SHARES_ON_SERVERS };
    let mut failed = Vec::new();
    for (at, folder) in cases().into_iter().enumerate() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let chosen = only.as_ref().is_none_or(|only| name.contains(only.as_str()));
        if at % shares != share || !chosen || !is_held_on(&folder, dialect) {
            continue;
        }
        println!("case {name}");
        let check = tokio::task::spawn_local(async move { Box::pin(Case::check(&folder, dialect)).await });
        if check.await.is_err() {
            println!("case {name} failed");
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "failed: {}", failed.join(" "));
}

/// `NEW_ON=postgres UPDATE_EXPECT=1` holds cases on a server that were not held there before.
fn is_held_on(folder: &Path, dialect: Dialect) -> bool {
    let new = std::env::var("NEW_ON").is_ok_and(|wanted| wanted == dialect.name());
    dialect == Dialect::Sqlite || new || folder.join(format!("expected.{dialect}.sql")).is_file()
}

struct Case {
    folder: PathBuf,
    lab: Lab,
    options: Options,
    dialect: Dialect,
}

/// What a case says of itself, a word or `key value` a line.
#[derive(Default)]
struct Options {
    /// The case is run a second time as if everything in the database were ours, with an expectation of its own.
    also_ownership_all: bool,
    /// `table.column` whose values the upgrade converts, or whose column it drops, and so do not come back; `table` where
    /// all of it goes.
    lossy: BTreeSet<String>,
    /// The upgrade fails on the rows, and must change nothing then.
    fails_on_rows: bool,
    /// The downgrade fails on the rows, and must change nothing then.
    downgrade_fails_on_rows: bool,
    /// Patterns of tables that are nobody's business.
    unmanaged: Vec<String>,
    /// Drops that are allowed although the model is incomplete.
    drops: Vec<String>,
    /// Something is left as it is that a database made at once would not have: why.
    unconverged: Option<String>,
}

impl Options {
    fn parse(text: &str) -> Self {
        let mut options = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("lossy", column)) => {
                    options.lossy.insert(column.to_owned());
                }
                Some(("unmanaged", pattern)) => options.unmanaged.push(pattern.to_owned()),
                Some(("drop", key)) => options.drops.push(key.to_owned()),
                Some(("unconverged", why)) => options.unconverged = Some(why.to_owned()),
                None if line == "also-ownership-all" => options.also_ownership_all = true,
                None if line == "fails-on-rows" => options.fails_on_rows = true,
                None if line == "downgrade-fails-on-rows" => options.downgrade_fails_on_rows = true,
                _ => panic!("unknown option `{line}`"),
            }
        }
        options
    }
}

impl Case {
    async fn check(folder: &Path, dialect: Dialect) {
        let case = Self::read(folder, Ownership::Ledger, dialect);
        if dialect != Dialect::Sqlite {
            return case.run(&format!("expected.{dialect}.sql")).await;
        }
        case.run("expected.sql").await;
        if case.options.also_ownership_all {
            Self::read(folder, Ownership::All, dialect).run("expected-ownership-all.sql").await;
        } else if case.text("before.sql").is_none() {
            // Nothing is there but what revisions made, so it makes no difference whose the rest is.
            Self::read(folder, Ownership::All, dialect).run("expected.sql").await;
        }
    }

    fn read(folder: &Path, ownership: Ownership, dialect: Dialect) -> Self {
        let own = fs::read_to_string(folder.join(format!("options.{dialect}")));
        let text = own.or_else(|_| fs::read_to_string(folder.join("options"))).unwrap_or_default();
        let mut lab = Lab::on(dialect, "case");
        let options = Options::parse(&text);
        lab.project.ownership = ownership;
        lab.project.unmanaged = Patterns::new(&options.unmanaged).unwrap();
        Self { folder: folder.to_owned(), lab, options, dialect }
    }

    fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(file)).ok()
    }

    /// The database that is there before everything, in the words of its dialect.
    fn before_sql(&self) -> Option<String> {
        match self.dialect {
            Dialect::Sqlite => self.text("before.sql"),
            dialect => self.text(&format!("before.{dialect}.sql")),
        }
    }

    /// Rows are mostly written for every dialect.
    fn rows_sql(&self) -> Option<String> {
        let text = self.text(&format!("rows.{}.sql", self.dialect)).or_else(|| self.text("rows.sql"))?;
        Some(if self.dialect == Dialect::Mysql { text.replace("DEFAULT VALUES", "() VALUES ()") } else { text })
    }

    async fn run(&self, expected: &str) {
        Box::pin(self.begin()).await;
        if let Some(rows) = self.rows_sql() {
            self.lab.sql(&rows).await;
        }
        self.lab.write_entity("lib.rs", &self.text("after.rs").expect("a case has an after.rs"));
        let mut request = self.lab.request("Change it");
        request.allowed_drops.clone_from(&self.options.drops);
        let planned = self.lab.plan(&request).await;
        self.compare_with_expected(expected, &outcome(&planned));
        if let Ok(Some(plan)) = planned {
            if self.is_planned_twice() {
                let again = self.lab.plan(&request).await.unwrap().unwrap();
                assert_eq!(plan.draft, again.draft, "the same input gave another file");
            }
            self.up_down_up(&plan).await;
        } else if matches!(planned, Ok(None)) {
            self.lab.assert_clean().await;
        }
    }

    /// Every case is on SQLite. A plan on a server makes a database, which takes longer than all the rest: there every fourth is.
    fn is_planned_twice(&self) -> bool {
        let name = self.folder.to_string_lossy();
        self.dialect == Dialect::Sqlite || name.bytes().map(u32::from).sum::<u32>() % 4 == 0
    }

    async fn begin(&self) {
        let entities = self.text("before.rs").or_else(|| self.text("after.rs"));
        self.lab.write_entity("lib.rs", &entities.expect("a case has entities"));
        match self.before_sql() {
            Some(sql) => {
                self.lab.sql(&sql).await;
                self.lab.adopt().await;
            }
            None => {
                self.lab.migrate("First").await;
                self.lab.upgrade().await;
            }
        }
    }

    fn compare_with_expected(&self, expected: &str, found: &str) {
        let file = self.folder.join(expected);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(expected, found, "{} (UPDATE_EXPECT=1 writes it anew)", file.display());
    }

    /// Up, down and up again, with rows, judged by the database's own text.
    async fn up_down_up(&self, plan: &Plan) {
        let lab = &self.lab;
        assert_eq!(plan.proof, Proof::Proven, "{}", plan.draft.text);
        autogen_engine::write(&lab.project, &plan.draft).unwrap();
        let (before, owners) = (lab.dump().await, lab.owners().await);
        let complaints = lab.complaints().await;
        let (rows, counters) = (lab.rows().await, lab.counters().await);

        let upgraded = lab.try_upgrade("head").await;
        if self.options.fails_on_rows {
            let error = upgraded.expect_err("the upgrade fails on these rows");
            if self.dialect == Dialect::Mysql {
                // What ran before the statement that failed is committed.
                return assert_rows_kept(&rows, &lab.rows().await, &self.options.lossy);
            }
            assert_eq!((lab.dump().await, lab.rows().await), (before, rows), "after {error}");
            assert_eq!(complaints, lab.complaints().await);
            return;
        }
        upgraded.unwrap_or_else(|error| panic!("{error}\n{}", plan.draft.text));
        assert_eq!(complaints, lab.complaints().await);
        lab.assert_clean().await;
        let after = lab.dump().await;
        assert_rows_kept(&with_new_names(&rows, plan), &lab.rows().await, &self.options.lossy);
        assert_counters_kept(&counters, &lab.counters().await, &after);
        assert_beside_kept(&before, &owners, &after, plan);
        if self.before_sql().is_none() && self.options.unconverged.is_none() {
            self.converged(&after).await;
        }

        if self.options.downgrade_fails_on_rows {
            let rows = lab.rows().await;
            let error = lab.try_downgrade("-1", false).await.expect_err("the downgrade fails on these rows");
            if self.dialect == Dialect::Mysql {
                return assert_rows_kept(&rows, &lab.rows().await, &self.options.lossy);
            }
            assert_eq!((lab.dump().await, lab.rows().await), (after, rows), "after {error}");
            assert_eq!(complaints, lab.complaints().await);
            return;
        }
        lab.downgrade("-1").await;
        assert_eq!(complaints, lab.complaints().await);
        assert_same_dump(&before, &lab.dump().await, "after the downgrade");
        assert_rows_kept(&rows, &lab.rows().await, &self.options.lossy);

        lab.upgrade().await;
        assert_eq!(complaints, lab.complaints().await);
        lab.assert_clean().await;
        assert_same_dump(&after, &lab.dump().await, "after the second upgrade");
    }

    /// A database made of the new entities at once stores the same, but for the order of columns.
    async fn converged(&self, after: &Dump) {
        let mut at_once = Lab::on(self.dialect, "at_once");
        at_once.project.unmanaged = Patterns::new(&self.options.unmanaged).unwrap();
        at_once.write_entity("lib.rs", &self.text("after.rs").unwrap());
        at_once.migrate("All at once").await;
        at_once.upgrade().await;
        let (expected, found) = (sorted(&at_once.dump().await, self.dialect), sorted(after, self.dialect));
        assert_same_dump(&expected, &found, "compared with a database made at once");
    }
}

/// The revision, or why there is none.
fn outcome(planned: &Result<Option<Plan>, Error>) -> String {
    match planned {
        Ok(Some(plan)) => plan.draft.text.clone(),
        Ok(None) => "nothing to do\n".to_owned(),
        Err(error) => {
            let hints = error.hints().iter().fold(String::new(), |hints, hint| hints + "hint: " + hint + "\n");
            format!("error: {error}\n{hints}")
        }
    }
}

/// The dump with the columns and constraints of each table in alphabetical order.
pub(crate) fn sorted(dump: &Dump, dialect: Dialect) -> Dump {
    let sort = |sql: &String| if dialect == Dialect::Sqlite { sorted_items(sql) } else { sorted_lines(sql) };
    dump.iter().map(|(key, sql)| (key.clone(), sort(sql))).collect()
}

fn sorted_items(sql: &str) -> String {
    match CreateTable::parse(sql) {
        Ok(table) => {
            let mut items: Vec<&str> = table.items.iter().map(|item| table.text(&item.span)).collect();
            items.sort_unstable();
            format!("{} {}", items.join(" | "), table.text(&table.options.span))
        }
        Err(_) => sql.to_owned(),
    }
}

#[track_caller]
pub(crate) fn assert_same_dump(expected: &Dump, found: &Dump, when: &str) {
    let differing: Vec<String> = expected
        .keys()
        .chain(found.keys())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|key| expected.get(*key) != found.get(*key))
        .map(|key| format!("{key:?}\n  expected {:?}\n  found    {:?}", expected.get(key), found.get(key)))
        .collect();
    assert!(differing.is_empty(), "{when}: {}", differing.join("\n"));
}

/// The columns that a plan renames: table, old name, new name.
fn renamed_columns(plan: &Plan) -> impl Iterator<Item = (String, String, String)> {
    plan.parts[0].difference.operations.iter().filter_map(|operation| match operation {
        Operation::RenameColumn { table, from, to } => Some((table.to_string(), from.to_string(), to.to_string())),
        _ => None,
    })
}

/// The rows, by the names that their columns have after the upgrade.
fn with_new_names(rows: &Rows, plan: &Plan) -> Rows {
    let mut rows = rows.clone();
    for (table, from, to) in renamed_columns(plan) {
        for row in rows.get_mut(&table).unwrap() {
            let value = row.remove(&from).unwrap();
            row.insert(to.clone(), value);
        }
    }
    rows
}

/// Views, triggers and indexes are there as they were but for the names of renamed columns, unless the revision names them or
/// their table went.
#[track_caller]
fn assert_beside_kept(before: &Dump, owners: &Owners, after: &Dump, plan: &Plan) {
    let revision = &plan.draft.text;
    let old_names = |text: &String| {
        renamed_columns(plan).fold(text.clone(), |text, (_, from, to)| text.replace(to.as_str(), from.as_str()))
    };
    let upgrade = revision.split("-- autogen: downgrade").next().unwrap_or_default();
    for ((kind, name), sql) in before.iter().filter(|((kind, _), _)| kind != "table") {
        let quoted = Dialect::Sqlite.quote(&name.as_str().into());
        let stays = |table: &String| after.contains_key(&("table".to_owned(), table.clone()));
        match after.get(&(kind.clone(), name.clone())) {
            Some(found) => {
                assert!(
                    *sql == old_names(found) || upgrade.contains(&quoted),
                    "{kind} {name} is now {found}\n{revision}"
                );
            }
            None if kind == "view" || owners.get(name).is_some_and(stays) => {
                assert!(upgrade.contains(&format!("DROP INDEX {quoted}")), "{kind} {name} is gone\n{revision}");
            }
            None => {}
        }
    }
}

/// The next key of every AUTOINCREMENT table that stayed is what it was.
#[track_caller]
fn assert_counters_kept(before: &Counters, after: &Counters, dump: &Dump) {
    for (table, counter) in before {
        let stayed = dump.get(&("table".to_owned(), table.clone())).is_some_and(|sql| sql.contains("autoincrement"));
        assert!(
            !stayed || after.get(table) == Some(counter),
            "{table} counted to {counter}, now {:?}",
            after.get(table)
        );
    }
}
