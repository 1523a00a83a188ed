//! The source of an entity: 12 columns, 2 indexes, 1 unique and 2 foreign keys, to tables with lower numbers.

/// Returns the name of a table, which is that of its module too.
pub fn name(number: usize) -> String {
    format!("table_{number:05}")
}

/// The tables that a table refers to. The first one refers to itself.
pub fn parents(number: usize) -> [usize; 2] {
    [number / 2, number / 3]
}

/// Returns the source of an entity. One that has changed has a column more.
pub fn source(number: usize, changed: bool) -> String {
    let name = name(number);
    let module =
        |other| if other == number { "Entity".to_owned() } else { format!("super::{}::Entity", self::name(other)) };
    let [parent, owner] = parents(number).map(module);
    let more = if changed { "    pub remark: Option<String>,\n" } else { "" };
    format!(
        r#"use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "{name}")]
pub struct Model {{
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
    pub code: String,
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    #[sea_orm(indexed, column_type = "String(StringLen::N(20))")]
    pub status: String,
    #[sea_orm(column_type = "Decimal(Some((12, 2)))")]
    pub amount: Decimal,
    pub quantity: i32,
    pub is_active: bool,
    pub created_at: DateTime,
    pub updated_at: Option<DateTime>,
    #[sea_orm(indexed)]
    pub parent_id: i64,
    pub owner_id: Option<i64>,
{more}
    #[sea_orm(belongs_to, relation_enum = "Parent", from = "parent_id", to = "id", on_delete = "Cascade")]
    pub parent: BelongsTo<{parent}>,
    #[sea_orm(belongs_to, relation_enum = "Owner", from = "owner_id", to = "id")]
    pub owner: BelongsTo<Option<{owner}>>,
}}

impl ActiveModelBehavior for ActiveModel {{}}
"#
    )
}
