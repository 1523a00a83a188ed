//! `autogen check --watch`, as an editor runs it: lines are read as they come, and never waited for longer than a deadline.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::support::{Sandbox, USERS};

/// Longer than a check takes on the slowest machine.
const DEADLINE: Duration = Duration::from_mins(1);
const NICK: &str = "src/users.rs:9:9: warning[pending-change]: added column `users.nick`: string null";

/// A check that watches.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    /// Starts it in a project.
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = sandbox.start(&["check", "--watch", "--format", "short"]);
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// Waits for a line.
    #[track_caller]
    fn line(&self) -> Option<String> {
        match self.lines.recv_timeout(DEADLINE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("no line came"),
        }
    }

    /// Waits for a check to end that finds just this. Those before it saw less than the change, which is made in steps.
    #[track_caller]
    fn finds(&self, expected: &[&str]) {
        let mut seen = Vec::new();
        loop {
            let line = self.line();
            assert_eq!(line.as_deref(), Some("autogen: checking"), "after {seen:#?}");
            let mut found = Vec::new();
            let end = loop {
                match self.line().unwrap_or_else(|| panic!("it ended after {seen:#?} {found:#?}")) {
                    line if line.starts_with("autogen: checked, ") => break line,
                    line => found.push(line),
                }
            };
            let count = match found.len() {
                0 => "no findings".to_owned(),
                1 => "1 finding".to_owned(),
                count => format!("{count} findings"),
            };
            assert_eq!(end, format!("autogen: checked, {count}"));
            if found == expected {
                return;
            }
            seen.push(found);
            assert!(seen.len() < 20, "expected {expected:#?}, and not {seen:#?}");
        }
    }

    /// Checks that no check begins by itself: for much longer than one takes to begin, nothing comes.
    #[track_caller]
    fn rests(&self) {
        let line = self.lines.recv_timeout(Duration::from_secs(1));
        assert_eq!(line, Err(RecvTimeoutError::Timeout));
    }

    /// Presses Ctrl-C, and returns the exit code and what came after the last check.
    fn interrupt(mut self) -> (Option<i32>, Vec<String>) {
        let pressed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(pressed.success());
        let rest: Vec<String> = std::iter::from_fn(|| self.line()).collect();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Watch {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn with_nick() -> String {
    USERS.replace("    pub name: String,", "    pub name: String,\n    pub nick: Option<String>,")
}

/// What Linux says of a process: large pages, in which a check would hold half as much again.
#[cfg(target_os = "linux")]
#[test]
fn a_check_takes_small_pages() {
    let sandbox = Sandbox::upgraded();
    let watch = Watch::start(&sandbox);
    watch.finds(&[]);
    let said = |process: &str| {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        status.lines().find(|line| line.starts_with("THP_enabled:")).map(str::to_owned)
    };
    // Before Linux 5.0 it says nothing of it.
    let small = said("self").map(|_| "THP_enabled:\t0".to_owned());
    assert_eq!(said(&watch.child.id().to_string()), small);
}

#[test]
fn it_checks_again_on_every_kind_of_save() {
    let sandbox = Sandbox::upgraded();
    let watch = Watch::start(&sandbox);
    watch.finds(&[]);
    sandbox.write("src/users.rs", with_nick());
    watch.finds(&[NICK]);
    // As editors save that want no half file: another one takes its place.
    sandbox.write("src/.users.rs.swp", USERS);
    std::fs::rename(sandbox.path("src/.users.rs.swp"), sandbox.path("src/users.rs")).unwrap();
    watch.finds(&[]);
    // A file that comes, in a folder that was not there, and goes.
    let posts = USERS.replace("\"users\"", "\"posts\"");
    let added = "src/blog/posts.rs:5:12: warning[pending-change]: added table `posts` (2 columns)";
    sandbox.write("src/blog/posts.rs", &posts);
    watch.finds(&[added]);
    std::fs::rename(sandbox.path("src/blog"), sandbox.path("src/news")).unwrap();
    watch.finds(&[&added.replace("blog", "news")]);
    sandbox.edit("src/news/posts.rs", "\"posts\"", "\"news\"");
    watch.finds(&[&added.replace("blog", "news").replace("`posts`", "`news`")]);
    std::fs::remove_dir_all(sandbox.path("src/news")).unwrap();
    watch.finds(&[]);
    let (code, rest) = watch.interrupt();
    assert_eq!((code, rest), (Some(0), Vec::new()));
}

#[test]
fn revisions_and_the_configuration_are_watched() {
    let sandbox = Sandbox::upgraded();
    let watch = Watch::start(&sandbox);
    watch.finds(&[]);
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).exits(0);
    let pending =
        "migrations/versions/bbbb_by_hand.sql:1:1: warning[pending-revision]: the database lacks `bbbb`, By hand";
    watch.finds(&[pending]);
    // A configuration that is broken, made anew, gone, and there again.
    let config = sandbox.read("autogen.toml");
    sandbox.write("autogen.toml", format!("{config}broken\n"));
    let lines = watch.line();
    assert_eq!(lines.as_deref(), Some("autogen: checking"));
    let broken = watch.line().unwrap();
    assert!(broken.starts_with("autogen.toml:4:") && broken.contains(": error[not-checked]: "), "{broken}");
    assert_eq!(watch.line().as_deref(), Some("autogen: checked, 1 finding"));
    sandbox.write("autogen.toml.new", &config);
    std::fs::rename(sandbox.path("autogen.toml.new"), sandbox.path("autogen.toml")).unwrap();
    watch.finds(&[pending]);
    sandbox.remove("migrations/versions/bbbb_by_hand.sql");
    watch.finds(&[]);
    // Entities elsewhere, which are watched from now on.
    sandbox.write("other/users.rs", USERS);
    sandbox.write("autogen.toml", config.replace("\"src\"", "\"other\""));
    watch.finds(&[]);
    sandbox.write("other/users.rs", with_nick());
    watch.finds(&[&NICK.replace("src/", "other/")]);
    // The folder goes with all that is in it, and comes back.
    std::fs::rename(sandbox.path("other"), sandbox.path("away")).unwrap();
    watch.finds(&["autogen.toml:1:1: error[not-checked]: no entities found in `other`"]);
    std::fs::rename(sandbox.path("away"), sandbox.path("other")).unwrap();
    watch.finds(&[&NICK.replace("src/", "other/")]);
    assert_eq!(watch.interrupt().0, Some(0));
}

#[test]
fn what_is_no_part_of_the_project_is_not_checked_for() {
    let sandbox = Sandbox::upgraded();
    let watch = Watch::start(&sandbox);
    watch.finds(&[]);
    watch.rests();
    sandbox
        .write("README.md", "x")
        .write("src/notes.txt", "x")
        .write("src/.hidden.rs", "x")
        .write("src/users.rs~", "x");
    std::fs::read(sandbox.path("src/users.rs")).unwrap();
    sandbox.run(&["check"]).exits(0);
    watch.rests();
    sandbox.write("src/users.rs", with_nick());
    watch.finds(&[NICK]);
    watch.rests();
    let (code, rest) = watch.interrupt();
    assert_eq!((code, rest), (Some(0), Vec::new()));
}

#[test]
fn a_project_that_is_not_there_is_not_waited_for() {
    let sandbox = Sandbox::empty();
    let outcome = sandbox.run(&["check", "--watch", "--format", "short"]);
    assert_eq!(outcome.exits(2).stdout, "");
    outcome.complains("there is no `autogen.toml`");
}
