//! What is too much for one transaction of a server becomes a chain of revisions.

use std::fmt::Write as _;
use std::fs;

use autogen_diff::Script;
use autogen_engine::{Plan, Proof};
use autogen_schema::Dialect;

use crate::lab::Lab;
use crate::support::Database;

/// Tables in a ring, with chords: wherever they are cut, keys go both ways across the cut.
const TABLES: usize = 120;

/// How far each table's keys reach.
const REACH: [usize; 10] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/// A server with its default settings has place for so many locks.
const LOCK_TABLE: usize = 6400;

#[tokio::test]
async fn a_chain_of_revisions_makes_and_drops_what_one_transaction_could_not() {
    let lab = Lab::on(Dialect::Postgres, "portions");
    write_entities(&lab);
    let made = migrate(&lab, "First").await;
    assert!(made.len() > 1, "one revision makes {TABLES} tables");
    let messages = made.iter().map(|plan| plan.draft.text.lines().next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(messages[0], format!("-- First (1 of {})", made.len()));
    assert_chained(&lab, &made);

    lab.upgrade().await;
    lab.assert_clean().await;
    let dump = lab.dump().await;
    assert_fits(&made);

    lab.downgrade("base").await;
    assert_eq!(lab.dump().await.into_keys().collect::<Vec<_>>(), []);
    lab.upgrade().await;
    assert_eq!(lab.dump().await, dump);

    for number in 0..TABLES {
        fs::remove_file(lab.project.root.join(format!("src/t{number:03}.rs"))).unwrap();
    }
    lab.write_entity("lib.rs", OTHER);
    let dropped = migrate(&lab, "Last").await;
    assert!(dropped.len() > 1, "one revision drops {TABLES} tables");
    lab.upgrade().await;
    lab.assert_clean().await;
    assert_eq!(lab.server().query("SELECT relname FROM pg_class WHERE relname LIKE 't0__'"), Vec::<String>::new());

    lab.downgrade(made.last().unwrap().id.as_str()).await;
    assert_eq!(lab.dump().await, dump);
}

/// Plans and writes whatever is to do.
async fn migrate(lab: &Lab, message: &str) -> Vec<Plan> {
    let request = lab.request(message);
    let plans = lab.plans(&request).await.unwrap();
    for plan in &plans {
        assert_eq!(plan.proof, Proof::Proven, "{}", plan.draft.text);
        autogen_engine::write(&lab.project, &plan.draft).unwrap();
    }
    assert_eq!(plans.last().unwrap().id, request.id);
    plans
}

fn assert_chained(lab: &Lab, plans: &[Plan]) {
    let history = lab.history();
    for pair in plans.windows(2) {
        assert_eq!(history.get(&pair[1].id).unwrap().header.revises, [pair[0].id.clone()]);
    }
}

/// Runs the chain up and down by hand, and looks at the locks that each revision holds when it ends.
fn assert_fits(plans: &[Plan]) {
    let database = Database::postgres("locks");
    let up = plans.iter().map(|plan| locks(&database, &plan.parts[0].upgrade));
    let most_up = up.max().unwrap();
    let down = plans.iter().rev().map(|plan| locks(&database, &plan.parts[0].downgrade));
    let most_down = down.max().unwrap();
    assert!(most_up <= LOCK_TABLE / 2 && most_down <= LOCK_TABLE, "{most_up} and {most_down} locks");
    // A limit that is kept by cutting far too small is not the one that was meant.
    assert!(most_up > LOCK_TABLE / 4 || most_down > LOCK_TABLE / 2, "{most_up} and {most_down} locks");
}

fn locks(database: &Database, script: &Script) -> usize {
    let statements: Vec<&str> =
        script.blocks.iter().flat_map(|block| &block.statements).map(|statement| statement.sql.as_str()).collect();
    let count = "SELECT count(*) FROM (SELECT DISTINCT locktype, relation, classid, objid FROM pg_locks \
                 WHERE pid = pg_backend_pid()) AS held;";
    let answer = database.query(&format!("BEGIN;\n{};\n{count}\nCOMMIT;", statements.join(";\n")));
    answer.last().unwrap().parse().unwrap()
}

pub(crate) fn write_entities(lab: &Lab) {
    let mut modules = String::new();
    for number in 0..TABLES {
        let name = |number: usize| format!("t{:03}", number % TABLES);
        let _infallible = writeln!(modules, "pub mod {};", name(number));
        let text = entity(&name(number), &REACH.map(|far| name(number + far)));
        lab.write_entity(&format!("{}.rs", name(number)), &text);
    }
    lab.write_entity("lib.rs", &modules);
}

/// A table with keys to others.
fn entity(table: &str, targets: &[String]) -> String {
    let (mut columns, mut relations) = (String::new(), String::new());
    for (at, target) in targets.iter().enumerate() {
        columns.push_str(&format!("    pub to{at}: Option<i32>,\n"));
        relations.push_str(&format!(
            "    #[sea_orm(belongs_to = \"super::{target}::Entity\", from = \"Column::To{at}\", \
             to = \"super::{target}::Column::Id\")]\n    To{at},\n"
        ));
    }
    format!(
        "use sea_orm::entity::prelude::*;\n\n\
         #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]\n#[sea_orm(table_name = \"{table}\")]\n\
         pub struct Model {{\n    #[sea_orm(primary_key)]\n    pub id: i32,\n    #[sea_orm(unique)]\n    pub code: i32,\n\
         {columns}}}\n\n#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\npub enum Relation {{\n{relations}}}\n\n\
         impl ActiveModelBehavior for ActiveModel {{}}\n"
    )
}

const OTHER: &str = "use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = \"other\")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
";
