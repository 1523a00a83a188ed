//! `autogen init --editor`: the files, what their commands are worth, and what becomes of files that are there.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::Sandbox;

const FILES: &[(&str, &str, &str)] = &[
    ("vscode", ".vscode/tasks.json", "vscode/tasks.json"),
    ("zed", ".zed/tasks.json", "zed/tasks.json"),
    ("neovim", ".nvim/autogen.lua", "neovim/autogen.lua"),
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&read("../../fixtures/editor/tasks.schema.json")).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

fn tasks(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&sandbox.read(".vscode/tasks.json")).unwrap()
}

#[test]
fn each_editor_gets_its_file() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run(&["init", "--editor", "vscode", "--editor", "zed", "--editor", "neovim"]).says(
        r"
        exit 0
        --- stdout
        Wrote .vscode/tasks.json
        Wrote .zed/tasks.json
        Wrote .nvim/autogen.lua
        --- stderr

        hint: `Tasks: Run Task` in VS Code lists autogen's

        hint: `task: spawn` in Zed lists autogen's

        hint: `:luafile .nvim/autogen.lua` in Neovim loads it; its first lines say how it is loaded each time
    ",
    );
    for (_, written, kept) in FILES {
        assert_eq!(sandbox.read(written), read(&format!("editor/{kept}")));
    }
    // The project is there already: nothing else was written.
    assert_eq!(sandbox.files().len(), before.len() + FILES.len());
    let before = sandbox.files();
    for (editor, written, _) in FILES {
        sandbox
            .run(&["init", "--editor", editor])
            .exits(0)
            .complains(&format!("{written} is there already, and stays"));
    }
    sandbox.unchanged(&before);
}

#[test]
fn a_new_project_gets_everything() {
    let sandbox = Sandbox::empty();
    sandbox.write("src/users.rs", crate::support::USERS);
    sandbox.run(&["init", "--editor", "zed"]).exits(0);
    assert!(sandbox.read("autogen.toml").contains("entities = [\"src\"]"));
    assert_eq!(sandbox.read(".zed/tasks.json"), read("editor/zed/tasks.json"));
    sandbox.run(&["init", "--editor", "emacs"]).exits(2).complains("[possible values: vscode, zed, neovim]");
}

#[test]
fn what_is_there_stays() {
    let sandbox = Sandbox::new();
    sandbox.write(".vscode/tasks.json", "{}").write(".zed/tasks.json", "[]").write(".nvim/autogen.lua", "-- mine");
    sandbox.run(&["init", "--editor", "vscode"]).says(
        r"
        exit 0
        --- stdout
        Wrote .vscode/autogen.tasks.json
        --- stderr
        .vscode/tasks.json is there already, and stays

        hint: copy its `tasks` and `inputs` into those of .vscode/tasks.json
    ",
    );
    sandbox
        .run(&["init", "--editor", "zed"])
        .exits(0)
        .complains("hint: copy its tasks into the list of .zed/tasks.json");
    sandbox.run(&["init", "--editor", "neovim"]).says(
        r"
        exit 0
        --- stderr
        .nvim/autogen.lua is there already, and stays

        hint: delete it, and `autogen init --editor neovim` writes it anew
    ",
    );
    assert_eq!(sandbox.read(".vscode/tasks.json"), "{}");
    assert_eq!(sandbox.read(".zed/tasks.json"), "[]");
    assert_eq!(sandbox.read(".nvim/autogen.lua"), "-- mine");
    assert_eq!(sandbox.read(".vscode/autogen.tasks.json"), read("editor/vscode/tasks.json"));
    assert_eq!(sandbox.read(".zed/autogen.tasks.json"), read("editor/zed/tasks.json"));
    let before = sandbox.files();
    sandbox.run(&["init", "--editor", "vscode", "--editor", "zed"]).exits(0);
    sandbox.unchanged(&before);
}

#[test]
fn the_tasks_of_vs_code_are_what_vs_code_takes() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init", "--editor", "vscode"]).exits(0);
    let (schema, tasks) = (schema(), tasks(&sandbox));
    let wrong: Vec<String> =
        schema.iter_errors(&tasks).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(wrong, [""; 0]);
    // The schema refuses what VS Code does.
    for (pointer, key) in [
        ("/tasks/1/problemMatcher", "patern"),
        ("/tasks/1", "comand"),
        ("/tasks/2/problemMatcher/background", "begins"),
    ] {
        let mut broken = tasks.clone();
        broken.pointer_mut(pointer).unwrap()[key] = Value::from("x");
        assert!(!schema.is_valid(&broken), "{pointer}/{key}");
    }
    let mut broken = tasks.clone();
    broken["tasks"][0]["type"] = Value::from("proces");
    assert!(!schema.is_valid(&broken));
}

/// What a task runs is a command line of autogen's, and the message of a revision arrives as it was typed.
#[test]
fn the_tasks_run_what_autogen_understands() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init", "--editor", "vscode", "--editor", "zed"]).exits(0);
    let tasks = tasks(&sandbox);
    let tasks = tasks["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 5);
    for task in tasks {
        assert_eq!(task["command"], "autogen");
        let args: Vec<&str> = task["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap()).collect();
        sandbox.run(&[&args[..], &["--help"]].concat()).exits(0);
    }
    let args = tasks[0]["args"].as_array().unwrap();
    let message = "-x: it's 100 % \"right\", $HOME & `all`";
    let args: Vec<String> =
        args.iter().map(|arg| arg.as_str().unwrap().replace("${input:autogenMessage}", message)).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let made = sandbox.run(&[&args[..], &["--rev-id", "aaaa", "--format", "short"]].concat());
    let made = sandbox.read(made.exits(0).stdout.trim());
    assert!(made.starts_with(&format!("-- {message}\n")), "{made}");

    let zed: Value = serde_json::from_str(&sandbox.read(".zed/tasks.json")).unwrap();
    for task in zed.as_array().unwrap().iter().skip(1) {
        let words: Vec<&str> = task["command"].as_str().unwrap().split(' ').collect();
        assert_eq!(words[0], "autogen");
        sandbox.run(&[&words[1..], &["--help"]].concat()).exits(0);
    }
}

/// Zed asks nothing for a task: its shell does, as it is written there.
#[test]
fn the_shell_of_zed_asks_for_the_message() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: Option<String>,");
    let zed: Value = serde_json::from_str(&read("editor/zed/tasks.json")).unwrap();
    let task = &zed[0];
    assert_eq!(task["shell"]["program"], "sh");
    let program = Path::new(env!("CARGO_BIN_EXE_autogen")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", task["command"].as_str().unwrap()]).current_dir(sandbox.path("")).env_clear().env("PATH", path);
    let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(b"-it's \\ \"nullable\", $HOME\n").unwrap();
    let outcome = sandbox.wait(shell);
    outcome.exits(0).prints("What is the revision for? ");
    let file = outcome.stdout.split("Wrote ").nth(1).unwrap().split(" (").next().unwrap().trim();
    let made = sandbox.read(file);
    // A backslash is written twice in a header.
    assert!(made.starts_with("-- -it's \\\\ \"nullable\", $HOME\n"), "{made}");
}
