//! What a reviewer must not miss.

use super::{Checkout, document};
use crate::support::Sandbox;

fn project() -> Checkout {
    Checkout::of(Sandbox::upgraded())
}

#[test]
fn a_change_without_a_revision() {
    let checkout = project();
    checkout.sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub fax: Option<String>,\n",
    );
    checkout.review(&[]).exits(1).says(
        "
        exit 1
        --- stdout
        ## Schema: no new revision since `main`

        ### To be looked at

        - **No revision makes this** (`autogen -m MESSAGE` writes one):
          - `+ column users.fax string null`
        ",
    );
}

#[test]
fn a_revision_that_was_edited_or_removed() {
    let checkout = project();
    checkout.sandbox.edit("migrations/versions/aaaa_first.sql", "varchar NOT NULL", "varchar (9) NOT NULL");
    let review = checkout.review(&[]);
    review.exits(1).prints("- **Edited**: `aaaa` is part of `main`; a database that has run it does not run it again");
    checkout.sandbox.remove("migrations/versions/aaaa_first.sql");
    let review = checkout.review(&[]);
    review
        .exits(1)
        .prints("- **Removed**: `aaaa` is part of `main`; a database that has run it has nothing that undoes it");
}

/// What only people read may be mended, and a file may have another name.
#[test]
fn a_comment_or_another_name_is_no_edit() {
    let checkout = project();
    checkout.sandbox.edit("migrations/versions/aaaa_first.sql", "-- First", "-- The first one");
    let text = checkout.sandbox.read("migrations/versions/aaaa_first.sql");
    checkout.sandbox.remove("migrations/versions/aaaa_first.sql").write("migrations/versions/0001.sql", text);
    let reviewed = document(&checkout.review(&["--format", "json"]));
    for list in ["revisions", "edited", "removed"] {
        assert_eq!(reviewed[list].as_array().unwrap().len(), 0, "{list}: {reviewed}");
    }
}

/// A squash takes files away whose work another one does.
#[test]
fn what_another_revision_does_the_work_of_is_not_missed() {
    let checkout = project();
    checkout.sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub fax: Option<String>,\n",
    );
    checkout.sandbox.run(&["-m", "Fax", "--rev-id", "bbbb"]).exits(0);
    checkout.commit("fax").sandbox.run(&["squash", ":head", "--rev-id", "cccc"]).exits(0);
    let reviewed = document(&checkout.review(&["HEAD", "--format", "json"]));
    assert_eq!(reviewed["removed"].as_array().unwrap().len(), 0, "{reviewed}");
    assert_eq!(reviewed["revisions"][0]["revision"], "cccc");
}

#[test]
fn a_revision_that_does_not_do_what_it_says() {
    let checkout = project();
    let sections = "-- autogen: upgrade\nCREATE TABLE a (id integer);\n\n-- autogen: downgrade\nSELECT 1;\n";
    checkout.sandbox.revision("bbbb", "aaaa", sections);
    let review = checkout.review(&[]);
    review.exits(1).prints("**Failed**: 1 of 1 does not do what it says.").prints("- **Fails its proof**: line ");
    checkout.review(&["--no-proof"]).exits(0).prints("**Not proven**: nobody ran it.");
}

#[test]
fn entities_that_cannot_be_read() {
    let checkout = project();
    checkout.sandbox.write("src/broken.rs", "pub struct {");
    let review = checkout.review(&[]);
    review.exits(2).prints("**Not everything could be told**: the entities have 1 error").complains("error[syntax]");
    assert!(!review.stdout.contains("users"), "nothing is taken for gone: {review}");
}
