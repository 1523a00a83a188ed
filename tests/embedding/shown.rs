//! What `docs/embedding.md` shows besides the application itself: it compiles here, and does what the page says.

use autogen_revision::{Error, PlanError, Revisions};
use notes::MIGRATIONS;

use super::{Place, SECOND, ids, revisions, with_another};
use crate::revision_support::revision;

async fn bring_up(revisions: &Revisions, url: &str) -> Result<(), Error> {
    match revisions.upgrade(url, "head").await {
        // A newer version of this program has been here.
        Err(Error::Plan(PlanError::UnknownApplied(_))) => Ok(()),
        upgraded => upgraded.map(drop),
    }
}

#[test]
fn every_revision_is_in_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/notes/migrations/versions");
    let in_folder = Revisions::in_folder(folder).unwrap();
    assert_eq!(Revisions::embedded(MIGRATIONS).unwrap().ids(), in_folder.ids());
}

#[tokio::test]
async fn an_older_program_goes_on_where_it_says_so() {
    let place = Place::sqlite();
    let newer = with_another("cccc.sql", &revision("cccc", SECOND, "-- autogen: upgrade\n-- autogen: downgrade\n"));
    bring_up(&newer, &place.url).await.unwrap();
    bring_up(&revisions(), &place.url).await.unwrap();
    assert_eq!(ids(&newer.current(&place.url).await.unwrap()), ["cccc"]);
}
