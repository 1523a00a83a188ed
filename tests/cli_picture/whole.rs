//! Whole pictures, of a few tables and of many; and of revisions.

use std::path::Path;

use super::{SQL, drawn, files};
use crate::support::Sandbox;

#[test]
fn for_mermaid() {
    files(SQL).run(&drawn(&[])).says(
        r#"
        exit 0
        --- stdout
        erDiagram
            drafts {
                integer id PK
                integer post_id FK, UK "null"
            }
            posts {
                integer id PK
                integer user_id FK
                numeric(10_2) price "type: numeric(10, 2), null"
            }
            posts_tags {
                integer post_id PK, FK
                integer tag_id PK, FK
            }
            profiles {
                integer user_id PK, FK
                text bio "null"
            }
            remarks {
                integer id PK
                integer post_id FK
                integer tag_id FK "null"
            }
            tags {
                integer id PK
            }
            users {
                integer id PK
                varchar(80) name UK
                integer mentor_id FK "null"
            }
            posts |o--o| drafts : "post_id"
            users ||--o{ posts : "user_id"
            posts ||--o{ posts_tags : "post_id"
            tags ||--o{ posts_tags : "tag_id"
            users ||--o| profiles : "user_id"
            posts_tags |o--o{ remarks : "post_id, tag_id"
            users |o--o{ users : "mentor_id"
    "#,
    );
}

#[test]
fn for_graphviz() {
    files(SQL).run(&drawn(&["users", "remarks", "posts_tags", "--format", "dot"])).says(r#"
        exit 0
        --- stdout
        digraph schema {
            rankdir=LR;
            node [shape=plaintext];
            edge [dir=both];
            "posts_tags" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>posts_tags</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">post_id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK, FK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">tag_id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m1" ALIGN="LEFT">PK, FK</TD></TR>
                </TABLE>
            >];
            "remarks" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>remarks</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">post_id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m1" ALIGN="LEFT">FK</TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">tag_id</TD><TD ALIGN="LEFT">integer null</TD><TD PORT="m2" ALIGN="LEFT">FK</TD></TR>
                </TABLE>
            >];
            "users" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>users</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">name</TD><TD ALIGN="LEFT">varchar(80)</TD><TD PORT="m1" ALIGN="LEFT">UK</TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">mentor_id</TD><TD ALIGN="LEFT">integer null</TD><TD PORT="m2" ALIGN="LEFT">FK</TD></TR>
                </TABLE>
            >];
            "remarks":m1:e -> "posts_tags":c0:w [arrowtail=crowodot, arrowhead=teeodot, label="post_id, tag_id"];
            "users":m2:e -> "users":c0:w [arrowtail=crowodot, arrowhead=teeodot];
        }
    "#);
}

/// What is unique for some rows, by an expression, or only together with more, lets many rows have the same other.
#[test]
fn what_makes_a_line_single() {
    let sql = "
        CREATE TABLE a (x INT NOT NULL, y INT NOT NULL, PRIMARY KEY (x, y), UNIQUE (x));
        CREATE TABLE some (x INT NOT NULL REFERENCES a (x), open INT);
        CREATE UNIQUE INDEX of_some ON some (x) WHERE open = 1;
        CREATE TABLE computed (x INT NOT NULL REFERENCES a (x));
        CREATE UNIQUE INDEX of_computed ON computed (abs(x));
        CREATE TABLE more (x INT NOT NULL REFERENCES a (x), z INT, UNIQUE (x, z));
        CREATE TABLE less (x INT NOT NULL UNIQUE, y INT NOT NULL, FOREIGN KEY (x, y) REFERENCES a (x, y));
        CREATE TABLE descending (x INT NOT NULL REFERENCES a (x));
        CREATE UNIQUE INDEX of_descending ON descending (x DESC);
    ";
    let text = files(sql).run(&drawn(&[])).stdout;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with("a |")).collect();
    let expected = [
        "a ||--o{ computed : \"x\"",
        "a ||--o| descending : \"x\"",
        "a ||--o| less : \"x, y\"",
        "a ||--o{ more : \"x\"",
        "a ||--o{ some : \"x\"",
    ];
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn a_project_of_many_tables() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker");
    let draw = |more: &[&str]| {
        let outcome = Sandbox::empty().run(&[&["-C", project.to_str().unwrap(), "graph"], more].concat());
        outcome.exits(0);
        outcome
    };
    let whole = draw(&[]);
    whole.complains("note: Mermaid draws texts of 50,000 characters");
    let count = |text: &str, end: &str| text.lines().filter(|line| line.ends_with(end)).count();
    assert_eq!(count(&whole.stdout, " {"), 137);
    assert_eq!(whole.stdout.matches("--o").count(), 286);
    whole.prints("\nerDiagram\n".trim_start()).prints(
        "
    api_tokens {
        integer id PK
        string(100) name
        text description \"null\"
        string(128) token_hash UK
",
    );
    whole.prints("        decimal(10_2) min_hours \"type: decimal(10, 2), null\"\n");
    whole.prints("\n    users |o--o{ clients : \"created_by\"\n");
    assert_eq!(draw(&[]), whole);
    let dot = draw(&["--format", "dot"]);
    assert_eq!((count(&dot.stdout, " [label=<"), dot.stdout.matches(" -> ").count()), (137, 286));
    assert_eq!(dot.stderr, "");
}

#[test]
fn revisions_are_drawn_as_a_history_is() {
    let sandbox = Sandbox::new();
    let nothing = "-- autogen: upgrade\n\n-- autogen: downgrade\n";
    sandbox.revision("aaaa", "", nothing).revision("bbbb", "aaaa", nothing);
    sandbox.run(&["graph", "--revisions"]).says(
        r#"
        exit 0
        --- stdout
        flowchart BT
            r0["bbbb<br>bbbb"]
            r1["aaaa<br>aaaa"]
            r0 --> r1
    "#,
    );
    for format in ["mermaid", "dot"] {
        let drawn = sandbox.run(&["graph", "--revisions", "--format", format]);
        assert_eq!(drawn, sandbox.run(&["history", "--format", format]));
    }
}

#[test]
fn nothing_to_draw() {
    let sandbox = files("");
    sandbox.run(&drawn(&[])).says(
        r"
        exit 0
        --- stdout
        erDiagram
        --- stderr
        There are no tables
    ",
    );
    Sandbox::new().run(&["graph", "--revisions"]).says(
        r"
        exit 0
        --- stdout
        flowchart BT
        --- stderr
        There are no revisions
    ",
    );
}

#[test]
fn it_is_no_list() {
    files(SQL).refuses(
        &drawn(&["--format", "short"]),
        r"
        exit 2
        --- stderr
        error: a graph is drawn, not listed

        hint: the formats of `graph` are `mermaid`, `dot` and `json`
    ",
    );
    let outcome = files(SQL).run(&["graph", "--revisions", "users"]);
    outcome.exits(2).complains("the argument '--revisions' cannot be used with '[TABLE]...'");
}
