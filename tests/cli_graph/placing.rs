//! Where a new revision stands.

use super::{add, history};
use crate::support::Sandbox;

/// The header of the only file whose name starts so.
fn header(sandbox: &Sandbox, id: &str) -> String {
    let files = sandbox.files();
    let (path, _) = files.iter().find(|(path, _)| path.file_name().unwrap().to_string_lossy().starts_with(id)).unwrap();
    let text = sandbox.read(path.to_str().unwrap());
    let lines = text
        .lines()
        .filter(|line| line.starts_with("-- Re") || line.starts_with("-- Dep") || line.starts_with("-- Bra"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn upon_a_head_a_base_or_in_between() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa", "cccc: aaaa @billing"]);
    sandbox.refuses(
        &["revision", "-m", "x"],
        r"
        exit 2
        --- stderr
        error: multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge

        hint: the heads are bbbb, cccc: name one by `--head`
        hint: `autogen merge` joins them
    ",
    );
    sandbox.run(&["revision", "-m", "x", "--rev-id", "d1", "--head", "billing@head"]).exits(0);
    assert_eq!(header(&sandbox, "d1"), "-- Revision: d1\n-- Revises: cccc");
    sandbox.refuses(
        &["revision", "-m", "x", "--head", "aaaa"],
        r"
        exit 2
        --- stderr
        error: revision `aaaa` is not a head revision; please specify --splice to create a new branch from this revision
    ",
    );
    sandbox.run(&["revision", "-m", "x", "--rev-id", "d2", "--head", "aaaa", "--splice"]).exits(0);
    assert_eq!(header(&sandbox, "d2"), "-- Revision: d2\n-- Revises: aaaa");
}

#[test]
fn labels_and_dependencies() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa", "cccc: aaaa @billing", "d1: cccc", "d2: aaaa"]);
    sandbox.run(&["revision", "-m", "x", "--rev-id", "d3", "--head", "base", "--branch-label", "shop"]).exits(0);
    assert_eq!(header(&sandbox, "d3"), "-- Revision: d3\n-- Revises: (base)\n-- Branch: shop");
    sandbox
        .run(&[
            "revision",
            "-m",
            "x",
            "--rev-id",
            "d4",
            "--head",
            "shop@head",
            "--depends-on",
            "billing",
            "--depends-on",
            "bbb",
        ])
        .exits(2);
    sandbox
        .run(&[
            "revision",
            "-m",
            "x",
            "--rev-id",
            "d4",
            "--head",
            "shop@head",
            "--depends-on",
            "billing",
            "--depends-on",
            "bbbb",
        ])
        .exits(0);
    assert_eq!(header(&sandbox, "d4"), "-- Revision: d4\n-- Revises: d3\n-- Depends: billing, bbbb");
    sandbox.refuses(
        &["revision", "-m", "x", "--head", "shop@head", "--branch-label", "billing"],
        r"
        exit 2
        --- stderr
        error: branch name `billing` is already used by revision `cccc`

        hint: give the new branch another name
    ",
    );
    sandbox.refuses(
        &["revision", "-m", "x", "--head", "shop@head", "--branch-label", "a-b"],
        r"
        exit 2
        --- stderr
        error: character '-' is not allowed in revision identifier `a-b`

        hint: it has letters, digits, `_` and `.`
    ",
    );
    sandbox.run(&["heads"]).says(
        r"
        exit 0
        --- stdout
        bbbb (effective head), message of bbbb
        d1 (billing) (head), message of d1
        d2 (head), message of d2
        d4 (shop) (head), x
        --- stderr

        hint: `autogen merge` joins them
    ",
    );
    sandbox.run(&["heads", "--resolve-dependencies", "--format", "short", "-q"]).says(
        "
        exit 0
        --- stdout
        d1
        d2
        d4
    ",
    );
}

#[test]
fn folders() {
    let sandbox = history(&["aaaa:"]);
    sandbox.write("billing/versions/.gitkeep", "");
    sandbox.edit(
        "autogen.toml",
        "database_url",
        "version_locations = [\"migrations/versions\", \"billing/versions\"]\ndatabase_url",
    );
    let root = ["revision", "-m", "x", "--head", "base", "--rev-id"];
    sandbox.run(&[&root[..], &["bbbb"]].concat()).exits(2).complains("please specify --version-path");
    sandbox
        .run(&[&root[..], &["bbbb", "--version-path", "shop"]].concat())
        .exits(2)
        .complains("is not represented in current version locations");
    sandbox.run(&[&root[..], &["bbbb", "--version-path", "billing/versions"]].concat()).exits(0);
    sandbox.run(&["revision", "-m", "y", "--head", "bbbb", "--rev-id", "cccc"]).exits(0);
    sandbox.read("billing/versions/bbbb_x.sql");
    sandbox.read("billing/versions/cccc_y.sql");
    sandbox.run(&["history"]).says(
        r"
        exit 0
        --- stdout
        bbbb -> cccc (head), y
        <base> -> bbbb, x
        <base> -> aaaa (head), message of aaaa
    ",
    );
}

#[test]
fn autogenerate_on_a_branch_starts_from_everything() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["revision", "-m", "Shop", "--head", "base", "--branch-label", "shop", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit("migrations/versions/aaaa_first.sql", "-- Created", "-- Branch: users\n-- Created");
    sandbox.run(&["upgrade", "heads"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.run(&["-m", "Age", "--rev-id", "cccc"]).exits(2).complains("multiple heads are present");
    sandbox.run(&["revision", "--autogenerate", "-m", "Age", "--rev-id", "cccc", "--head", "users@head"]).exits(0);
    assert_eq!(header(&sandbox, "cccc"), "-- Revision: cccc\n-- Revises: aaaa");
    assert!(!sandbox.read("migrations/versions/cccc_age.sql").contains("CREATE TABLE"));
    sandbox.run(&["upgrade", "heads"]).exits(0);
    // Each head has a label of its own, so that several are meant.
    sandbox.run(&["check"]).exits(0);
}

#[test]
fn merges() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa"]);
    sandbox.refuses(
        &["merge"],
        r"
        exit 2
        --- stderr
        error: nothing to merge: `bbbb` is the only head

        hint: `autogen heads` lists them
    ",
    );
    add(&sandbox, &["cccc: aaaa", "dddd: aaaa"]);
    sandbox.refuses(
        &["merge", "bbbb", "aaaa"],
        r"
        exit 2
        --- stderr
        error: revision `aaaa` is not a head

        hint: `autogen heads` lists what can be merged; `--splice` merges others too
    ",
    );
    sandbox.run(&["merge", "bbbb", "bbbb"]).exits(2).complains("duplicate head revisions specified: `bbbb`");
    sandbox.run(&["merge", "--rev-id", "m1", "--branch-label", "joined"]).exits(0);
    assert_eq!(header(&sandbox, "m1"), "-- Revision: m1\n-- Revises: bbbb, cccc, dddd\n-- Branch: joined");
    add(&sandbox, &["eeee: m1"]);
    sandbox.run(&["merge", "eeee", "bbbb", "--splice", "--rev-id", "m2"]).exits(0);
    assert_eq!(header(&sandbox, "m2"), "-- Revision: m2\n-- Revises: bbbb, eeee");
}

#[test]
fn names_from_other_tools() {
    let sandbox = history(&["aaaa:"]);
    for alias in [&["log"][..], &["head"], &["branch"], &["up"], &["down", "base"], &["status"], &["list_templates"]] {
        sandbox.run(alias).exits(0);
    }
    sandbox.run(&["new", "-m", "x", "--rev-id", "bbbb"]).exits(0);
}
