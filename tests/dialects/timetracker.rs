//! The project of 137 tables on three databases.

use std::fs;
use std::path::Path;

use super::stage::Stage;

#[test]
fn a_real_project_goes_up_and_down_on_three_databases() {
    let stage = Stage::new("timetracker");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/timetracker/src");
    for entry in fs::read_dir(sources).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("src/{}", path.file_name().unwrap().to_string_lossy());
        stage.sandbox.write(&name, fs::read(&path).unwrap());
    }
    let text = stage.migrate("First", "aaaa");
    assert_eq!(text.matches("--   + table ").count(), 137, "what all say stands there once");
    stage.everywhere(&["upgrade"]);
    let first = stage.dumps();

    stage.sandbox.edit(
        "src/user.rs",
        "    pub avatar_filename: Option<String>,\n",
        "    pub avatar_filename: Option<String>,\n    #[sea_orm(column_type = \"String(StringLen::N(20))\")]\n    pub pager_number: Option<String>,\n",
    );
    let text = stage.migrate("Add pager number", "bbbb");
    assert!(text.contains("\n-- autogen: upgrade sqlite postgres\nALTER TABLE \"users\" ADD COLUMN"), "{text}");
    stage.everywhere(&["upgrade"]);
    stage.everywhere(&["check"]);
    stage.everywhere(&["downgrade"]);
    assert_eq!(stage.dumps(), first);
    stage.everywhere(&["downgrade", "base"]);
    assert_eq!(stage.postgres.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), ["1"]);
    assert_eq!(
        stage.mysql.query("SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE()"),
        ["1"]
    );
    stage.everywhere(&["upgrade"]);
    stage.everywhere(&["check"]);
}
