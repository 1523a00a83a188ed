//! Expressions on PostgreSQL: compared as the server spells them, and not at all where it may not be asked.

mod appended;
mod asked;
mod not_asked;
mod verdicts;

use autogen_diff::Difference;
use autogen_schema::Dialect;
use autogen_schema::change::FactKey;

use crate::lab::Lab;

/// An entity `things` with these fields behind the key: attribute, then type.
fn entity(fields: &[(String, &str)]) -> String {
    let fields: String = fields
        .iter()
        .enumerate()
        .map(|(at, (attribute, ty))| format!("    #[sea_orm({attribute})]\n    pub c{at}: {ty},\n"))
        .collect();
    format!(
        "use sea_orm::entity::prelude::*;\n\n#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n\
         #[sea_orm(table_name = \"things\")]\npub struct Model {{\n    #[sea_orm(primary_key)]\n    pub id: i32,\n{fields}}}\n\n\
         impl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}

fn default(sql: &str) -> String {
    format!("default_expr = {:?}", format!("Expr::cust({sql:?})"))
}

/// A lab whose database has the table `things` with these columns, and whose entity has these fields.
async fn lab(before: &str, columns: &[String], fields: &[(String, &str)]) -> Lab {
    let lab = Lab::on(Dialect::Postgres, "expressions");
    let columns: String = columns.iter().enumerate().map(|(at, column)| format!(", c{at} {column}")).collect();
    lab.sql(&format!("{before}; CREATE TABLE things (id serial PRIMARY KEY{columns})")).await;
    lab.write_entity("things.rs", &entity(fields));
    lab
}

/// The columns that differ.
fn changed(difference: &Difference) -> Vec<String> {
    let name = |key: &FactKey| match key {
        FactKey::Column(_, name) => name.to_string(),
        other => other.to_string(),
    };
    difference.changes.iter().map(|change| name(change.key())).collect()
}

async fn difference(lab: &Lab) -> Difference {
    lab.check().await.live.unwrap().difference
}
