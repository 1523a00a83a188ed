//! The action for GitHub: its script, with what a runner gives it, and somebody in GitHub's place.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::Checkout;
use crate::support::Sandbox;

/// Keeps comments as files, and what it was asked for in `calls`.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
cd "$GITHUB"
echo "$*" >>calls
[ ! -e forbidden ] || { echo "HTTP 403" >&2; exit 1; }
case "$*" in
  *PATCH* | *POST*) cp "$RUNNER_TEMP/autogen-comment.md" comment ;;
  *--paginate*) if [ -e comment ]; then echo 42; fi ;;
esac
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

struct Runner {
    checkout: Checkout,
    /// The folders of the runner and of GitHub's side.
    outside: Sandbox,
}

impl Runner {
    fn new(checkout: Checkout) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let outside = Sandbox::empty();
        outside.write("bin/gh", GH).write("github/.keep", "").write("temp/.keep", "");
        std::fs::set_permissions(outside.path("bin/gh"), std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { checkout, outside }
    }

    fn run(&self, inputs: &[(&str, &str)]) -> Output {
        let _ = std::fs::remove_file(self.outside.path("output"));
        let _ = std::fs::remove_file(self.outside.path("summary"));
        let mut command = Command::new(root().join(".github/action/run"));
        let path = format!("{}:{}", self.outside.path("bin").display(), std::env::var("PATH").unwrap());
        command.current_dir(self.checkout.sandbox.path("")).env_clear().env("PATH", path);
        command.env("AUTOGEN", env!("CARGO_BIN_EXE_autogen")).env("GITHUB_REPOSITORY", "somebody/app");
        command.env("GITHUB", self.outside.path("github")).env("RUNNER_TEMP", self.outside.path("temp"));
        command.env("GITHUB_OUTPUT", self.outside.path("output"));
        command.env("GITHUB_STEP_SUMMARY", self.outside.path("summary"));
        let usual = [
            ("DIRECTORY", "."),
            ("BASE", ""),
            ("DATABASE_URL", ""),
            ("VERIFY", "new"),
            ("COMMENT", "true"),
            ("FAIL", "findings"),
        ];
        command.envs(usual.map(|(name, value)| (format!("INPUT_{name}"), value))).env("PULL_REQUEST", "7");
        command.envs(inputs.iter().map(|(name, value)| (format!("INPUT_{name}"), *value)));
        command.output().unwrap()
    }

    fn status(&self) -> String {
        let output = self.outside.read("output");
        output.lines().find_map(|line| line.strip_prefix("status=")).unwrap().to_owned()
    }
}

/// A project with a new revision.
fn changed() -> Runner {
    let checkout = Checkout::of(Sandbox::upgraded());
    checkout.sandbox.edit("autogen.toml", "database_url = \"sqlite://app.db\"\n", "");
    checkout.commit("no database");
    checkout.sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub fax: Option<String>,\n",
    );
    checkout.sandbox.run(&["-m", "Fax", "--rev-id", "bbbb"]).exits(0);
    Runner::new(checkout)
}

#[test]
fn a_comment_is_written_once_and_kept_up_to_date() {
    let runner = changed();
    let output = runner.run(&[]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("::notice file=migrations/versions/bbbb_fax.sql,line=")
            && text.contains("::group::autogen check"),
        "{text}"
    );
    let comment = runner.outside.read("github/comment");
    assert!(comment.starts_with("<!-- autogen review of . -->\n## Schema: 1 revision since `main`\n"), "{comment}");
    assert!(comment.ends_with(&runner.outside.read("summary")), "{comment}");
    assert_eq!(runner.status(), "clean");
    assert!(runner.outside.read("github/calls").contains("--method POST repos/somebody/app/issues/7/comments"));

    runner.checkout.sandbox.edit("src/users.rs", "pub name: String", "pub name: String,\n    pub nick: Option<String>");
    let output = runner.run(&[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(runner.status(), "findings");
    assert!(runner.outside.read("github/comment").contains("**No revision makes this**"));
    assert!(runner.outside.read("github/calls").contains("--method PATCH repos/somebody/app/issues/comments/42"));
    assert_eq!(runner.run(&[("FAIL", "errors")]).status.code(), Some(0));
}

#[test]
fn without_the_right_to_comment_the_summary_has_it() {
    let runner = changed();
    runner.outside.write("github/forbidden", "");
    let output = runner.run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("::warning title=autogen::the review could not be written")
    );
    assert!(runner.outside.read("summary").starts_with("## Schema: 1 revision"));
}

#[test]
fn what_could_not_be_told_fails_whatever_is_asked_for() {
    let runner = changed();
    let output = runner.run(&[("BASE", "nowhere"), ("FAIL", "errors"), ("COMMENT", "false")]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(runner.status(), "failed");
    assert!(!runner.outside.path("github/calls").exists());
    // Nothing in an input is run.
    let output = runner.run(&[("BASE", "$(touch stolen); `touch stolen`"), ("DIRECTORY", ".")]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!runner.checkout.sandbox.path("stolen").exists());
}

#[test]
fn every_revision_is_proven_where_that_is_asked_for() {
    let runner = changed();
    let output = runner.run(&[("VERIFY", "all")]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("proven aaaa, First") && text.contains("proven bbbb, Fax"), "{text}");
    runner.run(&[("VERIFY", "none")]);
    assert!(runner.outside.read("summary").contains("**Not proven**"));
}

/// Every input reaches the script as a variable, and no other way.
#[test]
fn the_action_hands_its_inputs_over() {
    let action = std::fs::read_to_string(root().join("action.yml")).unwrap();
    let script = std::fs::read_to_string(root().join(".github/action/run")).unwrap();
    let (inputs, rest) = action.split_once("\noutputs:\n").unwrap();
    let (_, inputs) = inputs.split_once("\ninputs:\n").unwrap();
    let names = inputs.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.map(|line| line.trim().trim_end_matches(':')).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    for name in names.iter().filter(|name| **name != "token") {
        let variable = format!("INPUT_{}", name.to_uppercase().replace('-', "_"));
        assert!(rest.contains(&format!("        {variable}: ${{{{ inputs.{name} }}}}\n")), "{name}");
        assert!(script.contains(&format!("${variable}")), "{name}");
    }
    let runs = rest.lines().filter(|line| line.trim_start().starts_with("run:"));
    assert!(runs.clone().count() == 3 && runs.clone().all(|line| !line.contains("${{")), "{rest}");
}
