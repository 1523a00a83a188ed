//! Names of columns.

use super::{check, check_fields};
use crate::naming::is_keyword;

#[test]
fn names_of_columns() {
    check_fields(
        r#"
        pub plain_name: i32,
        pub r#type: i32,
        pub _lead: i32,
        pub class_: i32,
        pub userID: i32,
        pub html5Name: i32,
        pub foo_1: i32,
        pub foo2bar: i32,
        pub i8_: i32,
        pub self_: i32,
        #[sea_orm(column_name = "Any name, \"quoted\"")]
        pub a: i32,
        #[sea_orm(enum_name = "SomethingElse")]
        pub b: i32,
        #[sea_orm(enum_name = "Other")]
        pub _c: i32,
        #[sea_orm(enum_name = "Chosen", column_name = "chosen")]
        pub d: i32,
        "#,
        r#"
        plain_name ~Integer
        type ~Integer
        lead ~Integer
        class ~Integer
        user_id ~Integer
        html5_name ~Integer
        foo_1 ~Integer
        foo2bar ~Integer
        i8 ~Integer
        self ~Integer
        Any name, "quoted" ~Integer
        something_else ~Integer
        c ~Integer
        chosen ~Integer
        "#,
    );
}

#[test]
fn rename_all() {
    for (style, expected) in [
        ("camelCase", "firstName foo2 kept other2"),
        ("PascalCase", "FirstName Foo2 kept Other2"),
        ("kebab-case", "first-name foo2 kept other2"),
        ("snake_case", "first_name foo2 kept other2"),
        ("SCREAMING_SNAKE_CASE", "FIRST_NAME FOO2 kept OTHER2"),
        ("SCREAMING-KEBAB-CASE", "FIRST-NAME FOO2 kept OTHER2"),
        ("lowercase", "firstname foo2 kept other2"),
        ("UPPERCASE", "FIRSTNAME FOO2 kept OTHER2"),
        ("title_case", "First Name Foo2 kept Other2"),
        ("mixed_case", "firstName foo2 kept other2"),
        ("camel_case", "FirstName Foo2 kept Other2"),
    ] {
        let source = format!(
            "#[derive(DeriveEntityModel)]
             #[sea_orm(table_name = \"t\", rename_all = \"{style}\")]
             struct Model {{
                 #[sea_orm(primary_key)]
                 first_name: i32,
                 foo_2: i32,
                 #[sea_orm(column_name = \"kept\")]
                 a: i32,
                 #[sea_orm(enum_name = \"Other\")]
                 other_2: i32,
             }}"
        );
        let model = super::model(&[("t.rs", &source)], &crate::Options::default());
        let names: Vec<&str> =
            model.schema.tables.values().flat_map(|table| &table.columns).map(|column| column.name.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{style}");
    }
}

#[test]
fn a_case_that_is_none() {
    check(
        r#"
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t", rename_all = "cAmEl")]
        struct Model {
            #[sea_orm(primary_key)]
            id: i32,
        }
        "#,
        "
        error invalid-attribute entity:2:42: `rename_all` does not name a case that SeaORM knows
        incomplete whole: entity:2:42
        table t
          id ~Integer auto
          key (id)
        ",
    );
}

#[test]
fn two_fields_of_one_name() {
    check_fields(
        r#"
        pub name: String,
        #[sea_orm(column_name = "name")]
        pub other: i32,
        "#,
        "
        error duplicate-column t:10:5: two fields are the column `name`
        t:8:5: first here
        incomplete whole: t:10:5
        name ~String(Unset)
        ",
    );
}

#[test]
fn every_keyword_is_found() {
    let words = "as async await break const continue dyn else enum extern false fn for if impl in let loop match mod move \
                 mut pub ref return static struct super trait true type union unsafe use where while abstract become box \
                 do final macro override priv try typeof unsized virtual yield";
    for word in words.split_whitespace() {
        assert!(is_keyword(word), "{word}");
    }
    for word in ["crate", "self", "Self", "_", "", "id", "Type", "r#type", "types"] {
        assert!(!is_keyword(word), "{word}");
    }
}
