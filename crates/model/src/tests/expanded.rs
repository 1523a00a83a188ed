//! Entities in the expanded format.

use super::{check, check_files};

/// An entity of two columns with these definitions, this key and these relations.
fn entity(defs: &str, rest: &str) -> String {
    format!(
        "use sea_orm::entity::prelude::*;\n\
         #[derive(Copy, Clone, Default, Debug, DeriveEntity)]\npub struct Entity;\n\
         impl EntityName for Entity {{\n    fn table_name(&self) -> &'static str {{ \"cake\" }}\n}}\n\
         #[derive(DeriveModel, DeriveActiveModel)]\npub struct Model {{ pub id: i32, pub name: Option<String> }}\n\
         #[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]\npub enum Column {{ Id, Name }}\n\
         #[derive(Copy, Clone, Debug, EnumIter, DerivePrimaryKey)]\npub enum PrimaryKey {{ Id }}\n\
         impl PrimaryKeyTrait for PrimaryKey {{ type ValueType = i32; fn auto_increment() -> bool {{ true }} }}\n\
         impl ColumnTrait for Column {{\n    type EntityName = Entity;\n    fn def(&self) -> ColumnDef {{\n\
         {defs}\n    }}\n}}\n{rest}"
    )
}

const DEFS: &str = "match self { Self::Id => ColumnType::Integer.def(), Self::Name => ColumnType::Text.def().null() }";

#[track_caller]
fn check_name(def: &str, expected: &str) {
    let defs = format!("match self {{ Self::Id => ColumnType::Integer.def(),\nSelf::Name => {def} }}");
    let printed =
        super::print::model(&super::model(&[("src/entity.rs", &entity(&defs, ""))], &crate::Options::default()));
    let line = printed.lines().filter(|line| line.starts_with("  name ") || line.contains("entity:"));
    assert_eq!(line.map(str::trim).collect::<Vec<_>>().join("\n"), expected, "{def}");
}

#[test]
fn what_a_definition_says() {
    check_name("ColumnType::Text.def().null()", "name =Text null");
    check_name("ColumnType::String(StringLen::N(7)).def().nullable().unique()", "name =String(Limit(7)) null");
    check_name("sea_orm::ColumnType::Decimal(Some((10, 2))).def().nullable()", "name =Decimal(Some((10, 2))) null");
    check_name("ColumnType::Integer.def().null().default_value(-7)", "name =Integer null default -7");
    check_name("ColumnType::Integer.def().default_value(1).null().default(2)", "name =Integer null default 2");
    check_name("ColumnType::Integer.def().default(2).null().default_value(1)", "name =Integer null default 1");
    check_name(
        "ColumnType::Timestamp.def().null().default(Expr::current_timestamp())",
        "name =Timestamp null default (CURRENT_TIMESTAMP)",
    );
    check_name(
        "ColumnType::Text.def().null().comment(\"a\").extra(\"COLLATE x\").renamed_from(\"b\")",
        "name =Text null comment \"a\" extra \"COLLATE x\" was b",
    );
    check_name("ColumnType::Array(RcOrArc::new(ColumnType::Text)).def().null()", "name =Array(Text) null");
    check_name("{ ColumnType::Text.def().null() }", "name =Text null");
    check_name("ColumnType::Custom(\"citext\".into_iden()).def().null()", "name =Custom(\"citext\") null");
    check_name("<String as ValueType>::column_type().def().null()", "name ~String(Unset) null");
    check_name("i64::column_type().def().null()", "name ~BigInteger null");
}

/// What the definition lacks is lacking, whatever the field is: the derive of the model does not look at it.
#[test]
fn an_option_that_the_definition_does_not_know_of() {
    check_name(
        "ColumnType::Text.def()",
        "note unseen-option entity:8:43: SeaORM takes the column `name` for NOT NULL\nname =Text",
    );
}

#[test]
fn definitions_that_are_code() {
    check_name(
        "ColumnType::Custom(type_of_text()).def().null()",
        "warning unknown-column-type entity:18:15: the column type of `cake.name` is code, and what it gives is not known\n\
         name ?Custom(type_of_text()) null",
    );
    check_name(
        "text().def().null()",
        "warning unknown-column-type entity:18:15: the column type of `cake.name` is code, and what it gives is not known\n\
         name ?text() null",
    );
    for code in
        ["text()", "ColumnType::Text.def().nullable_if(A)", "ColumnType::Text.def().comment(NAME)", "if a {} else {}"]
    {
        check_name(
            code,
            "warning computed-column entity:10:23: the definition of the column `name` is code that is not followed\n\
             incomplete column cake.name: entity:10:23\n\
             name ?Name",
        );
    }
}

#[test]
fn definitions_without_a_match() {
    check(
        &entity("ColumnType::Integer.def().nullable()", ""),
        "
        table cake
          id =Integer null auto
          name =Integer null
          key (id)
        ",
    );
    check(
        &entity(
            "use ColumnType::*;\nmatch *self { Column::Id => return Integer.def(), _ => { Text.def().null() } }",
            "",
        ),
        "
        warning unknown-column-type entity:18:36: the column type of `cake.id` is code, and what it gives is not known
        warning unknown-column-type entity:18:58: the column type of `cake.name` is code, and what it gives is not known
        table cake
          id ?Integer auto
          name ?Text null
          key (id)
        ",
    );
    check(
        &entity("match self { Self::Id | Self::Name => ColumnType::Integer.def().null() }", ""),
        "
        table cake
          id =Integer null auto
          name =Integer null
          key (id)
        ",
    );
}

#[test]
fn relations_written_as_code() {
    let relation = |arms: &str| {
        format!(
            "#[derive(Copy, Clone, Debug, EnumIter)]\npub enum Relation {{ A }}\n\
             impl RelationTrait for Relation {{ fn def(&self) -> RelationDef {{ {arms} }} }}"
        )
    };
    let files = |arms: &str| {
        super::print::model(&super::model(
            &[("src/entity.rs", &entity(DEFS, &relation(arms)))],
            &crate::Options::default(),
        ))
    };
    let plain = "table cake\n  id =Integer auto\n  name =Text null\n  key (id)\n";
    for no_key in [
        "match self { Self::A => Entity::has_many(super::fruit::Entity).into() }",
        "match self { Self::A => Entity::has_one(super::fruit::Entity).into() }",
        "panic!(\"No RelationDef\")",
        "match *self {}",
        "match self { Self::A => Entity::belongs_to(Entity).from(Column::Id).to(Column::Id).skip_fk().into(), }",
    ] {
        assert_eq!(files(no_key), plain, "{no_key}");
    }
    let chain = "Entity::belongs_to(Entity).from(Column::Name).to(Column::Id)";
    assert_eq!(
        files(&format!("match self {{ Self::A => {chain}.into() }}")),
        format!("{plain}  fk (name) -> cake(id)\n")
    );
    assert_eq!(
        files(&format!(
            "match self {{ Self::A => {chain}.on_delete(ForeignKeyAction::Cascade)\n\
             .on_update(sea_query::ForeignKeyAction::SetNull).fk_name(\"x\").on_condition(|a, b| c(a, b)).into() }}"
        )),
        format!("{plain}  fk x (name) -> cake(id) delete Cascade update SetNull\n")
    );
    assert_eq!(
        files(
            "match self { Self::A => Entity::belongs_to(Entity).from((Column::Id, Column::Name))\n\
             .to((Column::Name, Column::Id)).into() }"
        ),
        format!("{plain}  fk (id, name) -> cake(name, id)\n")
    );
    for code in [
        "match self { Self::A => super::fruit::Relation::Cake.def().rev() }",
        "match self { Self::A => Entity::has_many(super::fruit::Entity).rev() }",
        "match self { Self::A => RelationDef { is_owner: false } }",
        "match self { Self::A if true => panic!() }",
        "let a = 1; match self { Self::A => panic!() }",
    ] {
        let printed = files(code);
        assert!(printed.contains("warning computed-relations entity:"), "{code}\n{printed}");
        assert!(printed.contains("incomplete foreign keys of cake: entity:"), "{code}\n{printed}");
    }
}

#[test]
fn names() {
    check(
        r#"
        #[derive(Copy, Clone, Default, Debug, DeriveEntity)]
        #[sea_orm(table_name = "t", schema_name = "s", column = "ignored", column = Field, primary_key = Key, relation = Link)]
        pub struct Thing;

        #[derive(EnumIter, DeriveColumn)]
        pub enum Field {
            #[strum(disabled)]
            Table,
            HTTPStatus,
            Id2,
            #[sea_orm(column_name = "Own Name")]
            B,
        }

        #[derive(EnumIter, DerivePrimaryKey)]
        pub enum Key { B, Id2 }

        impl PrimaryKeyTrait for Key {
            type ValueType = (i32, i32);
            fn auto_increment() -> bool { false }
        }

        impl ColumnTrait for Field {
            type EntityName = Thing;
            fn def(&self) -> ColumnDef {
                match self {
                    Self::Table => panic!("Table cannot be used as a column"),
                    Self::HTTPStatus => ColumnType::Integer.def().indexed(),
                    Self::Id2 | Self::B => ColumnType::Integer.def().unique_key("k"),
                }
            }
        }

        #[derive(EnumIter, DeriveRelation)]
        #[sea_orm(entity = Thing)]
        pub enum Link {
            #[sea_orm(belongs_to = "Thing", from = "Field::Id2", to = "Field::B")]
            Own,
        }
        "#,
        "
        table s.t
          http_status =Integer
          id2 =Integer
          Own Name =Integer
          key (Own Name, id2)
          unique index k (id2, Own Name)
          index (http_status)
          fk (id2) -> s.t(Own Name)
        ",
    );
}

#[test]
fn several_entities_in_a_module_and_hand_written_traits() {
    check_files(
        &[
            (
                "src/a.rs",
                r#"
                pub struct Cake;
                impl EntityName for Cake { fn table_name(&self) -> &'static str { "cake" } }
                impl EntityTrait for Cake {
                    type Model = CakeModel;
                    type Column = CakeColumn;
                    type PrimaryKey = CakeKey;
                    type Relation = CakeRelation;
                }
                #[derive(EnumIter, DeriveCustomColumn)]
                pub enum CakeColumn { Id, BakerId }
                impl IdenStatic for CakeColumn {
                    fn as_str(&self) -> &'static str {
                        match self { Self::Id => "ID", _ => self.default_as_str() }
                    }
                }
                impl ColumnTrait for CakeColumn {
                    fn def(&self) -> ColumnDef { match self { _ => ColumnType::Integer.def() } }
                }
                #[derive(EnumIter, DerivePrimaryKey)]
                pub enum CakeKey { Id }
                impl PrimaryKeyTrait for CakeKey { fn auto_increment() -> bool { false } }
                pub enum CakeRelation { Baker }
                impl RelationTrait for CakeRelation {
                    fn def(&self) -> RelationDef {
                        match self {
                            Self::Baker => Cake::belongs_to(Baker).from(CakeColumn::BakerId).to(BakerColumn::Id).into(),
                        }
                    }
                }

                #[derive(DeriveEntity)]
                #[sea_orm(table_name = "baker", column = BakerColumn, primary_key = BakerKey)]
                pub struct Baker;
                #[derive(EnumIter, DeriveColumn)]
                pub enum BakerColumn { Id }
                impl ColumnTrait for BakerColumn {
                    fn def(&self) -> ColumnDef { ColumnType::Integer.def() }
                }
                #[derive(EnumIter, DerivePrimaryKey)]
                pub enum BakerKey { Id }
                impl PrimaryKeyTrait for BakerKey { fn auto_increment() -> bool { true } }
                "#,
            ),
            (
                "src/b.rs",
                r#"
                use super::a::Baker as Someone;
                #[derive(DeriveEntityModel)]
                #[sea_orm(table_name = "b")]
                pub struct Model { #[sea_orm(primary_key)] pub id: i32 }
                #[derive(EnumIter, DeriveRelation)]
                pub enum Relation {
                    #[sea_orm(belongs_to = "Someone", from = "Column::Id", to = "super::a::BakerColumn::Id")]
                    Baker,
                }
                "#,
            ),
        ],
        "
        table b
          id ~Integer auto
          key (id)
          fk (id) -> baker(id)
        table baker
          id =Integer auto
          key (id)
        table cake
          ID =Integer
          baker_id =Integer
          key (ID)
          fk (baker_id) -> baker(id)
        ",
    );
}

/// What is only looked at for the sake of entities takes nothing from them.
#[test]
fn enums_and_models_that_are_too_deep() {
    let deep = format!("[u8; {}1{}]", "(".repeat(500), ")".repeat(500));
    let beside =
        format!("#[derive(EnumIter)]\nenum Deep {{ A({deep}) }}\n#[derive(DeriveModel)]\nstruct Other {{ a: {deep} }}");
    check(
        &entity(DEFS, &beside),
        "
        table cake
          id =Integer auto
          name =Text null
          key (id)
        ",
    );
}

#[test]
fn keys_that_are_code_or_elsewhere() {
    let source = entity(DEFS, "").replace("{ true }", "{ AUTO }");
    check(
        &source,
        "
        warning computed-column entity:3:12: code says whether the database makes the values of `PrimaryKey`
        incomplete column cake.id: entity:3:12
        table cake
          id =Integer
          name =Text null
          key (id)
        ",
    );
    let source = entity(DEFS, "").replace("enum PrimaryKey { Id }", "enum PrimaryKey { Id, Other }");
    check(
        &source,
        "
        error unknown-column entity:3:12: the key has the variant `Other`, which is none of the columns
        incomplete whole: entity:3:12
        table cake
          id =Integer auto
          name =Text null
          key (id)
        ",
    );
    let source = entity(DEFS, "").replace("enum PrimaryKey { Id }", "enum Primary { Id }");
    check(
        &source,
        "
        warning expanded-entity entity:3:12: the columns of the entity `cake` are not written beside it
        incomplete table cake: entity:3:12
        ",
    );
}
