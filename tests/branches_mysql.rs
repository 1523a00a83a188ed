//! A column that is said again as a whole on MySQL: what somebody else did to it in the meantime is not undone without a word.

use std::fs;
use std::path::PathBuf;

use autogen_schema::Dialect;

use crate::lab::Lab;

const BASE: &str = r#"
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub name: String,
    #[sea_orm(column_type = "String(StringLen::N(20))")]
    pub nick: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

const ROWS: &str = "INSERT INTO users (id, name, nick) VALUES (1, 'Ada', 'A'), (2, 'Grace', 'G')";

fn longer(field: &str, length: &str) -> String {
    let at = BASE.find(&format!("pub {field}: ")).unwrap();
    let from = BASE[..at].rfind("N(20)").unwrap();
    format!("{}N({length}){}", &BASE[..from], &BASE[from + "N(20)".len()..])
}

async fn lab() -> Lab {
    let lab = Lab::on(Dialect::Mysql, "guards");
    lab.write_entity("lib.rs", BASE);
    lab.migrate("First").await;
    lab.upgrade().await;
    lab.sql(ROWS).await;
    lab
}

/// Writes a revision and puts it aside.
async fn aside(lab: &Lab, entity: &str, message: &str) -> PathBuf {
    lab.write_entity("lib.rs", entity);
    let plan = lab.plan(&lab.request(message)).await.unwrap().unwrap();
    let path = autogen_engine::write(&lab.project, &plan.draft).unwrap();
    let aside = path.with_extension("aside");
    fs::rename(path, &aside).unwrap();
    aside
}

fn back(aside: &std::path::Path) {
    fs::rename(aside, aside.with_extension("sql")).unwrap();
}

/// Nothing of the revision runs, and nothing keeps it from running once the column is what it was.
async fn assert_refused(lab: &Lab, target: &str, words: &[&str]) {
    let (dump, rows) = (lab.dump().await, lab.rows().await);
    let error = lab.try_upgrade(target).await.unwrap_err();
    let text = error.to_string();
    assert!(words.iter().all(|word| text.contains(word)), "{text}");
    assert!(!error.hints().is_empty(), "{text}");
    assert_eq!((lab.dump().await, lab.rows().await), (dump, rows));
}

#[tokio::test]
async fn a_column_changed_by_hand_is_not_said_again() {
    let lab = lab().await;
    lab.write_entity("lib.rs", &longer("name", "200").replace("N(20)", "N(100)"));
    let plan = lab.migrate("Longer names").await;
    assert_eq!(plan.draft.text.matches("-- autogen: expects column users.").count(), 4, "{}", plan.draft.text);

    lab.sql("ALTER TABLE users MODIFY nick varchar(20) NOT NULL COMMENT 'by hand'").await;
    assert_refused(&lab, "head", &["users.nick", "by hand"]).await;
    lab.sql("ALTER TABLE users MODIFY nick varchar(20) NOT NULL, ADD COLUMN beside int, ADD INDEX (name)").await;
    lab.upgrade().await;

    lab.sql("ALTER TABLE users ALTER nick SET DEFAULT 'x'").await;
    let error = lab.try_downgrade("-1", false).await.unwrap_err().to_string();
    assert!(error.contains("users.nick") && error.contains("'x'"), "{error}");
    lab.sql("ALTER TABLE users ALTER nick DROP DEFAULT").await;
    lab.downgrade("-1").await;
    assert!(lab.server().dump().contains("`name` varchar(20) NOT NULL"));
}

#[tokio::test]
async fn another_default_of_a_database_is_no_change() {
    let lab = lab().await;
    lab.write_entity("lib.rs", &longer("name", "200"));
    lab.migrate("Longer names").await;
    for defaults in ["latin1 COLLATE latin1_german1_ci", "utf8mb4 COLLATE utf8mb4_bin", "utf8mb3"] {
        let mut other = Lab::on(Dialect::Mysql, "defaults");
        other.project.directory.clone_from(&lab.project.directory);
        let name = Dialect::Mysql.quote(&other.server().name().into());
        other.sql(&format!("ALTER DATABASE {name} CHARACTER SET {defaults}").replace('`', "\"")).await;
        other.upgrade().await;
        assert!(other.server().dump().contains("`name` varchar(200) NOT NULL"), "{defaults}");
        other.downgrade("base").await;
    }
}

#[tokio::test]
async fn of_two_branches_that_say_a_column_again_the_second_is_refused() {
    let lab = lab().await;
    let one = aside(&lab, &longer("name", "200"), "Longer names").await;
    let two = aside(&lab, &longer("name", "100"), "Long names").await;
    back(&one);
    lab.upgrade().await;
    back(&two);
    let draft = autogen_engine::merge(&lab.project, &lab.history(), &[], &lab.request("Merge")).unwrap();
    autogen_engine::write(&lab.project, &draft).unwrap();
    assert_refused(&lab, "head", &["users.name", "varchar(200)"]).await;
}

#[tokio::test]
async fn branches_over_two_columns_of_a_table_come_in_any_order() {
    let lab = lab().await;
    let one = aside(&lab, &longer("name", "200"), "Longer names").await;
    let two = aside(&lab, &longer("nick", "100"), "Longer nicks").await;
    back(&two);
    lab.upgrade().await;
    back(&one);
    let draft = autogen_engine::merge(&lab.project, &lab.history(), &[], &lab.request("Merge")).unwrap();
    autogen_engine::write(&lab.project, &draft).unwrap();
    lab.upgrade().await;
    let dump = lab.server().dump();
    assert!(dump.contains("`name` varchar(200) NOT NULL") && dump.contains("`nick` varchar(100) NOT NULL"), "{dump}");
    lab.downgrade("base").await;
}
