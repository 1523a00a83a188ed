//! What a developer sees of a project of 137 tables, one command after the other: `fixtures/terminal` has the whole of it, without
//! colours and with them. `UPDATE_EXPECT=1` writes it anew.

use std::path::Path;

use crate::support::Sandbox;

/// Runs commands, and shows each with what it says.
fn session(sandbox: &Sandbox, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for args in commands {
        let shown: Vec<String> = args.iter().map(|arg| shown(arg)).collect();
        text.push_str(&format!("$ autogen {}\n{}\n", shown.join(" "), sandbox.run(args)));
    }
    text
}

fn shown(arg: &str) -> String {
    if arg.contains(' ') { format!("'{arg}'") } else { arg.to_owned() }
}

#[track_caller]
fn is_expected(found: &str, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/terminal").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} (UPDATE_EXPECT=1 writes it anew), found:\n{found}");
}

/// Its entities have one column that no revision makes; it has a database, which is not there yet.
fn project() -> Sandbox {
    let sandbox = Sandbox::timetracker();
    let config = sandbox.read("autogen.toml");
    sandbox.write("autogen.toml", config + "database_url = \"sqlite://app.db\"\n");
    sandbox
}

#[test]
fn a_day_with_a_large_project() {
    let sandbox = project();
    let mut text = session(
        &sandbox,
        &[
            &["check"],
            &["upgrade"],
            &["current"],
            &["check"],
            &["-m", "Add phone number", "--dry-run", "--rev-id", "aaaa11112222"],
            &["-m", "Add phone number", "--rev-id", "aaaa11112222"],
            &["upgrade", "--dry-run"],
            &["upgrade"],
            &["check"],
        ],
    );
    sandbox.edit("src/client.rs", "    pub phone: Option<String>,\n", "");
    text += &session(
        &sandbox,
        &[
            &["check"],
            &["check", "--format", "short"],
            &["diff", "--from", "history", "--to", "entities"],
            &["-m", "No phone of clients", "--rev-id", "bbbb11112222"],
            &["history"],
            &["history", "--graph"],
            &["history", "-v", "-r", "-1:"],
            &["heads"],
            &["branches"],
            &["show", "bbbb"],
            &["upgrade"],
            &["downgrade", "-1"],
            &["verify", "head"],
            &["graph", "badges", "--neighbours", "--from", "history", "--format", "mermaid"],
            &["stamp", "head"],
            &["current", "-v"],
            &["list-templates"],
            &["upgrade"],
            &["downgrade", "base"],
        ],
    );
    is_expected(&text, "session.txt");
}

/// Colour is one theme, and says nothing that words do not say.
#[test]
fn the_same_in_colours() {
    let sandbox = project();
    sandbox.edit("src/client.rs", "    pub phone: Option<String>,\n", "");
    let commands: [&[&str]; 5] =
        [&["check"], &["upgrade"], &["-m", "Phones", "--rev-id", "aaaa11112222"], &["history"], &["show", "nothere"]];
    let coloured: Vec<Vec<&str>> = commands.iter().map(|args| [&["--color", "always"], *args].concat()).collect();
    let coloured: Vec<&[&str]> = coloured.iter().map(Vec::as_slice).collect();
    let text = session(&sandbox, &coloured);
    is_expected(&text.replace('\u{1b}', "␛"), "colours.txt");
    let plain = without_styles(&text).replace(" --color always", "");
    let other = project();
    other.edit("src/client.rs", "    pub phone: Option<String>,\n", "");
    assert_eq!(plain, session(&other, &commands));
}

/// Takes the styles away.
fn without_styles(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}
