//! Migrations that fail, or are interrupted: what is left, and what is said.

use autogen_schema::Dialect;

use super::{FIRST, SECOND, THIRD, runnable};
use crate::cli_json::Documents;
use crate::support::{Base, Sandbox};

/// What a migration cannot do is told by SeaORM, and which one that was by autogen.
#[test]
fn a_migration_that_fails_is_named() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    sandbox.run(&["upgrade", FIRST]).exits(0);
    sandbox.sql("CREATE TABLE posts (other text);");
    let failed = sandbox.run(&["upgrade"]);
    failed.exits(2).complains(&format!("the upgrade of `{SECOND}` failed: exit status: 101"));
    failed.complains("already exists").complains("nothing ran before it");
    assert_eq!(sandbox.query("SELECT version FROM seaql_migrations"), [FIRST]);
}

/// A migration that fails half way leaves nothing where DDL is transactional. Elsewhere it is named, and recorded nowhere.
#[test]
fn a_migration_is_whole_or_named() {
    for dialect in Dialect::ALL {
        let base = Base::new(dialect, "half");
        let sandbox = runnable(&base.url(), dialect);
        sandbox.run(&["upgrade", SECOND]).exits(0);
        // The column is added first. To MySQL an index is called so within its table.
        base.sql(match dialect {
            Dialect::Mysql => "CREATE INDEX `idx-users-phone` ON users (name);",
            _ => "CREATE INDEX \"idx-users-phone\" ON posts (name);",
        });
        let failed = sandbox.run(&["upgrade"]);
        failed.exits(2).complains(&format!("the upgrade of `{THIRD}` failed: ")).complains("nothing ran before it");
        assert_eq!(base.query("SELECT version FROM seaql_migrations ORDER BY version"), [FIRST, SECOND]);
        let columns = base.query(match dialect {
            Dialect::Sqlite => "SELECT name FROM pragma_table_info('users') WHERE name = 'phone'",
            Dialect::Postgres => "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'phone'",
            Dialect::Mysql => {
                "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'phone'"
            }
        });
        assert_eq!(columns.len(), usize::from(dialect == Dialect::Mysql), "{dialect}");
        if dialect == Dialect::Mysql {
            in_doubt(&sandbox, &base);
        } else {
            sandbox.run(&["repair"]).exits(0).complains("no revision is half done");
            base.sql("DROP INDEX \"idx-users-phone\";");
        }
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.run(&["check"]).exits(0);
        sandbox.run(&["downgrade"]).exits(0);
    }
}

/// Nobody says then that it failed.
#[test]
fn an_interrupted_migration_is_in_doubt_where_it_has_no_transaction() {
    for dialect in Dialect::ALL {
        let base = Base::new(dialect, "killed");
        let sandbox = runnable(&base.url(), dialect);
        sandbox.run(&["upgrade", SECOND]).exits(0);
        let program = sandbox.read("run-migrations");
        sandbox.write("run-migrations", "kill -9 $PPID\n");
        let killed = sandbox.run(&["upgrade"]);
        assert!(!killed.stderr.contains("error"), "{killed}");
        sandbox.write("run-migrations", program);
        let told = sandbox.run(&["repair"]);
        if dialect == Dialect::Mysql {
            told.exits(1).complains(&format!("the upgrade of `{THIRD}` was interrupted"));
            sandbox.run(&["doctor"]).exits(1).prints(&format!("the upgrade of `{THIRD}` was interrupted"));
            sandbox.run(&["upgrade"]).exits(2).complains("was interrupted");
            sandbox.run(&["repair", "--not-applied"]).exits(0);
        } else {
            told.exits(0);
        }
        sandbox.run(&["upgrade"]).exits(0);
        assert_eq!(base.query("SELECT revision FROM autogen_state WHERE state <> 'applied'"), Vec::<String>::new());
        sandbox.run(&["check"]).exits(0);
    }
}

/// Nothing runs before a person has looked.
fn in_doubt(sandbox: &Sandbox, base: &Base) {
    let told =
        format!("the upgrade of `{THIRD}` was interrupted, or failed half way: nobody knows what of it is there");
    sandbox.run(&["upgrade"]).exits(2).complains(&told).complains("`autogen repair --not-applied`");
    let outcome = sandbox.run(&["repair", "--format", "json"]);
    let found = Documents::default().take("repair", outcome.exits(1).complains(&told));
    assert_eq!(found["half_done"]["revision"], THIRD);
    base.sql("ALTER TABLE users DROP COLUMN phone, DROP INDEX `idx-users-phone`;");
    let outcome = sandbox.run(&["repair", "--not-applied", "--format", "json"]);
    let settled = Documents::default().take("repair", outcome.exits(0).complains(&format!("Settled {THIRD}")));
    assert_eq!(settled["settled"], THIRD);
    sandbox.run(&["repair"]).exits(0);
}

/// Nothing has begun where the program did not, and nothing goes on behind one that fails.
#[test]
fn a_program_is_taken_at_its_word() {
    let base = Base::new(Dialect::Mysql, "program");
    let sandbox = runnable(&base.url(), Dialect::Mysql);
    let config = sandbox.read("autogen.toml");
    sandbox.edit("autogen.toml", "\"/bin/sh\"", "\"./missing\"");
    sandbox.run(&["upgrade"]).exits(2).complains("the migration crate cannot be run: ");
    sandbox.write("autogen.toml", config);
    sandbox.run(&["repair"]).exits(0).complains("no revision is half done");
    sandbox.edit("run-migrations", "exec ", "");
    let program = sandbox.read("run-migrations");
    sandbox.write("run-migrations", format!("{program}exit 4\n"));
    let behind =
        format!("the upgrade of `{FIRST}` is recorded, and the program of the migration crate failed behind it");
    sandbox.run(&["upgrade"]).exits(2).complains(&behind);
    assert_eq!(base.query("SELECT version FROM seaql_migrations"), [FIRST]);
    sandbox.run(&["repair"]).exits(0).complains("no revision is half done");
}
