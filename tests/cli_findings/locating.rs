//! What a change is about is found in the entities by the rules of its dialect, and else in the revisions.

use autogen_engine::{History, Locator, Project, read_entities};
use autogen_schema::Dialect;
use autogen_schema::change::Change;

use crate::support::Sandbox;

const ENTITIES: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "mood")]
pub enum Mood {
    #[sea_orm(string_value = "sad")]
    Sad,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users", schema_name = "public")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(unique_key = "both")]
    pub name: String,
    #[sea_orm(unique_key = "both")]
    pub mail: String,
    pub mood: Mood,
    #[sea_orm(indexed)]
    pub boss_id: Option<i32>,
    #[sea_orm(self_ref, relation_enum = "Boss", from = "boss_id", to = "id")]
    pub boss: BelongsTo<Option<Entity>>,
}
"#;

const REVISION: &str = "-- First\n--\n-- Revision: aaaa\n-- Revises:\n-- Format: 1\n--\n-- Changes:\n\
    --   + table posts (id integer not null, key (id))\n--   + column users.old text null\n\n\
    -- autogen: upgrade\n\n-- autogen: downgrade\n";

#[test]
fn a_change_is_at_what_it_is_about() {
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", ENTITIES).write("migrations/versions/aaaa.sql", REVISION);
    let of = |dialect: Dialect, line: &str| {
        let mut project = Project::bare(sandbox.path(""), dialect);
        project.entities = vec![sandbox.path("src")];
        let (entities, history) = (read_entities(&project).unwrap(), History::read(&project).unwrap());
        assert_eq!(entities.model.diagnostics, []);
        let spot = Locator::new(&project, &entities, &history, dialect).change(&Change::parse(line).unwrap())?;
        let file = spot.file.strip_prefix(sandbox.path("")).unwrap().display().to_string();
        Some(format!("{file}:{}:{}", spot.line, spot.column))
    };
    let on_postgres = |line: &str| of(Dialect::Postgres, line).unwrap_or_default();
    for (line, expected) in [
        ("+ table users (id integer not null, key (id))", "src/users.rs:13:12"),
        ("+ key users(id)", "src/users.rs:15:9"),
        ("~ column users.mail not null -> null", "src/users.rs:19:9"),
        ("> column users.email -> mail", "src/users.rs:19:9"),
        ("> table people -> users", "src/users.rs:13:12"),
        ("> enum mood 'happy' -> 'sad'", "src/users.rs:5:10"),
        ("> enum feeling -> mood", "src/users.rs:5:10"),
        ("+ enum mood ('sad')", "src/users.rs:5:10"),
        // A unique has the columns of its definition in any order; what is not said is at the first column of it.
        ("+ unique users(mail, name)", "src/users.rs:16:15"),
        ("- unique users(mail)", "src/users.rs:19:9"),
        ("+ index users(boss_id)", "src/users.rs:21:15"),
        ("+ foreign-key users(boss_id) -> users(id)", "src/users.rs:24:9"),
        ("- foreign-key users(mail) -> users(id)", "src/users.rs:19:9"),
        ("- column users.old text null", "src/users.rs:13:12"),
        // Nothing of it is in the entities.
        ("- table posts (id integer not null, key (id))", "migrations/versions/aaaa.sql:8:1"),
        ("- column posts.id integer not null", "migrations/versions/aaaa.sql:8:1"),
        ("- index posts(nick)", "migrations/versions/aaaa.sql:8:1"),
        ("- enum gone ('x')", ""),
        ("- table gone (id integer not null, key (id))", ""),
    ] {
        assert_eq!(on_postgres(line), expected, "{line}");
    }
    // PostgreSQL's names are what they are.
    let shouted = "~ column public.\"USERS\".\"MAIL\" not null -> null";
    assert_eq!(on_postgres(shouted), "");
    assert_eq!(of(Dialect::Sqlite, shouted).as_deref(), Some("src/users.rs:19:9"));
}
