//! `autogen.toml`, the environment, and which of them decides.

use crate::support::Sandbox;

/// A project whose configuration is this.
fn configured(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", text);
    sandbox
}

#[test]
fn it_is_found_upwards() {
    let sandbox = Sandbox::new();
    for args in [["-C", "src", "heads"], ["heads", "--config", "autogen.toml"], ["-C", ".", "heads"]] {
        sandbox.run(&args).exits(0);
    }
    sandbox.refuses(
        &["-C", "nowhere", "check"],
        r"
        exit 2
        --- stderr
        error: there is no folder `nowhere`
    ",
    );
    sandbox.refuses(
        &["--config", "other.toml", "check"],
        r"
        exit 2
        --- stderr
        error: there is no file `other.toml`
    ",
    );
}

#[test]
fn no_configuration() {
    Sandbox::empty().refuses(
        &["check"],
        r"
        exit 2
        --- stderr
        error: there is no `autogen.toml` in `$DIR` or above

        hint: `autogen init` writes one; `-C DIR` names another folder
    ",
    );
}

#[test]
fn unknown_keys() {
    configured("entities = [\"src\"]\ndialect = [\"sqlite\"]\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: unknown key `dialect`
         --> autogen.toml:2:1
          |
        2 | dialect = ["sqlite"]
          | ^^^^^^^

        hint: did you mean `dialects`?
    "#,
    );
    configured("entities = [\"src\"]\n\n[compare]\nownerships = \"all\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: unknown key `ownerships`
         --> autogen.toml:4:1
          |
        4 | ownerships = "all"
          | ^^^^^^^^^^

        hint: did you mean `ownership`?
    "#,
    );
    configured("entities = [\"src\"]\ncolour = \"red\"\n").refuses(&["check"], r#"
        exit 2
        --- stderr
        error: unknown key `colour`
         --> autogen.toml:2:1
          |
        2 | colour = "red"
          | ^^^^^^

        hint: possible are `entities`, `dialects`, `directory`, `version_locations`, `template`, `migrator`, `migrator_command`, `file_template`, `version_table`, `database_url`, `scratch_url`, `lock_timeout`, `statement_timeout`, `lock_retries`, `online`, `scratch`, `proof`, `types`, `unmanaged`, `compare`, `hooks`
    "#);
}

#[test]
fn wrong_values() {
    configured("entities = \"src\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `entities` takes a list of strings, not a string
         --> autogen.toml:1:12
          |
        1 | entities = "src"
          |            ^^^^^
    "#,
    );
    configured("dialects = [\"sqlite\"]\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `entities` is missing
         --> autogen.toml:1:1
          |
        1 | dialects = ["sqlite"]
          | ^

        hint: name the folders of the entities: entities = ["src/entity"]
    "#,
    );
    configured("entities = []\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `entities` is empty
         --> autogen.toml:1:12
          |
        1 | entities = []
          |            ^^

        hint: name the folders of the entities: entities = ["src/entity"]
    "#,
    );
    configured("entities = [\"src\"]\n[compare]\nownership = \"mine\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `mine` is not a value of `ownership`
         --> autogen.toml:3:13
          |
        3 | ownership = "mine"
          |             ^^^^^^

        hint: possible are `ledger`, `all`
    "#,
    );
}

#[test]
fn values_that_mean_nothing() {
    configured("entities = [\"src\"]\nfile_template = \"../{{slug}}\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `file_template` is not a file name
         --> autogen.toml:2:17
          |
        2 | file_template = "../{{slug}}"
          |                 ^^^^^^^^^^^^^

        hint: it may use the variables of the template: "{{year}}{{month}}{{day}}_{{revision}}_{{slug}}"
    "#,
    );
    configured("entities = [\"src\"]\n[types]\n\"billing::Money\" = \"Decimals\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `Decimals`, given for the type `billing::Money`, is not a column type of SeaORM
         --> autogen.toml:3:20
          |
        3 | "billing::Money" = "Decimals"
          |                    ^^^^^^^^^^

        hint: write what `column_type = "…"` takes in an entity: "Decimal(Some((12, 2)))"
    "#,
    );
    configured("entities = [\"src\"]\n[unmanaged]\ntables = [\"audit_*\", \"[a\"]\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `[a` is not a pattern: unclosed character class; missing ']'
         --> autogen.toml:3:22
          |
        3 | tables = ["audit_*", "[a"]
          |                      ^^^^
    "#,
    );
    configured("entities = [\"src\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: this is not TOML: unclosed array, expected `]`
         --> autogen.toml:1:18
          |
        1 | entities = ["src"
          |                  ^
    "#,
    );
}

#[test]
fn what_no_key_can_be() {
    configured("entities = [\"src\"]\ndialects = [\"sqlite\", \"oracle\"]\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `oracle` is not a value of `dialects`
         --> autogen.toml:2:23
          |
        2 | dialects = ["sqlite", "oracle"]
          |                       ^^^^^^^^

        hint: possible are `sqlite`, `postgres`, `mysql`
    "#,
    );
    configured("entities = [\"src\"]\nmigrator = \"Migrator\"\n").refuses(
        &["check"],
        r#"
        exit 2
        --- stderr
        error: `migrator` is for a project whose revisions are SeaORM migrations
         --> autogen.toml:2:12
          |
        2 | migrator = "Migrator"
          |            ^^^^^^^^^^

        hint: template = "rust"
    "#,
    );
}

#[test]
fn every_key_is_taken() {
    let sandbox = configured(
        "entities = [\"src\"]\ndialects = [\"sqlite\"]\ndirectory = \"db\"\ntemplate = \"sql\"\n\
         file_template = \"{{year}}{{month}}{{day}}_{{slug}}\"\nversion_table = \"versions\"\n\
         database_url = \"sqlite://app.db\"\n[types]\n\"Money\" = \"Decimal(Some((12, 2)))\"\n\
         [unmanaged]\ntables = [\"audit_*\"]\n[compare]\nownership = \"all\"\nunsaid = \"strict\"\n",
    );
    sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub balance: billing::Money");
    sandbox.write("db/versions/.gitkeep", "");
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).says(
        r"
        exit 0
        --- stdout
        Wrote db/versions/20251122_first.sql (proven: up, down, up)
        --- stderr
        note: database `app.db` does not exist yet
        Detected added table `users` (3 columns)

        hint: `autogen upgrade` runs it
    ",
    );
    assert!(sandbox.read("db/versions/20251122_first.sql").contains("balance decimal(12, 2) not null"));
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.sql("CREATE TABLE audit_log (id integer)");
    assert_eq!(sandbox.query("SELECT revision FROM versions"), ["aaaa"]);
    sandbox.run(&["check"]).exits(0);
    sandbox.sql("CREATE TABLE other (id integer)");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        The database is not what its revisions make it:
          table other is in the database alone
        --- stderr

        hint: `autogen diff --from history --to database` shows the whole
    ",
    );
}

#[test]
fn flag_then_environment_then_dotenv_then_file() {
    let sandbox = Sandbox::upgraded();
    let url = |variables: &[(&str, &str)], args: &[&str]| {
        let mut args = args.to_vec();
        args.push("current");
        sandbox.run_with(&args, variables).stderr.lines().next().unwrap_or_default().to_owned()
    };
    let missing = |name: &str| format!("error: database `{name}` does not exist");
    assert_eq!(url(&[], &[]), "");
    sandbox.write(".env", "OTHER=1\nDATABASE_URL=\"sqlite://dotenv.db\"\n");
    assert_eq!(url(&[], &[]), missing("dotenv.db"));
    let variable = [("DATABASE_URL", "sqlite://variable.db")];
    assert_eq!(url(&variable, &[]), missing("variable.db"));
    assert_eq!(url(&variable, &["--database-url", "sqlite://flag.db"]), missing("flag.db"));
    assert_eq!(url(&[("DATABASE_URL", "")], &[]), missing("dotenv.db"));
}

#[test]
fn a_relative_database_is_beside_the_configuration() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["-C", "src", "current"]).says(
        r"
        exit 0
        --- stdout
        aaaa (head), First
    ",
    );
    sandbox.run(&["-C", "src", "current", "--database-url", "sqlite:app.db"]).exits(0);
}

#[test]
fn a_folder_of_any_name() {
    let sandbox = Sandbox::empty();
    let folder = "a b?c%20d#e's\u{e9}";
    sandbox.write(&format!("{folder}/src/users.rs"), crate::support::USERS);
    sandbox.write(&format!("{folder}/autogen.toml"), "entities = [\"src\"]\ndatabase_url = \"sqlite://app.db\"\n");
    sandbox.run(&["-C", folder, "init"]).exits(0);
    for args in [&["-m", "First"][..], &["upgrade"], &["check"]] {
        sandbox.run(&[&["-C", folder], args].concat()).exits(0);
    }
    assert!(sandbox.path(folder).join("app.db").is_file());
}

#[test]
fn the_spelling_of_sqlalchemy() {
    let sandbox = Sandbox::upgraded();
    sandbox.refuses(
        &["current", "--database-url", "sqlite:///app.db"],
        r"
        exit 2
        --- stderr
        warning: `sqlite:///app.db` is the file `/app.db`; for `app.db` beside autogen.toml write `sqlite://app.db`
        error: database `/app.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
    let absolute = format!("sqlite://{}", sandbox.path("app.db").display());
    sandbox.run(&["current", "--database-url", &absolute]).says(
        r"
        exit 0
        --- stdout
        aaaa (head), First
    ",
    );
}

#[test]
fn urls_that_cannot_be_meant() {
    let sandbox = Sandbox::new();
    sandbox.refuses(&["current", "--database-url", "postgres://anna:se%cret@host/shop"], r#"
        exit 2
        --- stderr
        error: `postgres://anna:****@host/shop`, given by --database-url, is a postgres database, and `dialects` is ["sqlite"]

        hint: give the URL of a database in one of these dialects
    "#);
    sandbox.refuses(
        &["current", "--database-url", "app.db"],
        r"
        exit 2
        --- stderr
        error: `app.db`, given by --database-url, is not a database URL

        hint: a URL looks like `sqlite://app.db`
    ",
    );
    sandbox.write("autogen.toml", "entities = [\"src\"]\n");
    sandbox.refuses(
        &["current"],
        r"
        exit 2
        --- stderr
        error: no database is configured

        hint: name it by --database-url, DATABASE_URL or `database_url` in autogen.toml
    ",
    );
    sandbox.write(".env", "DATABASE_URL=\"unfinished\n");
    sandbox.refuses(
        &["current"],
        r"
        exit 2
        --- stderr
        error: cannot read `$DIR/.env`: a line in it is not `NAME=value`

        hint: values with blanks or special characters stand in quotes
    ",
    );
}

#[test]
fn a_password_is_never_shown() {
    let sandbox = Sandbox::new();
    for url in ["postgres://u:hunter2@h/d", "mysql://u:hunter2@h/d", "mssql://u:hunter2@h/d", "sqlite://missing.db"] {
        for args in [vec!["current"], vec!["check"], vec!["diff", "--from", url], vec!["-m", "x"]] {
            let outcome = sandbox.run_with(&args, &[("DATABASE_URL", url)]);
            assert!(!outcome.to_string().contains("hunter2"), "{outcome}");
        }
    }
}

#[test]
fn the_clock_is_that_of_source_date_epoch() {
    let sandbox = Sandbox::new();
    sandbox.run(&["revision", "-m", "x", "--rev-id", "x"]).exits(0);
    assert!(sandbox.read("migrations/versions/x_x.sql").contains("-- Created: 2025-11-22T09:28:00Z\n"));
    for wrong in ["-1", "1.5", "99999999999999", "99999999999999999999"] {
        sandbox.run_with(&["revision", "-m", "y"], &[("SOURCE_DATE_EPOCH", wrong)]).exits(2);
    }
    sandbox.run_with(&["revision", "-m", "y"], &[("SOURCE_DATE_EPOCH", "soon")]).says(
        r"
        exit 2
        --- stderr
        error: `SOURCE_DATE_EPOCH` is `soon`, not a number of seconds since 1970
    ",
    );
}
