//! What came of migrations, kept in the folder that Cargo builds in. It can be removed at any time.

use std::fs;
use std::path::PathBuf;

use autogen_revision::RevisionId;
use autogen_schema::{Ident, TableName};
use serde_json::{Value, json};

use super::sources::sources;
use crate::build_folder::{build_folder, keep};
use crate::dump::Entry;
use crate::hash::Hash;
use crate::{RustMigrations, Target};

/// Counts the forms of the file.
const FORM: u32 = 1;

/// The file that holds what migrations build, while nothing that they are made from changes.
pub(super) struct Cache(PathBuf);

impl Cache {
    /// Finds the file for the first migrations of a crate on a product. `None` where not all that they are made from can be told.
    pub(super) fn of(target: Target<'_>, rust: &RustMigrations, order: &[RevisionId], product: &str) -> Option<Self> {
        let project = target.project;
        let folder = std::path::absolute(&project.directory).ok()?;
        let setup = project.scratch.setup.get(&target.dialect).map(fs::read).transpose().ok()?;
        let mut hash = Hash::default();
        let mut add = |bytes: &[u8]| hash.add(bytes);
        add(&FORM.to_le_bytes());
        add(product.as_bytes());
        add(&rust.program.as_ref()?.identity()?);
        add(&setup.unwrap_or_default());
        // What is nobody's business is not in what is kept.
        add(format!("{:?} {}", project.unmanaged, project.version_table).as_bytes());
        for id in order {
            add(id.as_str().as_bytes());
        }
        for (path, bytes) in sources(&folder)? {
            add(path.as_bytes());
            add(&bytes);
        }
        let name = format!("replay-{}-{}.json", target.dialect, hash.text());
        Some(Self(build_folder(&folder).join("autogen").join(name)))
    }

    pub(super) fn read(&self) -> Option<Vec<Entry>> {
        let text = fs::read_to_string(&self.0).ok()?;
        let entries: Vec<Value> = serde_json::from_str(&text).ok()?;
        entries.iter().map(entry).collect()
    }

    /// Writes it. Where that cannot be done, the migrations are run again the next time.
    pub(super) fn write(&self, entries: &[Entry]) {
        keep(&self.0, Value::Array(entries.iter().map(value).collect()).to_string().as_bytes());
    }
}

fn value(entry: &Entry) -> Value {
    let name = |name: &TableName| json!([name.schema.as_ref().map(Ident::as_str), name.name.as_str()]);
    json!([entry.kind, name(&entry.name), entry.table.as_ref().map(name), entry.sql])
}

fn entry(value: &Value) -> Option<Entry> {
    let [kind, name, table, sql] = value.as_array()?.as_slice() else { return None };
    let name_of = |value: &Value| -> Option<TableName> {
        let [schema, name] = value.as_array()?.as_slice() else { return None };
        let schema = match schema {
            Value::Null => None,
            schema => Some(Ident::new(schema.as_str()?)),
        };
        Some(TableName { schema, name: Ident::new(name.as_str()?) })
    };
    let table = match table {
        Value::Null => None,
        table => Some(name_of(table)?),
    };
    let sql = match sql {
        Value::Null => None,
        sql => Some(sql.as_str()?.to_owned()),
    };
    Some(Entry { kind: kind.as_str()?.to_owned(), name: name_of(name)?, table, sql })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache(folder.path().join("target/autogen/replay.json"));
        assert_eq!(cache.read(), None);
        let table = TableName { schema: Some("billing".into()), name: "a\"b".into() };
        let entries = [
            Entry { kind: "table".to_owned(), name: table.clone(), table: None, sql: Some("CREATE\n…".to_owned()) },
            Entry { kind: "grant".to_owned(), name: "x".into(), table: Some(table), sql: None },
        ];
        cache.write(&entries);
        assert_eq!(cache.read().as_deref(), Some(&entries[..]));
        assert_eq!(fs::read_to_string(folder.path().join("target/autogen/.gitignore")).unwrap(), "*\n");
        fs::write(&cache.0, "[[1]]").unwrap();
        assert_eq!(cache.read(), None, "what cannot be read is not there");
    }
}
