//! `autogen doctor`: what it looks at, and what it makes of a compiled second opinion.

use autogen_schema::Dialect;

use crate::cli_json::Documents;
use crate::support::{Database, Sandbox};

#[test]
fn a_project_in_order() {
    let sandbox = Sandbox::upgraded();
    let before = sandbox.files();
    let looked = sandbox.run(&["doctor"]);
    looked.exits(0);
    let lines: Vec<&str> = looked.stdout.lines().collect();
    assert_eq!(lines.len(), 6, "{looked}");
    for (line, expected) in lines.iter().zip([
        "good     configuration: `autogen.toml`, revisions in SQL in `migrations`, for sqlite",
        "good     entities: 1 table read from 1 file",
        "good     history: 1 revision, one head: `aaaa`",
        "good     database: sqlite://app.db is SQLite 3.",
        "good     database: it stands at `aaaa`",
        "good     scratch database: in memory: revisions are proven",
    ]) {
        assert!(line.starts_with(expected), "{line}\nis not\n{expected}");
    }
    sandbox.run(&["doctor", "--format", "short"]).says("exit 0\n");
    sandbox.unchanged(&before);
}

#[test]
fn a_project_that_begins() {
    let sandbox = Sandbox::new();
    sandbox.run(&["doctor", "--format", "short"]).says(
        r"
        exit 1
        --- stdout
        problem database: database `app.db` does not exist
    ",
    );
    sandbox.edit("autogen.toml", "database_url", "# database_url");
    sandbox.run(&["doctor"]).says(
        r"
        exit 0
        --- stdout
        good     configuration: `autogen.toml`, revisions in SQL in `migrations`, for sqlite
        good     entities: 1 table read from 1 file
        good     history: no revision yet
        good     database: none is named: what is compared are entities and history
        good     scratch database: in memory: revisions are proven
    ",
    );
    Sandbox::empty().run(&["doctor"]).exits(2).complains("autogen init");
}

#[test]
fn what_is_wrong_is_told_with_a_hint() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.revision("cccc", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox.edit("migrations/versions/bbbb.sql", "-- autogen: upgrade\n", "-- autogen: upgrade\nSELECT 1;\n");
    sandbox.write("src/broken.rs", "pub struct Model {");
    sandbox.sql(
        "CREATE TABLE alembic_version (version_num varchar); INSERT INTO alembic_version VALUES ('1975ea83b712');",
    );
    let looked = sandbox.run(&["doctor"]);
    looked.exits(1);
    for told in [
        "problem  entities: src/broken.rs:1:18: error[",
        "problem  history: 3 revisions, 2 heads: `bbbb`, `cccc`\n         hint: `autogen merge` joins them\n",
        "problem  database: it stands at `bbbb`, and lacks 1 revision\n         hint: `autogen upgrade` runs what it lacks\n",
        "problem  database: `migrations/versions/bbbb.sql` was edited after `bbbb` was applied, and does not run again\n",
        "good     database: `alembic_version` of Alembic is there, with 1 revision; it is left alone\n",
    ] {
        looked.prints(told);
    }
    sandbox.remove("migrations/versions/bbbb.sql").remove("migrations/versions/cccc.sql").remove("src/broken.rs");
    sandbox.sql("UPDATE autogen_version SET state = 'upgrading' WHERE revision = 'aaaa';");
    let looked = sandbox.run(&["doctor"]);
    looked.exits(1).prints("problem  database: no file is here for `bbbb`");
    looked.prints("`aaaa` is upgrading: it runs just now, or was interrupted\n         hint: `autogen repair` tells how far it came\n");
}

#[test]
fn what_cannot_be_told_is_said_beside_what_can() {
    let sandbox = Sandbox::upgraded();
    sandbox
        .write("migrations/versions/bad.sql", "no header")
        .write("app.db", "no database, and longer than a header of one");
    let looked = sandbox.run(&["doctor", "--format", "json"]);
    looked.exits(2);
    let document: serde_json::Value = serde_json::from_str(&looked.stdout).unwrap();
    let states: Vec<(&str, &str)> = document["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| (point["subject"].as_str().unwrap(), point["state"].as_str().unwrap()))
        .collect();
    assert_eq!(
        states,
        [
            ("configuration", "good"),
            ("entities", "good"),
            ("history", "unknown"),
            ("database", "unknown"),
            ("scratch database", "good"),
        ]
    );
}

#[test]
fn a_database_of_another_tool_is_to_be_adopted() {
    let sandbox = Sandbox::new();
    sandbox.sql("CREATE TABLE seaql_migrations (version varchar); INSERT INTO seaql_migrations VALUES ('m20220101_000001_create_users');");
    let looked = sandbox.run(&["doctor"]);
    looked.exits(1).prints("which is not taken over\n         hint: `autogen adopt` goes on from there\n");
}

#[test]
fn servers_are_looked_at() {
    for database in crate::support::SERVERS.map(|dialect| Database::new(dialect, "doctor")) {
        let sandbox = Sandbox::on(database.dialect(), &database.url());
        sandbox.write("migrations/versions/.gitkeep", "");
        let looked = sandbox.run(&["doctor"]);
        looked.exits(0).prints(&format!("scratch database: to be had on {}: revisions are proven", database.dialect()));
        let product = if database.dialect() == Dialect::Postgres { " is PostgreSQL " } else { " is M" };
        looked.prints(product);
    }
    let sandbox = Sandbox::on(Dialect::Postgres, "postgres://nobody@127.0.0.1:1/none");
    sandbox.write("migrations/versions/.gitkeep", "");
    let looked = sandbox.run(&["doctor", "--format", "short"]);
    looked.exits(2).prints("unknown database: ");
    assert_eq!(looked.stdout.lines().count(), 1, "{looked}");
    sandbox.edit("autogen.toml", "database_url", "# database_url");
    sandbox.run(&["doctor"]).exits(1).prints("problem  scratch database: none on postgres").prints("scratch_url");
}

/// A project with a cargo that says of it what a test wants.
struct Compiling {
    sandbox: Sandbox,
}

const TABLE: &str =
    r#"CREATE TABLE "users" ( "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar NOT NULL )"#;

const LOCK: &str = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"sea-orm\",\n]\n\n\
                    [[package]]\nname = \"sea-orm\"\nversion = \"2.0.4\"\nsource = \"registry+index\"\n";

impl Compiling {
    fn new(statements: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        sandbox.write("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\n").write("Cargo.lock", LOCK);
        let records: String = statements.iter().map(|sql| format!("s{sql}\0")).collect();
        sandbox.write("records", records).write("metadata.json", metadata(&sandbox, "lib"));
        sandbox.write(
            "bin/cargo",
            format!(
                "#!/bin/sh\ncase $1 in\n  metadata) exec cat '{0}/metadata.json' ;;\n  *) echo '{{\"reason\": \"compiler-artifact\", \"target\": {{\"name\": \"autogen-probe\", \"crate_types\": [\"bin\"]}}, \"executable\": \"{0}/bin/probe\"}}' ;;\nesac\n",
                sandbox.path("").display()
            ),
        );
        sandbox.write(
            "bin/probe",
            format!("#!/bin/sh\necho $* > '{0}/asked'\nexec cat '{0}/records'\n", sandbox.path("").display()),
        );
        for program in ["bin/cargo", "bin/probe"] {
            let run = std::process::Command::new("chmod").arg("+x").arg(sandbox.path(program)).status().unwrap();
            assert!(run.success());
        }
        Self { sandbox }
    }

    fn run(&self, args: &[&str]) -> crate::support::Outcome {
        let path = format!("{}:/usr/bin:/bin", self.sandbox.path("bin").display());
        self.sandbox.run_with(&[&["doctor", "--compiled"], args].concat(), &[("PATH", &path)])
    }
}

fn metadata(sandbox: &Sandbox, kind: &str) -> String {
    let root = sandbox.path("");
    let root = root.display();
    format!(
        r#"{{"packages": [{{"name": "app", "manifest_path": "{root}/Cargo.toml", "targets": [{{"name": "app", "crate_types": ["{kind}"]}}]}}],
           "workspace_root": "{root}", "target_directory": "{root}/target"}}"#
    )
}

#[test]
fn a_second_opinion_that_agrees() {
    let project = Compiling::new(&[TABLE]);
    project.run(&[]).says(
        r"
        exit 0
        --- stdout
        the 1 table is what SeaORM makes of them
        --- stderr
        Building `app` with SeaORM 2.0.4: the first time takes minutes
    ",
    );
    let sandbox = &project.sandbox;
    assert_eq!(sandbox.read("asked"), "sqlite\n");
    let manifest = sandbox.read("target/autogen/probe/Cargo.toml");
    assert!(manifest.contains("\"=2.0.4\"") && manifest.contains("entity-registry"), "{manifest}");
    assert!(sandbox.read("target/autogen/probe/src/main.rs").contains("&[\"app\"]"));
    assert_eq!(sandbox.read("target/autogen/probe/Cargo.lock"), LOCK);
}

#[test]
fn a_second_opinion_that_does_not() {
    let table = TABLE.replace("varchar NOT NULL", "varchar(40)");
    let project = Compiling::new(&[&table]);
    project.run(&["-q"]).says(
        r"
        exit 1
        --- stdout
        The source is read otherwise than SeaORM compiles it:
          column `users.name`: type string in the source, varchar(40) by SeaORM
          column `users.name`: nullable no in the source, yes by SeaORM
    ",
    );
    let json = project.run(&["--format", "json"]);
    let document = Documents::default().take("doctor", json.exits(1));
    assert_eq!(document["tables"], serde_json::json!(["users"]));
    assert_eq!(document["differences"][0]["about"], "column users.name");
}

#[test]
fn what_the_registry_does_not_have_is_said() {
    let project = Compiling::new(&[TABLE]);
    project.sandbox.write("src/posts.rs", crate::support::USERS.replace("users", "posts"));
    let told = project.run(&[]);
    told.exits(0).prints("the 1 table is what SeaORM makes of them").complains("registry does not have `posts`");
    let broken = Compiling::new(&["CREATE TABLE \"users\" ("]);
    broken
        .run(&[])
        .exits(2)
        .complains("note: SeaORM does not make `users`: ")
        .complains("SeaORM makes none of the tables");
    let nothing = Compiling::new(&[]);
    nothing.run(&[]).exits(2).complains("SeaORM's registry has none of the entities");
}

#[test]
fn what_cannot_be_compiled_is_said() {
    let project = Compiling::new(&[TABLE]);
    let sandbox = &project.sandbox;
    sandbox.write("Cargo.lock", LOCK.replace("2.0.4", "1.1.20"));
    project.run(&[]).exits(2).complains("SeaORM 1.1.20, which has no registry").complains("hint: ");
    sandbox.write("Cargo.lock", LOCK).write("metadata.json", metadata(sandbox, "bin"));
    project.run(&[]).exits(2).complains("`app`, which is a program and no library").complains("src/lib.rs");
    sandbox.write("metadata.json", metadata(sandbox, "lib"));
    sandbox.edit("bin/cargo", "  *) echo", "  build) echo 'error[E0425]: not found' >&2; exit 101 ;;\n  *) echo");
    project.run(&[]).exits(2).complains("error[E0425]: not found").complains("do not compile together");
    sandbox.remove("bin/cargo");
    project.run(&[]).exits(2).complains("cargo cannot be run");
    sandbox.remove("Cargo.toml");
    project.run(&[]).exits(2).complains("the entities belong to no crate");
}
