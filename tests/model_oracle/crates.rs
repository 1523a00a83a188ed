//! Crates of generated entities: what SeaORM makes of them once they are compiled.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many entities a crate may have.
pub(super) const ENTITIES: usize = 250;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compiles the modules as a crate, runs it, and returns what SeaORM makes of their entities: tables, then enums.
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
    // The same versions as ours, so that nothing is fetched and nothing is built twice.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--target-dir"])
        .arg(root().join("target"))
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}: {}", folder.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn main(modules: &[(String, String)]) -> String {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/model_oracle/facts.rs");
    let mut out = format!("#[path = {facts:?}]\n#[allow(dead_code)]\nmod facts;\n");
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
    let profiles = &ours[ours.find("\n[profile.dev]").unwrap()..];
    let path = |below: &str| root().join(below).display().to_string();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]{sea_orm}\n\
         autogen-schema = {{ path = {:?} }}\nentities-fixture = {{ path = {:?} }}\n\
         chrono = {{ version = \"0.4\", default-features = false }}\nserde_json = \"1\"\n{profiles}",
        path("crates/schema"),
        path("fixtures/entities"),
    )
}
