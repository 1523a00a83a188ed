//! What reviewers are told: `fixtures/review` has the whole texts. `UPDATE_EXPECT=1` writes them anew.

mod action;
mod annotations;
mod attention;
mod choosing;
mod hostile;
mod servers;
mod whole;

use std::path::Path;
use std::process::Command;

use crate::support::{Outcome, Sandbox};

/// A project in a checkout of git.
struct Checkout {
    sandbox: Sandbox,
}

impl Checkout {
    /// Commits what is in the folder as the branch `main`.
    fn of(sandbox: Sandbox) -> Self {
        let checkout = Self { sandbox };
        checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
        checkout.commit("base");
        checkout
    }

    fn commit(&self, message: &str) -> &Self {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self
    }

    fn git(&self, args: &[&str]) -> &Self {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]).args(args);
        git.current_dir(self.sandbox.path("")).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        self
    }

    /// Runs `autogen review`.
    fn review(&self, args: &[&str]) -> Outcome {
        self.review_with(args, &[])
    }

    fn review_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let path = std::env::var("PATH").unwrap();
        let variables = [&[("PATH", path.as_str())], variables].concat();
        self.sandbox.run_with(&[&["review"], args].concat(), &variables)
    }
}

/// Compares with a file of `fixtures/review`.
#[track_caller]
fn is_expected(found: &str, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/review").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} (UPDATE_EXPECT=1 writes it anew), found:\n{found}");
}

/// Returns what `--format json` says.
fn document(outcome: &Outcome) -> serde_json::Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome}"))
}
