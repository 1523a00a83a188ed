//! What is said at lines of files.

use super::{Checkout, is_expected};
use crate::support::Sandbox;

fn changed() -> Checkout {
    let sandbox = Sandbox::new();
    sandbox.edit("src/users.rs", "    pub name: String,\n", "    pub name: String,\n    pub fax: Option<String>,\n");
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let nothing = "-- autogen: upgrade\n\n-- autogen: downgrade\n";
    sandbox.revision("abab", "aaaa", nothing).revision("acac", "abab", nothing);
    let checkout = Checkout::of(sandbox);
    let sandbox = &checkout.sandbox;
    sandbox.edit("src/users.rs", "    pub fax: Option<String>,\n", "");
    sandbox.run(&["-m", "No fax", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub nick: Option<String>");
    sandbox.revision(
        "cccc",
        "acac",
        "-- autogen: upgrade\nCREATE TABLE a (id integer);\n\n-- autogen: downgrade\nSELECT 1;\n",
    );
    sandbox.edit("migrations/versions/abab.sql", "-- autogen: upgrade\n", "-- autogen: upgrade\nSELECT 1;\n");
    checkout
}

#[test]
fn each_is_told_where_it_is_written() {
    let checkout = changed();
    let short = checkout.review(&["--format", "short"]);
    short.exits(1);
    is_expected(&short.stdout, "annotations.txt");
    let github = checkout.review(&["--format", "github", "--markdown", "review.md"]);
    github.exits(1);
    is_expected(&github.stdout, "annotations.github.txt");
    checkout.sandbox.remove("review.md");
    checkout.review(&[]).exits(1);
}

#[test]
fn the_markdown_goes_into_a_file_too() {
    let checkout = changed();
    let text = checkout.review(&[]).stdout;
    checkout.review(&["--format", "json", "--markdown", "review.md"]).exits(1);
    assert_eq!(checkout.sandbox.read("review.md"), text);
    checkout.review(&["--markdown", "no/folder/review.md"]).exits(2).complains("cannot write `no/folder/review.md`");
}
