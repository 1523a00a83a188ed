//! What uses an enum type whose labels an entity changes, on PostgreSQL.

use autogen_schema::Dialect;

use super::Stage;

const BEFORE: &str = "CREATE TYPE mood AS ENUM ('sad', 'ok', 'gone');
CREATE TABLE t (id integer PRIMARY KEY, a mood NOT NULL DEFAULT 'ok');
INSERT INTO t VALUES (1, 'ok');
CREATE TABLE keep (id integer PRIMARY KEY)";

/// What uses the type, by a name of its own.
const USERS: [(&str, &str); 13] = [
    ("column of another table", "CREATE TABLE obstacle (x mood DEFAULT 'sad', y mood[] DEFAULT '{ok}')"),
    ("view", "CREATE VIEW obstacle AS SELECT id FROM t WHERE a = 'ok'"),
    ("materialized view", "CREATE MATERIALIZED VIEW obstacle AS SELECT a, count(*) AS n FROM t GROUP BY a"),
    ("index", "CREATE INDEX obstacle ON t (a) WHERE a <> 'sad'"),
    ("check", "ALTER TABLE t ADD CONSTRAINT obstacle CHECK (a IN ('ok', 'sad'))"),
    ("computed column", "ALTER TABLE t ADD obstacle boolean GENERATED ALWAYS AS (a = 'ok') STORED"),
    ("policy", "CREATE POLICY obstacle ON t USING (a = 'ok')"),
    ("domain", "CREATE DOMAIN obstacle AS mood"),
    ("composite type", "CREATE TYPE obstacle AS (m mood)"),
    ("function", "CREATE FUNCTION obstacle(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    ("range", "CREATE TYPE obstacle AS RANGE (subtype = mood)"),
    ("cast in a default", "CREATE TABLE obstacle (x text NOT NULL DEFAULT ('ok'::mood)::text)"),
    (
        "trigger",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER obstacle BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.a = 'ok') EXECUTE FUNCTION touch()",
    ),
];

fn entity(labels: &[&str]) -> String {
    let labels: String = labels
        .iter()
        .enumerate()
        .map(|(at, label)| format!("    #[sea_orm(string_value = \"{label}\")]\n    L{at},\n"))
        .collect();
    format!(
        "use sea_orm::entity::prelude::*;\n\n#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"t\")]\npub struct Model {{\n    #[sea_orm(primary_key, auto_increment = false)]\n    pub id: i32,\n\
         \u{20}   pub a: Mood,\n}}\n\n#[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]\n\
         #[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"mood\")]\npub enum Mood {{\n{labels}}}\n\n\
         impl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}

/// Adds a label or takes one away with `kind` there: all is kept, or it is refused by name.
fn becomes(kind: &str, sql: &str) -> String {
    let stage = Stage::of(Dialect::Postgres, &format!("{BEFORE};\n{sql}"));
    stage.sandbox.write("src/t.rs", entity(&["sad", "ok", "gone"]));
    stage.adopt();
    let mut found = vec![kind.to_owned()];
    for (change, labels) in [("label added", &["sad", "ok", "gone", "new"][..]), ("label removed", &["sad", "ok"])] {
        stage.sandbox.write("src/t.rs", entity(labels));
        let before = stage.statements();
        let made = stage.migrate();
        if made.code == Some(2) {
            assert!(made.stderr.contains("obstacle"), "{kind}, {change}: it is not named\n{made}");
            let line = made.stderr.lines().find(|line| line.starts_with("error:")).unwrap_or_default();
            found.push(format!("    {change}: refused, {line}"));
            continue;
        }
        assert!(made.code == Some(0), "{kind}, {change}:\n{made}");
        let revision = stage.revision();
        stage.run(&["upgrade"]).exits(0);
        stage.run(&["check"]).exits(0);
        let after = stage.statements();
        let is_type = |statement: &&String| statement.starts_with("CREATE TYPE public.mood");
        let others = |of: &[String]| of.iter().filter(|statement| !is_type(statement)).cloned().collect::<Vec<_>>();
        assert_eq!(others(&before), others(&after), "{kind}, {change}: by\n{revision}");
        stage.run(&["downgrade", "-1"]).exits(0);
        assert_eq!(before, stage.statements(), "{kind}, {change}: after the downgrade of\n{revision}");
        stage.forget_revision();
        found.push(format!("    {change}: kept"));
    }
    found.join("\n")
}

fn labels_with(users: std::ops::Range<usize>, file: &str) {
    let found: Vec<String> = USERS[users].iter().map(|(kind, sql)| becomes(kind, sql)).collect();
    super::law::compare(file, &(found.join("\n") + "\n"));
}

#[test]
fn labels_with_relations_that_use_them() {
    labels_with(0..4, "postgres-enums-relations.txt");
}

#[test]
fn labels_with_conditions_that_use_them() {
    labels_with(4..7, "postgres-enums-conditions.txt");
}

#[test]
fn labels_with_types_and_functions_that_use_them() {
    labels_with(7..11, "postgres-enums-types.txt");
}

#[test]
fn labels_with_casts_and_triggers_that_use_them() {
    labels_with(11..13, "postgres-enums-casts.txt");
}
