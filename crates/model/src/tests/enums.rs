//! `DeriveActiveEnum`.

use super::{check, check_files};

/// Reads an entity with a column of the enum `Kind`.
#[track_caller]
fn check_enum(declaration: &str, expected: &str) {
    check(
        &format!(
            "{}\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\n\
             struct Model {{ #[sea_orm(primary_key)] id: i32, kind: Kind }}",
            super::dedent(declaration)
        ),
        expected,
    );
}

#[test]
fn native_enums() {
    check_enum(
        r#"
        #[derive(EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "the kind")]
        enum Kind {
            #[sea_orm(string_value = "it's")]
            First,
            #[sea_orm(string_value = "")]
            Second,
        }
        "#,
        r#"
        enum the kind: it's, 
        table t
          id ~Integer auto
          kind =Enum("the kind")
          key (id)
        "#,
    );
}

#[test]
fn names_and_labels_by_rule() {
    check_enum(
        r#"
        #[derive(EnumIter, DeriveActiveEnum)]
        #[sea_orm(db_type = "Enum", rename_all = "kebab-case")]
        enum Kind {
            VeryFirst,
            #[sea_orm(rename = "SCREAMING_SNAKE_CASE", display_value = "the second")]
            TheSecond,
            #[sea_orm(string_value = "3rd")]
            Third,
        }
        "#,
        r#"
        enum Kind: very-first, THE_SECOND, 3rd
        table t
          id ~Integer auto
          kind =Enum("Kind")
          key (id)
        "#,
    );
}

#[test]
fn enums_in_plain_columns() {
    for (attributes, expected) in [
        (r#"rs_type = "String", db_type = "String(StringLen::N(1))", enum_name = "x""#, "=String(Limit(1))"),
        (r#"rs_type = "String", db_type = "Text", rename_all = "camelCase""#, "=Text"),
        (r#"rs_type = "i32", db_type = "Integer""#, "=Integer"),
        (r#"rs_type = "i16", db_type = "SmallInteger""#, "=SmallInteger"),
    ] {
        check_enum(
            &format!("#[derive(DeriveActiveEnum)]\n#[sea_orm({attributes})]\nenum Kind {{ A = -1, B = 1 }}"),
            &format!("table t\n  id ~Integer auto\n  kind {expected}\n  key (id)"),
        );
    }
}

#[test]
fn lists_of_enums_and_enums_overridden() {
    check(
        r#"
        #[derive(DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "kind", rename_all = "lowercase")]
        enum Kind { A, B }

        #[derive(DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "unused", rename_all = "lowercase")]
        enum Unused { A }

        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        struct Model {
            #[sea_orm(primary_key)]
            id: i32,
            list: Option<Vec<Kind>>,
            #[sea_orm(column_type = "Text")]
            text: Unused,
        }
        "#,
        r#"
        enum kind: a, b
        table t
          id ~Integer auto
          list =Array(Enum("kind")) null
          text =Text
          key (id)
        "#,
    );
}

#[test]
fn enums_that_sea_orm_refuses() {
    check_enum(
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(rs_type = \"String\")]\nenum Kind { A }",
        "
    error invalid-attribute entity:3:6: the enum `Kind` lacks `db_type`
    warning unknown-type entity:7:55: the column type of `t.kind`, a `Kind`, is not known: its declaration does not tell
    incomplete whole: entity:3:6
    table t
      id ~Integer auto
      kind ?Kind
      key (id)
    ",
    );
    check_enum(
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(db_type = \"Enum\")]\nenum Kind { A = 1 }",
        "
    error invalid-attribute entity:3:13: the variant `A` of a native enum has no label
    warning unknown-type entity:7:55: the column type of `t.kind`, a `Kind`, is not known: its declaration does not tell
    incomplete whole: entity:3:13
    table t
      id ~Integer auto
      kind ?Kind
      key (id)
    ",
    );
    check_enum(
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(db_type = \"Enum\", rename_al = \"lowercase\")]\nenum Kind { #[sea_orm(string_value = \"a\", num = 1)] A }",
        r#"
        error unknown-key entity:2:29: SeaORM refuses the key `rename_al` here
          did you mean `rename_all`?
        error unknown-key entity:3:43: SeaORM refuses the key `num` here
          did you mean `num_value`?
        incomplete whole: entity:2:29
        incomplete whole: entity:3:43
        enum Kind: a
        table t
          id ~Integer auto
          kind =Enum("Kind")
          key (id)
        "#,
    );
    check_enum(
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(rs_type = \"String\", db_type = \"code()\")]\nenum Kind { A }",
        "
    warning unknown-type entity:7:55: the column type of `t.kind`, a `Kind`, is not known: its column type is code
    table t
      id ~Integer auto
      kind ?Kind
      key (id)
    ",
    );
}

#[test]
fn two_enums_of_one_name() {
    let kind = |labels: &str| {
        format!(
            "#[derive(DeriveActiveEnum)]
             #[sea_orm(db_type = \"Enum\", enum_name = \"kind\", rename_all = \"lowercase\")]
             pub enum Kind {{ {labels} }}
             #[derive(DeriveEntityModel)]
             #[sea_orm(table_name = \"{labels}\")]
             struct Model {{ #[sea_orm(primary_key)] id: i32, kind: Kind }}"
        )
    };
    check_files(
        &[("src/a.rs", &kind("A, B")), ("src/b.rs", &kind("A,B")), ("src/c.rs", &kind("A, C"))],
        r#"
    error duplicate-enum c:3:23: two enums are the type `kind` and have different labels
      a:3:23: the other is here
    incomplete whole: c:3:23
    enum kind: a, b
    table A, B
      id ~Integer auto
      kind =Enum("kind")
      key (id)
    table A, C
      id ~Integer auto
      kind =Enum("kind")
      key (id)
    table A,B
      id ~Integer auto
      kind =Enum("kind")
      key (id)
    "#,
    );
}

#[test]
fn variants_behind_a_condition() {
    check_enum(
        r#"
        #[derive(DeriveActiveEnum)]
        #[sea_orm(db_type = "Enum", rename_all = "lowercase")]
        enum Kind {
            A,
            #[cfg(test)]
            B,
            #[cfg(feature = "c")]
            C,
        }
        "#,
        r#"
        enum Kind: a, c
        table t
          id ~Integer auto
          kind =Enum("Kind")
          key (id)
        "#,
    );
    check_enum(
        "#[derive(DeriveActiveEnum)]\n#[sea_orm(db_type = \"Text\", rename_all = \"lowercase\")]\nenum Kind { A }",
        "
        error invalid-attribute entity:3:6: the enum `Kind` lacks `rs_type`
        incomplete whole: entity:3:6
        table t
          id ~Integer auto
          kind =Text
          key (id)
        ",
    );
}
