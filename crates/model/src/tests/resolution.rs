//! Paths, modules and `use`.

use super::{check, check_files};

const FRUIT: &str = r#"
    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "fruit")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
    "#;

/// Reads an entity with a relation to the path, beside entities in `src/a/fruit.rs` and `src/b/fruit.rs`.
#[track_caller]
fn check_target(head: &str, path: &str, expected: &str) {
    let cake = format!(
        "{head}\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"cake\")]\n\
         pub struct Model {{ #[sea_orm(primary_key)] pub id: i32 }}\n\
         #[derive(DeriveRelation)]\nenum Relation {{\n\
         #[sea_orm(belongs_to = \"{path}\", from = \"Column::Id\", to = \"Column::Id\")] Fruit }}"
    );
    let other = FRUIT.replace("\"fruit\"", "\"other fruit\"");
    let model = super::model(
        &[
            ("crate-name/src/lib.rs", "pub mod a; pub mod b; pub mod prelude;"),
            ("crate-name/src/a/mod.rs", "pub mod cake; pub mod fruit; pub use fruit::Entity as Berry;"),
            ("crate-name/src/a/cake.rs", &cake),
            ("crate-name/src/a/fruit.rs", FRUIT),
            ("crate-name/src/b.rs", "pub mod fruit;"),
            ("crate-name/src/b/fruit.rs", &other),
            ("crate-name/src/prelude.rs", "pub use super::a::fruit::Entity as Fruit;"),
        ],
        &crate::Options::default(),
    );
    let table = &model.schema.tables[&"cake".into()];
    let actual: Vec<String> = table.foreign_keys.iter().map(|key| key.references.to_string()).collect();
    assert_eq!(actual.join(", "), expected);
}

#[test]
fn targets_of_relations() {
    check_target("", "super::fruit::Entity", "fruit");
    check_target("", "super::super::b::fruit::Entity", "other fruit");
    check_target("", "crate::a::fruit::Entity", "fruit");
    check_target("", "crate::b::fruit::Entity", "other fruit");
    check_target("", "crate_name::b::fruit::Entity", "other fruit");
    check_target("", "super::Berry", "fruit");
    check_target("", "Entity", "cake");
    check_target("", "self::Entity", "cake");
    check_target("use super::fruit::Entity as F;", "F", "fruit");
    check_target("use crate::b::{self, fruit};", "fruit::Entity", "other fruit");
    check_target("use crate::b::{self, fruit};", "b::fruit::Entity", "other fruit");
    check_target("use super::fruit;", "fruit::Entity", "fruit");
    check_target("use super::*;", "fruit::Entity", "fruit");
    check_target("use super::*;", "Berry", "fruit");
    check_target("use crate::prelude::*;", "Fruit", "fruit");
    check_target("use crate::prelude::Fruit as Deep;", "Deep", "fruit");
    check_target("", "::other::fruit::Entity", "");
    check_target("", "elsewhere::fruit::Entity", "");
    check_target("", "super::nowhere::Entity", "");
    check_target("", "super::nowhere::fruit::Entity", "");
}

/// The files do not tell where the crate begins, and the module is the only one of its name.
#[test]
fn a_target_known_by_its_module_alone() {
    check_files(
        &[
            ("entities/fruit.rs", FRUIT),
            (
                "entities/cake.rs",
                r#"
                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "cake")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                }
                #[derive(DeriveRelation)]
                enum Relation {
                    #[sea_orm(belongs_to = "crate::db::model::fruit::Entity", from = "Column::Id", to = "crate::db::model::fruit::Column::Id")]
                    Fruit,
                }
                "#,
            ),
        ],
        "
        table cake
          id ~Integer auto
          key (id)
          fk (id) -> fruit(id)
        table fruit
          id ~Integer auto
          key (id)
        ",
    );
}

#[test]
fn inline_modules() {
    check(
        r#"
        pub mod cake {
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "cake")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i32,
                pub size: super::Size,
            }
        }
        pub mod fruit {
            use super::*;
            #[sea_orm::model]
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "fruit")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i32,
                pub size: Size,
                #[sea_orm(belongs_to, from = "id", to = "id")]
                pub cake: BelongsTo<super::cake::Entity>,
                #[sea_orm(belongs_to, relation_enum = "B", from = "size", to = "size")]
                pub b: BelongsTo<cake::Entity>,
            }
        }
        #[derive(DeriveValueType)]
        pub struct Size(i16);
        "#,
        "
        table cake
          id ~Integer auto
          size ~SmallInteger
          key (id)
        table fruit
          id ~Integer auto
          size ~SmallInteger
          key (id)
          fk (id) -> cake(id)
          fk (size) -> cake(size)
        ",
    );
}

#[test]
fn types_by_path_and_use() {
    check_files(
        &[
            (
                "src/entity/t.rs",
                r#"
                use sea_orm::entity::prelude::*;
                use super::super::types::{Uuid, Kind as Sort};
                use crate::globbed::*;
                use serde_json::Value;
                use chrono::{DateTime, Utc};
                use types::Far as Foreign;

                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "t")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                    pub shadowed: Uuid,
                    pub kind: Sort,
                    pub glob: Globbed,
                    pub full: crate::types::deep::Deep,
                    pub value: Value,
                    pub stamp: DateTime<Utc>,
                    pub alone: Alone,
                    pub foreign: Foreign,
                    pub lost: super::nowhere::Alone,
                }
                "#,
            ),
            (
                "src/types.rs",
                r#"
                #[derive(DeriveValueType)]
                #[sea_orm(column_type = "String(StringLen::N(36))")]
                pub struct Uuid(String);
                #[derive(DeriveActiveEnum)]
                #[sea_orm(rs_type = "i32", db_type = "Integer")]
                pub enum Kind { A = 1 }
                pub mod deep {
                    #[derive(DeriveValueType)]
                    pub struct Deep(super::Uuid);
                }
                "#,
            ),
            ("src/globbed.rs", "pub use inner::*; mod inner { #[derive(FromJsonQueryResult)] pub struct Globbed {} }"),
            ("src/unrelated.rs", "#[derive(DeriveValueType)] pub struct Alone(f32); #[derive(DeriveValueType)] pub struct Far(f32);"),
        ],
        "
        warning unknown-type t:20:18: the column type of `t.foreign`, a `Foreign`, is not known: it is not declared in the files that are read
        table t
          id ~Integer auto
          shadowed =String(Limit(36))
          kind =Integer
          glob ~Json
          full =String(Limit(36))
          value ~Json
          stamp ~TimestampWithTimeZone
          alone ~Float
          foreign ?Foreign
          lost ~Float
          key (id)
        ",
    );
}

/// `use super::*` on both sides must not go round in circles.
#[test]
fn modules_that_use_each_other() {
    let names: Vec<String> = (0..60).map(|number| format!("m{number}")).collect();
    let uses: Vec<String> =
        names.iter().map(|name| format!("pub use super::{name}::*; use crate::{name}::*;")).collect();
    let all = uses.join("\n");
    let mut files: Vec<(String, String)> = names.iter().map(|name| (format!("src/{name}.rs"), all.clone())).collect();
    let entity = "use super::*; use crate::m1::*; use x as y; use y as x; \
        #[derive(DeriveEntityModel)] #[sea_orm(table_name = \"t\")] \
        struct Model { #[sea_orm(primary_key)] id: i32, a: Missing, b: x::Missing }";
    files.push(("src/t.rs".to_owned(), entity.to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check_files(&files, "
    warning unknown-type t:1:166: the column type of `t.a`, a `Missing`, is not known: it is not declared in the files that are read
    warning unknown-type t:1:178: the column type of `t.b`, a `x::Missing`, is not known: it is not declared in the files that are read
    table t
      id ~Integer auto
      a ?Missing
      b ?x::Missing
      key (id)
    ");
}

#[test]
fn macros_and_items_between() {
    check(
        r##"#!/usr/bin/env run-cargo-script
        #![allow(dead_code)]
        //! Docs.
        extern crate alloc;
        use std::{fmt, io::{self, Read as _}};
        pub(crate) const X: [u8; { 3 + 4 }] = [0; 7];
        static Y: &str = r#"}{"#;
        const fn f<const N: usize>() -> Foo<{ N }> where Foo<{ N }>: Sized { Foo }
        pub async unsafe extern "C" fn g(a: &'static [u8]) -> impl Fn(u8) -> u8 { |x| x }
        extern "C" { fn h(); }
        unsafe extern "C" { safe fn i(); }
        impl<T: Fn() -> u8> Trait for Foo<T> where T: Copy { const A: u8 = 1; }
        unsafe impl Send for A {}
        impl !Sync for A {}
        auto trait Z {}
        trait W: Fn() -> u8 { fn a() {} }
        union U { a: u8 }
        type Tuple = (u8, fn() -> u8);
        use {::core::mem, std::io::Write as _};
        type Deep = A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<A<u8>>>>>>>>>>>>>>>>>>>>;
        struct Unit;
        struct Tup(u8, pub(in crate::a) u8) where u8: Copy;
        struct Gen<'a, T = Vec<u8>> { a: &'a T }
        macro_rules! m { ($x:expr) => { $x } }
        m!(1);
        ::std::thread_local! { static A: u8 = 1 }
        tokio::task_local! { static B: u8; }
        pub macro n($x:expr) { $x }
        pub mod file;
        ;
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub(in crate::x) struct Model {
            #[sea_orm(primary_key)]
            pub(crate) id: i32,
        }
        fn last() { let x = "unfinished" }
        "##,
        "
        table t
          id ~Integer auto
          key (id)
        ",
    );
}

/// A file that `#[path]` names is the module that the declaration says, and so is what lies below it.
#[test]
fn files_that_are_named_by_an_attribute() {
    let cake = r#"
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "cake")]
        pub struct Model { #[sea_orm(primary_key)] pub id: i32, pub kind: crate::kinds::r#type::Kind }
        #[derive(DeriveRelation)]
        enum Relation {
            #[sea_orm(belongs_to = "crate::fruit::Entity", from = "Column::Id", to = "crate::fruit::Column::Id")]
            Fruit,
        }
        "#;
    check_files(
        &[
            ("src/lib.rs", "#[path = \"tables/fruit_table.rs\"]\npub mod fruit;\n#[path = \"odd/mod.rs\"]\nmod kinds;"),
            ("src/cake.rs", cake),
            ("src/tables/fruit_table.rs", FRUIT),
            ("src/other/fruit.rs", "pub struct Nothing;"),
            ("src/odd/mod.rs", "pub mod r#type;"),
            ("src/odd/type.rs", "#[derive(DeriveValueType)]\npub struct Kind(i16);"),
            ("src/kind.rs", "pub struct Kind;"),
        ],
        "
        table cake
          id ~Integer auto
          kind ~SmallInteger
          key (id)
          fk (id) -> fruit(id)
        table fruit
          id ~Integer auto
          key (id)
        ",
    );
}
