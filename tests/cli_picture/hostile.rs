//! Names that mean something to Mermaid or to Graphviz.

use super::{drawn, files};

const TABLES: &str = "
    CREATE TABLE \"order items\" (id INTEGER PRIMARY KEY, \"unit price\" DECIMAL(10, 2));
    CREATE TABLE \"one\" (\"pk\" INTEGER PRIMARY KEY, \"FK-x\" INTEGER NOT NULL REFERENCES \"order items\" (id), \"uk_x\" INT NOT NULL);
    CREATE TABLE \"say \"\"hi\"\" <b>&lt; 100% \\ # ` ~a~\" (\"1st\" INT, \"né\" INT, \"ne\" INT, \"n°\" INT, untyped);
    CREATE TABLE \"表\" (\"列\nb\" INT REFERENCES \"表\" (\"列\nb\"));
    CREATE TABLE \"style:#fff; direction TB\" (\"\" INT, a INT, b INT, FOREIGN KEY (a, b) REFERENCES \"\" (\"x y\", \"z&amp;\"));
    CREATE TABLE \"\" (\"x y\" INT, \"z&amp;\" INT, UNIQUE (\"x y\", \"z&amp;\"));
";

#[test]
fn for_mermaid() {
    files(TABLES).run(&drawn(&[])).says("x");
}

#[test]
fn for_graphviz() {
    files(TABLES).run(&drawn(&["--format", "dot"])).says("x");
}

/// Where a table can stand, every word of the grammar is quoted.
#[test]
fn words_of_the_grammar() {
    let words = [
        "one",
        "Many",
        "to",
        "u",
        "only",
        "zero",
        "optionally",
        "title",
        "class",
        "classDef",
        "style",
        "end",
        "direction",
    ];
    let sql: String = words.iter().map(|word| format!("CREATE TABLE \"{word}\" (id INTEGER);")).collect();
    let text = files(&sql).run(&drawn(&[])).stdout;
    for word in words {
        assert!(text.contains(&format!("    \"{word}\" {{\n")), "{text}");
    }
}
