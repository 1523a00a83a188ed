//! When something may be missing from a model.

use autogen_schema::TableName;

use super::{check, check_files};
use crate::Options;

const ENTITY: &str = r#"
    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "t")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
    "#;

#[test]
fn a_file_that_is_not_rust_takes_nothing_from_the_others() {
    for broken in
        ["pub struct Model {", "let x = 1;", "struct A { a b }\n", "}", "this is not rust", "'", "#[a]", "pub"]
    {
        let source = format!("#[derive(DeriveEntityModel)]\n{broken}");
        let model = super::model(&[("src/t.rs", ENTITY), ("src/broken.rs", &source)], &Options::default());
        assert_eq!(model.schema.tables.len(), 1, "{broken}");
        let codes: Vec<&str> = model.diagnostics.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["syntax"], "{broken}");
        assert_eq!(model.incomplete.len(), 1, "{broken}");
        assert!(model.has_errors() && !model.is_complete());
    }
}

#[test]
fn places_of_syntax_errors() {
    check(
        "#[derive(DeriveEntityModel)]\nstruct Model {\n    id i32,\n}",
        "
    error syntax entity:3:8: the file is not Rust that can be read
    incomplete whole: entity:3:8
    ",
    );
    check(
        "fn a() {}\n\nlet x = 1;",
        "
    error syntax entity:3:1: the file is not Rust that can be read
    incomplete whole: entity:3:1
    ",
    );
    check(
        "fn a() {\n    (]\n}",
        "
    error syntax entity:2:6: the file is not Rust that can be read
    incomplete whole: entity:2:6
    ",
    );
    check(
        "fn a() {",
        "
    error syntax entity:1:8: the file is not Rust that can be read
    incomplete whole: entity:1:8
    ",
    );
}

/// What an attribute, a path or a name says is not guessed at where Rust would refuse it.
#[test]
fn errors_within_an_entity() {
    let entity = "use sea_orm::entity::prelude::*;\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\n\
                  pub struct Model {\n    #[sea_orm(primary_key)]\n    pub id: std::primitive::i32,\n}\n\
                  #[derive(DeriveRelation)]\npub enum Relation { A = 1, B }\n";
    let read = |text: &str| super::model(&[("src/t.rs", text)], &Options::default());
    assert!(read(entity).diagnostics.iter().all(|found| found.code != crate::Code::Syntax));
    for (right, wrong) in [
        ("#[sea_orm(primary_key)]", "#[sea_orm(primary_key) unique]"),
        ("#[sea_orm(table_name", "#[sea&orm(table_name"),
        ("#[derive(DeriveRelation)]", "#[derive(DeriveRelation);]"),
        ("sea_orm::entity", "sea_orm: :entity"),
        ("std::primitive", "std: :primitive"),
        ("pub id:", "pub fn:"),
        ("pub id:", "pub(id) id:"),
        ("use sea_orm", "pub(a) use sea_orm"),
        ("struct Model", "struct crate"),
        ("A = 1", "A = "),
        ("A = 1", "fn"),
        ("A = 1, B", "A B"),
        ("prelude::*;", "prelude::*::a;"),
    ] {
        let model = read(&entity.replacen(right, wrong, 1));
        let codes: Vec<&str> = model.diagnostics.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["syntax"], "{wrong}");
        assert!(!model.is_complete(), "{wrong}");
    }
}

#[test]
fn conflict_markers() {
    check(
        "struct A;\n<<<<<<< HEAD\nstruct B;\n=======\nstruct C;\n>>>>>>> topic\n",
        "
        error conflict-markers entity:2:1: the file holds the markers of an unfinished merge
        incomplete whole: entity:2:1
        ",
    );
    check_files(
        &[("src/t.rs", ENTITY), ("src/a.rs", "//! Title\n//! =======\n\n/*\n<<<<<<< one alone\n*/")],
        "table t\n  id ~Integer auto\n  key (id)",
    );
}

/// What leads to a file that cannot be read is not reported a second time.
#[test]
fn what_a_broken_file_was_needed_for() {
    check_files(
        &[
            (
                "src/t.rs",
                r#"
                #[sea_orm::model]
                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "t")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                    pub kind: super::broken::Kind,
                    #[sea_orm(belongs_to, from = "id", to = "id")]
                    pub broken: BelongsTo<super::broken::Entity>,
                }
                "#,
            ),
            ("src/broken.rs", "pub struct {"),
        ],
        "
        error syntax broken:1:12: the file is not Rust that can be read
        incomplete foreign keys of t: t:9:9
        incomplete whole: broken:1:12
        table t
          id ~Integer auto
          kind ?super::broken::Kind
          key (id)
        ",
    );
}

/// Of an entity whose parts are elsewhere no more than the name is known.
#[test]
fn expanded_entities_in_pieces() {
    check(
        "#[derive(DeriveEntity)]\n#[sea_orm(table_name = \"a\", schema_name = \"s\")]\nstruct Entity;",
        "
    warning expanded-entity entity:3:8: the columns of the entity `s.a` are not written beside it
    incomplete table s.a: entity:3:8
    ",
    );
    check(
        "#[derive(DeriveEntity)]\nstruct Entity;\nimpl EntityName for Entity { fn table_name(&self) -> &'static str { NAME } }",
        "
        warning computed-table-name entity:2:8: the name of the table is not written here
        incomplete whole: entity:2:8
        ",
    );
    check(
        "impl sea_orm::EntityName for Entity { fn table_name(&self) -> &'static str { \"a\" } }",
        "
    warning expanded-entity entity:1:30: the columns of the entity `a` are not written beside it
    incomplete table a: entity:1:30
    ",
    );
}

#[test]
fn names_that_are_computed() {
    check(
        r#"
        impl EntityName for Entity {
            fn table_name(&self) -> &'static str { std::env!("TABLE") }
        }
        #[derive(DeriveEntityModel)]
        struct Model {
            #[sea_orm(primary_key)]
            id: i32,
        }
        "#,
        "
        warning computed-table-name entity:5:8: the name of the table is not written here
        incomplete whole: entity:5:8
        ",
    );
    check(
        "#[derive(DeriveEntityModel)]\nstruct Model { #[sea_orm(primary_key)] id: i32 }",
        "
    warning computed-table-name entity:2:8: the name of the table is not written here
    incomplete whole: entity:2:8
    ",
    );
    check(
        "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = NAME)]\nstruct Model { #[sea_orm(primary_key)] id: i32 }",
        "
        error invalid-attribute entity:2:24: `table_name` takes a string
        warning computed-table-name entity:3:8: the name of the table is not written here
        incomplete whole: entity:2:24
        incomplete whole: entity:3:8
        ",
    );
}

#[test]
fn macros_that_may_make_entities() {
    for (call, suspicious) in [
        ("define_entity!(User, \"users\");", true),
        ("my::models! { User }", true),
        ("anything! { #[derive(DeriveEntityModel)] struct Model {} }", true),
        ("cfg_if::cfg_if! { if #[cfg(a)] { mod x { #[sea_orm(table_name = \"x\")] struct Model; } } }", true),
        ("include!(\"generated.rs\");", true),
        ("lazy_static! { static ref A: u8 = 1; }", false),
        ("define_id!(UserId);", false),
        ("timetable!(a);", false),
        ("macro_rules! local { () => { #[derive(DeriveEntityModel)] struct Model; } } local!();", true),
        ("macro_rules! local { () => { #[derive(DeriveEntityModel)] struct Model; } }", false),
        ("macro_rules! make_entity { () => { struct X; } } make_entity!();", false),
        ("fn f() { define_entity!(); }", false),
        ("#[my_entity] struct User { id: i32 }", true),
        ("#[orm::model] struct User { id: i32 }", true),
        ("#[serde_as] #[schema(table_name)] struct User { id: i32 }", false),
        ("#[cfg(test)] define_entity!();", false),
    ] {
        let model = super::model(&[("src/a.rs", call)], &Options::default());
        assert_eq!(!model.is_complete(), suspicious, "{call}");
        assert_eq!(!model.diagnostics.is_empty(), suspicious, "{call}");
    }
    check_files(
        &[
            ("src/a.rs", "use crate::b::local;\nlocal!(A);"),
            (
                "src/b.rs",
                "#[macro_export]\nmacro_rules! local { ($x:ident) => { #[derive(DeriveEntityModel)] struct $x; } }",
            ),
        ],
        "
        warning entity-macro a:2:1: the macro `local!` may make an entity, and macros are not expanded
        incomplete whole: a:2:1
        ",
    );
}

#[test]
fn hidden_entities() {
    let entity =
        "#[derive(DeriveEntityModel)] #[sea_orm(table_name = \"x\")] struct Model { #[sea_orm(primary_key)] id: i32 }";
    for (source, complete, tables) in [
        (format!("fn f() {{ mod m {{ {entity} }} }}"), false, 0),
        (format!("#[test] fn f() {{ mod m {{ {entity} }} }}"), true, 0),
        (format!("#[tokio::test] async fn f() {{ {entity} }}"), true, 0),
        (format!("#[cfg(test)] mod tests {{ {entity} }}"), true, 0),
        (format!("#[cfg(all(test, feature = \"x\"))] mod tests {{ {entity} }}"), true, 0),
        (format!("#[cfg(feature = \"x\")] mod m {{ {entity} }}"), true, 1),
        (format!("#[cfg(any(feature = \"x\", test))] mod m {{ {entity} }}"), true, 1),
        (format!("#[cfg(not(feature = \"x\"))] mod m {{ {entity} }}"), false, 0),
        ("#[cfg(not(feature = \"x\"))] mod m { struct A; }".to_owned(), true, 0),
        (format!("#[cfg(not(test))] mod m {{ {entity} }}"), true, 1),
    ] {
        let model = super::model(&[("src/a.rs", &source)], &Options::default());
        assert_eq!((model.is_complete(), model.schema.tables.len()), (complete, tables), "{source}");
        assert_eq!(model.diagnostics.is_empty(), complete, "{source}");
    }
}

#[test]
fn what_may_be_missing_from_a_table() {
    let files = [
        ("src/a.rs", "#[derive(DeriveEntity)]\n#[sea_orm(table_name = \"a\")]\nstruct Entity;"),
        (
            "src/b.rs",
            r#"
            #[sea_orm::model]
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "b")]
            struct Model {
                #[sea_orm(primary_key)]
                id: i32,
                #[sea_orm(belongs_to, from = "id", to = "id")]
                x: BelongsTo<other::x::Entity>,
            }
            "#,
        ),
    ];
    let model = super::model(&files, &Options::default());
    let (a, b, c) = (TableName::new("a"), TableName::new("b"), TableName::new("c"));
    let missing = |table| (model.missing_from(table).count(), model.foreign_keys_missing_from(table).count());
    assert_eq!((missing(&a), missing(&b), missing(&c)), ((1, 1), (0, 1), (0, 0)));
    assert_eq!(model.incomplete[0].to_string(), "src/a.rs:3: the columns of the entity `a` are not written beside it");
}

#[test]
fn files_of_modules_behind_a_condition() {
    let files = |condition: &str| {
        let root = format!("mod t;\n#[cfg({condition})]\nmod copies;");
        let files = [
            ("src/lib.rs", root.as_str()),
            ("src/t.rs", ENTITY),
            ("src/copies/mod.rs", "mod t;"),
            ("src/copies/t.rs", ENTITY),
            ("src/copies/broken.rs", "}"),
        ];
        super::print::model(&super::model(&files, &Options::default()))
    };
    let plain = "table t\n  id ~Integer auto\n  key (id)\n";
    assert_eq!(files("test"), plain);
    assert_eq!(
        files("not(feature = \"x\")"),
        format!(
            "warning hidden-entity lib:3:5: an entity is in the module `copies`, behind a `cfg` that is not met\n\
             incomplete whole: lib:3:5\n{plain}"
        )
    );
    assert!(files("feature = \"x\"").contains("duplicate-table"));
}
