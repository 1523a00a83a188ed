//! Findings, their places, and where the parts of a schema come from.

use autogen_schema::{Ident, TableName};

use super::{check, check_fields, check_files};
use crate::{Code, Options, Subject};

#[test]
fn keys_of_a_table() {
    check(
        r#"
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t", bogus = "x", shema_name = "s", engine(innodb))]
        struct Model {
            #[sea_orm(primary_key)]
            id: i32,
        }
        "#,
        "
        error unknown-key entity:2:29: SeaORM refuses the key `bogus` here
        error unknown-key entity:2:42: SeaORM refuses the key `shema_name` here
          did you mean `schema_name`?
        error unknown-key entity:2:60: SeaORM refuses the key `engine` here
        incomplete whole: entity:2:29
        incomplete whole: entity:2:42
        incomplete whole: entity:2:60
        table t
          id ~Integer auto
          key (id)
        ",
    );
}

#[test]
fn keys_of_a_column() {
    check_fields(
        r#"
        #[sea_orm(uniqe, not_null, string_len = 254)]
        pub a: String,
        #[sea_orm(colum_type = "Text", auto_update)]
        pub b: String,
        "#,
        "
        warning ignored-key t:8:11: SeaORM does not know the key `uniqe` and ignores it
        did you mean `unique`?
        warning ignored-key t:8:18: SeaORM does not know the key `not_null` and ignores it
        warning ignored-key t:8:28: SeaORM does not know the key `string_len` and ignores it
        warning ignored-key t:10:11: SeaORM does not know the key `colum_type` and ignores it
        did you mean `column_type`?
        warning ignored-key t:10:32: SeaORM does not know the key `auto_update` and ignores it
        a ~String(Unset)
        b ~String(Unset)
        ",
    );
}

#[test]
fn values_of_the_wrong_kind() {
    check_fields(
        r"
        #[sea_orm(column_name = 5, unique_key, comment = SOME, column_type = Text, auto_increment = 1, default_value)]
        pub a: String,
        #[sea_orm(default_expr = 5)]
        pub b: String,
        ",
        "
        error invalid-attribute t:8:25: `column_name` takes a string
        error invalid-attribute t:8:28: `unique_key` takes a string
        error invalid-attribute t:8:50: `comment` takes a string
        error invalid-attribute t:8:70: `column_type` takes a string, and is given something else
        error invalid-attribute t:8:93: `auto_increment` takes `true` or `false`
        error invalid-attribute t:8:96: `default_value` takes a literal
        error invalid-attribute t:10:26: `default_expr` takes a string
        incomplete whole: t:8:25
        incomplete whole: t:8:28
        incomplete whole: t:8:50
        incomplete whole: t:8:70
        incomplete whole: t:8:93
        incomplete whole: t:8:96
        incomplete whole: t:10:26
        a ~String(Unset)
        b ~String(Unset)
        ",
    );
}

#[test]
fn an_entity_without_key_and_one_of_another_name() {
    check(
        "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\nstruct User { id: i32 }",
        "
    error not-called-model entity:3:8: the struct `User` derives `DeriveEntityModel` and is not called `Model`
    error no-primary-key entity:3:8: the entity has no primary key
    incomplete whole: entity:3:8
    incomplete whole: entity:3:8
    table t
      id ~Integer
    ",
    );
}

#[test]
fn two_entities_on_one_table() {
    let entity = "\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\npub struct Model { #[sea_orm(primary_key)] id: i32 }";
    check_files(
        &[("src/a.rs", entity), ("src/b.rs", entity), ("src/c.rs", "")],
        "
    error duplicate-table b:3:12: two entities are the table `t`
      a:3:12: first here
    incomplete whole: b:3:12
    table t
      id ~Integer auto
      key (id)
    ",
    );
    let other = entity.replace("table_name", "schema_name = \"s\", table_name");
    check_files(
        &[("src/a.rs", entity), ("src/b.rs", &other)],
        "
    table t
      id ~Integer auto
      key (id)
    table s.t
      id ~Integer auto
      key (id)
    ",
    );
}

#[test]
fn a_value_type_that_wraps_nothing() {
    check(
        "#[derive(DeriveValueType)]\nstruct A { a: i32 }\n#[derive(DeriveValueType)]\nstruct B;",
        "
    error invalid-attribute entity:2:8: `A` derives `DeriveValueType` and is not a struct around one value
    error invalid-attribute entity:4:8: `B` derives `DeriveValueType` and is not a struct around one value
    incomplete whole: entity:2:8
    incomplete whole: entity:4:8
    ",
    );
}

#[test]
fn places_count_characters_and_bytes() {
    let source = "\u{feff}// äöü\r\n#[derive(DeriveEntityModel)]\r\n#[sea_orm(table_name = \"t\")]\r\nstruct Model {\r\n    /* ä */ #[sea_orm(primary_key)] id: i32,\r\n    /* ä */ größe: Größe,\r\n}\r\n";
    let file = crate::SourceFile::new("src/t.rs", source);
    let model = crate::read(std::slice::from_ref(&file), &Options::default());
    let found = &model.diagnostics[0];
    assert_eq!((found.location.line, found.location.column), (6, 20));
    assert_eq!(&file.text[found.location.span()], "Größe");
    assert_eq!(found.code, Code::UnknownType);
}

#[test]
fn a_finding_in_full() {
    let model = super::model(
        &[(
            "src/t.rs",
            "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\nstruct Model {\n    #[sea_orm(primary_key)]\n    id: i32,\n    price: billing::Money,\n}",
        )],
        &Options::default(),
    );
    let found = &model.diagnostics[0];
    assert_eq!(found.code.to_string(), "unknown-type");
    assert_eq!(
        found.message,
        "the column type of `t.price`, a `billing::Money`, is not known: it is not declared in the files that are read"
    );
    assert_eq!(
        found.label.as_deref(),
        Some("an existing column stays as it is and is not compared; a new one cannot be created")
    );
    assert_eq!(
        found.help,
        [
            "say it on the field: `#[sea_orm(column_type = \"…\")]`",
            "or for the type, in `autogen.toml`: `[types]`, `\"billing::Money\" = \"…\"`"
        ]
    );
}

#[test]
fn sources_of_everything() {
    let source = r#"
        #[derive(DeriveActiveEnum)]
        #[sea_orm(db_type = "Enum", enum_name = "kind", rename_all = "lowercase")]
        pub enum Kind { A }

        #[sea_orm::model]
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        struct Model {
            #[sea_orm(primary_key)]
            id: i32,
            #[sea_orm(column_name = "sort", indexed, unique_key = "pair")]
            kind: Kind,
            #[sea_orm(unique, unique_key = "pair")]
            name: String,
            #[sea_orm(self_ref, relation_enum = "Up", from = "name", to = "id")]
            up: BelongsTo<Entity>,
        }
        "#;
    let text = super::dedent(source);
    let model = super::model(&[("src/t.rs", source)], &Options::default());
    assert_eq!(model.diagnostics, []);
    let t = || TableName::new("t");
    let columns = |names: &[&str]| names.iter().map(|name| Ident::new(*name)).collect::<Vec<_>>();
    for (subject, line, expected) in [
        (Subject::Table(t()), 8, "Model"),
        (Subject::Column(t(), "id".into()), 10, "id"),
        (Subject::Column(t(), "sort".into()), 12, "kind"),
        (Subject::Index(t(), columns(&["sort"])), 11, "indexed"),
        (Subject::Index(t(), columns(&["name"])), 13, "unique"),
        (Subject::Index(t(), columns(&["sort", "name"])), 11, "unique_key"),
        (Subject::ForeignKey(t(), columns(&["name"])), 16, "up"),
        (Subject::Enum("kind".into()), 3, "Kind"),
    ] {
        let location = model.sources.get(&subject).unwrap();
        assert_eq!((location.line, &text[location.span()]), (line, expected), "{subject:?}");
    }
    assert_eq!(model.sources.iter().count(), 9);
}

#[test]
fn codes_are_stable_words() {
    let mut words: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert!(words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Code::ALL.len());
}
