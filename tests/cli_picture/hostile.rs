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
    files(TABLES).run(&drawn(&[])).says(
        r##"
        exit 0
        --- stdout
        erDiagram
            "#34;#34;" {
                int x_y "name: x y, null"
                int z_amp_ "name: z#38;amp#59;, null"
            }
            "one" {
                integer _pk PK "name: pk"
                integer _FK-x FK "name: FK-x"
                int uk_x
            }
            "order items" {
                integer id PK
                decimal(10_2) unit_price "name: unit price, type: decimal(10, 2), null"
            }
            "say #34;hi#34; #60;b#62;#38;lt#59; 100#37; #92; #35; #96; #126;a#126;" {
                int _1st "name: 1st, null"
                int n_ "name: né, null"
                int ne "null"
                int n__2 "name: n°, null"
                untyped untyped "null"
            }
            "style#58;#35;fff#59; direction#32;TB" {
                int _ "name: #34;#34;, null"
                int a FK "null"
                int b FK "null"
            }
            "表" {
                int _b FK "name: 列#92;u{a}b, null"
            }
            "order items" ||--o{ "one" : "FK-x"
            "#34;#34;" |o--o{ "style#58;#35;fff#59; direction#32;TB" : "a, b"
            "表" |o--o{ "表" : "列#92;u{a}b"
    "##,
    );
}

/// Mermaid takes its labels for Markdown: lists, links and emphasis.
#[test]
fn for_markdown() {
    let sql = r#"
        CREATE TABLE "1. orders" ("_a_" INT NOT NULL, "b-_c_" INT NOT NULL, _d_e INT NOT NULL);
        CREATE TABLE "- a.b-c_d (e)" ("- x" INT NOT NULL REFERENCES "*a*" ("www.x.y"));
        CREATE TABLE "*a*" ("www.x.y" INT NOT NULL UNIQUE, "[a](b)" INT NOT NULL, "a@b.c" INT NOT NULL, "$$x$$" INT NOT NULL);
        CREATE TABLE __proto__ (id INT NOT NULL);
        CREATE TABLE "http://x" (id INT NOT NULL);
    "#;
    files(sql).run(&drawn(&[])).says(
        r##"
        exit 0
        --- stdout
        erDiagram
            "#42;a#42;" {
                int www_x_y UK "name: www#46;x.y"
                int _[a]_b) "name: #91;a#93;(b)"
                int a_b_c "name: a#64;b.c"
                int _x_ "name: #36;#36;x#36;#36;"
            }
            "#45; a.b-c_d (e)" {
                int _-_x FK "name: - x"
            }
            "1#46; orders" {
                int _a_ "name: #95;a#95;"
                int b-_c_ "name: b-#95;c#95;"
                int _d_e
            }
            "#95;#95;proto#95;#95;" {
                int id
            }
            "http#58;//x" {
                int id
            }
            "#42;a#42;" ||--o{ "#45; a.b-c_d (e)" : "#45; x"
    "##,
    );
}

#[test]
fn for_graphviz() {
    files(TABLES).run(&drawn(&["--format", "dot"])).says(r#"
        exit 0
        --- stdout
        digraph schema {
            rankdir=LR;
            node [shape=plaintext];
            edge [dir=both];
            "\"\"" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>&quot;&quot;</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">x y</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m0" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">z&amp;amp;</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m1" ALIGN="LEFT"></TD></TR>
                </TABLE>
            >];
            "one" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>one</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">pk</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">FK-x</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m1" ALIGN="LEFT">FK</TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">uk_x</TD><TD ALIGN="LEFT">int</TD><TD PORT="m2" ALIGN="LEFT"></TD></TR>
                </TABLE>
            >];
            "order items" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>order items</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">id</TD><TD ALIGN="LEFT">integer</TD><TD PORT="m0" ALIGN="LEFT">PK</TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">unit price</TD><TD ALIGN="LEFT">decimal(10, 2) null</TD><TD PORT="m1" ALIGN="LEFT"></TD></TR>
                </TABLE>
            >];
            "say \"hi\" <b>&lt; 100% \\ # ` ~a~" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>say &quot;hi&quot; &lt;b&gt;&amp;lt; 100% \ # ` ~a~</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">1st</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m0" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">né</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m1" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">ne</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m2" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c3" ALIGN="LEFT">n°</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m3" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c4" ALIGN="LEFT">untyped</TD><TD ALIGN="LEFT">untyped null</TD><TD PORT="m4" ALIGN="LEFT"></TD></TR>
                </TABLE>
            >];
            "style:#fff; direction TB" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>style:#fff; direction TB</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">&quot;&quot;</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m0" ALIGN="LEFT"></TD></TR>
                <TR><TD PORT="c1" ALIGN="LEFT">a</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m1" ALIGN="LEFT">FK</TD></TR>
                <TR><TD PORT="c2" ALIGN="LEFT">b</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m2" ALIGN="LEFT">FK</TD></TR>
                </TABLE>
            >];
            "表" [label=<
                <TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0">
                <TR><TD COLSPAN="3"><B>表</B></TD></TR>
                <TR><TD PORT="c0" ALIGN="LEFT">列\u{a}b</TD><TD ALIGN="LEFT">int null</TD><TD PORT="m0" ALIGN="LEFT">FK</TD></TR>
                </TABLE>
            >];
            "one":m1:e -> "order items":c0:w [arrowtail=crowodot, arrowhead=teetee];
            "style:#fff; direction TB":m1:e -> "\"\"":c0:w [arrowtail=crowodot, arrowhead=teeodot, label="a, b"];
            "表":m0:e -> "表":c0:w [arrowtail=crowodot, arrowhead=teeodot];
        }
    "#);
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
