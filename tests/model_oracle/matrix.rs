//! Entities by rule: each word alone, and each two attributes of a column together.

use super::vocabulary::{CASES, COLUMN_TYPES, FIELDS, KEYS, TYPES};

/// Attributes of a column that may stand together.
const TOGETHER: [&str; 13] = [
    "column_name = \"Own Name\"",
    "enum_name = \"OwnVariant\"",
    "column_type = \"Text\"",
    "nullable",
    "unique",
    "indexed",
    "unique_key = \"key\"",
    "default_value = \"it's\"",
    "default_expr = \"Expr::cust(\\\"now()\\\")\"",
    "comment = \"what it's for\"",
    "extra = \"CHECK (1 = 1)\"",
    "renamed_from = \"old\"",
    "ignore",
];

/// Makes the entities: the modules with their text.
pub(super) fn entities() -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut add = |name: &str, table: &str, fields: &str| {
        let module = format!("{name}_{:03}", out.len());
        let text = entity(&format!("table_name = {module:?}{table}"), fields);
        out.push((module, text));
    };
    let id = "    #[sea_orm(primary_key)]\n    pub id: i32,\n";
    for (ty, literal) in TYPES {
        let default =
            literal.map_or_else(String::new, |literal| format!("    #[sea_orm(default_value = {literal})]\n"));
        add("type", "", &format!("{id}    pub a: {ty},\n    pub b: Option<{ty}>,\n{default}    pub c: {ty},\n"));
    }
    for ty in COLUMN_TYPES {
        add("column_type", "", &format!("{id}    #[sea_orm(column_type = {ty:?})]\n    pub a: String,\n"));
    }
    for case in CASES {
        let fields = FIELDS.map(|field| format!("    pub {field}: i32,\n")).concat();
        add("case", &format!(", rename_all = {case:?}"), &format!("{id}{fields}"));
    }
    for key in KEYS {
        for said in ["", ", auto_increment = true", ", auto_increment = false"] {
            add("key", "", &format!("    #[sea_orm(primary_key{said})]\n    pub id: {key},\n"));
        }
        let other = "    #[sea_orm(primary_key)]\n    pub other: i32,\n";
        add("keys", "", &format!("    #[sea_orm(primary_key)]\n    pub id: {key},\n{other}"));
    }
    for (index, first) in TOGETHER.iter().enumerate() {
        for second in &TOGETHER[index..] {
            let fields = format!("    #[sea_orm({first}, {second})]\n    pub a_name: String,\n");
            add("together", "", &format!("{id}{fields}    pub b: Option<String>,\n"));
        }
    }
    out
}

fn entity(table: &str, fields: &str) -> String {
    format!(
        "#![allow(non_snake_case, dead_code, unused_imports)]\nuse sea_orm::entity::prelude::*;\n\
         use crate::{{enums, json, values}};\n\n\
         #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n#[sea_orm({table})]\npub struct Model {{\n{fields}}}\n\n\
         #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\npub enum Relation {{}}\n\n\
         impl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}
