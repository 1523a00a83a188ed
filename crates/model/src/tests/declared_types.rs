//! Types that the project declares: aliases, values, and what the configuration says of them.

use super::check_files;

/// The arguments of an alias are looked up where they are written, its target where the alias is.
#[test]
fn aliases_with_parameters() {
    check_files(
        &[
            (
                "src/t.rs",
                r#"
                use super::aliases::{List, Maybe, Nested, Swapped};
                #[derive(DeriveValueType)]
                pub struct Inner(i64);
                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "t")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                    pub a: List<Inner>,
                    pub b: Maybe<Inner>,
                    pub c: Nested<Inner>,
                    pub d: Swapped<u8, bool>,
                    pub e: Option<List<String>>,
                }
                "#,
            ),
            (
                "src/aliases.rs",
                "pub struct Inner;\npub type List<T> = Vec<T>;\npub type Maybe<T> = Option<T>;\n\
                 pub type Nested<Inner> = List<Inner>;\npub type Swapped<A, B> = Second<B, A>;\n\
                 type Second<A, B> = List<A>;",
            ),
        ],
        "
        note unseen-option t:10:12: SeaORM takes the column `b` for NOT NULL
        table t
          id ~Integer auto
          a ~Array(BigInteger)
          b ~BigInteger
          c ~Array(BigInteger)
          d ~Array(Boolean)
          e ~Array(String(Unset)) null
          key (id)
        ",
    );
}

#[test]
fn aliases_that_lead_in_circles() {
    check_files(
        &[(
            "src/t.rs",
            r#"
            type A<T> = B<T>;
            type B<T> = A<T>;
            type C<T> = T;
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "t")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i32,
                pub a: A<i32>,
                pub c: C<C<C<i32>>>,
            }
            "#,
        )],
        "
        warning unknown-type t:9:12: the column type of `t.a`, a `A<i32>`, is not known: its declaration does not tell
        table t
          id ~Integer auto
          a ?A<i32>
          c ~Integer
          key (id)
        ",
    );
}

#[test]
fn values_whose_traits_are_written_by_hand() {
    check_files(
        &[(
            "src/t.rs",
            r#"
            pub struct Uuid(String);
            impl ValueType for Uuid {
                fn try_from(v: Value) -> Result<Self, ValueTypeErr> { Err(ValueTypeErr) }
                fn type_name() -> String { stringify!(Uuid).to_owned() }
                fn array_type() -> ArrayType { ArrayType::String }
                fn column_type() -> ColumnType { ColumnType::String(StringLen::N(36)) }
            }
            pub struct Wrapped(i64);
            impl sea_orm::sea_query::ValueType for Wrapped {
                fn column_type() -> sea_query::ColumnType { <i64 as ValueType>::column_type() }
            }
            pub struct Code;
            impl ValueType for Code {
                fn column_type() -> ColumnType { let a = 1; kind(a) }
            }
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "t")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: Uuid,
                pub wrapped: Wrapped,
                pub code: Code,
            }
            "#,
        )],
        "
        warning unknown-type t:22:15: the column type of `t.code`, a `Code`, is not known: its declaration does not tell
        table t
          id =String(Limit(36))
          wrapped ~BigInteger
          code ?Code
          key (id)
        ",
    );
}

/// SeaORM's value types look at the first attribute alone.
#[test]
fn the_first_attribute_of_a_value_type() {
    check_files(
        &[(
            "src/t.rs",
            r#"
            #[derive(DeriveValueType)]
            #[sea_orm(column_type = "Text")]
            #[sea_orm(column_type = "Json")]
            pub struct Words(String);
            #[derive(DeriveEntityModel)]
            #[sea_orm(table_name = "t")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i32,
                pub words: Words,
            }
            "#,
        )],
        "
        table t
          id ~Integer auto
          words =Text
          key (id)
        ",
    );
}

#[test]
fn patterns_of_the_configuration() {
    let column = |pairs: &[(&str, &str)], ty: &str| {
        let options = crate::Options::new(pairs.iter().copied()).unwrap();
        let source = format!(
            "use forge_core::Status as Aliased;\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\n\
             pub struct Model {{ #[sea_orm(primary_key)] pub id: i32, pub a: {ty} }}"
        );
        let model = super::model(&[("src/t.rs", &source)], &options);
        let column = &model.schema.tables[&"t".into()].columns[1];
        column.data_type.column_type().map_or_else(|| "?".to_owned(), |ty| format!("{ty:?}"))
    };
    assert_eq!(column(&[("Json<*>", "JsonBinary")], "Json<Vec<String>>"), "JsonBinary");
    assert_eq!(column(&[("Json<*>", "JsonBinary")], "sqlx::types::Json< Vec <u8> >"), "JsonBinary");
    assert_eq!(column(&[("Json<*>", "JsonBinary")], "MyJson<u8>"), "?");
    assert_eq!(column(&[("Json<*>", "JsonBinary")], "Other<x::Json<u8>>"), "?");
    assert_eq!(column(&[("forge_*::Status", "Text")], "Aliased"), "Text");
    assert_eq!(column(&[("forge_*::Status", "Text")], "forge_web::model::Status"), "Text");
    assert_eq!(column(&[("forge_*::Status", "Text")], "forge_web::Statuses"), "?");
    assert_eq!(column(&[("forge_*", "Text"), ("forge_*::Status", "Json")], "forge_web::Status"), "Json");
    assert_eq!(column(&[("*", "Text"), ("Money", "Json")], "billing::Money"), "Json");
    assert_eq!(column(&[("a*b*c", "Text")], "axbxxbc"), "Text");
    assert_eq!(column(&[("a*b*c", "Text")], "axc"), "?");
}
