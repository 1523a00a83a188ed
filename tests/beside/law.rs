//! The law for what stands in the way of a change: it is kept, it goes and is named in the revision, or the change is refused.
//!
//! All obstacles are in one database, each with a table of its own, so that one revision makes room past all of them.

use std::fmt::Write as _;
use std::path::Path;

use autogen_diff::dialect::Refusal;
use autogen_diff::{Operation, dialect};
use autogen_introspect::introspect;
use autogen_schema::{ColumnType, Dialect, Schema};

use super::Stage;
use crate::support::operations as op;

/// Something that nobody manages and that is called `{o}`, on a table `{t}` that an entity is for. `{u}`, `{v}` and `{f}` are names
/// for what else it takes.
pub(super) struct Obstacle {
    pub(super) kind: &'static str,
    /// What makes the table, where it is not the usual one.
    pub(super) table: Option<&'static str>,
    pub(super) sql: &'static str,
    /// Whether the column is in the key, without which there is none.
    pub(super) in_key: bool,
}

pub(super) const fn on_table(kind: &'static str, sql: &'static str) -> Obstacle {
    Obstacle { kind, table: None, sql, in_key: false }
}

/// What the field becomes.
const CHANGES: [(&str, &str); 4] = [
    ("retype", "pub a: i64,"),
    ("rename", "#[sea_orm(renamed_from = \"a\")]\n    pub a2: i32,"),
    ("drop column", ""),
    ("drop table", ""),
];

/// The number of a table that nothing happens to: without entities there is no change.
const KEPT: usize = 9999;

fn entity(at: usize, field: &str) -> String {
    format!(
        "use sea_orm::entity::prelude::*;\n\n#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"t{at}\")]\npub struct Model {{\n    #[sea_orm(primary_key, auto_increment = false)]\n    pub id: i32,\n\
         \u{20}   {field}\n    pub b: Option<String>,\n}}\n\nimpl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}

impl Obstacle {
    fn sql(&self, at: usize, table: &str) -> String {
        let sql = format!("{};\n{};\n", self.table.unwrap_or(table), self.sql);
        let names = [("{t}", "t"), ("{o}", "obstacle"), ("{u}", "u"), ("{v}", "v"), ("{f}", "f")];
        names.into_iter().fold(sql, |sql, (placeholder, name)| sql.replace(placeholder, &format!("{name}{at}")))
    }

    fn entity(&self, at: usize) -> String {
        let key = if self.in_key { "#[sea_orm(primary_key, auto_increment = false)]\n    " } else { "" };
        entity(at, &format!("{key}pub a: i32,"))
    }
}

/// Tries every change on every obstacle, and compares what became of them with a file: a line an obstacle.
pub(super) async fn hold(dialect: Dialect, table: &str, obstacles: &[Obstacle], file: &str) {
    let obstacles: Vec<(usize, &Obstacle)> = obstacles.iter().enumerate().collect();
    let first = match dialect {
        Dialect::Postgres => "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n",
        _ => "",
    };
    let keep = format!("{first}CREATE TABLE t{KEPT} (id integer PRIMARY KEY);\n");
    let sql: String = obstacles.iter().map(|(at, obstacle)| obstacle.sql(*at, table)).collect();
    let stage = Stage::of(dialect, &(keep + &sql));
    stage.sandbox.write("src/keep.rs", entity(KEPT, "").replace("    pub b: Option<String>,\n", ""));
    for (at, obstacle) in &obstacles {
        stage.sandbox.write(&format!("src/t{at}.rs"), obstacle.entity(*at));
    }
    stage.adopt();
    let schema = introspect(&stage.connect().await).await.unwrap().schema;
    let changes = obstacles.iter().flat_map(|(at, _)| CHANGES.map(|(change, _)| (*at, change)));
    stage.takes_offers(changes.filter_map(|(at, change)| refused(dialect, &schema, at, change)));
    let mut verdicts = vec![Vec::new(); obstacles.len()];
    for (change, field) in CHANGES {
        let (free, refused): (Vec<_>, Vec<_>) = obstacles
            .iter()
            .copied()
            .partition(|(at, obstacle)| !obstacle.in_key && refusal(dialect, &schema, *at, change).is_none());
        for (at, obstacle) in refused {
            let reason = refusal(dialect, &schema, at, change);
            assert!(
                obstacle.in_key || reason.as_ref().is_some_and(|reason| is_named(reason, at)),
                "{}: {reason:?}",
                obstacle.kind
            );
            verdicts[at]
                .extend(reason.map(|reason| format!("{change}: refused, {}", reason.replace(&at.to_string(), ""))));
        }
        for (at, verdict) in stage.change(change, field, free) {
            verdicts[at].push(format!("{change}: {verdict}"));
        }
    }
    let mut found = String::new();
    for (at, obstacle) in &obstacles {
        writeln!(found, "{}\n    {}", obstacle.kind, verdicts[*at].join("\n    ")).unwrap();
    }
    compare(file, &found);
}

/// Compares what was found with a file.
pub(super) fn compare(file: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/beside").join(file);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected, found, "{} (UPDATE_EXPECT=1 writes it anew)", path.display());
}

/// Why a change is refused, if it is.
fn refusal(dialect: Dialect, schema: &Schema, at: usize, change: &str) -> Option<String> {
    refused(dialect, schema, at, change).map(|refusal| refusal.to_string())
}

fn refused(dialect: Dialect, schema: &Schema, at: usize, change: &str) -> Option<Refusal> {
    let table = format!("t{at}");
    let operation = match change {
        "retype" => op::retype(schema, &table, "a", ColumnType::BigInteger),
        "rename" => op::rename(&table, "a", "a2"),
        "drop column" => op::drop(schema, &table, "a"),
        _ => Operation::DropTable(op::table(schema, &table).clone()),
    };
    dialect::upgrade(dialect, &[operation], schema, &schema.enums).err()
}

impl Stage {
    /// What refusals offer takes what is in the way out of it, and brings it back as it was.
    fn takes_offers(&self, refusals: impl Iterator<Item = Refusal>) {
        let before = self.statements();
        let mut taken = 0;
        for offer in refusals.filter_map(|refusal| refusal.offer) {
            offer.drop.iter().chain(&offer.make).for_each(|sql| self.database.sql(sql));
            taken += offer.drop.len();
        }
        println!("{taken} offers taken");
        assert_eq!(self.statements(), before);
    }

    /// Makes one change past all obstacles at once, and takes it back; tells what became of each.
    fn change(&self, change: &str, field: &str, mut free: Vec<(usize, &Obstacle)>) -> Vec<(usize, String)> {
        for (at, _) in &free {
            let file = format!("src/t{at}.rs");
            if change == "drop table" {
                self.sandbox.remove(&file)
            } else {
                self.sandbox.write(&file, entity(*at, field))
            };
        }
        let before = self.statements();
        let mut verdicts = self.refused_by_server(&mut free);
        if free.is_empty() {
            return verdicts;
        }
        let revision = self.revision();
        self.run(&["upgrade"]).exits(0);
        self.run(&["check"]).exits(0);
        let after = self.statements();
        let gone: Vec<&String> = before.iter().filter(|statement| !is_among(statement, &after, change)).collect();
        verdicts.extend(
            free.iter()
                .map(|(at, obstacle)| (*at, fate(*at, obstacle.kind, change, &gone, &after, &revision).to_owned())),
        );
        for statement in &gone {
            assert!(
                free.iter().any(|(at, _)| is_of(statement, *at)),
                "{change}: this is gone:\n{statement}\nby\n{revision}"
            );
        }
        self.run(&["downgrade", "-1"]).exits(0);
        let again = self.statements();
        let lost: Vec<_> = before.iter().filter(|statement| !again.contains(statement)).collect();
        let new: Vec<_> = again.iter().filter(|statement| !before.contains(statement)).collect();
        assert!(
            lost.is_empty() && new.is_empty(),
            "{change}: after the downgrade\n{lost:#?}\n{new:#?}\nof\n{revision}"
        );
        self.forget_revision();
        for (at, obstacle) in free {
            self.sandbox.write(&format!("src/t{at}.rs"), obstacle.entity(at));
        }
        verdicts
    }

    /// Makes the revision, without those that the server refuses while it is proven.
    fn refused_by_server(&self, free: &mut Vec<(usize, &Obstacle)>) -> Vec<(usize, String)> {
        let mut refused = Vec::new();
        loop {
            let made = self.migrate();
            if made.code == Some(0) || free.is_empty() {
                return refused;
            }
            let named = |(at, _): &&(usize, &Obstacle)| is_named(&made.stderr, *at);
            let obstacle = free.iter().position(|one| named(&one)).filter(|_| made.code == Some(2));
            let Some(obstacle) = obstacle else { panic!("{made}") };
            let (at, obstacle) = free.remove(obstacle);
            self.sandbox.write(&format!("src/t{at}.rs"), obstacle.entity(at));
            let line = made.stderr.lines().find(|line| line.starts_with("error:")).unwrap_or_default();
            refused.push((at, format!("refused by the server, {}", line.replace(&at.to_string(), ""))));
        }
    }
}

/// What became of an obstacle. What is gone of it is said to be in the revision.
fn fate(at: usize, kind: &str, change: &str, gone: &[&String], after: &[String], revision: &str) -> &'static str {
    let is_there =
        after.iter().any(|statement| words(statement).any(|word| word.starts_with(&format!("obstacle{at}"))));
    let its_own = |statement: &str| {
        let table = ["CREATE TABLE public.t", "CREATE TABLE t"].iter().any(|start| {
            let rest = statement.strip_prefix(start).and_then(|rest| rest.strip_prefix(&at.to_string()));
            rest.is_some_and(|rest| rest.starts_with(' '))
        });
        // What a table is held to stands in its own text.
        let within = statement.contains(&format!("obstacle{at} ")) && !is_there && change != "drop table";
        table && !within || change == "drop table" && words(statement).any(|word| word == format!("t{at}"))
    };
    let gone: Vec<&&String> = gone.iter().filter(|statement| is_of(statement, at) && !its_own(statement)).collect();
    let named = words(revision).any(|word| word.starts_with(&format!("obstacle{at}")));
    assert!(gone.is_empty() || named, "{kind}, {change}: this is gone, and not named\n{gone:#?}\nby\n{revision}");
    if gone.is_empty() { "kept" } else { "named" }
}

/// Whether a refusal names the obstacle, or the table beside that it is between; that a table keeps versions has no name.
fn is_named(reason: &str, at: usize) -> bool {
    let versions = reason.contains("system-versioned") && words(reason).any(|word| word == format!("t{at}"));
    versions || words(reason).any(|word| word.starts_with(&format!("obstacle{at}")) || word == format!("u{at}"))
}

/// Whether a statement is about something of one obstacle.
fn is_of(statement: &str, at: usize) -> bool {
    words(statement).any(|word| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let prefix = word.strip_suffix(digits).unwrap_or_default();
        let number = digits.split('_').next().and_then(|digits| digits.parse().ok());
        number == Some(at) && ["t", "u", "v", "f", "obstacle"].contains(&prefix)
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Whether a statement is there after a change, as the change makes it.
fn is_among(statement: &str, after: &[String], change: &str) -> bool {
    let as_before = |text: &String| match change {
        "retype" => text.replace("bigint(20)", "int(11)").replace("bigint", "integer"),
        // The columns of a view have names of their own.
        "rename" => text.replace("a2 AS a", "a").replace("a2", "a"),
        _ => text.clone(),
    };
    let wanted = sorted(statement);
    after.iter().any(|text| text == statement || sorted(&as_before(text)) == wanted)
}

/// A column that was away stands behind the others, and so do its words.
fn sorted(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words
}
