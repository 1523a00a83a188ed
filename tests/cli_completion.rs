//! What shells complete: asked as they ask, by the variables that their scripts set.

use crate::support::{Outcome, Sandbox, USERS};

const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

/// Asks what the last of these words may become.
fn asked(sandbox: &Sandbox, shell: &str, words: &[&str]) -> Outcome {
    let index = words.len().to_string();
    let variables = [("AUTOGEN_COMPLETE", shell), ("_CLAP_COMPLETE_INDEX", &index), ("_CLAP_IFS", "\n")];
    sandbox.run_with(&[&["--", "autogen"], words].concat(), &variables)
}

/// Returns what fish is told, without what helps.
#[track_caller]
fn values(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let outcome = asked(sandbox, "fish", words);
    assert_eq!(outcome.exits(0).stderr, "");
    let lines = outcome.stdout.lines().filter_map(|line| line.split('\t').next());
    lines.filter(|word| !word.starts_with('-')).map(str::to_owned).collect()
}

/// Two revisions, a branch, and two tables.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("src/posts.rs", USERS.replace("\"users\"", "\"posts\""));
    sandbox.run(&["-m", "First: one", "--rev-id", "aaaa", "--branch-label", "trunk"]).exits(0);
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\n-- autogen: downgrade\n");
    sandbox
}

#[test]
fn revisions_are_completed_by_every_shell() {
    let sandbox = project();
    let with_help = |shell: &str, help: &str| match shell {
        "bash" => String::new(),
        "zsh" => format!(":{help}"),
        _ => format!("\t{help}"),
    };
    for shell in SHELLS {
        let outcome = asked(&sandbox, shell, &["show", "a"]);
        assert_eq!(outcome.exits(0).stdout.trim_end(), format!("aaaa{}", with_help(shell, "First: one")), "{shell}");
        let all = asked(&sandbox, shell, &["show", ""]).stdout;
        let first: Vec<&str> = all.lines().take(3).collect();
        let expected = [("bbbb", "bbbb"), ("aaaa", "First: one"), ("trunk@head", "its head")];
        let expected = expected.map(|(value, help)| format!("{value}{}", with_help(shell, help)));
        assert_eq!(first, expected, "{shell}");
    }
}

#[test]
fn revisions_are_completed_wherever_one_stands() {
    let sandbox = project();
    let all = ["bbbb", "aaaa", "trunk@head", "head", "heads", "base", "current"];
    for words in [
        &["upgrade"][..],
        &["downgrade"],
        &["show"],
        &["edit"],
        &["stamp", "aaaa"],
        &["merge"],
        &["rebase"],
        &["rebase", "bbbb", "--onto"],
        &["squash"],
        &["verify"],
        &["history", "-r"],
        &["revision", "--depends-on"],
    ] {
        assert_eq!(values(&sandbox, &[words, &[""]].concat()), all, "{words:?}");
    }
    assert_eq!(values(&sandbox, &["history", "-r", "aaaa:b"]), ["aaaa:bbbb", "aaaa:base"]);
    assert_eq!(values(&sandbox, &["adopt", "--map", "1975=b"]), ["1975=bbbb", "1975=base"]);
    assert_eq!(values(&sandbox, &["-m", "Message", "--head", ""]), ["bbbb", "trunk@head", "base"]);
}

#[test]
fn tables_columns_and_dialects() {
    let sandbox = project();
    assert_eq!(values(&sandbox, &["graph", ""]), ["posts", "users"]);
    assert_eq!(values(&sandbox, &["graph", "posts", "u"]), ["users"]);
    assert_eq!(values(&sandbox, &["-m", "x", "--fill", "users."]), ["users.id=", "users.name="]);
    assert_eq!(values(&sandbox, &["migrate", "--using", "posts.n"]), ["posts.name="]);
    assert_eq!(values(&sandbox, &["diff", "--from", "en"]), ["entities"]);
    assert_eq!(values(&sandbox, &["diff", "--to", "aut"]), ["autogen.toml"]);
    for words in [&["init", "--dialect"][..], &["extend"], &["verify", "--dialect"], &["graph", "--dialect"]] {
        assert_eq!(values(&sandbox, &[words, &[""]].concat()), ["sqlite", "postgres", "mysql"], "{words:?}");
    }
    assert_eq!(values(&sandbox, &["json-schema", "up"]), ["upgrade"]);
    assert_eq!(values(&sandbox, &["upg"]), ["upgrade"]);
}

#[test]
fn a_rename_is_of_what_is_gone() {
    let sandbox = project();
    sandbox.edit("src/users.rs", "pub name: String,", "pub nick: String,");
    assert_eq!(values(&sandbox, &["-m", "x", "--rename", ""]), ["users.name="]);
    assert_eq!(values(&sandbox, &["-m", "x", "--rename", "users.name=n"]), ["users.name=nick"]);
    assert_eq!(values(&sandbox, &["-m", "x", "--drop", ""]), ["users.name"]);
    assert_eq!(values(&sandbox, &["-m", "x", "--forget", "users"]), ["users.name"]);
    sandbox.edit("src/posts.rs", "\"posts\"", "\"articles\"");
    assert_eq!(values(&sandbox, &["-m", "x", "--rename", "p"]), ["posts=", "posts.id=", "posts.name="]);
    assert_eq!(values(&sandbox, &["-m", "x", "--rename", "posts="]), ["posts=articles"]);
}

#[test]
fn the_project_is_that_of_the_line() {
    let sandbox = project();
    std::fs::create_dir(sandbox.path("sub")).unwrap();
    for shell in SHELLS {
        let found = |words: &[&str]| {
            let index = words.len().to_string();
            let variables = [("AUTOGEN_COMPLETE", shell), ("_CLAP_COMPLETE_INDEX", &*index), ("_CLAP_IFS", "\n")];
            let mut command = sandbox.command();
            command.current_dir("/").args(["--", "autogen"]).args(words).envs(variables);
            String::from_utf8(command.output().unwrap().stdout).unwrap()
        };
        let folder = sandbox.path("").to_str().unwrap().to_owned();
        let (glued, equal) = (format!("-C{folder}"), format!("--directory={folder}"));
        for place in [&["-C", &folder][..], &[&glued], &[&equal], &["-q", "-C", &folder]] {
            assert!(found(&[place, &["show", "b"]].concat()).starts_with("bbbb"), "{shell} {place:?}");
            // `upgrade` takes no values that start with a hyphen.
            assert!(found(&[&["upgrade"], place, &["b"]].concat()).starts_with("bbbb"), "{shell} {place:?}");
        }
        let below = format!("{folder}/sub");
        assert!(found(&["-C", &below, "show", "b"]).starts_with("bbbb"), "{shell}");
        assert!(found(&["-C", &folder, "--config", "autogen.toml", "show", "b"]).starts_with("bbbb"), "{shell}");
        assert_eq!(found(&["show", "b"]), "", "{shell}");
    }
}

#[test]
fn what_cannot_be_read_gives_nothing_and_no_error() {
    let sandbox = project();
    sandbox.write("migrations/versions/cccc.sql", "no revision\n").write("src/posts.rs", "pub struct {");
    assert_eq!(values(&sandbox, &["show", "b"]), [""; 0]);
    assert_eq!(values(&sandbox, &["-m", "x", "--rename", ""]), [""; 0]);
    assert_eq!(values(&sandbox, &["graph", ""]), ["users"]);
    sandbox.write("autogen.toml", "entities = 5\n");
    for words in [&["show", ""][..], &["graph", ""], &["-m", "x", "--fill", ""]] {
        assert_eq!(values(&sandbox, words), [""; 0], "{words:?}");
    }
    assert_eq!(values(&Sandbox::empty(), &["show", ""]), [""; 0]);
    assert_eq!(values(&sandbox, &["upg"]), ["upgrade"]);
}

/// A database is neither made nor waited for.
#[test]
fn no_database_is_asked() {
    let sandbox = project();
    let before = sandbox.files();
    for words in [&["upgrade", ""][..], &["show", "c"], &["graph", ""], &["-m", "x", "--rename", ""]] {
        values(&sandbox, words);
    }
    sandbox.unchanged(&before);
    sandbox.edit("autogen.toml", "sqlite://app.db", "postgres://nobody@192.0.2.1/none");
    sandbox.edit("autogen.toml", "directory", "dialects = [\"postgres\"]\ndirectory");
    assert_eq!(values(&sandbox, &["show", "b"]), ["bbbb", "base"]);
}

#[test]
fn the_scripts_ask_the_program() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = sandbox.run(&["completions", shell]);
        script.exits(0).prints("AUTOGEN_COMPLETE").prints("autogen");
    }
    sandbox.run(&["completions", "tcsh"]).exits(2).complains("invalid value 'tcsh'");
    // A shell that is not known is told so, as is one who set the variable by mistake.
    sandbox.run_with(&["--", "autogen", ""], &[("AUTOGEN_COMPLETE", "tcsh")]).exits(2).complains("tcsh");
}

/// The whole way, where the shell is there: its own functions, its own splitting of words.
#[test]
fn bash_completes() {
    let sandbox = project();
    let script = "source <(autogen completions bash)
        COMP_WORDS=(autogen show a) COMP_CWORD=2 COMP_TYPE=9 COMP_LINE='autogen show a' COMP_POINT=14
        _clap_complete_autogen autogen a show; printf '%s\\n' \"${COMPREPLY[@]}\"
        COMP_WORDS=(autogen history -r aaaa : b) COMP_CWORD=5
        _clap_complete_autogen autogen b :; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut command = std::process::Command::new("bash");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_autogen"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    command.args(["--norc", "-c", script]).current_dir(sandbox.path("")).env("PATH", path);
    let output = command.output().unwrap();
    let found = String::from_utf8_lossy(&output.stdout);
    assert_eq!(found, "aaaa\nbbbb\nbase\n", "{}", String::from_utf8_lossy(&output.stderr));
}
