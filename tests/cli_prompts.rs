//! What is asked in a terminal, and what is not asked without one.

use std::process::Stdio;

use rexpect::session::PtySession;

use crate::support::{Sandbox, USERS};

/// How long a word may take; a busy machine takes its time.
const MILLISECONDS: u64 = 120_000;

/// Starts the program in a terminal.
fn start(sandbox: &Sandbox, args: &[&str]) -> PtySession {
    let mut command = sandbox.command();
    command.args(args).env("TERM", "xterm").stdin(Stdio::inherit());
    rexpect::session::spawn_command(command, Some(MILLISECONDS)).unwrap()
}

/// The entity with a name that is another one, and a column that needs a fill.
fn changed(sandbox: &Sandbox) {
    let source = USERS.replace("pub name: String", "pub full_name: String,\n    pub nick: String");
    sandbox.sql("INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace')");
    sandbox.write("src/users.rs", source);
}

const SECOND: &[&str] = &["-m", "Second", "--rev-id", "bbbb"];

#[test]
fn a_rename_and_a_fill_are_asked_for() {
    let sandbox = Sandbox::upgraded();
    changed(&sandbox);
    let mut terminal = start(&sandbox, SECOND);
    terminal.exp_string("`users.name` is gone from the entities. What is it now?").unwrap();
    terminal.exp_string("full_name (the same type, NOT NULL as well, in the same place, a name like it)").unwrap();
    terminal.exp_string("--rename users.name=NAME").unwrap();
    terminal.send("\r").unwrap();
    terminal.flush().unwrap();
    // What is renamed needs no fill, and the rows are counted.
    terminal.exp_string("`users.nick` is new, must not be NULL and has no default; users has 2 rows").unwrap();
    terminal.exp_string("What do rows hold in `users.nick`?").unwrap();
    terminal.exp_string("--fill users.nick=SQL").unwrap();
    // An expression that is none is not taken.
    terminal.send("lower(full_name\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("there is a `)` missing").unwrap();
    terminal.send(")\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("Wrote").unwrap();
    terminal.exp_eof().unwrap();
    let text = sandbox.read("migrations/versions/bbbb_second.sql");
    assert!(text.contains("--   > column users.name -> full_name\n"), "{text}");
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!(sandbox.query("SELECT full_name || ' ' || nick FROM users ORDER BY id"), ["Ada ada", "Grace grace"]);
}

#[test]
fn whoever_stops_has_nothing_written() {
    let sandbox = Sandbox::upgraded();
    changed(&sandbox);
    let before = sandbox.files();
    let mut terminal = start(&sandbox, SECOND);
    terminal.exp_string("What is it now?").unwrap();
    terminal.send("\u{3}").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("stopped: nothing was written").unwrap();
    terminal.exp_eof().unwrap();
    sandbox.unchanged(&before);
}

#[test]
fn nobody_is_asked_who_does_not_want_to_be_or_is_not_there() {
    let sandbox = Sandbox::upgraded();
    changed(&sandbox);
    let mut terminal = start(&sandbox, &[SECOND, &["--no-input", "--dry-run"]].concat());
    let said = terminal.exp_eof().unwrap();
    assert!(!said.contains("What is it now?") && said.contains("- column users.name"), "{said}");
    let mut terminal = start(&sandbox, &[SECOND, &["--format", "json", "--dry-run"]].concat());
    let said = terminal.exp_eof().unwrap();
    assert!(!said.contains("What is it now?"), "{said}");
    // Without a terminal.
    let outcome = sandbox.run(&[SECOND, &["--dry-run"]].concat());
    outcome.exits(0);
    assert!(!outcome.stderr.contains("What is it now?"), "{outcome}");
}
