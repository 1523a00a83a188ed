//! Revisions that do not run, and databases that a program does not know.

use autogen_revision::{Error, PlanError, RunProblem};
use autogen_schema::Dialect;

use super::{FIRST, Place, SECOND, ids, revisions, with_another};
use crate::revision_support::revision;

/// Its second statement, on line 8, fails.
const BROKEN: &str = "-- autogen: upgrade
CREATE TABLE half_done (id int);
INSERT INTO ghosts VALUES (1);
-- autogen: downgrade
DROP TABLE half_done;
";

#[tokio::test]
async fn a_broken_revision_is_named_and_leaves_nothing_behind() {
    for place in Place::everywhere("broken") {
        let dialect = place.dialect;
        let broken = with_another("cccc_broken.sql", &revision("cccc", SECOND, BROKEN));
        let error = broken.upgrade(&place.url, "head").await.unwrap_err();
        let told = error.to_string();
        assert!(told.starts_with("the upgrade of `cccc` failed: cccc_broken.sql:8: "), "{dialect}: {told}");
        assert!(told.contains("ghosts"), "{dialect}: {told}");
        let Error::Run(run) = &error else { panic!("{dialect}: {error:?}") };
        assert_eq!(run.statement.as_deref(), Some("INSERT INTO ghosts VALUES (1)"), "{dialect}");
        assert_eq!(ids(&broken.current(&place.url).await.unwrap()), [SECOND], "{dialect}");
        assert_eq!(ids(&broken.pending(&place.url).await.unwrap()), ["cccc"], "{dialect}");
        // Statements of MySQL's commit one by one.
        let stays = dialect == Dialect::Mysql;
        assert_eq!((run.partly, place.has_table("half_done").await), (stays, stays), "{dialect}");
    }
}

/// What is half done is told whenever the program starts; one that has it mended goes on with it.
#[tokio::test]
async fn a_program_does_not_start_on_what_is_half_done() {
    let place = Place::on_server(Dialect::Mysql, "half");
    let broken = with_another("cccc_broken.sql", &revision("cccc", SECOND, BROKEN));
    broken.upgrade(&place.url, "head").await.unwrap_err();
    for _ in 0..2 {
        let error = broken.upgrade(&place.url, "head").await.unwrap_err();
        let Error::Run(run) = &error else { panic!("{error:?}") };
        assert!(matches!(*run.problem, RunProblem::Statement(_)) && run.goes_on && !error.is_locked(), "{error}");
    }
    let mended = revision("cccc", SECOND, BROKEN).replace("INSERT INTO ghosts", "INSERT INTO half_done");
    let mended = with_another("cccc_broken.sql", &mended);
    assert_eq!(ids(&mended.upgrade(&place.url, "head").await.unwrap().done), ["cccc"]);
}

#[tokio::test]
async fn a_revision_that_is_mended_runs() {
    let place = Place::sqlite();
    let text = revision("cccc", SECOND, BROKEN);
    with_another("cccc.sql", &text).upgrade(&place.url, "head").await.unwrap_err();
    let mended = with_another("cccc.sql", &text.replace("INSERT INTO ghosts", "INSERT INTO half_done"));
    assert_eq!(ids(&mended.upgrade(&place.url, "head").await.unwrap().done), ["cccc"]);
}

/// The program was taken back to an older version; the database was not.
#[tokio::test]
async fn a_newer_database_is_told_apart() {
    for place in Place::everywhere("newer") {
        let newer = with_another("cccc.sql", &revision("cccc", SECOND, "-- autogen: upgrade\n-- autogen: downgrade\n"));
        newer.upgrade(&place.url, "head").await.unwrap();
        let error = revisions().upgrade(&place.url, "head").await.unwrap_err();
        assert!(
            matches!(&error, Error::Plan(PlanError::UnknownApplied(unknown)) if ids(unknown) == ["cccc"]),
            "{error}"
        );
        assert_eq!(ids(&revisions().current(&place.url).await.unwrap()), ["cccc"]);
        // The version table keeps what undoes it.
        assert_eq!(ids(&revisions().downgrade(&place.url, FIRST).await.unwrap().done), ["cccc", SECOND]);
    }
}

#[tokio::test]
async fn another_version_table_is_another_history() {
    for place in Place::everywhere("table") {
        revisions().upgrade(&place.url, "head").await.unwrap();
        let other = revisions().version_table("versions_of_notes");
        assert_eq!(ids(&other.pending(&place.url).await.unwrap()), [FIRST, SECOND]);
        other.upgrade(&place.url, "head").await.unwrap_err();
    }
}
