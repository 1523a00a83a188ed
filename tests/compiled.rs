//! What SeaORM makes of the entities is held against what their source says: agreement is seen as such, and every difference is named.

use std::collections::BTreeSet;

use autogen_engine::{Compiled, Disagreement, Opinion, read_entities, second_opinion};
use autogen_schema::Dialect;
use sea_orm::{DbBackend, Schema};

use crate::agreement::{Statements, fixture_sources};
use crate::lab::Lab;
use crate::support::USERS;
use crate::timetracker::timetracker;

async fn opinion(lab: &Lab, compiled: &Compiled) -> Opinion {
    let entities = read_entities(&lab.project).unwrap();
    second_opinion(lab.target(&lab.databases()), &entities, compiled).await.unwrap()
}

#[tokio::test]
async fn it_agrees_on_137_tables() {
    let lab = timetracker();
    let connection = lab.connect().await;
    timetracker::register(Schema::new(DbBackend::Sqlite).builder()).apply(connection.database()).await.unwrap();
    connection.close().await.unwrap();
    let made = lab
        .query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid")
        .await;
    let compiled = Compiled { statements: made.into_iter().flatten().collect(), ..Compiled::default() };
    let opinion = opinion(&lab, &compiled).await;
    assert_eq!(opinion.tables.len(), 137);
    assert_eq!(opinion, Opinion { tables: opinion.tables.clone(), ..Opinion::default() });
}

#[tokio::test]
async fn it_agrees_on_every_attribute() {
    for (dialect, backend) in [
        (Dialect::Sqlite, DbBackend::Sqlite),
        (Dialect::Postgres, DbBackend::Postgres),
        (Dialect::Mysql, DbBackend::MySql),
    ] {
        let lab = Lab::on(dialect, "compiled");
        for (name, text) in fixture_sources() {
            lab.write_entity(&name, &text);
        }
        let (compiled, nowhere) = compiled(backend);
        let opinion = opinion(&lab, &compiled).await;
        assert!(opinion.tables.len() > 40, "{dialect}: {:#?}", opinion.tables);
        let unregistered: Vec<String> = opinion.unregistered.iter().map(ToString::to_string).collect();
        assert_eq!(unregistered, nowhere, "{dialect}");
        // Nor does anybody learn what the scratch database was called.
        let is_told = |problem: &str| !problem.is_empty() && !problem.contains("autogen_");
        assert!(opinion.unmade.iter().all(|one| is_told(&one.problem)), "{dialect}: {:#?}", opinion.unmade);
        // SQLite takes a pair of columns twice, and has a foreign key of three.
        let is_repeated =
            |one: &&Disagreement| one.about.table().is_some_and(|table| table.name.as_str() == "repeated_pairs");
        let others: Vec<&Disagreement> = opinion.disagreements.iter().filter(|one| !is_repeated(one)).collect();
        assert!(others.is_empty(), "{dialect}: {others:#?}");
    }
}

/// What SeaORM writes for the entities of the fixture, and the tables that it can write for no database at all.
fn compiled(backend: DbBackend) -> (Compiled, Vec<String>) {
    let (mut compiled, mut nowhere) = (Compiled::default(), Vec::new());
    let in_other_words =
        [DbBackend::Sqlite, DbBackend::Postgres, DbBackend::MySql].map(|other| Statements::of(other).written);
    let mut seen = BTreeSet::new();
    for (table, written) in Statements::of(backend).written {
        let find = |all: &Vec<(String, Option<Vec<String>>)>| all.iter().find(|(name, _)| *name == table)?.1.clone();
        let (list, statements) = match (written, in_other_words.iter().find_map(find)) {
            (Some(statements), _) => (&mut compiled.statements, statements),
            (None, Some(statements)) => (&mut compiled.unwritten, statements),
            (None, None) => {
                nowhere.push(table);
                continue;
            }
        };
        list.extend(statements.into_iter().filter(|statement| seen.insert(statement.clone())));
    }
    (compiled, nowhere)
}

const TABLE: &str =
    r#"CREATE TABLE "users" ( "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar NOT NULL )"#;

async fn told(source: &str, statements: &[&str]) -> (Opinion, Vec<String>) {
    let lab = Lab::new();
    lab.write_entity("users.rs", source);
    let statements = statements.iter().map(|&sql| sql.to_owned()).collect();
    let opinion = opinion(&lab, &Compiled { statements, ..Compiled::default() }).await;
    let line = |one: &Disagreement| {
        let facet = one.facet.map(|facet| format!(" {facet}")).unwrap_or_default();
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
        format!("{}{facet}: {} | {}", one.about, side(&one.source), side(&one.compiled))
    };
    let lines = opinion.disagreements.iter().map(line).collect();
    (opinion, lines)
}

/// A comparison that is blind to a fact would agree with anything.
#[tokio::test]
async fn each_kind_of_fact_is_seen() {
    for (made, expected) in [
        (vec![TABLE.to_owned()], &[][..]),
        (vec![TABLE.replace("varchar NOT NULL", "varchar")], &["column users.name nullable: no | yes"]),
        (vec![TABLE.replace("varchar NOT NULL", "integer NOT NULL")], &["column users.name type: string | integer"]),
        (
            vec![TABLE.replace("varchar NOT NULL", "varchar NOT NULL DEFAULT 'x'")],
            &["column users.name default: - | sql('\\'x\\'')"],
        ),
        (
            vec![TABLE.replace("varchar NOT NULL", "varchar NOT NULL UNIQUE")],
            &["unique users(name): - | unique users(name)"],
        ),
        (
            vec![TABLE.to_owned(), r#"CREATE INDEX "of_name" ON "users" ("name")"#.to_owned()],
            &["index users(name): - | index users(name)"],
        ),
        (
            vec![TABLE.replace(r#", "name" varchar NOT NULL"#, "")],
            &["column users.name: column users.name string not null | -"],
        ),
        (
            vec![TABLE.replace(r#""name" varchar NOT NULL"#, r#""name" varchar NOT NULL, "fax" varchar"#)],
            &["column users.fax: - | column users.fax sql('varchar') null"],
        ),
        (
            vec![TABLE.to_owned(), r#"CREATE TABLE "posts" ("id" integer NOT NULL PRIMARY KEY)"#.to_owned()],
            &["table posts: - | table posts (id sql('integer') not null auto-increment, key (id))"],
        ),
    ] {
        let made: Vec<&str> = made.iter().map(String::as_str).collect();
        let (_, lines) = told(USERS, &made).await;
        assert_eq!(lines, expected, "{made:?}");
    }
}

#[tokio::test]
async fn what_either_side_does_not_know_is_no_difference() {
    let posts = USERS.replace("\"users\"", "\"posts\"");
    let (opinion, lines) = told(&posts, &[]).await;
    assert_eq!((lines, opinion.tables.len(), opinion.unregistered.len()), (vec![], 0, 1));

    let broken = TABLE.replace("PRIMARY KEY", "PRIMARY PRIMARY KEY");
    let (opinion, lines) = told(USERS, &[&broken, r#"CREATE INDEX "a" ON "users" ("name")"#]).await;
    assert_eq!((lines, opinion.unregistered.len()), (vec![], 0));
    let [unmade] = &opinion.unmade[..] else { panic!("{:#?}", opinion.unmade) };
    assert!(unmade.problem.contains("syntax error") && unmade.statement == broken, "{unmade:?}");

    let money = USERS.replace("name: String", "name: billing::Money");
    let (opinion, lines) = told(&money, &[TABLE]).await;
    assert_eq!(lines, [""; 0]);
    let [untold] = &opinion.untold[..] else { panic!("{:#?}", opinion.untold) };
    assert_eq!((untold.source.as_str(), untold.compiled.as_str()), ("billing::Money", "varchar"));
}

/// Statements stand in the order of the registry, which is not one in which tables can refer to each other.
#[tokio::test]
async fn what_refers_to_what_comes_later_is_made() {
    let lab = Lab::on(Dialect::Postgres, "compiled");
    lab.write_entity("users.rs", USERS);
    let table = r#"CREATE TABLE "users" ( "id" integer GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY, "name" varchar NOT NULL )"#;
    let posts = r#"CREATE TABLE "sales"."posts" ( "id" integer NOT NULL PRIMARY KEY REFERENCES "users" ("id") )"#;
    let statements = vec![posts.to_owned(), table.to_owned()];
    let opinion = opinion(&lab, &Compiled { statements, ..Compiled::default() }).await;
    assert_eq!(opinion.unmade, []);
    let about: Vec<String> = opinion.disagreements.iter().map(|one| one.about.to_string()).collect();
    assert_eq!(about, ["foreign-key sales.posts(id) -> users(id)", "table sales.posts"]);
}
