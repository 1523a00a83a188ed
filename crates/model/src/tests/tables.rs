//! Attributes of the table, and the keys, uniques and indexes that columns add up to.

use super::{check, check_fields};

#[test]
fn a_compact_entity() {
    check(
        r#"
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = "cake", schema_name = "shop", comment = "what is baked")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
            pub name: Option<String>,
        }

        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
        "#,
        r#"
        table shop.cake "what is baked"
          id ~Integer auto
          name ~String(Unset) null
          key (id)
        "#,
    );
}

#[test]
fn attributes_of_the_table_without_effect() {
    check(
        r#"
        #[sea_orm::model]
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t", table_iden, arrow_schema)]
        #[sea_orm(model_attrs(derive(Hash)), model_ex_attrs(derive(Hash)))]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
        }
        "#,
        "
        table t
          id ~Integer auto
          key (id)
        ",
    );
}

#[test]
fn a_name_given_beside_the_struct() {
    check(
        r#"
        #[derive(DeriveEntity)]
        pub struct Entity;

        impl sea_orm::EntityName for Entity {
            fn schema_name(&self) -> Option<&str> {
                Some("shop")
            }

            fn table_name(&self) -> &'static str {
                "cake"
            }

            fn comment(&self) -> Option<&str> {
                Some("what is baked")
            }
        }

        #[derive(DeriveEntityModel)]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
        }
        "#,
        r#"
        table shop.cake "what is baked"
          id ~Integer auto
          key (id)
        "#,
    );
    check(
        r#"
        #[derive(DeriveEntity)]
        #[sea_orm(table_name = "cake", schema_name = "shop")]
        pub struct Entity;

        #[derive(DeriveEntityModel)]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
        }
        "#,
        "
        table shop.cake
          id ~Integer auto
          key (id)
        ",
    );
}

#[test]
fn composite_keys() {
    check(
        r#"
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            pub first: i32,
            #[sea_orm(primary_key, auto_increment = true)]
            pub second: i32,
            #[sea_orm(primary_key)]
            pub third: String,
        }
        "#,
        "
        table t
          first ~Integer
          second ~Integer
          third ~String(Unset)
          key (second, third)
        ",
    );
}

/// A key is made by the database unless it says so, or its type ends in `String` or `Uuid`.
#[test]
fn keys_that_the_database_makes() {
    for (field, expected) in [
        ("#[sea_orm(primary_key)] id: i32", "id ~Integer auto"),
        ("#[sea_orm(primary_key, auto_increment = true)] id: i64", "id ~BigInteger auto"),
        ("#[sea_orm(primary_key, auto_increment = false)] id: i64", "id ~BigInteger"),
        ("#[sea_orm(primary_key)] #[sea_orm(auto_increment = false)] id: i64", "id ~BigInteger"),
        ("#[sea_orm(primary_key)] id: u32", "id ~Unsigned auto"),
        ("#[sea_orm(primary_key)] id: String", "id ~String(Unset)"),
        ("#[sea_orm(primary_key)] id: Uuid", "id ~Uuid"),
        ("#[sea_orm(primary_key)] id: TextUuid", "id ~String(Unset)"),
        ("#[sea_orm(primary_key)] id: uuid::Uuid", "id ~Uuid"),
        ("#[sea_orm(primary_key)] id: Vec<u8>", "id ~VarBinary(Unset)"),
        ("#[sea_orm(primary_key, auto_increment = true)] id: Uuid", "id ~Uuid"),
        ("#[sea_orm(primary_key, column_type = \"Integer\")] id: MyString", "id =Integer"),
        ("#[sea_orm(primary_key, column_type = \"Integer\")] id: Id", "id =Integer auto"),
    ] {
        let source =
            format!("#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\nstruct Model {{ {field} }}");
        check(&source, &format!("table t\n  {expected}\n  key (id)"));
    }
}

#[test]
fn uniques_and_indexes() {
    check_fields(
        r#"
        #[sea_orm(unique)]
        pub a: i32,
        #[sea_orm(indexed)]
        pub b: i32,
        #[sea_orm(unique, indexed)]
        pub c: i32,
        #[sea_orm(unique_key = "z", indexed)]
        pub d: i32,
        #[sea_orm(unique_key = "y")]
        pub e: i32,
        #[sea_orm(unique_key = "z")]
        pub f: i32,
        #[sea_orm(unique_key = "z", unique_key = "y")]
        pub g: i32,
        #[sea_orm(unique, unique_key = "x")]
        pub h: i32,
        "#,
        "
        a ~Integer
        b ~Integer
        c ~Integer
        d ~Integer
        e ~Integer
        f ~Integer
        g ~Integer
        h ~Integer
        unique (a)
        unique (c)
        unique (h)
        unique index x (h)
        unique index y (e, g)
        unique index z (d, f)
        index (b)
        index (d)
        ",
    );
}
