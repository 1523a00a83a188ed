//! A check that found nothing is believed by the next one for as long as nothing changes that it was about, and no longer.

use std::fs;
use std::path::PathBuf;

use autogen_schema::Dialect;

use crate::support::{Base, Sandbox};

/// What a check tells that believes the one before, whose notes it finds in what is kept.
const BELIEVED: &str = "note: told by what is kept";

/// A project whose database is as its entities and revisions say, and which was checked.
struct Checked {
    base: Base,
    sandbox: Sandbox,
}

impl Checked {
    fn on(dialect: Dialect) -> Self {
        let base = Base::new(dialect, "unchanged");
        let sandbox = base.project();
        sandbox.write("target/CACHEDIR.TAG", "");
        sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.run(&["check"]).exits(0);
        Self { base, sandbox }
    }

    fn kept(&self) -> Option<PathBuf> {
        let files = fs::read_dir(self.sandbox.path("target/autogen")).into_iter().flatten();
        let is_check = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("check-");
        let mut kept = files.map(|entry| entry.unwrap().path()).filter(is_check);
        let path = kept.next();
        assert_eq!(kept.next(), None, "one file for a project");
        path
    }

    /// Whether a check believes what is kept. Where it does not, and finds nothing, it keeps that.
    #[track_caller]
    fn is_believed(&self, args: &[&str]) -> bool {
        let path = self.kept().expect("what a check found is kept");
        let mut kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        kept["notes"] = serde_json::json!(["told by what is kept"]);
        fs::write(&path, kept.to_string()).unwrap();
        let checked = self.sandbox.run(&[&["check"], args].concat());
        checked.exits(0).stderr.contains(BELIEVED)
    }

    /// Asserts that what is kept is believed, is not believed after a change that leaves nothing to do, and is from then on.
    #[track_caller]
    fn looks_again_after(&self, what: &str, change: impl FnOnce(&Self)) {
        assert!(self.is_believed(&[]), "before: {what}");
        change(self);
        assert!(!self.is_believed(&[]), "after: {what}");
        assert!(self.is_believed(&[]), "after a check: {what}");
    }
}

fn on_each(test: impl Fn(Checked)) {
    for dialect in Base::DIALECTS {
        test(Checked::on(dialect));
    }
}

#[test]
fn nothing_is_compared_while_nothing_changes() {
    on_each(|checked| {
        assert!(checked.is_believed(&[]));
        // Who asks for more is told all of it.
        assert!(!checked.is_believed(&["-v"]));
        // What cannot be read is as none.
        for content in ["", "{}", "nonsense"] {
            fs::write(checked.kept().unwrap(), content).unwrap();
            checked.sandbox.run(&["check"]).exits(0);
            assert!(checked.is_believed(&[]));
        }
    });
}

#[test]
fn it_tells_what_the_check_before_told() {
    on_each(|checked| {
        for args in [
            &["check"][..],
            &["check", "--format", "json"],
            &["check", "--format", "short"],
            &["check", "--format", "github"],
            &["check", "--strict"],
        ] {
            fs::remove_file(checked.kept().unwrap()).unwrap();
            let first = checked.sandbox.run(args);
            assert!(checked.kept().is_some());
            assert_eq!(checked.sandbox.run(args), first, "{args:?}");
        }
    });
}

#[test]
fn it_looks_again_at_files_that_changed() {
    on_each(|checked| {
        checked.looks_again_after("a comment in an entity", |on| {
            on.sandbox.edit("src/users.rs", "pub name", "// Who.\n    pub name");
        });
        checked.looks_again_after("a file of entities more", |on| {
            on.sandbox.write("src/lib.rs", "pub mod users;\n");
        });
        checked.looks_again_after("a file of entities less", |on| {
            on.sandbox.remove("src/lib.rs");
        });
        checked.looks_again_after("another name of a file", |on| {
            let text = on.sandbox.read("src/users.rs");
            on.sandbox.write("src/people.rs", text).remove("src/users.rs");
        });
        checked.looks_again_after("the message of a revision", |on| {
            on.sandbox.edit("migrations/versions/aaaa_first.sql", "-- First", "-- The first");
        });
        checked.looks_again_after("the configuration", |on| {
            let text = on.sandbox.read("autogen.toml");
            on.sandbox.write("autogen.toml", text + "[unmanaged]\ntables = [\"audit_*\"]\n");
        });
        checked.looks_again_after("a pattern of what is unmanaged", |on| {
            on.sandbox.edit("autogen.toml", "audit_*", "a?dit_*_log");
        });
    });
}

#[test]
fn it_finds_what_changed() {
    on_each(|checked| {
        let Checked { base, sandbox } = &checked;
        let check = || sandbox.run(&["check"]);
        let entity = sandbox.read("src/users.rs");
        assert!(checked.is_believed(&[]));
        sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub age: Option<i32>");
        check().exits(1).prints("added column `users.age`");
        sandbox.write("src/users.rs", entity);
        check().exits(0);

        base.sql("ALTER TABLE users ADD COLUMN by_hand integer");
        // SQLite's is compared with its history, which made no such column; on a server it is nobody's.
        check().exits(i32::from(base.dialect() == Dialect::Sqlite));
        sandbox.run(&["check", "--format", "json"]).prints("by_hand");
        base.sql("ALTER TABLE users DROP COLUMN by_hand");
        check().exits(0);

        base.sql("DROP TABLE users");
        check().exits(1).prints("users");
    });
}

#[test]
fn it_looks_again_at_a_database_that_changed() {
    on_each(|checked| {
        checked.looks_again_after("what is known of a revision", |on| {
            on.base.sql("UPDATE autogen_version SET message = 'Another one'");
        });
        let sandbox = &checked.sandbox;
        sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\n-- autogen: downgrade\n");
        sandbox.run(&["check"]).exits(2).complains("it lacks bbbb");
        sandbox.run(&["upgrade"]).exits(0);
        assert!(!checked.is_believed(&[]));
        assert!(checked.is_believed(&[]));
        sandbox.run(&["downgrade", "-1"]).exits(0);
        sandbox.run(&["check"]).exits(2).complains("it lacks bbbb");
    });
}

/// Another build may find something else.
#[test]
fn another_program_looks_again() {
    let checked = Checked::on(Dialect::Sqlite);
    assert!(checked.is_believed(&[]));
    let copy = checked.sandbox.path("copy-of-autogen");
    fs::copy(checked.sandbox.command().get_program(), &copy).unwrap();
    let mut command = checked.sandbox.command();
    let mut of_copy = std::process::Command::new(&copy);
    of_copy.arg("check").envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = of_copy.current_dir(command.current_dir(checked.sandbox.path("")).get_current_dir().unwrap()).output();
    let ran = ran.unwrap();
    assert!(ran.status.success());
    assert!(!String::from_utf8(ran.stderr).unwrap().contains(BELIEVED));
    assert!(!checked.is_believed(&[]));
}

/// A server may spell another way tomorrow, and another server build something else.
#[test]
fn what_a_server_was_asked_for_is_not_remembered() {
    let checked = Checked::on(Dialect::Postgres);
    let sandbox = &checked.sandbox;
    assert!(checked.is_believed(&[]));
    sandbox.edit(
        "src/users.rs",
        "pub name",
        "#[sea_orm(default_expr = \"Expr::cust(\\\"upper('a'::varchar)\\\")\")]\n    pub code: String,\n    pub name",
    );
    sandbox.run(&["-m", "Code", "--rev-id", "bbbb"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    fs::remove_file(checked.kept().unwrap()).unwrap();
    sandbox.run(&["check"]).exits(0);
    assert_eq!(checked.kept(), None, "the server spells the default another way");

    let checked = Checked::on(Dialect::Postgres);
    let sandbox = &checked.sandbox;
    assert!(checked.is_believed(&[]));
    fs::remove_file(checked.kept().unwrap()).unwrap();
    let config = sandbox.read("autogen.toml");
    sandbox.write("autogen.toml", format!("{config}scratch_url = \"{}\"\n", checked.base.url()));
    sandbox.run(&["check"]).exits(0);
    assert_eq!(checked.kept(), None, "the history was built on a server");
}

/// What is to be told each time is looked for each time.
#[test]
fn what_had_something_to_tell_is_not_remembered() {
    let checked = Checked::on(Dialect::Sqlite);
    let sandbox = &checked.sandbox;
    let forgets = |file: &str, text: &str| {
        fs::remove_file(checked.kept().unwrap()).unwrap();
        sandbox.write(file, text);
        let first = sandbox.run(&["check"]);
        first.exits(0);
        assert_eq!(checked.kept(), None, "{first}");
        assert_eq!(sandbox.run(&["check"]), first);
    };
    let again = || {
        sandbox.run(&["check"]).exits(0);
        assert!(checked.kept().is_some());
    };

    // An edited revision is warned of.
    let revision = "migrations/versions/aaaa_first.sql";
    let text = sandbox.read(revision);
    forgets(revision, &text.replace("-- autogen: upgrade\n", "-- autogen: upgrade\nSELECT 1;\n"));
    sandbox.write(revision, text);
    again();

    // So is what is unclear in an entity.
    let entity = sandbox.read("src/users.rs");
    forgets("src/users.rs", &entity.replace("pub name", "#[sea_orm(nonsense)]\n    pub name"));
    sandbox.write("src/users.rs", entity.as_str());
    again();

    // A type of another file is looked up there, which is no entity.
    sandbox.write("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\n");
    sandbox.edit("autogen.toml", "[\"src\"]", "[\"src/entity\"]");
    sandbox.write("src/lib.rs", "pub mod entity;\npub type Name = String;\n");
    sandbox.remove("src/users.rs");
    forgets("src/entity/users.rs", &entity.replace("name: String", "name: crate::Name"));
    sandbox.write("src/lib.rs", "pub mod entity;\npub type Name = i32;\n");
    sandbox.run(&["check"]).exits(1).prints("changed column `users.name`");
}
