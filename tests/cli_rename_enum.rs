//! `autogen -m --rename` of enums and of their labels: rows keep what they mean.

use autogen_schema::Dialect;

use crate::cli_values::Stage;
use crate::support::USERS;

/// The entity with a column of an enum.
fn source(name: &str, labels: &[&str]) -> String {
    let variants = labels
        .iter()
        .enumerate()
        .map(|(at, label)| format!("    #[sea_orm(string_value = \"{label}\")]\n    V{at},\n"));
    let declared = format!(
        "#[derive(Debug, Clone, PartialEq, Eq, EnumIter, DeriveActiveEnum)]\n\
         #[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"{name}\")]\n\
         pub enum Mood {{\n{}}}\n",
        variants.collect::<String>()
    );
    USERS.replace("pub name: String,", "pub mood: Mood,\n    pub name: String,") + &declared
}

fn moods(stage: &Stage) -> Vec<String> {
    let text = stage.pick("mood", "mood::text", "CAST(mood AS CHAR)");
    stage.query(&format!("SELECT {text} FROM users ORDER BY id"))
}

#[test]
fn enums_and_labels_are_renamed() {
    for stage in Stage::all("rename_enum") {
        stage.revise(&source("mood", &["sad", "ok", "it's"]), "aaaa", &[]);
        stage.sql(
            "INSERT INTO users (id, name, mood) VALUES (1, 'Ada', 'sad'), (2, 'Grace', 'ok'), (3, 'Joan', 'it''s')",
        );

        // The type, a label of it, and one that comes besides.
        let args = ["--rename", "mood=feeling", "feeling.sad=gloomy"];
        let text = stage.revise(&source("feeling", &["gloomy", "ok", "it's", "new"]), "bbbb", &args);
        assert!(text.contains("--   > enum mood -> feeling\n--   > enum feeling 'sad' -> 'gloomy'\n"), "{text}");
        let upgrade = text.split("-- autogen: downgrade").next().unwrap();
        assert!(!upgrade.contains("DROP TYPE") && !upgrade.contains("hazard: fails"), "{text}");
        assert_eq!(moods(&stage), ["gloomy", "ok", "it's"]);
        stage.run(&["check"]).exits(0);
        stage.run(&["-m", "Nothing"]).exits(0).complains("No changes in schema detected.");
        stage.run(&["verify"]).exits(0);
        stage.run(&["downgrade", "aaaa"]).exits(0);
        assert_eq!(moods(&stage), ["sad", "ok", "it's"]);
        stage.run(&["upgrade"]).exits(0);

        // Two labels move on, whichever is said first, and a table goes along.
        let moved = source("feeling", &["low", "gloomy", "it's", "new"]).replace("\"users\"", "\"people\"");
        let args = ["--rename", "users=people", "feeling.ok=gloomy", "feeling.gloomy=low"];
        stage.revise(&moved, "cccc", &args);
        let found = stage.query(&format!(
            "SELECT {} FROM people ORDER BY id",
            stage.pick("mood", "mood::text", "CAST(mood AS CHAR)")
        ));
        assert_eq!(found, ["low", "gloomy", "it's"]);
        stage.run(&["downgrade", "aaaa"]).exits(0);
        assert_eq!(moods(&stage), ["sad", "ok", "it's"]);
    }
}

#[test]
fn what_the_server_knows_by_number_follows() {
    for stage in Stage::all("rename_follow").into_iter().filter(|stage| stage.dialect == Dialect::Postgres) {
        stage.revise(&source("mood", &["sad", "ok"]), "aaaa", &[]);
        let by_hand = "-- autogen: upgrade postgres
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';
ALTER TABLE users ADD CONSTRAINT cheer CHECK (mood <> 'sad' OR name <> '');
ALTER TABLE users ADD COLUMN is_sad boolean GENERATED ALWAYS AS (mood = 'sad') STORED;
CREATE INDEX sad_users ON users (name) WHERE mood = 'sad';
CREATE VIEW sad AS SELECT id FROM users WHERE mood = 'sad'::mood;
CREATE POLICY sads ON users USING (mood <> 'sad');

-- autogen: downgrade postgres
DROP POLICY sads ON users;
DROP VIEW sad;
DROP INDEX sad_users;
ALTER TABLE users DROP COLUMN is_sad, DROP CONSTRAINT cheer, ALTER COLUMN mood DROP DEFAULT;
";
        stage.sandbox.revision("bbbb", "aaaa", by_hand);
        stage.run(&["upgrade"]).exits(0);
        stage.sql("INSERT INTO users (id, name) VALUES (1, 'Ada')");
        let args = ["--rename", "mood=feeling", "feeling.sad=gloomy"];
        let text = stage.revise(&source("feeling", &["gloomy", "ok"]), "cccc", &args);
        let sections = "-- autogen: upgrade postgres
ALTER TYPE \"mood\" RENAME TO \"feeling\";
ALTER TYPE \"feeling\" RENAME VALUE 'sad' TO 'gloomy';

-- autogen: downgrade postgres
ALTER TYPE \"feeling\" RENAME TO \"mood\";
ALTER TYPE \"mood\" RENAME VALUE 'gloomy' TO 'sad';
";
        assert!(text.ends_with(sections), "{text}");
        assert_eq!(stage.query("SELECT users.name FROM sad JOIN users USING (id) WHERE is_sad"), ["Ada"]);

        // A label that goes makes the type anew, with everything that says its labels.
        let args = ["--rename", "feeling.gloomy=low"];
        stage.revise(&source("feeling", &["low"]), "dddd", &args);
        assert_eq!(moods(&stage), ["low"]);
        stage.run(&["downgrade", "bbbb"]).exits(0);
        assert_eq!(moods(&stage), ["sad"]);
    }
}

#[test]
fn what_says_the_old_name_is_refused() {
    let cases: &[(Dialect, &str, &str)] = &[
        (Dialect::Sqlite, "CREATE VIEW sads AS SELECT id FROM users WHERE mood = 'sad'", "view `sads` says it"),
        (Dialect::Sqlite, "CREATE INDEX sads ON users (name) WHERE mood = 'sad'", "the index `sads` says it"),
        (
            Dialect::Sqlite,
            "CREATE TRIGGER sads AFTER INSERT ON users WHEN NEW.mood = 'sad' BEGIN SELECT 1; END",
            "trigger `sads` says it",
        ),
        (Dialect::Mysql, "CREATE VIEW sads AS SELECT id FROM users WHERE mood = 'sad'", "view `sads` says it"),
        (Dialect::Mysql, "ALTER TABLE users ADD CHECK (mood <> 'sad' OR name <> '')", "says it"),
        (
            Dialect::Postgres,
            "CREATE FUNCTION cheer(who integer) RETURNS void LANGUAGE sql AS $$ UPDATE users SET mood = 'ok' WHERE mood = 'sad' $$",
            "function `cheer(who integer)` mentions it",
        ),
    ];
    for (dialect, sql, reason) in cases {
        let stages = Stage::all("rename_refused");
        let stage = stages.into_iter().find(|stage| stage.dialect == *dialect).unwrap();
        stage.revise(&source("mood", &["sad", "ok"]), "aaaa", &[]);
        let sections = format!("-- autogen: upgrade {dialect}\n{sql};\n\n-- autogen: downgrade {dialect}\n");
        stage.sandbox.revision("bbbb", "aaaa", &sections);
        stage.run(&["upgrade"]).exits(0);
        stage.sandbox.write("src/users.rs", source("mood", &["gloomy", "ok"]));
        let refused = stage.run(&["-m", "Third", "--rename", "mood.sad=gloomy"]);
        refused.exits(2).complains(reason).complains("make it again with the new");
    }
}

#[test]
fn what_is_no_rename_of_an_enum_is_told() {
    let stages = Stage::all("no_rename");
    for stage in &stages {
        stage.revise(&source("mood", &["sad", "ok"]), "aaaa", &[]);
        let refuses = |args: &[&str], reason: &str| {
            stage.run(&[&["-m", "Second", "--rename"], args].concat()).exits(2).complains(reason);
        };
        refuses(&["mood=feeling"], "an entity still says the enum mood");
        refuses(&["mood.sad=gloomy"], "no entity says a label gloomy of the enum mood");
        refuses(&["mood.bad=ok"], "the enum mood has no label bad");
        refuses(&["mood.sad=ok"], "the enum mood has a label ok already");
        refuses(&["mood.sad=ok", "mood.ok=sad"], "labels change names with each other");
        refuses(&["enum humour=feeling"], "no entity says an enum that humour is, or is a label of");
        stage.sandbox.write("src/users.rs", source("feeling", &["sad", "ok", "gloomy"]));
        refuses(&["mood=humour"], "no entity says an enum humour");
        refuses(&["mood=feeling", "feeling.sad=gloomy"], "an entity still says the label sad of the enum feeling");
    }
}
