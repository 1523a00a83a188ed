//! Running revisions on SQLite: what they keep, what they refuse, and what is left when they fail.

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use autogen_revision::{BeginError, ConnectError, Mode, RunProblem, State, VersionTable, connect, edited, stamp};
use autogen_schema::Dialect;
use autogen_schema::sqlite::fingerprint;
use sea_orm::ConnectionTrait;

use crate::revision_support::{PATIENCE, Project, Session};

const USERS: &str = "\
-- autogen: upgrade
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
CREATE INDEX users_name ON users (name);

-- autogen: downgrade
DROP TABLE users;
";

const POSTS: &str = "\
-- autogen: upgrade
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- autogen: downgrade
DROP TABLE posts;
";

/// Makes `users` anew with a column more, guarded by what [`USERS`] makes of it.
fn rebuild() -> String {
    let hash = fingerprint("CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)");
    format!(
        "-- autogen: upgrade rebuild
-- autogen: expects users {hash}
CREATE TABLE \"_autogen_new_users\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, mail TEXT);
INSERT INTO \"_autogen_new_users\" (id, name) SELECT id, name FROM users;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'users') WHERE name = '_autogen_new_users';
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
CREATE INDEX users_name ON users (name);
-- autogen: downgrade rebuild
CREATE TABLE \"_autogen_new_users\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
INSERT INTO \"_autogen_new_users\" (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE \"_autogen_new_users\" RENAME TO users;
CREATE INDEX users_name ON users (name);
"
    )
}

fn project() -> Project {
    let project = Project::new();
    project.write("users", "", USERS).write("posts", "users", POSTS).write("mail", "posts", &rebuild());
    project
}

#[tokio::test]
async fn up_and_down_again() {
    let project = project();
    let session = project.open().await;
    assert_eq!(session.applied().await, [], "reading makes no table");
    assert_eq!(session.column("SELECT count(*) AS x FROM sqlite_master").await, ["0"]);
    let report = session.upgrade("head").await.unwrap();
    assert_eq!(report.done.len(), 3);
    assert_eq!(session.current().await, "users posts mail");
    let row = &session.rows().await[1];
    assert_eq!((row.message.as_str(), row.applied_at, row.state), ("posts", 1_800_000_000, State::Applied));
    assert_eq!(row.downgrade, "-- autogen: downgrade\nDROP TABLE posts;\n");
    let up = session.dump().await;
    assert_eq!(session.upgrade("head").await.unwrap().done, []);
    session.downgrade("base").await.unwrap();
    assert_eq!(session.column("SELECT count(*) AS x FROM autogen_version").await, ["0"]);
    let left = session.column("SELECT name AS x FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").await;
    assert_eq!(left, ["autogen_version"]);
    session.upgrade("head").await.unwrap();
    assert_eq!(session.dump().await, up);
    session.assert_sound().await;
}

#[tokio::test]
async fn a_rebuild_keeps_what_belongs_to_the_table() {
    let project = project();
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session
        .execute(
            "INSERT INTO users (id, name) VALUES (1, 'ann'), (2, 'bob'), (7, 'eve'); DELETE FROM users WHERE id = 7",
        )
        .await;
    session.execute("INSERT INTO posts VALUES (1, 1), (2, 1), (3, 2)").await;
    session.execute("CREATE UNIQUE INDEX by_hand ON users (lower(name)) WHERE id > 0").await;
    let trigger = "CREATE TRIGGER hand AFTER UPDATE ON users BEGIN INSERT INTO log SELECT name FROM users; END";
    session.execute(&format!("CREATE TABLE log (x); {trigger}")).await;
    session
        .execute("CREATE VIEW names AS SELECT name FROM users; CREATE VIEW both AS SELECT * FROM names JOIN posts")
        .await;
    let by_hand =
        "SELECT sql AS x FROM sqlite_master WHERE name IN ('by_hand', 'hand', 'names', 'both', 'posts') ORDER BY name";
    let before = session.column(by_hand).await;

    session.upgrade("head").await.unwrap();
    assert_eq!(session.column(by_hand).await, before);
    assert_eq!(session.column("SELECT count(*) AS x FROM posts").await, ["3"], "children are not deleted");
    assert_eq!(session.column("SELECT x FROM log").await, [""; 0]);
    assert_eq!(session.column("SELECT name AS x FROM both ORDER BY 1").await.len(), 6);
    assert_eq!(session.column("SELECT seq AS x FROM sqlite_sequence WHERE name = 'users'").await, ["7"]);
    session.execute("INSERT INTO users (name) VALUES ('new')").await;
    assert_eq!(session.column("SELECT max(id) AS x FROM users").await, ["8"], "a deleted id is not given again");
    session.execute("DELETE FROM users WHERE id = 1").await;
    assert_eq!(session.column("SELECT count(*) AS x FROM posts").await, ["1"], "foreign keys are on again");

    session.downgrade("-1").await.unwrap();
    assert_eq!(session.column(by_hand).await, before);
    session.assert_sound().await;
}

#[tokio::test]
async fn an_index_that_cannot_be_made_again_stops_the_rebuild() {
    let project = project();
    let session = project.open().await;
    session.upgrade("head").await.unwrap();
    session.execute("CREATE INDEX by_mail ON users (mail)").await;
    let before = session.dump().await;
    let error = session.downgrade("-1").await.unwrap_err();
    let RunProblem::Dependent { kind, name, .. } = error.problem.as_ref() else { panic!("{error}") };
    assert_eq!((kind.as_str(), name.as_str(), error.line), ("index", "by_mail", Some(17)));
    assert!(error.hint().unwrap().contains("DROP INDEX"), "{error}");
    assert_eq!(session.dump().await, before);
    session.execute("DROP INDEX by_mail").await;
    session.downgrade("-1").await.unwrap();
    session.assert_sound().await;
}

#[tokio::test]
async fn a_deliberate_removal_is_not_undone() {
    let project = project();
    let body = rebuild().replacen("DROP TABLE users;", "DROP INDEX by_hand;\nDROP TRIGGER hand;\nDROP TABLE users;", 1);
    project.write("mail", "posts", &body);
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session
        .execute("CREATE INDEX by_hand ON users (name); CREATE TRIGGER hand AFTER INSERT ON users BEGIN SELECT 1; END")
        .await;
    session.upgrade("head").await.unwrap();
    assert_eq!(session.column("SELECT name AS x FROM sqlite_master WHERE name IN ('hand', 'by_hand')").await, [""; 0]);
}

#[tokio::test]
async fn what_follows_a_rebuild_in_its_section_finds_what_was_on_the_table() {
    let project = project();
    let renaming =
        "CREATE INDEX users_name ON users (name);\nALTER TABLE users RENAME TO people;\n-- autogen: downgrade";
    let body = rebuild().replacen("CREATE INDEX users_name ON users (name);\n-- autogen: downgrade", renaming, 1);
    project.write("mail", "posts", &body);
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session.execute("CREATE INDEX by_hand ON users (name)").await;
    session.upgrade("head").await.unwrap();
    let indexes = "SELECT name AS x FROM sqlite_master WHERE type = 'index' AND tbl_name = 'people' ORDER BY 1";
    assert_eq!(session.column(indexes).await, ["by_hand", "users_name"]);
    session.assert_sound().await;
}

#[tokio::test]
async fn a_table_that_changed_is_not_restated() {
    let project = project();
    let changes = "--\n-- Changes:\n--   ~ column users.name not null -> null\n--   + column users.mail text null\n\n";
    project.write("mail", "posts", &format!("{changes}{}", rebuild()));
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session.execute("ALTER TABLE users ADD COLUMN nickname TEXT CHECK (nickname != '')").await;
    session.execute("INSERT INTO users (name, nickname) VALUES ('ann', 'a')").await;
    let before = session.dump().await;
    let error = session.upgrade("head").await.unwrap_err();
    let RunProblem::ChangedTable { table, lost, .. } = error.problem.as_ref() else { panic!("{error}") };
    assert_eq!((table.to_string(), &lost[..]), ("users".to_owned(), &["column `nickname`".to_owned()][..]));
    assert!(error.to_string().contains("mail.sql:12: table `users` has changed"), "{error}");
    assert_eq!(session.dump().await, before);
    assert_eq!(session.current().await, "users posts");
    session.execute("ALTER TABLE users DROP COLUMN nickname").await;
    session.upgrade("head").await.unwrap();
    session.assert_sound().await;
}

#[tokio::test]
async fn a_guard_holds_for_a_table_that_its_own_section_renames() {
    let project = Project::new();
    let hash = fingerprint("CREATE TABLE \"people\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)");
    let body = format!(
        "-- autogen: upgrade rebuild\nALTER TABLE users RENAME TO people;\n-- autogen: expects people {hash}\n\
         CREATE TABLE _autogen_new_people (id INTEGER PRIMARY KEY, name TEXT);\n\
         INSERT INTO _autogen_new_people SELECT * FROM people;\nDROP TABLE people;\n\
         ALTER TABLE _autogen_new_people RENAME TO people;\n-- autogen: downgrade\n"
    );
    project.write("users", "", USERS).write("people", "users", &body);
    let session = project.open().await;
    session.upgrade("head").await.unwrap();
    assert_eq!(
        session.column("SELECT name AS x FROM sqlite_master WHERE tbl_name = 'people' ORDER BY 1").await,
        ["people", "users_name"]
    );
}

#[tokio::test]
async fn what_fails_halfway_leaves_nothing() {
    let project = Project::new();
    let broken = "-- autogen: upgrade\nCREATE TABLE a (x);\nINSERT INTO a VALUES (1);\n\n\
                  INSERT INTO nowhere\n  VALUES (1);\n-- autogen: downgrade\n";
    project.write("users", "", USERS).write("broken", "users", broken);
    let session = project.open().await;
    let error = session.upgrade("head").await.unwrap_err();
    assert_eq!(error.revision.as_str(), "broken");
    assert_eq!(error.line, Some(10));
    assert_eq!(error.statement.as_deref(), Some("INSERT INTO nowhere\n  VALUES (1)"));
    assert!(error.to_string().ends_with("broken.sql:10: no such table: nowhere"), "{error}");
    assert_eq!(session.current().await, "users");
    assert_eq!(session.column("SELECT name AS x FROM sqlite_master WHERE name = 'a'").await, [""; 0]);

    project.write("broken", "users", &broken.replace("nowhere", "a"));
    project.open().await.upgrade("head").await.unwrap();
    assert_eq!(session.column("SELECT x FROM a").await, ["1", "1"]);
}

#[tokio::test]
async fn a_rebuild_that_fails_halfway_leaves_nothing() {
    let project = project();
    let body = rebuild().replacen("name TEXT, mail TEXT", "name TEXT, mail TEXT NOT NULL", 1);
    project.write("mail", "posts", &body);
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session.execute("INSERT INTO users (name) VALUES ('ann')").await;
    let before = session.dump().await;
    let error = session.upgrade("head").await.unwrap_err();
    assert!(error.to_string().contains("NOT NULL constraint failed"), "{error}");
    assert_eq!(session.dump().await, before);
    assert_eq!(session.column("SELECT legacy_alter_table AS x FROM pragma_legacy_alter_table").await, ["0"]);
    session.assert_sound().await;
    project.write("mail", "posts", &rebuild());
    project.open().await.upgrade("head").await.unwrap();
}

#[tokio::test]
async fn a_rollback_of_sqlite_itself_is_survived() {
    let project = Project::new();
    let body = "-- autogen: upgrade\nCREATE TABLE a (x);\n\
                CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE(ROLLBACK, 'no'); END;\n\
                INSERT INTO a VALUES (1);\n-- autogen: downgrade\n";
    project.write("a", "", body).write("users", "", USERS);
    let session = project.open().await;
    assert_eq!(session.upgrade("a").await.unwrap_err().line, Some(9));
    assert_eq!(session.column("SELECT count(*) AS x FROM sqlite_master").await, ["0"]);
    session.upgrade("users").await.unwrap();
    assert_eq!(session.current().await, "users");
}

#[tokio::test]
async fn only_new_violations_fail_a_rebuild() {
    let project = project();
    let session = project.open().await;
    session.upgrade("posts").await.unwrap();
    session.execute("PRAGMA foreign_keys = OFF; INSERT INTO posts VALUES (1, 99); PRAGMA foreign_keys = ON").await;
    session.upgrade("head").await.unwrap();
    session.downgrade("posts").await.unwrap();

    let losing = rebuild().replacen("SELECT id, name FROM users", "SELECT id, name FROM users WHERE id != 1", 1);
    project.write("mail", "posts", &losing);
    let session = project.open().await;
    session.execute("INSERT INTO users VALUES (1, 'ann'); INSERT INTO posts VALUES (2, 1)").await;
    let error = session.upgrade("head").await.unwrap_err();
    assert!(error.to_string().contains("`posts` refers to `users` (2 rows)"), "{error}");
    assert_eq!(session.column("SELECT count(*) AS x FROM users").await, ["1"]);
    assert_eq!(session.column("SELECT foreign_keys AS x FROM pragma_foreign_keys").await, ["1"]);
}

#[tokio::test]
async fn transaction_control_is_refused_before_anything_runs() {
    let project = Project::new();
    let body = "-- autogen: upgrade\nCREATE TABLE a (x);\nCOMMIT;\n-- autogen: downgrade\n";
    project.write("users", "", USERS).write("control", "users", body);
    let session = project.open().await;
    let error = session.upgrade("head").await.unwrap_err();
    assert!(
        error.to_string().ends_with("control.sql:8: `COMMIT` inside a section that runs in a transaction"),
        "{error}"
    );
    assert_eq!(session.column("SELECT count(*) AS x FROM sqlite_master").await, ["0"]);
}

#[tokio::test]
async fn a_parameter_is_refused() {
    let project = Project::new();
    project.write(
        "a",
        "",
        "-- autogen: upgrade\nCREATE TABLE a (x);\nINSERT INTO a VALUES ('?', :x);\n-- autogen: downgrade\n",
    );
    let error = project.open().await.upgrade("head").await.unwrap_err();
    assert!(
        error.to_string().ends_with("a.sql:8: `:x` is a parameter, and there is nothing to put in its place"),
        "{error}"
    );
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_named() {
    let project = project();
    let mut session = project.open().await;
    let url = format!("sqlite://{}", project.database().display());
    session.connection = connect(&url, Mode::ReadOnly, PATIENCE).await.unwrap();
    let error = session.upgrade("head").await.unwrap_err();
    assert!(matches!(error.problem.as_ref(), RunProblem::Begin(BeginError::ReadOnly { .. })), "{error}");
}

#[tokio::test]
async fn settings_of_a_revision_do_not_outlive_it() {
    let project = Project::new();
    let body = "-- autogen: upgrade\nPRAGMA legacy_alter_table = ON;\nPRAGMA ignore_check_constraints = ON;\n\
                PRAGMA query_only = ON;\n-- autogen: downgrade\n";
    project.write("a", "", body);
    let session = project.open().await;
    session.upgrade("head").await.unwrap();
    for name in ["legacy_alter_table", "ignore_check_constraints", "query_only"] {
        assert_eq!(session.column(&format!("SELECT {name} AS x FROM pragma_{name}")).await, ["0"], "{name}");
    }
}

#[tokio::test]
async fn the_version_table_may_have_any_name() {
    let project = project();
    let mut session = project.open().await;
    session.options.version_table = VersionTable::new("we\"ird; 'name'", Dialect::Sqlite);
    session.upgrade("head").await.unwrap();
    session.downgrade("users").await.unwrap();
    assert_eq!(session.current().await, "users");
    assert_eq!(session.column("SELECT revision AS x FROM \"we\"\"ird; 'name'\"").await, ["users"]);
}

#[tokio::test]
async fn a_locked_database_is_named() {
    let project = project();
    let holder = project.open().await;
    holder.upgrade("users").await.unwrap();
    holder.execute("BEGIN IMMEDIATE").await;
    let session = Session::open(project.path(), Duration::from_millis(20)).await;
    let error = session.upgrade("head").await.unwrap_err();
    assert!(matches!(error.problem.as_ref(), RunProblem::Begin(BeginError::Locked { .. })), "{error}");
    assert!(error.to_string().contains("app.db` is locked by another process"), "{error}");
    holder.execute("COMMIT").await;
    session.upgrade("head").await.unwrap();
}

#[tokio::test]
async fn a_revision_without_its_file_is_undone_by_what_is_stored() {
    let project = project();
    project.open().await.upgrade("head").await.unwrap();
    project.remove("mail");
    let session = project.open().await;
    assert!(session.graph.plan_upgrade("head", &session.applied().await).is_err());
    session.downgrade("posts").await.unwrap();
    assert_eq!(session.current().await, "users posts");
    assert_eq!(session.column("SELECT name AS x FROM pragma_table_info('users')").await, ["id", "name"]);
    session.assert_sound().await;
}

#[tokio::test]
async fn an_irreversible_downgrade_refuses_unless_forced() {
    let project = Project::new();
    let body = format!(
        "{}\n",
        USERS.replace("DROP TABLE users;", "-- autogen: irreversible it was there before\nDROP TABLE users;")
    );
    project.write("baseline", "", &body).write("posts", "baseline", POSTS);
    let mut session = project.open().await;
    session.upgrade("head").await.unwrap();
    let error = session.downgrade("base").await.unwrap_err();
    assert!(error.to_string().ends_with("the downgrade refuses to run: it was there before"), "{error}");
    assert_eq!(session.current().await, "baseline posts", "nothing ran");
    session.options.force = true;
    session.downgrade("base").await.unwrap();
    assert_eq!(session.current().await, "");
}

#[tokio::test]
async fn sections_share_a_transaction_unless_they_have_none() {
    let project = Project::new();
    let body = "-- autogen: upgrade\nCREATE TABLE a (x);\n-- autogen: upgrade no-transaction\nVACUUM;\nINSERT INTO a VALUES (1);\n\
                INSERT INTO missing VALUES (1);\n-- autogen: downgrade no-transaction\nINSERT INTO missing VALUES (1);\n";
    project.write("a", "", body);
    let session = project.open().await;
    let error = session.upgrade("head").await.unwrap_err();
    assert!(error.partly, "{error}");
    assert_eq!(session.rows().await[0].state, State::Upgrading);
    let again = session.upgrade_interrupted().await;
    assert!(matches!(again.problem.as_ref(), RunProblem::Interrupted { .. }), "{again}");
    assert!(again.hint().unwrap().contains("autogen repair"));

    let table = &session.options.version_table;
    let stamped = stamp(&session.connection, table, &session.graph, &session.revisions, "a", false, 1).await.unwrap();
    assert_eq!(stamped.added.len(), 1);
    let error = session.downgrade("base").await.unwrap_err();
    assert!(!error.partly, "the first statement failed: {error}");
    assert_eq!(session.rows().await[0].state, State::Applied);
}

impl Session {
    async fn upgrade_interrupted(&self) -> autogen_revision::RunError {
        let plan = self.graph.order().to_vec();
        let silent = &mut autogen_revision::Silent;
        autogen_revision::upgrade(&self.connection, &self.revisions, &plan, &self.options, silent).await.unwrap_err()
    }
}

#[tokio::test]
async fn stamping_sets_the_ancestors() {
    let project = Project::new();
    let nothing = "-- autogen: upgrade\n-- autogen: downgrade\n";
    let chain =
        [("a", ""), ("b", "a"), ("c1", "b"), ("d1", "c1"), ("c2", "b"), ("d2", "c2"), ("e", "d1, d2"), ("other", "")];
    for (id, revises) in chain {
        project.write(id, revises, nothing);
    }
    let session = project.open().await;
    let (graph, table) = (&session.graph, &session.options.version_table);
    let set = async |target: &str, purge: bool| {
        stamp(&session.connection, table, graph, &session.revisions, target, purge, 7)
            .await
            .map_err(|error| error.to_string())?;
        let mut rows: Vec<String> = session.applied().await.iter().map(ToString::to_string).collect();
        rows.sort();
        Ok::<_, String>(rows.join(" "))
    };
    assert_eq!(set("other", false).await.unwrap(), "other");
    assert_eq!(set("e", false).await.unwrap(), "a b c1 c2 d1 d2 e other");
    assert_eq!(set("c2", false).await.unwrap(), "a b c2 other");
    assert_eq!(set("d1", false).await.unwrap(), "a b c1 c2 d1 other", "c2 is a branch beside it");
    assert_eq!(set("c1", false).await.unwrap(), "a b c1 c2 other");
    assert_eq!(set("c1", true).await.unwrap(), "a b c1");
    assert_eq!(set("heads", false).await.unwrap(), "a b c1 c2 d1 d2 e other");
    assert_eq!(set("base", false).await.unwrap(), "");
    assert!(set("nope", false).await.unwrap_err().contains("can't locate revision identified by `nope`"));

    session.execute("INSERT INTO autogen_version VALUES ('gone', '', '', '', '', 'applied', 1, 1)").await;
    assert!(set("a", false).await.unwrap_err().contains("`gone`, which the database has"));
    assert_eq!(set("a", true).await.unwrap(), "a");
}

#[tokio::test]
async fn an_edited_file_is_noticed() {
    let project = project();
    let session = project.open().await;
    session.upgrade("head").await.unwrap();
    let names = async |project: &Project| {
        let session = project.open().await;
        let rows = session.rows().await;
        edited(&rows, &session.revisions, Dialect::Sqlite).iter().map(|r| r.header.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&project).await, [""; 0]);
    let path = project.path().join("versions/users.sql");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace('\n', "  \r\n")).unwrap();
    assert_eq!(names(&project).await, [""; 0], "line ends and blanks do not count");
    fs::write(&path, text.replace("DROP TABLE", "drop table")).unwrap();
    assert_eq!(names(&project).await, [""; 0], "the downgrade does not count");
    fs::write(&path, text.replace("CREATE INDEX", "CREATE UNIQUE INDEX")).unwrap();
    assert_eq!(names(&project).await, ["users"]);
}

#[tokio::test]
async fn order_is_kept_even_when_a_plan_does_not() {
    let project = project();
    let session = project.open().await;
    let silent = &mut autogen_revision::Silent;
    let plan = ["posts".parse().unwrap()];
    let error =
        autogen_revision::upgrade(&session.connection, &session.revisions, &plan, &session.options, silent).await;
    assert!(matches!(error.unwrap_err().problem.as_ref(), RunProblem::NotReady(_)));
    session.upgrade("head").await.unwrap();
    let error =
        autogen_revision::downgrade(&session.connection, &session.revisions, &plan, &session.options, silent).await;
    assert!(matches!(error.unwrap_err().problem.as_ref(), RunProblem::StillRequired(_)));
}

#[tokio::test]
async fn what_cannot_be_connected_to_is_named() {
    let project = Project::new();
    let url = |name: &str| format!("sqlite://{}", project.path().join(name).display());
    for mode in [Mode::ReadOnly, Mode::ReadWrite] {
        assert!(matches!(connect(&url("none.db"), mode, PATIENCE).await, Err(ConnectError::Missing { .. })));
    }
    let existing = connect(&(url("none.db") + "?mode=rw"), Mode::Create, PATIENCE).await;
    assert!(matches!(existing, Err(ConnectError::Missing { .. })));
    assert!(matches!(connect(&url("a/b.db"), Mode::Create, PATIENCE).await, Err(ConnectError::MissingFolder { .. })));
    assert!(matches!(connect(&url("versions"), Mode::ReadOnly, PATIENCE).await, Err(ConnectError::IsFolder { .. })));
    fs::write(project.path().join("text.db"), "this is no database, and long enough to have a header ".repeat(40))
        .unwrap();
    assert!(matches!(connect(&url("text.db"), Mode::ReadOnly, PATIENCE).await, Err(ConnectError::NotADatabase { .. })));
    assert!(!Path::new(&project.path().join("none.db")).exists());
}

#[tokio::test]
async fn reading_changes_nothing() {
    let project = project();
    let session = project.open().await;
    session.upgrade("users").await.unwrap();
    session.connection.close().await.unwrap();
    let before = fs::read(project.database()).unwrap();
    let url = format!("sqlite://{}?mode=rwc", project.database().display());
    let connection = connect(&url, Mode::ReadOnly, PATIENCE).await.unwrap();
    let table = VersionTable::new("AUTOGEN_VERSION", Dialect::Sqlite);
    assert_eq!(table.read(connection.database()).await.unwrap().len(), 1);
    assert_eq!(VersionTable::new("other", Dialect::Sqlite).read(connection.database()).await.unwrap(), []);
    assert!(connection.database().execute_unprepared("CREATE TABLE x (y)").await.is_err());
    connection.close().await.unwrap();
    assert_eq!(fs::read(project.database()).unwrap(), before);
    assert_eq!(fs::read_dir(project.path()).unwrap().count(), 2, "no file beside the database");
}

#[tokio::test]
async fn foreign_rows_in_the_version_table_are_explained() {
    let project = project();
    let session = project.open().await;
    session.upgrade("users").await.unwrap();
    let table = &session.options.version_table;
    session.execute("UPDATE autogen_version SET format = 2").await;
    let error = table.read(session.connection.database()).await.unwrap_err().to_string();
    assert!(error.contains("row format 2 is unknown"), "{error}");
    session.execute("DROP TABLE autogen_version; CREATE TABLE autogen_version (id)").await;
    let error = table.read(session.connection.database()).await.unwrap_err().to_string();
    assert!(error.starts_with("version table `autogen_version`: "), "{error}");
}

/// A table that somebody made by hand, without a key, holds a row twice.
#[tokio::test]
async fn a_row_that_is_there_twice() {
    let project = Project::new();
    project.write("a", "", "-- autogen: upgrade\n-- autogen: downgrade\n");
    let session = project.open().await;
    session.upgrade("head").await.unwrap();
    session
        .execute(
            "CREATE TABLE copy AS SELECT * FROM autogen_version; INSERT INTO copy SELECT * FROM autogen_version;
             DROP TABLE autogen_version; ALTER TABLE copy RENAME TO autogen_version",
        )
        .await;
    assert_eq!(session.current().await, "a a");
    let error = session.downgrade("base").await.unwrap_err().to_string();
    assert!(error.contains("was expected to match one row for revision `a`; 2 found"), "{error}");
    assert_eq!(session.current().await, "a a");
}

/// A branch that waits for another by its label.
#[tokio::test]
async fn a_dependency_on_a_label_runs() {
    let project = Project::new();
    project.write("lib", "(base)\n-- Branch: library", "-- autogen: upgrade\n-- autogen: downgrade\n");
    project.write("app", "(base)\n-- Depends: library", "-- autogen: upgrade\n-- autogen: downgrade\n");
    let session = project.open().await;
    session.upgrade("app").await.unwrap();
    assert_eq!(session.current().await, "lib app");
    session.downgrade("lib@base").await.unwrap();
    assert_eq!(session.current().await, "");
}
