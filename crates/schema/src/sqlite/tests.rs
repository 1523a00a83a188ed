use super::*;
use crate::{Conflict, Deferrable, ReferentialAction, SortOrder, Storage};

#[track_caller]
fn table(sql: &str) -> CreateTable {
    let table = CreateTable::parse(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    assert_eq!(table.print(), sql);
    table
}

#[track_caller]
fn fails(sql: &str, message: &str) {
    assert_eq!(CreateTable::parse(sql).unwrap_err().to_string(), message, "{sql}");
}

/// The texts of all parts of a table, one a line: a name and its type, then what is said, indented.
fn outline(table: &CreateTable) -> String {
    let mut lines = Vec::new();
    for item in &table.items {
        match &item.kind {
            ItemKind::Column(column) => {
                let data_type = column.data_type.as_ref().map_or("-", |t| t.text.as_str());
                lines.push(format!("{}: {data_type}", column.name.ident));
                lines.extend(column.constraints.iter().map(|c| format!("  {}", table.text(&c.span))));
            }
            ItemKind::Constraint(_) => lines.push(table.text(&item.span).to_owned()),
        }
    }
    lines.join("\n")
}

fn constraint(sql: &str) -> ColumnConstraintKind {
    let sql = format!("CREATE TABLE t(a int {sql})");
    let table = table(&sql);
    table.column("A").unwrap().constraints[0].kind.clone()
}

#[test]
fn parts_lie_where_they_are_written() {
    let table = table(
        "CREATE TABLE \"main\" . [my t] ( -- first, the key\n  \"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT /* , */,\n  \
         name varchar (20) COLLATE nocase DEFAULT 'it''s, ( ok',\n  total decimal(10,-2) CONSTRAINT pos CHECK (total > (0)),\n  \
         up AS (upper(name)) STORED, CONSTRAINT \"uq\" UNIQUE (name COLLATE binary DESC, [id]) ON CONFLICT REPLACE, \
         CHECK (1) FOREIGN KEY (\"id\") REFERENCES 'p' (x) ON DELETE SET NULL) WITHOUT /**/ ROWID , STRICT ",
    );
    assert_eq!(table.name.schema.as_ref().unwrap().ident.as_str(), "main");
    assert_eq!(table.text(&table.name.name.span), "[my t]");
    assert!(table.text(&table.body).starts_with("( -- first") && table.text(&table.body).ends_with("SET NULL)"));
    assert_eq!(
        outline(&table),
        "id: integer\n  NOT NULL\n  PRIMARY KEY AUTOINCREMENT\n\
         name: varchar(20)\n  COLLATE nocase\n  DEFAULT 'it''s, ( ok'\n\
         total: decimal(10, -2)\n  CONSTRAINT pos CHECK (total > (0))\n\
         up: -\n  AS (upper(name)) STORED\n\
         CONSTRAINT \"uq\" UNIQUE (name COLLATE binary DESC, [id]) ON CONFLICT REPLACE\n\
         CHECK (1)\n\
         FOREIGN KEY (\"id\") REFERENCES 'p' (x) ON DELETE SET NULL"
    );
    let commas: Vec<_> = table.items.iter().map(|item| item.comma.map(|at| &table.source()[at..=at])).collect();
    assert_eq!(commas, [Some(","), Some(","), Some(","), Some(","), Some(","), None, None]);
    assert_eq!(table.text(table.options.without_rowid.as_ref().unwrap()), "WITHOUT /**/ ROWID");
    assert_eq!(table.text(&table.options.span), "WITHOUT /**/ ROWID , STRICT");
}

#[test]
fn every_column_constraint_is_known() {
    use ColumnConstraintKind as Kind;
    let key = |order, conflict, autoincrement| Kind::PrimaryKey { order, conflict, autoincrement };
    assert_eq!(constraint("primary key"), key(None, None, false));
    assert_eq!(
        constraint("PRIMARY KEY DESC ON CONFLICT ignore AUTOINCREMENT"),
        key(Some(SortOrder::Descending), Some(Conflict::Ignore), true)
    );
    assert_eq!(constraint("not null on conflict fail"), Kind::NotNull { conflict: Some(Conflict::Fail) });
    assert_eq!(constraint("NULL"), Kind::Null { conflict: None });
    assert_eq!(constraint("unique on conflict rollback"), Kind::Unique { conflict: Some(Conflict::Rollback) });
    assert_eq!(constraint("constraint c"), Kind::Nothing);
    assert_eq!(constraint("generated always"), Kind::Nothing);
    assert!(matches!(constraint("collate 'no case'"), Kind::Collate(name) if name.ident.as_str() == "no case"));
    assert!(matches!(constraint("generated always as (1)"), Kind::Generated { storage: Storage::Virtual, .. }));
    assert!(matches!(constraint("as (1) stored"), Kind::Generated { storage: Storage::Stored, .. }));
}

#[test]
fn defaults_are_found_with_their_signs() {
    for (written, inner, parenthesised) in [
        ("-1", "-1", false),
        ("+ 1.5e3", "+ 1.5e3", false),
        ("'a''b'", "'a''b'", false),
        ("x'00'", "x'00'", false),
        ("\"text\"", "\"text\"", false),
        ("current_timestamp", "current_timestamp", false),
        ("null", "null", false),
        ("( datetime('now', (1)) )", "datetime('now', (1))", true),
        ("()", "", true),
    ] {
        let sql = format!("CREATE TABLE t(a int DEFAULT {written} NOT NULL, b)");
        let table = table(&sql);
        let column = table.column("a").unwrap();
        let ColumnConstraintKind::Default { expr, parenthesised: found } = &column.constraints[0].kind else {
            panic!()
        };
        assert_eq!((table.text(expr), *found), (inner, parenthesised));
        assert_eq!(column.constraints[1].kind, ColumnConstraintKind::NotNull { conflict: None });
    }
}

#[test]
fn foreign_keys_say_everything() {
    let table = table(
        "CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE, b, FOREIGN KEY (a, b) REFERENCES \"q\"(\"x\", y) MATCH full \
         ON INSERT RESTRICT ON UPDATE NO ACTION ON DELETE CASCADE ON DELETE SET  DEFAULT DEFERRABLE INITIALLY DEFERRED)",
    );
    let column = table.column("a").unwrap();
    let ColumnConstraintKind::References(clause) = &column.constraints[0].kind else { panic!() };
    assert_eq!((clause.table.ident.as_str(), clause.columns.len(), &clause.timing), ("p", 0, &None));
    assert!(matches!(&column.constraints[2].kind, ColumnConstraintKind::Timing(timing)
        if timing.deferrable == Some(Deferrable::InitiallyImmediate)));
    let (_, constraint) = table.constraints().next().unwrap();
    let TableConstraintKind::ForeignKey { columns, clause } = &constraint.kind else { panic!() };
    assert_eq!(columns.iter().map(|c| c.ident.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(clause.columns.iter().map(|c| c.ident.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(clause.matching.as_ref().unwrap().ident.as_str(), "full");
    assert_eq!(clause.on_update.as_ref().unwrap().action, ReferentialAction::NoAction);
    let delete = clause.on_delete.as_ref().unwrap();
    assert_eq!((delete.action, table.text(&delete.span)), (ReferentialAction::SetDefault, "ON DELETE SET  DEFAULT"));
    assert_eq!(clause.timing.as_ref().unwrap().deferrable, Some(Deferrable::InitiallyDeferred));
}

#[test]
fn names_may_be_anything_quoted_and_most_keywords() {
    let table = table(
        "CREATE TABLE 'it''s' (\"a\"\"b\" \"my type\", `c``d`, [e \"f] x y z (1), 'g' int, key text, temp, \"\" , if, left int, 😀 '', \
         generated always, h generated always int, j int generated always, desc, \"CHECK\" int)",
    );
    assert_eq!(table.name.name.ident.as_str(), "it's");
    assert_eq!(
        outline(&table),
        "a\"b: \"my type\"\nc`d: -\ne \"f: x y z(1)\ng: int\nkey: text\ntemp: -\n: -\nif: -\nleft: int\n😀: ''\ngenerated: always\nh: generated always int\nj: int\n  generated always\ndesc: -\nCHECK: int"
    );
}

#[test]
fn what_is_not_such_a_statement_is_an_error_with_its_place() {
    fails("", "expected create at byte 0, found the end");
    fails("CREATE VIEW v AS SELECT 1", "expected table at byte 7, found `VIEW`");
    fails("CREATE TABLE t AS SELECT 1", "expected ( at byte 15, found `AS`");
    fails("CREATE TABLE t()", "expected a column at byte 15, found `)`");
    fails("CREATE TABLE t(a int", "expected ) at byte 20, found the end");
    fails("CREATE TABLE t(a int,)", "expected a column at byte 21, found `)`");
    fails("CREATE TABLE t(a varchar(10 char))", "expected a number at byte 28, found `char`");
    fails("CREATE TABLE t(a check (1)", "expected ) at byte 26, found the end");
    fails("CREATE TABLE t(a check (1", "expected a closing parenthesis at byte 25, found the end");
    fails("CREATE TABLE t(a int) STRICT, x", "expected a table option at byte 30, found `x`");
    fails("CREATE TABLE t(a int); SELECT 1", "expected the end at byte 23, found `SELECT`");
    fails("CREATE TABLE \"t(a int)", "expected a table at byte 13, found `\"t(a int)`");
    fails("CREATE TABLE t(check int)", "expected ( at byte 21, found `int`");
}

#[test]
fn indexes_have_parts() {
    let sql = "CREATE UNIQUE INDEX IF NOT EXISTS main.\"i\" ON [t] ((a) COLLATE nocase DESC, 'b', lower(c || ',') collate x, a || b \
               collate y asc, desc, (a + b), -d desc) WHERE a > 1 AND b IN ('x')";
    let index = CreateIndex::parse(sql).unwrap();
    assert_eq!(index.print(), sql);
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| {
            let key = match &part.key {
                PartKey::Column(name) => format!("column {}", name.ident),
                PartKey::Expression(span) => index.text(span).to_owned(),
            };
            (key, part.collation.as_ref().map(|c| c.ident.to_string()), part.order)
        })
        .collect();
    let (asc, desc) = (Some(SortOrder::Ascending), Some(SortOrder::Descending));
    let expected = [
        ("column a", Some("nocase"), desc),
        ("column b", None, None),
        ("lower(c || ',')", Some("x"), None),
        ("a || b \n collate y", None, asc),
        ("column desc", None, None),
        ("(a + b)", None, None),
        ("-d", None, desc),
    ];
    for (found, (key, collation, order)) in parts.iter().zip(expected) {
        let key = key.replace('\n', "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(found.0.split_whitespace().collect::<Vec<_>>().join(" "), key);
        assert_eq!((found.1.as_deref(), found.2), (collation, order), "{key}");
    }
    assert_eq!(parts.len(), 7);
    assert!(index.unique);
    assert_eq!(index.text(index.predicate.as_ref().unwrap()), "a > 1 AND b IN ('x')");
    assert!(CreateIndex::parse("CREATE INDEX i ON t(a) WHERE").is_err());
    assert!(CreateIndex::parse("CREATE INDEX i ON t(a").is_err());
    assert!(CreateIndex::parse("CREATE INDEX i ON t(a,)").is_err());
}

#[test]
fn views_and_triggers_tell_what_they_mention() {
    let view = CreateView::parse("CREATE VIEW [my v] AS SELECT x FROM 'a' JOIN \"b c\" USING (x) -- d").unwrap();
    assert_eq!(view.name.name.ident.as_str(), "my v");
    let mentions: Vec<_> = view.mentions.iter().map(crate::Ident::as_str).collect();
    assert_eq!(mentions, ["VIEW", "a", "b c", "my v", "x"]);
    let trigger = CreateTrigger::parse(
        "CREATE TRIGGER main.t1 INSTEAD OF UPDATE OF a, \"on\" ON \"the view\" BEGIN DELETE FROM z; END",
    )
    .unwrap();
    assert_eq!((trigger.name.name.ident.as_str(), trigger.table.name.ident.as_str()), ("t1", "the view"));
    assert!(trigger.mentions.contains(&"z".into()));
    assert!(CreateTrigger::parse("CREATE TRIGGER t AFTER INSERT").is_err());
}

#[test]
fn names_within_an_expression_have_places() {
    let sql = "CREATE TABLE t(a CHECK (\"a\" > lower('a') AND [b] IS NOT NULL))";
    let table = table(sql);
    let ColumnConstraintKind::Check { expr } = &table.column("a").unwrap().constraints[0].kind else { panic!() };
    let names: Vec<_> = names_in(sql, expr.clone()).iter().map(|name| sql[name.span.clone()].to_owned()).collect();
    assert_eq!(names, ["\"a\"", "lower", "[b]"]);
}

#[test]
fn hostile_texts_cost_neither_stack_nor_time() {
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    table(&format!("CREATE TABLE t(a CHECK {deep}, b AS ({deep}), PRIMARY KEY ({deep}))"));
    CreateIndex::parse(&format!("CREATE INDEX i ON t({deep} COLLATE x) WHERE {deep}")).unwrap();
    let wide: Vec<_> = (0..5000).map(|n| format!("c{n} int")).collect();
    assert_eq!(table(&format!("CREATE TABLE t({})", wide.join(","))).items.len(), 5000);
    assert!(CreateTable::parse(&format!("CREATE TABLE t(a CHECK {}", "(".repeat(100_000))).is_err());
}

#[test]
fn cut_off_anywhere_it_is_an_error_or_itself() {
    let sql = "CREATE TABLE \"t\"(\"é\" varchar(20) NOT NULL DEFAULT 'x' CHECK (\"é\" <> ''), b REFERENCES p(id) ON DELETE CASCADE, \
               CONSTRAINT c UNIQUE (b COLLATE nocase) ON CONFLICT IGNORE) STRICT, WITHOUT ROWID";
    for end in (0..=sql.len()).filter(|end| sql.is_char_boundary(*end)) {
        let cut = &sql[..end];
        if let Ok(parsed) = CreateTable::parse(cut) {
            assert_eq!(parsed.print(), cut);
        }
        let _ = (CreateIndex::parse(cut), CreateView::parse(cut), CreateTrigger::parse(cut));
    }
}
