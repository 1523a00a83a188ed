//! Projects of several databases.

use super::Checkout;
use crate::support::{Database, SERVERS, Sandbox};

#[test]
fn every_dialect_is_reviewed_on_its_servers() {
    let databases = SERVERS.map(|dialect| Database::new(dialect, "review"));
    let urls = databases.iter().map(|database| format!("{} = \"{}\"\n", database.dialect(), database.url()));
    let urls: String = urls.collect();
    let sandbox = Sandbox::new();
    let config = "entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"sqlite\", \"postgres\", \"mysql\"]\n";
    sandbox.write("autogen.toml", format!("{config}\n[scratch_url]\n{urls}"));
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let checkout = Checkout::of(sandbox);
    checkout.sandbox.edit(
        "src/users.rs",
        "    pub name: String,\n",
        "    pub name: String,\n    pub fax: Option<String>,\n",
    );
    checkout.sandbox.run(&["-m", "Fax", "--rev-id", "bbbb"]).exits(0);
    let review = checkout.review(&[]);
    review.exits(0).prints("**Proven** on mysql, postgres, sqlite: up, down, up, with rows.");
    let only = checkout.review(&["--dialect", "postgres"]);
    only.exits(0).prints("**Proven** on postgres: up, down, up, with rows.");
    // A server that nobody names leaves its dialect out, and that is said.
    checkout.sandbox.write("autogen.toml", config);
    let review = checkout.review(&[]);
    review.exits(2).prints("**Proven** on sqlite: up, down, up, with rows. Not proven on postgres: ");
}
