//! A real project of 137 tables, from the first revision through ten edits, with rows in every table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use autogen_schema::{Dialect, Ledger};

use crate::lab::{Lab, assert_rows_kept};
use crate::rows::fill;

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker/src")
}

/// The project's entities in a lab of their own, without a revision.
pub(crate) fn timetracker() -> Lab {
    timetracker_on(Dialect::Sqlite)
}

/// The same for a database of `dialect`.
pub(crate) fn timetracker_on(dialect: Dialect) -> Lab {
    let lab = Lab::on(dialect, "timetracker");
    for entry in fs::read_dir(sources()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        lab.write_entity(&name, &fs::read_to_string(&path).unwrap());
    }
    lab
}

#[tokio::test]
async fn the_first_revision_runs_up_down_and_up() {
    first_revision(Dialect::Sqlite).await;
}

#[tokio::test]
async fn the_first_revision_runs_up_down_and_up_on_postgres() {
    first_revision(Dialect::Postgres).await;
}

#[tokio::test]
async fn the_first_revision_runs_up_down_and_up_on_mariadb() {
    first_revision(Dialect::Mysql).await;
}

async fn first_revision(dialect: Dialect) {
    let lab = timetracker_on(dialect);
    let plan = lab.migrate("First").await;
    let tables =
        plan.parts[0].difference.operations.iter().filter(|op| matches!(op, autogen_diff::Operation::CreateTable(_)));
    assert_eq!(tables.count(), 137);

    lab.upgrade().await;
    lab.assert_clean().await;
    lab.assert_sound().await;
    let made = lab.dump().await;
    fill(&lab, 3).await;
    lab.assert_sound().await;

    lab.downgrade("base").await;
    assert_eq!(lab.dump().await.into_keys().collect::<Vec<_>>(), []);
    if dialect == Dialect::Sqlite {
        let left = lab.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").await;
        let names: Vec<&str> = left.iter().map(|row| row[0].as_str()).collect();
        assert!(matches!(names[..], ["autogen_version"] | ["autogen_version", "sqlite_sequence"]), "{names:?}");
        assert_eq!(lab.query("SELECT count(*) FROM autogen_version").await, [["0"]]);
    } else {
        assert_eq!(lab.server().query("SELECT count(*) FROM autogen_version"), ["0"]);
    }

    lab.upgrade().await;
    lab.assert_clean().await;
    assert_eq!(lab.dump().await, made);
}

/// One edit of the entities: in a file, what stood there, what stands there now.
struct Edit {
    message: &'static str,
    files: &'static [(&'static str, &'static str, &'static str)],
    /// Columns whose values are gone when the upgrade has run.
    lossy: &'static [&'static str],
}

const EDITS: &[Edit] = &[
    Edit {
        message: "Add a note to projects",
        files: &[(
            "project.rs",
            "    pub budget_threshold_percent: i32,\n",
            "    pub budget_threshold_percent: i32,\n    #[sea_orm(column_type = \"Text\")]\n    pub budget_note: Option<String>,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Drop the avatar of users",
        files: &[(
            "user.rs",
            "    #[sea_orm(column_type = \"String(StringLen::N(255))\")]\n    pub avatar_filename: Option<String>,\n",
            "",
        )],
        lossy: &["users.avatar_filename"],
    },
    Edit {
        message: "Make the source of time entries longer",
        files: &[(
            "time_entry.rs",
            "    #[sea_orm(column_type = \"String(StringLen::N(20))\")]\n    pub source: String,\n",
            "    #[sea_orm(column_type = \"String(StringLen::N(40))\")]\n    pub source: String,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Require the description of clients",
        files: &[(
            "client.rs",
            "    #[sea_orm(column_type = \"Text\")]\n    pub description: Option<String>,\n",
            "    #[sea_orm(column_type = \"Text\")]\n    pub description: String,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Default the provider of users",
        files: &[(
            "user.rs",
            "    #[sea_orm(column_type = \"String(StringLen::N(20))\")]\n    pub auth_provider: String,\n",
            "    #[sea_orm(column_type = \"String(StringLen::N(20))\", default_value = \"local\")]\n    pub auth_provider: String,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Make the billing reference unique",
        files: &[(
            "project.rs",
            "    #[sea_orm(column_type = \"String(StringLen::N(100))\")]\n    pub billing_ref: Option<String>,\n",
            "    #[sea_orm(column_type = \"String(StringLen::N(100))\", unique)]\n    pub billing_ref: Option<String>,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Move an index",
        files: &[
            ("time_entry.rs", "    #[sea_orm(indexed)]\n    pub paid: bool,\n", "    pub paid: bool,\n"),
            (
                "time_entry.rs",
                "    pub created_at: DateTime,\n",
                "    #[sea_orm(indexed)]\n    pub created_at: DateTime,\n",
            ),
        ],
        lossy: &[],
    },
    Edit {
        message: "Delete time entries with their user",
        files: &[(
            "time_entry.rs",
            "    #[sea_orm(belongs_to, from = \"user_id\", to = \"id\")]\n    pub user:",
            "    #[sea_orm(belongs_to, from = \"user_id\", to = \"id\", on_delete = \"Cascade\")]\n    pub user:",
        )],
        lossy: &[],
    },
    Edit {
        message: "Let approvals expire",
        files: &[(
            "enums.rs",
            "#[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"approvalstatus\")]\npub enum ApprovalStatus {\n",
            "#[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"approvalstatus\")]\npub enum ApprovalStatus {\n    #[sea_orm(string_value = \"expired\")]\n    Expired,\n",
        )],
        lossy: &[],
    },
    Edit {
        message: "Group users in teams",
        files: &[
            ("lib.rs", "pub mod user;\n", "pub mod team;\npub mod user;\n"),
            (
                "user.rs",
                "    #[sea_orm(indexed)]\n    pub client_id: Option<i32>,\n",
                "    #[sea_orm(indexed)]\n    pub client_id: Option<i32>,\n    pub team_id: Option<i32>,\n    #[sea_orm(belongs_to, relation_enum = \"Team\", from = \"team_id\", to = \"id\")]\n    pub team: BelongsTo<Option<super::team::Entity>>,\n",
            ),
            (
                "team.rs",
                "",
                "use sea_orm::entity::prelude::*;\n\n#[sea_orm::model]\n#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n#[sea_orm(table_name = \"teams\")]\npub struct Model {\n    #[sea_orm(primary_key)]\n    pub id: i32,\n    #[sea_orm(unique)]\n    pub name: String,\n    #[sea_orm(indexed)]\n    pub lead_id: i32,\n    #[sea_orm(belongs_to, from = \"lead_id\", to = \"id\", on_delete = \"Restrict\")]\n    pub lead: BelongsTo<super::user::Entity>,\n}\n\nimpl ActiveModelBehavior for ActiveModel {}\n",
            ),
        ],
        lossy: &[],
    },
];

fn apply(lab: &Lab, edit: &Edit) {
    for (file, from, to) in edit.files {
        let path = lab.project.root.join("src").join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(from), "{file} has no\n{from}");
        lab.write_entity(file, &if from.is_empty() { (*to).to_owned() } else { text.replacen(from, to, 1) });
    }
}

#[tokio::test]
async fn ten_edits_in_a_row_go_up_down_and_up_with_rows_in_every_table() {
    ten_edits(Dialect::Sqlite).await;
}

#[tokio::test]
async fn ten_edits_in_a_row_go_up_down_and_up_with_rows_in_every_table_on_postgres() {
    ten_edits(Dialect::Postgres).await;
}

#[tokio::test]
async fn ten_edits_in_a_row_go_up_down_and_up_with_rows_in_every_table_on_mariadb() {
    ten_edits(Dialect::Mysql).await;
}

async fn ten_edits(dialect: Dialect) {
    let lab = timetracker_on(dialect);
    let mut accumulated = Ledger::new(dialect);
    accumulated.fold(&lab.migrate("First").await.changes);
    lab.upgrade().await;
    fill(&lab, 3).await;

    for edit in EDITS {
        println!("{}", edit.message);
        apply(&lab, edit);
        let plan = lab.migrate(edit.message).await;
        accumulated.fold(plan.parts[0].difference.changes.iter().chain(&plan.parts[0].difference.claims));
        let lossy: BTreeSet<String> = edit.lossy.iter().map(|&column| column.to_owned()).collect();
        let (dump, rows) = (lab.dump().await, lab.rows().await);

        lab.upgrade().await;
        lab.assert_clean().await;
        lab.assert_sound().await;
        let after = lab.dump().await;
        assert_rows_kept(&rows, &lab.rows().await, &lossy);

        lab.downgrade("-1").await;
        lab.assert_sound().await;
        assert_eq!(lab.dump().await, dump, "{}", edit.message);
        assert_rows_kept(&rows, &lab.rows().await, &lossy);

        lab.upgrade().await;
        lab.assert_clean().await;
        lab.assert_sound().await;
        assert_eq!(lab.dump().await, after, "{}", edit.message);
        assert_rows_kept(&rows, &lab.rows().await, &lossy);
    }

    let history = lab.history();
    assert_eq!(history.revisions.len(), 1 + EDITS.len());
    assert_eq!(history.ledger(history.graph.head().unwrap(), dialect).unwrap(), accumulated);
    lab.downgrade("base").await;
    assert_eq!(lab.dump().await.len(), 0);
}
