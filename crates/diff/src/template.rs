//! Fills the template of a revision file and the pattern of its name.
//!
//! Templates are the user's own copy. They hold no logic: every value arrives rendered and indented.

use handlebars::Handlebars;

/// The template of a revision file that `init` copies.
pub const SQL_REVISION: &str = include_str!("../templates/sql/revision.sql.hbs");

/// The template of a revision in Rust: a SeaORM migration.
pub const RUST_REVISION: &str = include_str!("../templates/rust/revision.rs.hbs");

/// The page that `init` puts beside the revisions.
pub const SQL_README: &str = include_str!("../templates/sql/README.md");

/// What a template can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// The message, safe to stand after `-- `.
    pub message: String,
    /// The id.
    pub revision: String,
    /// The ids of the parents, separated by commas.
    pub revises: String,
    /// The label of the branch, or nothing.
    pub branch: String,
    /// The ids of what must have run before, or nothing.
    pub depends: String,
    /// The ids of what it does the work of, or nothing.
    pub replaces: String,
    /// Where the database stood that it is made of, by another tool, or nothing.
    pub adopts: String,
    /// When it was made, in UTC: `2026-11-22T09:28:00Z`.
    pub created: String,
    /// The change list, as comment lines.
    pub changes: String,
    /// The upgrade sections, with their markers; of a migration in Rust the method `up`.
    pub upgrade: String,
    /// The downgrade sections, with their markers; of a migration in Rust the method `down`.
    pub downgrade: String,
    /// What a migration in Rust tells SeaORM of transactions, or nothing.
    pub transaction: String,
    /// What stands in the file of a migration in Rust beside it, or nothing.
    pub helpers: String,
    /// The message as part of a file name.
    pub slug: String,
}

/// A template that cannot be filled.
#[derive(Debug, thiserror::Error)]
#[error("the template {name} cannot be filled: {problem}")]
pub struct TemplateError {
    /// Which template: a path, or a key of the configuration.
    pub name: String,
    /// What is wrong.
    pub problem: String,
}

/// Fills `template`, which people know as `name`.
pub fn fill(name: &str, template: &str, variables: &Variables) -> Result<String, TemplateError> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(handlebars::no_escape);
    engine
        .render_template(template, &variables.map())
        .map_err(|error| TemplateError { name: name.to_owned(), problem: error.to_string() })
}

impl Variables {
    fn map(&self) -> std::collections::BTreeMap<&'static str, String> {
        let part = |from: usize, to: usize| self.created.get(from..to).unwrap_or_default().to_owned();
        [
            ("message", self.message.clone()),
            ("revision", self.revision.clone()),
            ("revises", self.revises.clone()),
            ("branch", self.branch.clone()),
            ("depends", self.depends.clone()),
            ("replaces", self.replaces.clone()),
            ("adopts", self.adopts.clone()),
            ("created", self.created.clone()),
            ("changes", self.changes.clone()),
            ("upgrade", self.upgrade.clone()),
            ("downgrade", self.downgrade.clone()),
            ("transaction", self.transaction.clone()),
            ("helpers", self.helpers.clone()),
            ("slug", self.slug.clone()),
            ("year", part(0, 4)),
            ("month", part(5, 7)),
            ("day", part(8, 10)),
            ("hour", part(11, 13)),
            ("minute", part(14, 16)),
            ("second", part(17, 19)),
        ]
        .into()
    }
}

/// The longest slug: names stay readable in a listing.
const SLUG: usize = 40;

/// Returns the words of a message as part of a file name: lower-case, joined by `_`, cut at a word.
pub fn slug(message: &str) -> String {
    let mut slug = String::new();
    let words = message.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    for word in words {
        let word = word.to_lowercase();
        let grown = slug.chars().count() + usize::from(!slug.is_empty()) + word.chars().count();
        if grown > SLUG {
            if slug.is_empty() {
                slug.extend(word.chars().take(SLUG));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(&word);
    }
    slug
}
