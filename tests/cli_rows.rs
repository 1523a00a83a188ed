//! What `autogen -m` says of the rows of a connected database.

use autogen_schema::Dialect;

use crate::cli_values::Stage;
use crate::support::{Database, Sandbox, USERS};

const BEFORE: &str = r#"
pub mod users {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_type = "String(StringLen::N(40))", nullable)]
        pub name: Option<String>,
        pub email: String,
        pub fax: Option<String>,
        pub team_id: i32,
        pub kept: i32,
    }
}

pub mod teams {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "teams")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
}

pub mod notes {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "notes")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
}
"#;

const AFTER: &str = r#"
pub mod users {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_type = "String(StringLen::N(10))")]
        pub name: String,
        #[sea_orm(unique)]
        pub email: String,
        pub age: i32,
        pub team_id: i32,
        #[sea_orm(unique)]
        pub kept: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::teams::Entity", from = "Column::TeamId", to = "super::teams::Column::Id")]
        Team,
    }
}

pub mod teams {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "teams")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
}
"#;

/// Two names are NULL, one is too long; three addresses are the same; two teams are nobody's.
const ROWS: &str = "
    INSERT INTO teams (id) VALUES (1);
    INSERT INTO users (id, name, email, fax, team_id, kept) VALUES
        (1, NULL, 'a@b', '1', 1, 1), (2, NULL, 'a@b', NULL, 2, 2), (3, 'a name of many words', 'a@b', NULL, 3, 3),
        (4, 'short', 'c@d', NULL, 1, 4);
    INSERT INTO notes (id) VALUES (1), (2);
";

const SAID: [(&str, u64); 7] = [
    ("notes has 2 rows", 2),
    ("users.fax is not NULL in 1 row", 1),
    ("users.name is NULL in 2 rows", 2),
    ("users.name is longer than 10 in 1 row", 1),
    ("users(email) is the same in 3 rows", 3),
    ("users has 4 rows", 4),
    ("users(team_id) refers to a row that teams does not have in 2 rows", 2),
];

#[test]
fn rows_are_counted_on_sqlite() {
    let sandbox = Sandbox::new();
    let url = format!("sqlite://{}", sandbox.path("app.db").display());
    counted(Dialect::Sqlite, &sandbox, &url, |sql| sandbox.sql(sql));
}

#[test]
fn rows_are_counted_on_postgres() {
    let (sandbox, database) = (Sandbox::new(), Database::postgres("rows"));
    counted(Dialect::Postgres, &sandbox, &database.url(), |sql| database.sql(sql));
}

#[test]
fn rows_are_counted_on_mariadb() {
    let (sandbox, database) = (Sandbox::new(), Database::mysql("rows"));
    counted(Dialect::Mysql, &sandbox, &database.url(), |sql| database.sql(sql));
}

fn counted(dialect: Dialect, sandbox: &Sandbox, url: &str, sql: impl Fn(&str)) {
    sandbox.remove("src/users.rs").write("src/all.rs", BEFORE);
    sandbox.write("autogen.toml", format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\n"));
    let run = |args: &[&str]| sandbox.run(&[&["--database-url", url], args].concat());
    run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    run(&["upgrade"]).exits(0);
    sandbox.write("src/all.rs", AFTER);
    let empty = run(&["-m", "Second", "--rev-id", "bbbb", "--dry-run"]);
    assert!(!empty.exits(0).stderr.contains("of the database now"), "{empty}");

    sql(ROWS);
    let filled = run(&["-m", "Second", "--rev-id", "bbbb", "--dry-run"]);
    for (text, _) in SAID {
        filled.exits(0).complains(&format!("note: {text} of the database now"));
    }
    assert_eq!(filled.stderr.matches("of the database now").count(), SAID.len(), "{filled}");
    // Whoever's database is connected, the file differs in a comment alone.
    let (before, rest) = filled.stdout.split_once("-- Rows of the connected database on ").unwrap();
    let (told, after) = rest.split_once("\n\n").unwrap();
    assert_eq!(format!("{before}{after}"), empty.stdout);
    let told: Vec<&str> = told.lines().skip(1).filter_map(|line| line.strip_prefix("--   ")).collect();
    let mut said: Vec<&str> = SAID.iter().map(|(text, _)| *text).collect();
    said.sort_unstable();
    assert_eq!(told, said);

    let json = run(&["-m", "Second", "--rev-id", "bbbb", "--dry-run", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    for (text, rows) in SAID {
        let found = document["rows"].as_array().unwrap().iter().find(|row| row["text"] == text);
        assert_eq!(found.unwrap()["rows"], rows);
    }
}

#[test]
fn what_does_not_fit_is_counted() {
    let source = |big: &str, price: &str, labels: &[&str]| {
        let variants = labels.iter().map(|label| format!("#[sea_orm(string_value = \"{label}\")]\n    V{label},\n"));
        let fields = format!(
            "pub big: {big},\n    #[sea_orm(column_type = \"Decimal(Some(({price})))\")]\n    pub price: Decimal,\n    pub mood: Mood,"
        );
        USERS.replace("pub name: String,", &fields)
            + "#[derive(Debug, Clone, PartialEq, Eq, EnumIter, DeriveActiveEnum)]\n\
               #[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"mood\")]\n"
            + &format!("pub enum Mood {{\n    {}}}\n", variants.collect::<String>())
    };
    for stage in Stage::all("fits").into_iter().filter(|stage| stage.dialect != Dialect::Sqlite) {
        stage.revise(&source("i64", "10, 2", &["Sad", "Ok", "Old"]), "aaaa", &[]);
        stage.sql("INSERT INTO users (id, big, price, mood) VALUES (1, 5, 1, 'Ok'), (2, 40000, 12345678.5, 'Old'), (3, -40000, 9999, 'Old')");
        stage.sandbox.write("src/users.rs", source("i16", "6, 2", &["Sad", "Ok"]));
        let told = stage.run(&["-m", "Second", "--dry-run"]);
        told.exits(0).complains("note: users.big is not between -32768 and 32767 in 2 rows");
        told.complains("note: users.price is 10000 or more in 1 row").complains("note: users.mood is 'Old' in 2 rows");
        if stage.dialect == Dialect::Postgres {
            stage.run(&["-m", "Second", "--rev-id", "cccc"]).exits(0);
            stage.run(&["upgrade"]).exits(2).complains("`--using TABLE.COLUMN=EXPR` says what values become");
            stage.sandbox.remove("migrations/versions/cccc_second.sql");
        }
        told.complains("`--using users.big=EXPR` says what they become")
            .complains("`--using users.mood=EXPR` says what they");
        // What is said fits.
        let mood = if stage.dialect == Dialect::Postgres {
            "CASE mood WHEN 'Old' THEN 'Sad' ELSE mood::text END"
        } else {
            "if(mood = 'Old', 'Sad', mood)"
        };
        let mood = format!("users.mood={mood}");
        let said = ["--rev-id", "bbbb", "--using", "users.big=0", "users.price=price / 10000", &mood];
        let told = stage.run(&[&["-m", "Second"], &said[..]].concat());
        assert!(!told.exits(0).stderr.contains(" of the database now"), "{told}");
        stage.run(&["upgrade"]).exits(0);
        assert_eq!(stage.query("SELECT mood FROM users WHERE big = 0 ORDER BY id"), ["Ok", "Sad", "Sad"]);
    }
}

/// Rows that are in the way of a revision are nothing that only the next one can be told of.
#[test]
fn a_failure_over_rows_tells_what_can_be_said_of_them() {
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.sql("INSERT INTO users (id, name) VALUES (1, 'a'), (2, 'a')");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: i32,");
    sandbox.run(&["-m", "Second", "--rev-id", "bbbb"]).exits(0);
    sandbox.run(&["upgrade"]).exits(2).complains("`--fill TABLE.COLUMN=EXPR` fills them first");
    sandbox.remove("migrations/versions/bbbb_second.sql");
    sandbox.edit("src/users.rs", "pub name: String,\n    pub age: i32,", "#[sea_orm(unique)]\n    pub name: String,");
    sandbox.run(&["-m", "Third", "--rev-id", "cccc"]).exits(0);
    sandbox.remove("migrations/versions/cccc_third.sql");
    // What is told of rows stands above the section, whatever the message says.
    let message = "Names -- autogen: upgrade";
    sandbox.run(&["-m", message, "--rev-id", "cccc"]).exits(0);
    let text = sandbox.read("migrations/versions/cccc_names_autogen_upgrade.sql");
    assert!(text.starts_with(&format!("-- {message}\n--\n")), "{text}");
    let failed = sandbox.run(&["upgrade"]);
    failed.exits(2).complains("hint: mend the rows, and run it again");
    assert!(!failed.stderr.contains("EXPR"), "{failed}");
}
