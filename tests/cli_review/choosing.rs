//! Which revisions are meant.

use super::{Checkout, document};
use crate::support::Sandbox;

const NOTHING: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

fn three() -> Checkout {
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let checkout = Checkout::of(sandbox);
    checkout.git(&["tag", "v1"]).sandbox.revision("bbbb", "aaaa", NOTHING);
    checkout.commit("bbbb").sandbox.revision("cccc", "bbbb", NOTHING);
    checkout
}

fn ids(checkout: &Checkout, args: &[&str]) -> Vec<String> {
    let reviewed = document(&checkout.review(&[&["--no-proof", "--format", "json"], args].concat()));
    let revisions = reviewed["revisions"].as_array().unwrap();
    revisions.iter().map(|one| one["revision"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_commit_a_range_or_a_revision_says_which() {
    let checkout = three();
    assert_eq!(ids(&checkout, &[]), ["cccc"], "since the branch main");
    assert_eq!(ids(&checkout, &["v1"]), ["bbbb", "cccc"]);
    assert_eq!(ids(&checkout, &["HEAD~1"]), ["bbbb", "cccc"]);
    assert_eq!(ids(&checkout, &["bbbb"]), ["bbbb"]);
    assert_eq!(ids(&checkout, &["head"]), ["cccc"]);
    assert_eq!(ids(&checkout, &[":bbbb"]), ["aaaa", "bbbb"]);
    assert_eq!(ids(&checkout, &[":"]), ["aaaa", "bbbb", "cccc"]);
}

/// A pull request goes to the branch that its pipeline names.
#[test]
fn a_pipeline_names_the_branch() {
    let checkout = three();
    checkout.commit("cccc").git(&["branch", "release", "v1"]);
    for variable in ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] {
        let review = checkout.review_with(&["--no-proof"], &[(variable, "release")]);
        review.prints("## Schema: 2 revisions since `release`");
    }
    // That of the server is what a pipeline has.
    checkout.git(&["update-ref", "refs/remotes/origin/release", "HEAD~1"]);
    let review = checkout.review_with(&["--no-proof"], &[("GITHUB_BASE_REF", "release")]);
    review.prints("## Schema: 1 revision since `origin/release`");
}

/// What the branch has got since is nothing that this change does.
#[test]
fn what_came_on_the_other_branch_is_not_reviewed() {
    let checkout = three();
    checkout.git(&["checkout", "--quiet", "-b", "feature"]).commit("cccc").git(&["checkout", "--quiet", "main"]);
    checkout.sandbox.revision("dddd", "bbbb", NOTHING);
    checkout.commit("dddd").git(&["checkout", "--quiet", "feature"]);
    let reviewed = document(&checkout.review(&["--no-proof", "--format", "json"]));
    assert_eq!(reviewed["since"], "main");
    assert_eq!(reviewed["removed"].as_array().unwrap().len(), 0, "dddd was never here");
    assert_eq!(ids(&checkout, &[]), ["cccc"]);
}

#[test]
fn a_project_may_be_a_folder_of_its_checkout_and_its_names_anything() {
    let sandbox = Sandbox::new();
    let text = sandbox.read("autogen.toml").replace("\"migrations\"", "\"[mig] rätions\"");
    let entity = sandbox.read("src/users.rs");
    let checkout = Checkout::of(Sandbox::empty());
    checkout.sandbox.write("sub dir/autogen.toml", text).write("sub dir/src/users.rs", entity);
    checkout.sandbox.write("sub dir/[mig] rätions/versions/.gitkeep", "");
    checkout.commit("entities");
    checkout.sandbox.run(&["-C", "sub dir", "-m", "First", "--rev-id", "aaaa"]).exits(0);
    checkout.review(&["-C", "sub dir"]).exits(0).prints("`sub dir/[mig] rätions/versions/aaaa_first.sql`, the first");
}

#[test]
fn what_names_nothing_is_refused() {
    let checkout = three();
    let before = checkout.sandbox.files();
    checkout.review(&["nothere"]).exits(2).complains("can't locate revision identified by `nothere`");
    checkout.review(&["nothere"]).complains("git knows no commit, branch or tag of that name either");
    checkout.review(&["--upload-pack=x"]).exits(2);
    checkout.sandbox.unchanged(&before);
    let alone = Checkout { sandbox: Sandbox::new() };
    alone.review(&[]).exits(2).complains("is in no checkout of git").complains("name the revisions instead");
    let nowhere = Checkout { sandbox: Sandbox::new() };
    nowhere
        .review_with(&[], &[("PATH", "/nowhere")])
        .exits(2)
        .complains("cannot run git")
        .complains("name the revisions");
}

#[test]
fn branches_that_have_nothing_in_common_are_told() {
    let checkout = three();
    checkout.git(&["checkout", "--quiet", "--orphan", "other"]).commit("other");
    checkout.review(&["main"]).exits(2).complains("git knows no commit that `main` and this checkout have in common");
    checkout.review(&["main"]).complains("fetch-depth: 0");
}
