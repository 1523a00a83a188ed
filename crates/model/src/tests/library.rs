//! Types of other crates of the workspace.

use std::collections::BTreeMap;

use crate::{Crate, Library, Model, Options, SourceFile, parse};

fn parsed(files: &[(&str, &str)]) -> Vec<crate::ParsedFile> {
    files.iter().map(|(path, text)| parse(&SourceFile::new(*path, super::dedent(text)))).collect()
}

fn krate(root: &str, externs: &[(&str, &str)]) -> Crate {
    let externs = externs.iter().map(|(name, root)| ((*name).to_owned(), root.into())).collect::<BTreeMap<_, _>>();
    Crate { root: root.into(), externs }
}

const ENTITY: &str = r#"
    use sea_orm::entity::prelude::*;
    use billing::money::{self, Uuid};
    use renamed::*;

    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "t")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub shadowed: Uuid,
        pub cents: money::Cents,
        pub kind: billing::Kind,
        pub own: crate::values::Own,
        pub by_glob: FromGlob,
        pub unknown: elsewhere::Thing,
    }
    "#;

const LIBRARY: &[(&str, &str)] = &[
    ("app/src/values.rs", "#[derive(DeriveValueType)]\npub struct Own(bool);"),
    ("libs/billing/src/lib.rs", "pub mod money;\nmod kinds;\npub use kinds::*;"),
    (
        "libs/billing/src/money.rs",
        "#[derive(DeriveValueType)]\n#[sea_orm(value_type = \"String\")]\npub struct Uuid(String);\n\
         #[derive(DeriveValueType)]\npub struct Cents(core::Amount);\nuse base as core;",
    ),
    (
        "libs/billing/src/kinds.rs",
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(rs_type = \"String\", db_type = \"Enum\", rename_all = \"snake_case\")]\n\
         pub enum Kind { FirstOne }\n\
         #[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"not_ours\", bogus)]\npub struct Model { a: i32 }",
    ),
    ("libs/base.code/lib.rs", "#[derive(DeriveValueType)]\npub struct Amount(i64);"),
    ("libs/base.code/broken.rs", "}"),
    ("libs/third/src/lib.rs", "#[derive(DeriveValueType)]\npub struct FromGlob(f32);"),
];

#[test]
fn types_of_other_crates() {
    let crates = vec![
        krate("app/src", &[("app", "app/src"), ("billing", "libs/billing/src"), ("renamed", "libs/third/src")]),
        krate("libs/billing/src", &[("base", "libs/base.code")]),
        krate("libs/base.code", &[]),
        krate("libs/third/src", &[]),
    ];
    let files = parsed(&[("app/src/entities/t.rs", ENTITY)]);
    let alone = Model::link(&files, &Options::default());
    assert!(alone.lacks_types());
    let model = Model::link_with(&files, &Library::new(parsed(LIBRARY), crates), &Options::default());
    super::compare(
        &model,
        "
        warning unknown-type t:15:18: the column type of `t.unknown`, a `elsewhere::Thing`, is not known: it is not declared in the files that are read
        enum Kind: first_one
        table t
          id ~Integer auto
          shadowed ~String(Unset)
          cents ~BigInteger
          kind =Enum(\"Kind\")
          own ~Boolean
          by_glob ~Float
          unknown ?elsewhere::Thing
          key (id)
        ",
    );
}
