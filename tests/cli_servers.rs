//! The program on a project for a server, as a person starts one.

use std::process::Command;

use autogen_schema::Dialect;

use crate::support::{Cluster, Database, Sandbox, USERS};

#[test]
fn a_project_for_postgres_from_the_start() {
    from_the_start(Dialect::Postgres);
}

#[test]
fn a_project_for_mariadb_from_the_start() {
    from_the_start(Dialect::Mysql);
}

fn from_the_start(dialect: Dialect) {
    let database = Database::new(dialect, "cli");
    let url = database.url();
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS);
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url.as_str()], args].concat());

    run(&["init"]).exits(0);
    assert!(sandbox.read("autogen.toml").contains(&format!("dialects = [\"{dialect}\"]")));
    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let revision = sandbox.read("migrations/versions/aaaa_first.sql");
    assert!(revision.contains(&format!("-- autogen: upgrade {dialect}\nCREATE TABLE ")), "{revision}");

    run(&["check"]).exits(2).complains("target database is not up to date: it lacks aaaa");
    run(&["upgrade"]).exits(0);
    run(&["check"]).exits(0);
    run(&["-m", "Nothing"]).exits(0).complains("No changes in schema detected.");
    sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub age: Option<i32>");
    run(&["check"]).exits(1);
    run(&["downgrade", "base"]).exits(0);
    assert_eq!(database.query("SELECT count(*) FROM autogen_version"), ["0"]);
}

/// As psql does it.
#[test]
fn a_url_of_postgres_that_names_no_user_means_the_one_of_the_system() {
    let id = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8(id.stdout).unwrap().trim().to_owned();
    let cluster = Cluster::new();
    cluster.sql("postgres", &format!("CREATE ROLE \"{user}\" LOGIN SUPERUSER"));
    let url = cluster.url("postgres").replace("postgres@", "");
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"postgres\"]\n");
    let run = |args: &[&str]| sandbox.run(&[args, &["--database-url", url.as_str()]].concat());
    run(&["current"]).exits(0);
    sandbox.revision("aaaa", "(base)", "-- autogen: upgrade\nCREATE TABLE t (a int);\n-- autogen: downgrade\n");
    run(&["upgrade"]).exits(0);
    assert_eq!(cluster.query("postgres", "SELECT tableowner FROM pg_tables WHERE tablename = 't'"), user);
}

#[test]
fn a_server_that_is_not_there_is_told_of_as_it_is() {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"postgres\"]\n");
    let url = "postgres://postgres@127.0.0.1:1/app";
    for command in [&["check"][..], &["current"], &["upgrade"], &["-m", "First"]] {
        let outcome = sandbox.run(&[&["--database-url", url], command].concat());
        outcome.exits(2).complains("there is no postgres server at 127.0.0.1:1");
    }
    sandbox.run(&["-m", "First"]).exits(2).complains("there is no scratch database to build the history on");
}

const POSTS: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "mood")]
pub enum Mood {
    #[sea_orm(string_value = "glad")]
    Glad,
    #[sea_orm(string_value = "sad")]
    Sad,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(indexed)]
    pub user_id: i32,
    #[sea_orm(default_value = "glad")]
    pub mood: Mood,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::users::Entity", from = "Column::UserId", to = "super::users::Column::Id")]
    Users,
}

impl ActiveModelBehavior for ActiveModel {}
"#;

/// The schema that the connection searches first is the default one, whatever it is called, and what the others hold under the
/// same names is nobody's business.
#[test]
fn a_search_path_makes_another_schema_the_default() {
    let database = Database::postgres("path");
    database.sql(
        "CREATE SCHEMA \"my app\"; CREATE TABLE public.users (other integer); CREATE TYPE public.mood AS ENUM ('blue');
         CREATE TABLE public.posts (mood public.mood); INSERT INTO public.users VALUES (7);",
    );
    let public = database.dump();
    let separator = if database.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options=-csearch_path%3D%22my%5C%20app%22", database.url());
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", USERS).write("src/posts.rs", POSTS);
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"postgres\"]\n");
    std::fs::create_dir_all(sandbox.path("migrations/versions")).unwrap();
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url.as_str()], args].concat());
    let tables = || {
        let query = "SELECT table_schema || '.' || table_name FROM information_schema.tables \
                     WHERE table_schema IN ('public', 'my app') ORDER BY 1";
        database.query(query).join(" ")
    };

    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let revision = sandbox.read("migrations/versions/aaaa_first.sql");
    assert!(!revision.contains("my app") && !revision.contains("public"), "{revision}");
    run(&["upgrade"]).exits(0);
    assert_eq!(tables(), "my app.autogen_version my app.posts my app.users public.posts public.users");
    run(&["check"]).exits(0);

    sandbox.edit("src/posts.rs", "    Sad,\n", "    Sad,\n    #[sea_orm(string_value = \"new\")]\n    New,\n");
    sandbox.edit(
        "src/posts.rs",
        "    pub mood: Mood,",
        "    pub mood: Mood,\n    #[sea_orm(unique)]\n    pub slug: Option<String>,",
    );
    sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: Option<String>,");
    run(&["check"]).exits(1);
    run(&["-m", "Second", "--rev-id", "bbbb"]).exits(0);
    run(&["upgrade"]).exits(0);
    run(&["check"]).exits(0);
    let labels = "SELECT enum_range(NULL::\"my app\".mood)";
    assert_eq!(database.query(labels), ["{glad,sad,new}"]);

    run(&["downgrade", "-1"]).exits(0);
    assert_eq!(database.query(labels), ["{glad,sad}"]);
    run(&["downgrade", "base"]).exits(0);
    assert_eq!(tables(), "my app.autogen_version public.posts public.users");
    database.sql("DROP TABLE \"my app\".autogen_version");
    assert_eq!(database.dump(), public);
}

/// Whatever goes wrong, and wherever the URL stands.
#[test]
fn a_password_is_never_shown() {
    let postgres = Database::postgres("secret").url().replacen("postgres@", "postgres:s3cret@", 1);
    let mysql = Database::mysql("secret").url().replacen("root@", "nobody:s3cret@", 1);
    let urls = [
        postgres.clone(),
        postgres.replace("test_secret", "missing_secret"),
        mysql,
        "postgres://ann:s3cret@127.0.0.1:1/app?sslmode=require".to_owned(),
        "postgres://ann:s3cret@host:port/app".to_owned(),
        "postgres://127.0.0.1:1/app?user=ann&password=s3cret".to_owned(),
        "postgres://ann:s3cret@127.0.0.1/app?sslmod=s".to_owned(),
        "mysql://ann:s3cret@127.0.0.1:1/app?ssl-mode=VERIFY_CA&ssl-ca=/none".to_owned(),
        "mysql://ann:s3cret@127.0.0.1".to_owned(),
        "mariadb://ann:s3%63ret@/app?socket=/none".to_owned(),
        "mssql://ann:s3cret@host/app".to_owned(),
        "ann:s3cret@host/app".to_owned(),
    ];
    let secrets = ["s3cret", "s3%63ret"];
    for url in urls {
        let dialect = if url.starts_with('m') { "mysql" } else { "postgres" };
        let sandbox = Sandbox::empty();
        sandbox.write("src/users.rs", USERS);
        sandbox.write(
            "autogen.toml",
            format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\nscratch_url = \"{url}\"\n"),
        );
        std::fs::create_dir_all(sandbox.path("migrations/versions")).unwrap();
        for command in [
            &["-m", "First"][..],
            &["upgrade"],
            &["current"],
            &["check", "-v"],
            &["stamp", "head"],
            &["adopt", "-m", "x"],
        ] {
            for format in ["text", "json"] {
                let outcome = sandbox.run_with(&[&["--format", format], command].concat(), &[("DATABASE_URL", &url)]);
                let said = outcome.to_string();
                assert!(!secrets.iter().any(|secret| said.contains(secret)), "{url} {command:?}: {said}");
            }
        }
        for (path, content) in sandbox.files() {
            let is_ours = path.ends_with("autogen.toml");
            let text = String::from_utf8_lossy(&content);
            assert!(is_ours || !secrets.iter().any(|secret| text.contains(secret)), "{}: {text}", path.display());
        }
    }
}
