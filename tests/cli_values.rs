//! `autogen -m` with `--fill`, `--using` and `--using-back`: what a person says of the values of rows that are there.

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox, USERS};

/// A project of one dialect, with a database that it is connected to.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) dialect: Dialect,
    url: String,
    database: Option<Database>,
}

impl Stage {
    pub(crate) fn all(name: &str) -> Vec<Self> {
        [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql].map(|dialect| Self::new(dialect, name)).into()
    }

    fn new(dialect: Dialect, name: &str) -> Self {
        let sandbox = Sandbox::new();
        sandbox.write("autogen.toml", format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\n"));
        let database = match dialect {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(Database::postgres(name)),
            Dialect::Mysql => Some(Database::mysql(name)),
        };
        let url =
            database.as_ref().map_or_else(|| format!("sqlite://{}", sandbox.path("app.db").display()), Database::url);
        Self { sandbox, dialect, url, database }
    }

    pub(crate) fn run(&self, args: &[&str]) -> crate::support::Outcome {
        self.sandbox.run(&[&["--database-url", &self.url], args].concat())
    }

    pub(crate) fn sql(&self, sql: &str) {
        match &self.database {
            None => self.sandbox.sql(sql),
            Some(database) => database.sql(sql),
        }
    }

    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        match &self.database {
            None => self.sandbox.query(sql),
            Some(database) => database.query(sql),
        }
    }

    /// Writes the entity, makes the revision and applies it.
    pub(crate) fn revise(&self, source: &str, id: &str, args: &[&str]) -> String {
        self.sandbox.write("src/users.rs", source);
        self.run(&[&["-m", id, "--rev-id", id], args].concat()).exits(0);
        self.run(&["upgrade"]).exits(0);
        self.sandbox.read(&format!("migrations/versions/{id}_{id}.sql"))
    }

    /// Chooses by dialect.
    pub(crate) fn pick<'t>(&self, sqlite: &'t str, postgres: &'t str, mysql: &'t str) -> &'t str {
        match self.dialect {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
            Dialect::Mysql => mysql,
        }
    }
}

#[test]
fn rows_that_are_there_are_filled() {
    for stage in Stage::all("fill") {
        stage.revise(USERS, "aaaa", &[]);
        stage.sql("INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace')");

        // Not said, the file says what then happens, and how to say it.
        let with_nick = USERS.replace("pub name", "pub nick: String,\n    pub note: Option<String>,\n    pub name");
        stage.sandbox.write("src/users.rs", &with_nick);
        let unsaid = stage.run(&["-m", "Second", "--dry-run"]);
        unsaid.exits(0);
        assert!(unsaid.stdout.contains("--fill users.nick=EXPR gives"), "{unsaid}");

        let text = stage.revise(&with_nick, "bbbb", &["--fill", "users.nick=lower(name)"]);
        assert!(!text.contains("-- hazard: fails"), "{text}");
        assert_eq!(stage.query("SELECT nick FROM users ORDER BY id"), ["ada", "grace"]);

        // What goes and what gets another name in the same revision can be used, by its new name.
        let moved = with_nick
            .replace("pub nick", "pub handle")
            .replace("pub name: String", "pub title: String,\n    pub badge: String")
            .replace("Option<String>", "String");
        let args = [
            "--rename",
            "users.nick=handle",
            "--fill",
            "users.title=upper(name)",
            "users.badge=upper(handle)",
            "users.note='none; yet'",
        ];
        stage.sql("UPDATE users SET note = 'first' WHERE id = 1");
        let text = stage.revise(&moved, "cccc", &args);
        assert!(!text.contains("-- hazard: fails"), "{text}");
        let separated = stage.pick(
            "title || ' ' || badge || ' ' || note",
            "title || ' ' || badge || ' ' || note",
            "concat(title, ' ', badge, ' ', note)",
        );
        let found = stage.query(&format!("SELECT {separated} FROM users ORDER BY id"));
        assert_eq!(found, ["ADA ADA first", "GRACE GRACE none; yet"]);
        stage.run(&["check"]).exits(0);
        stage.run(&["verify"]).exits(0);
        stage.run(&["downgrade", "bbbb"]).exits(0);
        assert_eq!(stage.query("SELECT nick FROM users ORDER BY id"), ["ada", "grace"]);
        stage.run(&["upgrade"]).exits(0);
    }
}

#[test]
fn a_fill_that_leaves_null_is_not_proven() {
    for stage in Stage::all("unfilled") {
        stage.revise(USERS, "aaaa", &[]);
        stage.sandbox.write("src/users.rs", USERS.replace("pub name", "pub nick: String,\n    pub name"));
        let made = stage.run(&["-m", "bbbb", "--rev-id", "bbbb", "--fill", "users.nick=nullif(name, name)"]);
        made.exits(1).complains("the fill of users.nick leaves NULL in some: nullif(name, name)");
        let text = stage.sandbox.read("migrations/versions/bbbb_bbbb.sql");
        assert!(text.contains("-- NOT PROVEN: with sample rows"), "{text}");
    }
}

#[test]
fn a_fill_that_fails_over_a_sample_is_told_of() {
    for stage in Stage::all("unsampled") {
        stage.revise(USERS, "aaaa", &[]);
        stage.sandbox.write("src/users.rs", USERS.replace("pub name", "pub age: i32,\n    pub name"));
        let fill = stage.pick("json_extract(name, '$.age')", "(name::json ->> 'age')::integer", "json_value(name, 5)");
        let fill = format!("users.age={fill}");
        let made = stage.run(&["-m", "bbbb", "--rev-id", "bbbb", "--fill", &fill]);
        if stage.dialect == Dialect::Mysql {
            // MariaDB makes NULL of what is no JSON.
            made.exits(1).complains("leaves NULL in some");
        } else {
            made.exits(0).complains("its fill was not tried with rows");
        }
    }
}

#[test]
fn values_become_others_by_an_expression() {
    for stage in Stage::all("using") {
        let sized = USERS.replace("pub name", "#[sea_orm(indexed)]\n    pub size: String,\n    pub name");
        stage.revise(&sized, "aaaa", &[]);
        stage.sql("INSERT INTO users (id, name, size) VALUES (1, 'Ada', '5 kg'), (2, 'Grace', '7 kg')");
        let number = stage.pick(
            "cast(substr(size, 1, instr(size, ' ')) as integer)",
            "split_part(size, ' ', 1)::integer",
            "cast(substring_index(size, ' ', 1) as signed)",
        );
        let text = stage.pick("size || ' kg'", "size || ' kg'", "concat(size, ' kg')");
        let weighed = sized.replace("pub size: String", "pub size: i32");
        let (using, back) = (format!("users.size={number}"), format!("users.size={text}"));
        let file = stage.revise(&weighed, "bbbb", &["--using", &using, "--using-back", &back]);
        assert!(file.contains(&format!("by {number}")) && file.contains(&format!("by {text}")), "{file}");
        assert_eq!(stage.query(&format!("SELECT {text} FROM users WHERE size > 5")), ["7 kg"]);
        stage.run(&["check"]).exits(0);
        stage.run(&["verify"]).exits(0);
        stage.run(&["downgrade", "aaaa"]).exits(0);
        assert_eq!(stage.query("SELECT size FROM users ORDER BY id"), ["5 kg", "7 kg"]);
        stage.run(&["upgrade"]).exits(0);

        // With another name, what holds NULL filled, and both said by that name.
        let optional = weighed.replace("pub size: i32", "pub size: Option<i32>");
        stage.revise(&optional, "cccc", &[]);
        stage.sql("UPDATE users SET size = NULL WHERE id = 2");
        let renamed = weighed.replace("pub size: i32", "pub mass: String");
        let text = stage.pick("'m' || mass", "'m' || mass", "concat('m', mass)");
        let number = stage.pick("substr(mass, 2)", "substr(mass, 2)::integer", "substr(mass, 2)");
        let args = [
            "--rename",
            "users.size=mass",
            "--using",
            &format!("users.mass={text}"),
            "--using-back",
            &format!("users.mass={number}"),
            "--fill",
            "users.mass='m0'",
        ];
        stage.revise(&renamed, "dddd", &args);
        assert_eq!(stage.query("SELECT mass FROM users ORDER BY id"), ["m5", "m0"]);
        stage.run(&["downgrade", "cccc"]).exits(0);
        assert_eq!(stage.query("SELECT name FROM users WHERE size < 5"), ["Grace"]);
    }
}

#[test]
fn what_is_of_no_use_is_told() {
    let sandbox = Sandbox::upgraded();
    let source = "pub name: String,\n    pub nick: String,\n    pub fax: Option<String>,\n    #[sea_orm(default_value = 1)]\n    pub rank: i32,";
    sandbox.edit("src/users.rs", "pub name: String,", source);
    let posts = USERS.replace("\"users\"", "\"posts\"");
    sandbox.write("src/posts.rs", posts);
    let refuses = |args: &[&str], reason: &str| {
        sandbox.run(&[&["-m", "Second"], args].concat()).exits(2).complains(reason);
    };
    refuses(&["--fill", "users.fax=''"], "users.fax needs no fill: it may be NULL");
    refuses(&["--fill", "users.rank=2"], "users.rank needs no fill: its default fills it");
    refuses(&["--fill", "users.name=''"], "users.name needs no fill: nothing of it changes");
    refuses(&["--fill", "posts.name=''"], "posts.name needs no fill: its table is new and has no rows");
    refuses(&["--fill", "users.phone=''"], "there is no column users.phone");
    refuses(&["--fill", "users.nick=''", "users.nick='x'"], "the fill of users.nick is said twice");
    refuses(&["--fill", "users.nick=lower(name"], "the fill of users.nick: there is a `)` missing");
    refuses(&["--fill", "users.nick='', id = 5"], "`,` stands outside parentheses");
    refuses(&["--fill", "nick=''"], "it is written `table.column=EXPR`");
    refuses(&["--using", "users.nick=''"], "users.nick needs no conversion: the column is new");
    refuses(&["--using-back", "users.name=''"], "users.name needs no conversion back: nothing of it changes");
    refuses(&["--fill", "users.nick=lower(nme)"], "no such column: nme");
}
