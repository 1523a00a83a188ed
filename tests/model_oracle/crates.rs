//! Crates of generated entities: what SeaORM makes of them once they are compiled.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules of the fixture whose types the entities use.
pub(super) const BESIDE: [&str; 3] = ["enums", "json", "values"];

/// How many entities a crate may have.
pub(super) const ENTITIES: usize = 250;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compiles the modules as a crate, beside the [modules](BESIDE) of the fixture, runs it, and returns what SeaORM makes of their entities: tables, then enums.
pub(super) fn run(name: &str, modules: &[(String, String)]) -> String {
    assert!(modules.len() <= ENTITIES);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle").join(name);
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source).unwrap();
    }
    fs::create_dir_all(&source).unwrap();
    for (module, text) in modules {
        fs::write(source.join(format!("{module}.rs")), text).unwrap();
    }
    fs::write(source.join("main.rs"), main(modules)).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest(name)).unwrap();
    // The same versions as ours, so that nothing is fetched.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--target-dir"])
        .arg(folder.with_file_name("target"))
        // What is generated is for the compiler, not for the linter that the tests may be built with.
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}: {}", folder.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn main(modules: &[(String, String)]) -> String {
    let mut out = "#![allow(dead_code)]\n\n".to_owned();
    let beside = BESIDE.map(|name| (name, format!("fixtures/entities/src/{name}.rs")));
    for (name, path) in beside.into_iter().chain([("facts", "tests/model_oracle/facts.rs".to_owned())]) {
        writeln!(out, "#[path = \"{}\"]\nmod {name};", root().join(path).display()).unwrap();
    }
    for (module, _) in modules {
        writeln!(out, "mod {module};").unwrap();
    }
    out.push_str("\nfn main() {\n    facts::hush();\n    let mut oracle = facts::Oracle::default();\n");
    for (module, _) in modules {
        writeln!(out, "    oracle.add({module}::Entity);").unwrap();
    }
    out + "    println!(\"{:#?}\\n{:#?}\", oracle.tables, oracle.enums);\n}\n"
}

fn manifest(name: &str) -> String {
    let ours = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let sea_orm = &ours[ours.find("\nsea-orm = {").unwrap()..];
    let sea_orm = &sea_orm[..=sea_orm.find('}').unwrap()];
    // No database is spoken to.
    let is_needed = |line: &&str| !["\"runtime-", "\"schema-sync", "\"sqlx-"].iter().any(|word| line.contains(word));
    let sea_orm: String = sea_orm.lines().filter(is_needed).flat_map(|line| [line, "\n"]).collect();
    let profiles = &ours[ours.find("\n[profile.dev]").unwrap()..];
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]{sea_orm}\
         autogen-schema = {{ path = {:?} }}\nchrono = {{ version = \"0.4\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{profiles}",
        root().join("crates/schema").display().to_string(),
    )
}
