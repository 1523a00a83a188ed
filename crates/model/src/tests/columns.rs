//! Attributes of columns.

use super::check_fields;

#[test]
fn nullability_goes_by_the_text() {
    check_fields(
        r"
        pub a: String,
        pub b: Option<String>,
        pub c: std::option::Option<String>,
        #[sea_orm(nullable)]
        pub d: String,
        pub e: Option < /* of */ String >,
        #[sea_orm(nullable)]
        pub f: Option<i32>,
        ",
        "
        note unseen-option t:10:8: SeaORM takes the column `c` for NOT NULL
        a ~String(Unset)
        b ~String(Unset) null
        c ~String(Unset)
        d ~String(Unset) null
        e ~String(Unset) null
        f ~Integer null
        ",
    );
}

#[test]
fn aliases_are_looked_through_for_the_type_only() {
    super::check(
        r#"
        type Maybe = Option<String>;
        type Id = i64;
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: Id,
            pub maybe: Maybe,
            pub other: Option<Id>,
        }
        "#,
        "
        note unseen-option entity:8:16: SeaORM takes the column `maybe` for NOT NULL
        table t
          id ~BigInteger auto
          maybe ~String(Unset)
          other ~BigInteger null
          key (id)
        ",
    );
}

#[test]
fn defaults() {
    check_fields(
        r#"
        #[sea_orm(default_value = "it's")]
        pub a: String,
        #[sea_orm(default_value = 1_000i64)]
        pub b: i64,
        #[sea_orm(default_value = -7)]
        pub c: i32,
        #[sea_orm(default_value = 1.50)]
        pub d: f64,
        #[sea_orm(default_value = false)]
        pub e: bool,
        #[sea_orm(default_value = 'c')]
        pub f: char,
        #[sea_orm(default_expr = "Expr::current_timestamp()")]
        pub g: DateTime,
        #[sea_orm(default_expr = "sea_orm::sea_query::Expr::current_date()")]
        pub h: Date,
        #[sea_orm(default_expr = "Expr::cust(\"now() + interval '1 day'\")")]
        pub i: DateTime,
        #[sea_orm(default_expr = "Expr::value(-1)")]
        pub j: i32,
        #[sea_orm(default_expr = "CURRENT_TIMESTAMP")]
        pub k: DateTime,
        #[sea_orm(default_expr = "\"text\"")]
        pub l: String,
        #[sea_orm(default_expr = "Func::cust(Alias::new(\"gen_random_uuid\"))")]
        pub m: Uuid,
        #[sea_orm(default_value = 1, default_expr = "Expr::val(2)")]
        pub n: i32,
        #[sea_orm(default_expr = "Expr::val(2)", default_value = 1)]
        pub o: i32,
        #[sea_orm(default_value = "")]
        pub p: String,
        #[sea_orm(default_expr = "Expr::null()")]
        pub q: Option<String>,
        "#,
        r#"
        warning unknown-default t:40:26: the default is code, and its SQL is not known
        a ~String(Unset) default "it's"
        b ~BigInteger default 1000
        c ~Integer default -7
        d ~Double default 1.50
        e ~Boolean default false
        f ~Char(None) default "c"
        g ~DateTime default (CURRENT_TIMESTAMP)
        h ~Date default (CURRENT_DATE)
        i ~DateTime default (now() + interval '1 day')
        j ~Integer default -1
        k ~DateTime default (CURRENT_TIMESTAMP)
        l ~String(Unset) default "text"
        m ~Uuid default (gen_random_uuid())
        n ~Integer default 2
        o ~Integer default 2
        p ~String(Unset) default ""
        q ~String(Unset) null default ?Expr::null()
        "#,
    );
}

#[test]
fn defaults_that_are_code() {
    check_fields(
        r#"
        #[sea_orm(default_expr = "Expr::val(1).add(2)")]
        pub a: i32,
        #[sea_orm(default_expr = "default_of_b()")]
        pub b: i32,
        #[sea_orm(default_value = b"bytes")]
        pub c: Vec<u8>,
        #[sea_orm(default_expr = "this is not rust")]
        pub d: i32,
        "#,
        r#"
        warning unknown-default t:8:26: the default is code, and its SQL is not known
        warning unknown-default t:10:26: the default is code, and its SQL is not known
        warning unknown-default t:12:27: the default is code, and its SQL is not known
        warning unknown-default t:14:26: the default is code, and its SQL is not known
        a ~Integer default ?Expr::val(1).add(2)
        b ~Integer default ?default_of_b()
        c ~VarBinary(Unset) default ?b"bytes"
        d ~Integer default ?this is not rust
        "#,
    );
}

#[test]
fn comments_extras_and_former_names() {
    check_fields(
        r#"
        #[sea_orm(comment = "a \"word\"\nand more")]
        pub a: i32,
        #[sea_orm(extra = "CHECK (b > 0)")]
        pub b: i32,
        #[sea_orm(renamed_from = "old", comment = "new")]
        pub c: i32,
        "#,
        r#"
        a ~Integer comment "a \"word\"\nand more"
        b ~Integer extra "CHECK (b > 0)"
        c ~Integer comment "new" was old
        "#,
    );
}

#[test]
fn fields_that_are_no_columns() {
    check_fields(
        r#"
        #[sea_orm(ignore)]
        pub a: Whatever,
        #[sea_orm(ignore, column_type = "custom(\"tsvector\")", select_as = "text")]
        pub b: String,
        #[cfg(test)]
        pub c: i32,
        #[cfg(feature = "more")]
        pub d: i32,
        "#,
        "
        d ~Integer
        ",
    );
}

#[test]
fn attributes_without_effect() {
    check_fields(
        r#"
        /// A comment of the code.
        #[sea_orm(select_as = "text", save_as = "citext", arrow_skip)]
        #[serde(rename = "b")]
        pub a: String,
        "#,
        "
        a ~String(Unset)
        ",
    );
}

#[test]
fn attributes_behind_a_condition() {
    super::check(
        r#"
        #[cfg_attr(feature = "backend", derive(Clone, DeriveEntityModel), sea_orm(table_name = "t", schema_name = "s"))]
        pub struct Model {
            #[cfg_attr(feature = "backend", sea_orm(primary_key))]
            pub id: i32,
            #[cfg_attr(all(feature = "backend", not(test)), cfg_attr(feature = "x", sea_orm(unique)))]
            pub name: String,
            #[cfg_attr(not(feature = "backend"), sea_orm(indexed))]
            pub other: String,
        }
        "#,
        "
        table s.t
          id ~Integer auto
          name ~String(Unset)
          other ~String(Unset)
          key (id)
          unique (name)
        ",
    );
}
