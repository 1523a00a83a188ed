//! Foreign keys.

use super::{check, check_files};

const CAKE: &str = r#"
    #[sea_orm::model]
    #[derive(DeriveEntityModel)]
    #[sea_orm(table_name = "cakes")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(enum_name = "Title", column_name = "the name")]
        pub name: String,
        pub r#type: i32,
    }
    "#;

/// Reads a compact entity with these variants of its `Relation`, beside [`CAKE`]; only its keys are printed.
#[track_caller]
fn check_compact(variants: &str, expected: &str) {
    let fruit = format!(
        "use sea_orm::entity::prelude::*;\n#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"fruit\")]\n\
         pub struct Model {{\n#[sea_orm(primary_key)]\npub id: i32,\npub cake_id: i32,\npub name: String,\n\
         #[sea_orm(enum_name = \"Sort\")]\npub r#type: i32 }}\n\
         #[derive(EnumIter, DeriveRelation)]\npub enum Relation {{\n{}}}",
        super::dedent(variants)
    );
    check_keys(&fruit, expected);
}

/// Reads a dense entity with these fields, beside [`CAKE`]; only its keys are printed.
#[track_caller]
fn check_dense(fields: &str, expected: &str) {
    let fruit = format!(
        "use sea_orm::entity::prelude::*;\n#[sea_orm::model]\n#[derive(DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"fruit\")]\npub struct Model {{\n#[sea_orm(primary_key)]\npub id: i32,\n\
         pub cake_id: i32,\npub name: String,\n#[sea_orm(enum_name = \"Sort\")]\npub r#type: i32,\n{}}}",
        super::dedent(fields)
    );
    check_keys(&fruit, expected);
}

#[track_caller]
fn check_keys(fruit: &str, expected: &str) {
    let model = super::model(&[("src/fruit.rs", fruit), ("src/cake.rs", CAKE)], &crate::Options::default());
    let printed = super::print::model(&model);
    let starts = |line: &&str| {
        ["  fk", "error", "warning", "incomplete", "  fruit:", "  did"].iter().any(|start| line.starts_with(start))
    };
    let shown = printed
        .lines()
        .filter(starts)
        .map(|line| line.strip_prefix("  fk").map_or(line.into(), |key| format!("fk{key}")));
    let actual: String = shown.flat_map(|line| [line, "\n".to_owned()]).collect();
    let expected = super::dedent(expected);
    assert!(actual == expected, "<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>");
}

#[test]
fn compact_relations() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id", on_update = "Cascade", on_delete = "SetNull")]
        Cake,
        #[sea_orm(has_many = "super::seed::Entity")]
        Seed,
        #[sea_orm(has_one = "super::stone::Entity", via_rel = "Relation::Stone")]
        Stone,
        "#,
        "
        fk (cake_id) -> cakes(id) delete SetNull update Cascade
        ",
    );
}

#[test]
fn names_of_foreign_keys() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id", fk_name = "my key")]
        Cake,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::Sort", to = "super::cake::Column::Type", skip_fk)]
        Skipped,
        "#,
        "
        fk my key (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn actions() {
    for (word, action) in [
        ("Restrict", "Restrict"),
        ("Cascade", "Cascade"),
        ("SetNull", "SetNull"),
        ("NoAction", "NoAction"),
        ("SetDefault", "SetDefault"),
    ] {
        check_compact(
            &format!(
                r#"
                #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id", on_delete = "{word}", on_update = "{word}")]
                Cake,
                "#
            ),
            &format!("  fk (cake_id) -> cakes(id) delete {action} update {action}"),
        );
    }
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id", on_delete = "CASCADE")]
        Cake,
        "#,
        "
        error invalid-attribute fruit:13:116: `on_delete` takes one of `NoAction`, `Restrict`, `Cascade`, `SetNull`, `SetDefault`
        incomplete whole: fruit:13:116
        fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn columns_are_found_by_their_variant() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::Name", to = "super::cake::Column::Title")]
        A,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "self::Column::Sort", to = "crate::cake::Column::Type")]
        B,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "(Column::CakeId, super::fruit::Column::Name)", to = "(super::cake::Column::Id, super::cake::Column::Title)")]
        C,
        "#,
        "
        fk (name) -> cakes(the name)
        fk (sort) -> cakes(type)
        fk (cake_id, name) -> cakes(id, the name)
        ",
    );
}

#[test]
fn pairs_that_are_repeated() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "(Column::CakeId, Column::CakeId, Column::Name)", to = "(super::cake::Column::Id, super::cake::Column::Id, super::cake::Column::Title)")]
        A,
        "#,
        "
        fk (cake_id, name) -> cakes(id, the name)
        ",
    );
}

#[test]
fn commas_may_be_missing() {
    check_compact(
        r#"
        #[sea_orm(
            belongs_to = "super::cake::Entity"
            from = "Column::CakeId"
            to = "super::cake::Column::Id"
            on_delete = "Cascade"
            skip
        )]
        Cake,
        #[sea_orm(belongs_to = "super::cake::Entity" from = "Column::Name" to = "super::cake::Column::Title")]
        Other,
        "#,
        "
        error unknown-key fruit:18:5: SeaORM refuses the key `skip` here
          did you mean `skip_fk`?
        incomplete whole: fruit:18:5
        fk (cake_id) -> cakes(id) delete Cascade
        fk (name) -> cakes(the name)
        ",
    );
}

/// Only the first attribute of a variant counts.
#[test]
fn a_second_attribute_is_not_read() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        #[sea_orm(on_delete = "Cascade")]
        Cake,
        "#,
        "
        fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn a_relation_to_itself() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "Entity", from = "Column::CakeId", to = "Column::Id")]
        A,
        #[sea_orm(belongs_to = "self::Entity", from = "Column::Sort", to = "Column::Id")]
        B,
        #[sea_orm(belongs_to = "super::fruit::Entity", from = "Column::Name", to = "Column::Id")]
        C,
        "#,
        "
        fk (cake_id) -> fruit(id)
        fk (sort) -> fruit(id)
        fk (name) -> fruit(id)
        ",
    );
}

#[test]
fn dense_relations() {
    check_dense(
        r#"
        #[sea_orm(belongs_to, from = "cake_id", to = "id", on_delete = "Cascade", on_update = "NoAction")]
        pub a: BelongsTo<super::cake::Entity>,
        #[sea_orm(belongs_to, relation_enum = "B", from = "CakeId", to = "Type")]
        pub b: BelongsTo<Option<super::cake::Entity>>,
        #[sea_orm(belongs_to, relation_enum = "C", from = "Column::Sort", to = "super::cake::Column::Id")]
        pub c: HasOne<super::cake::Entity>,
        #[sea_orm(belongs_to, relation_enum = "D", from = "(cake_id, name)", to = "(Id, Column::Title)")]
        pub d: BelongsTo<crate::cake::Entity>,
        #[sea_orm(belongs_to, relation_enum = "E", from = "name", to = "title", skip_fk)]
        pub e: BelongsTo<super::cake::Entity>,
        #[sea_orm(has_many)]
        pub f: HasMany<super::cake::Entity>,
        #[sea_orm(has_one, via = "seed")]
        pub g: HasOne<super::cake::Entity>,
        pub h: HasMany<super::cake::Entity>,
        "#,
        "
        fk (cake_id) -> cakes(id) delete Cascade update NoAction
        fk (cake_id) -> cakes(type)
        fk (sort) -> cakes(id)
        fk (cake_id, name) -> cakes(id, the name)
        ",
    );
}

#[test]
fn dense_relations_to_itself() {
    check_dense(
        r#"
        #[sea_orm(self_ref, relation_enum = "Parent", relation_reverse = "Children", from = "cake_id", to = "id")]
        pub parent: BelongsTo<Option<Entity>>,
        #[sea_orm(self_ref, relation_enum = "Children", relation_reverse = "Parent")]
        pub children: HasMany<Entity>,
        #[sea_orm(self_ref, via = "follower", from = "User", to = "Follower")]
        pub followers: HasMany<Entity>,
        #[sea_orm(self_ref, via = "follower", reverse)]
        pub following: HasMany<Entity>,
        #[sea_orm(self_ref, belongs_to, relation_enum = "Other", from = "Sort", to = "Id", on_delete = "Restrict")]
        pub other: HasOne<Entity>,
        "#,
        "
        fk (cake_id) -> fruit(id)
        fk (sort) -> fruit(id) delete Restrict
        ",
    );
}

/// As release candidates of SeaORM 2 had it.
#[test]
fn relations_in_an_option() {
    check_dense(
        r#"
        #[sea_orm(belongs_to, from = "cake_id", to = "id")]
        pub cake: Option<super::cake::Entity>,
        #[sea_orm(has_many)]
        pub cakes: Vec<super::cake::Entity>,
        "#,
        "
        fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn a_dense_entity_does_not_read_an_enum_beside_it() {
    check(
        r#"
        #[sea_orm::model]
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
        }
        #[derive(DeriveRelation)]
        enum Other {
            #[sea_orm(belongs_to = "Entity", from = "Column::Id", to = "Column::Id")]
            A,
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
fn compact_model_keeps_its_enum() {
    check_files(
        &[
            ("src/cake.rs", CAKE),
            (
                "src/fruit.rs",
                r#"
                #[sea_orm::compact_model]
                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "fruit")]
                pub struct Model {
                    #[sea_orm(primary_key)]
                    pub id: i32,
                    pub cake_id: i32,
                    pub cake: HasOne<super::cake::Entity>,
                }
                #[derive(DeriveRelation)]
                enum Relation {
                    #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
                    Cake,
                }
                "#,
            ),
        ],
        "
        table cakes
          id ~Integer auto
          the name ~String(Unset)
          type ~Integer
          key (id)
        table fruit
          id ~Integer auto
          cake_id ~Integer
          key (id)
          fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn relations_that_sea_orm_refuses() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId")]
        A,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeID", to = "super::cake::Column::Id")]
        B,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Key")]
        C,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "(Column::CakeId, Column::Id)", to = "super::cake::Column::Id")]
        D,
        #[sea_orm(belongs_two = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        E,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "", to = "1 + 1")]
        F,
        #[sea_orm(belongs_to = "cake()", from = "Column::CakeId", to = "super::cake::Column::Id")]
        G,
        H,
        "#,
        "
        error invalid-attribute fruit:14:1: a `belongs_to` relation lacks `from` or `to`
        error unknown-column fruit:16:1: the entity of `fruit` has no column `CakeID`
        error unknown-column fruit:18:1: the entity of `cakes` has no column `Key`
        error invalid-attribute fruit:20:1: the relation leads from 2 columns to 1
        error unknown-key fruit:21:11: SeaORM refuses the key `belongs_two` here
          did you mean `belongs_to`?
        error invalid-attribute fruit:22:1: the relation `E` is neither `belongs_to`, `has_one` nor `has_many`
        error invalid-attribute fruit:23:54: `from` takes a column or columns in parentheses
        error invalid-attribute fruit:23:63: `to` takes a column or columns in parentheses
        error invalid-attribute fruit:24:1: a `belongs_to` relation lacks `from` or `to`
        error invalid-attribute fruit:25:24: `belongs_to` takes the path of an entity
        error invalid-attribute fruit:27:1: the relation `H` is neither `belongs_to`, `has_one` nor `has_many`
        incomplete whole: fruit:14:1
        incomplete whole: fruit:16:1
        incomplete whole: fruit:18:1
        incomplete whole: fruit:20:1
        incomplete whole: fruit:21:11
        incomplete whole: fruit:22:1
        incomplete whole: fruit:23:54
        incomplete whole: fruit:23:63
        incomplete whole: fruit:24:1
        incomplete whole: fruit:25:24
        incomplete whole: fruit:27:1
        ",
    );
    check_dense(
        r#"
        #[sea_orm(belongs_to, from = "cake_id", fk_name = "x")]
        pub a: BelongsTo<super::cake::Entity>,
        #[sea_orm(belongs_to, from = "cake_id", to = "id", on_deelete = "Cascade")]
        pub b: BelongsTo<super::cake::Entity>,
        "#,
        "
        error unknown-key fruit:12:41: SeaORM refuses the key `fk_name` here
        error invalid-attribute fruit:13:5: a `belongs_to` relation lacks `from` or `to`
        error unknown-key fruit:14:52: SeaORM refuses the key `on_deelete` here
          did you mean `on_delete`?
        incomplete whole: fruit:12:41
        incomplete whole: fruit:13:5
        incomplete whole: fruit:14:52
        fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn one_key_twice() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        A,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        B,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id", on_delete = "Cascade")]
        C,
        "#,
        "
        warning duplicate-foreign-key fruit:18:1: two relations are the same foreign key with different actions or names
          fruit:14:1: the other is here
        fk (cake_id) -> cakes(id)
        fk (cake_id) -> cakes(id) delete Cascade
        ",
    );
}

#[test]
fn targets_that_are_not_there() {
    check_compact(
        r#"
        #[sea_orm(belongs_to = "super::pie::Entity", from = "Column::CakeId", to = "super::pie::Column::Id")]
        Pie,
        #[sea_orm(belongs_to = "bakery::cake::Entity", from = "Column::CakeId", to = "bakery::cake::Column::Id")]
        OtherCrate,
        #[sea_orm(belongs_to = "super::cake::Entity", from = "Column::CakeId", to = "super::cake::Column::Id")]
        Cake,
        #[sea_orm(belongs_to = "super::pie::Entity", from = "Column::CakeId", to = "super::pie::Column::Id", skip_fk)]
        Skipped,
        "#,
        "
        warning unknown-entity fruit:14:1: the entity `super::pie::Entity` is not among the files that are read
        warning unknown-entity fruit:16:1: the entity `bakery::cake::Entity` is not among the files that are read
        incomplete foreign keys of fruit: fruit:14:1
        incomplete foreign keys of fruit: fruit:16:1
        fk (cake_id) -> cakes(id)
        ",
    );
}

#[test]
fn relations_written_by_hand() {
    let source = |body: &str| {
        format!(
            "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\n\
             struct Model {{ #[sea_orm(primary_key)] id: i32 }}\n\
             impl RelationTrait for Relation {{ fn def(&self) -> RelationDef {{ {body} }} }}"
        )
    };
    let plain = "table t\n  id ~Integer auto\n  key (id)";
    check(&source("panic!(\"No RelationDef\")"), plain);
    check(&source("match *self {}"), plain);
    check(&source("match self { Self::A => Entity::has_many(super::a::Entity).into() }"), plain);
    check(
        &source("match self { Self::A => Entity::belongs_to(a::Entity).from(Column::Id).to(a::Column::Id).into() }"),
        "
        warning unknown-entity entity:4:90: the entity `a::Entity` is not among the files that are read
        incomplete foreign keys of t: entity:4:90
        table t
          id ~Integer auto
          key (id)
        ",
    );
    check(
        &source("match self { Self::A => a::Relation::B.def().rev() }"),
        "
        warning computed-relations entity:4:90: a relation of `Relation` is made by code
        incomplete foreign keys of t: entity:4:90
        table t
          id ~Integer auto
          key (id)
        ",
    );
}
