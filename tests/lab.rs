//! A project in a folder of its own with a SQLite file, or a database on a server, worked on through the engine as a front would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use autogen_diff::{Ownership, Unsaid, template};
use autogen_engine::{Check, Databases, Error, History, Patterns, Plan, Project, Request, Run, Target};
use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, RevisionId, Silent, connect};
use autogen_schema::sql::normalize_statement;
use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

use crate::support::Database;

pub(crate) mod server;

/// A project on its own.
pub(crate) struct Lab {
    folder: TempDir,
    pub(crate) project: Project,
    made: AtomicU32,
    server: Option<Database>,
}

/// `sqlite_master`: kind and name, with the normal form of the stored text.
pub(crate) type Dump = BTreeMap<(String, String), String>;

/// Every row of every table: column to value as SQL would write it.
pub(crate) type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// The table that each view, index and trigger is on; a view is on itself.
pub(crate) type Owners = BTreeMap<String, String>;

/// `sqlite_sequence`: the last key of each AUTOINCREMENT table.
pub(crate) type Counters = BTreeMap<String, String>;

impl Lab {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().to_owned();
        fs::create_dir_all(root.join("src")).unwrap();
        fs::create_dir_all(root.join("migrations/versions")).unwrap();
        let project = Project {
            entities: vec![root.join("src")],
            dialects: vec![Dialect::Sqlite],
            directory: root.join("migrations"),
            rust: None,
            version_locations: Vec::new(),
            file_template: "{{revision}}_{{slug}}".to_owned(),
            version_table: Ident::from("autogen_version"),
            types: autogen_model::Options::default(),
            unmanaged: Patterns::new(&[]).unwrap(),
            ownership: Ownership::Ledger,
            unsaid: Unsaid::Ignore,
            scratch: autogen_engine::ScratchOptions::default(),
            root,
        };
        Self { folder, project, made: AtomicU32::new(0), server: None }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("app.db")
    }

    pub(crate) fn url(&self) -> String {
        match &self.server {
            Some(server) => server.url(),
            None => format!("sqlite://{}", self.database().display()),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.project.dialects[0]
    }

    /// Returns the databases that are known.
    pub(crate) fn databases(&self) -> Databases {
        Databases::of(Some(&self.url()))
    }

    /// Returns what a command does on the database.
    pub(crate) fn target<'a>(&'a self, databases: &'a Databases) -> Target<'a> {
        self.project.targets(databases).next().unwrap()
    }

    /// Writes one entity file in place of another.
    pub(crate) fn write_entity(&self, file: &str, text: &str) {
        let path = self.folder.path().join("src").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Makes a request whose id and time tell how many there were before.
    pub(crate) fn request(&self, message: &str) -> Request {
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        Request {
            message: message.to_owned(),
            id: RevisionId::new(format!("{number:012x}")).unwrap(),
            created: format!("2026-01-02T03:04:{:02}Z", number % 60),
            template: template::SQL_REVISION.to_owned(),
            template_name: "revision.sql.hbs".to_owned(),
            allowed_drops: Vec::new(),
            renames: Vec::new(),
            values: Vec::new(),
            forgotten: Vec::new(),
            proof: true,
            online: false,
            from: autogen_engine::Origin::default(),
            place: None,
            splice: false,
        }
    }

    pub(crate) fn history(&self) -> History {
        History::read(&self.project).unwrap()
    }

    /// Plans what the entities ask for, in one revision, and writes nothing.
    pub(crate) async fn plan(&self, request: &Request) -> Result<Option<Plan>, Error> {
        let mut plans = self.plans(request).await?;
        assert!(plans.len() < 2, "a chain of revisions, and not one");
        Ok(plans.pop())
    }

    /// Plans what the entities ask for, and writes nothing.
    pub(crate) async fn plans(&self, request: &Request) -> Result<Vec<Plan>, Error> {
        let entities = autogen_engine::read_entities(&self.project)?;
        let history = History::read(&self.project)?;
        Box::pin(autogen_engine::plan(&self.project, &entities, &history, request, &self.databases())).await
    }

    /// Plans and writes a revision. There must be something to do, and it must be proven.
    pub(crate) async fn migrate(&self, message: &str) -> Plan {
        self.migrate_renaming(message, Vec::new()).await
    }

    /// Does the same, with what a person says is a rename.
    pub(crate) async fn migrate_renaming(&self, message: &str, renames: Vec<(String, String)>) -> Plan {
        let request = Request { renames, ..self.request(message) };
        let plan = self.plan(&request).await.unwrap().expect("there is something to do");
        assert_eq!(plan.proof, autogen_engine::Proof::Proven, "{}", plan.draft.text);
        autogen_engine::write(&self.project, &plan.draft).unwrap();
        plan
    }

    /// Adopts the database as it stands.
    pub(crate) async fn adopt(&self) {
        let entities = autogen_engine::read_entities(&self.project).unwrap();
        let request = self.request("Baseline");
        let databases = self.databases();
        let adoption = Box::pin(autogen_engine::adopt(self.target(&databases), &entities, &self.history(), &request))
            .await
            .unwrap();
        autogen_engine::write(&self.project, &adoption.draft).unwrap();
        let (history, connection) = (self.history(), self.connect().await);
        let run = Run { project: &self.project, history: &history, connection: &connection, now: 1_767_323_045 };
        run.stamp("head", false).await.unwrap();
        connection.close().await.unwrap();
    }

    pub(crate) async fn connect(&self) -> Connection {
        connect(&self.url(), Mode::Create, BUSY_TIMEOUT).await.unwrap()
    }

    pub(crate) async fn upgrade(&self) {
        self.try_upgrade("head").await.unwrap();
    }

    pub(crate) async fn try_upgrade(&self, target: &str) -> Result<Vec<RevisionId>, Error> {
        let (history, connection) = (History::read(&self.project)?, self.connect().await);
        let run = Run { project: &self.project, history: &history, connection: &connection, now: 1_767_323_045 };
        let done = run.upgrade(target, &mut Silent).await;
        connection.close().await.unwrap();
        done
    }

    pub(crate) async fn downgrade(&self, target: &str) {
        self.try_downgrade(target, false).await.unwrap();
    }

    pub(crate) async fn try_downgrade(&self, target: &str, force: bool) -> Result<Vec<RevisionId>, Error> {
        let (history, connection) = (History::read(&self.project)?, self.connect().await);
        let run = Run { project: &self.project, history: &history, connection: &connection, now: 1_767_323_045 };
        let done = run.downgrade(target, force, &mut Silent).await;
        connection.close().await.unwrap();
        done
    }

    pub(crate) async fn check(&self) -> Check {
        let entities = autogen_engine::read_entities(&self.project).unwrap();
        autogen_engine::check(self.target(&self.databases()), &entities, &self.history()).await.unwrap()
    }

    /// Runs SQL by hand.
    pub(crate) async fn sql(&self, sql: &str) {
        if let Some(server) = &self.server {
            return server::sql(server, sql);
        }
        let connection = self.connect().await;
        connection.database().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        connection.close().await.unwrap();
    }

    pub(crate) async fn query(&self, sql: &str) -> Vec<Vec<String>> {
        let connection = self.connect().await;
        let rows = query(connection.database(), sql).await;
        connection.close().await.unwrap();
        rows
    }

    /// Everything that the database stores of its schema, the version table aside.
    pub(crate) async fn dump(&self) -> Dump {
        if let Some(server) = &self.server {
            return server::dump(server);
        }
        let rows = self.query("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").await;
        let ours = |row: &Vec<String>| row[1] != "autogen_version" && !row[1].starts_with("sqlite_");
        let entry =
            |row: Vec<String>| ((row[0].clone(), row[1].clone()), normalize_statement(&row[2], Dialect::Sqlite));
        rows.into_iter().filter(ours).map(entry).collect()
    }

    pub(crate) async fn rows(&self) -> Rows {
        if let Some(server) = &self.server {
            return server::rows(server);
        }
        let connection = self.connect().await;
        let database = connection.database();
        let mut all = Rows::new();
        let tables =
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name";
        for table in query(database, tables).await {
            let table = &table[0];
            if table == "autogen_version" || table.starts_with("sqlite_") {
                continue;
            }
            let columns =
                query(database, &format!("SELECT name FROM pragma_table_info({})", Dialect::Sqlite.literal(table)))
                    .await;
            let columns: Vec<String> = columns.into_iter().map(|row| row[0].clone()).collect();
            let quoted: Vec<String> = columns
                .iter()
                .map(|column| format!("quote({})", Dialect::Sqlite.quote(&column.as_str().into())))
                .collect();
            let sql = format!(
                "SELECT {} FROM {} ORDER BY 1",
                quoted.join(", "),
                Dialect::Sqlite.quote(&table.as_str().into())
            );
            let mut rows: Vec<BTreeMap<String, String>> =
                query(database, &sql).await.into_iter().map(|row| columns.iter().cloned().zip(row).collect()).collect();
            rows.sort();
            all.insert(table.clone(), rows);
        }
        connection.close().await.unwrap();
        all
    }

    pub(crate) async fn owners(&self) -> Owners {
        if self.server.is_some() {
            return Owners::new();
        }
        let rows = self.query("SELECT name, tbl_name FROM sqlite_master WHERE type <> 'table'").await;
        rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    }

    pub(crate) async fn counters(&self) -> Counters {
        if self.server.is_some() {
            return Counters::new();
        }
        if self.query("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'").await.is_empty() {
            return Counters::new();
        }
        let rows = self.query("SELECT name, seq FROM sqlite_sequence").await;
        rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    }

    /// Both checks of SQLite's own find nothing.
    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.complaints().await, Vec::<Vec<String>>::new());
    }

    /// What SQLite's own checks find: broken pages and constraints, then the tables of rows that refer to nothing.
    pub(crate) async fn complaints(&self) -> Vec<Vec<String>> {
        if self.server.is_some() {
            // A server keeps no row that breaks a constraint.
            return Vec::new();
        }
        let mut found = self.query("PRAGMA integrity_check").await;
        found.retain(|row| row != &["ok"]);
        found.extend(self.query("SELECT \"table\", parent FROM pragma_foreign_key_check ORDER BY 1, 2").await);
        found
    }

    /// Entities, history and database agree.
    pub(crate) async fn assert_clean(&self) {
        let check = self.check().await;
        assert!(!check.has_findings() && check.is_up_to_date(), "{check:#?}");
    }
}

/// Runs a query and returns each value as text.
pub(crate) async fn query(database: &impl ConnectionTrait, sql: &str) -> Vec<Vec<String>> {
    let rows = database.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
    let rows = rows.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    rows.iter()
        .map(|row| {
            (0..row.column_names().len())
                .map(|at| {
                    row.try_get_by_index::<Option<String>>(at)
                        .ok()
                        .or_else(|| row.try_get_by_index::<Option<i64>>(at).ok().map(|n| n.map(|n| n.to_string())))
                        .flatten()
                        .unwrap_or_else(|| "NULL".to_owned())
                })
                .collect()
        })
        .collect()
}

/// Checks that every row that was there is there, in all columns that both sides have.
pub(crate) fn assert_rows_kept(before: &Rows, after: &Rows, but: &BTreeSet<String>) {
    for (table, rows) in before {
        let Some(found) = after.get(table).filter(|_| !but.contains(table)) else { continue };
        assert_eq!(rows.len(), found.len(), "table {table} has another number of rows");
        let both: BTreeSet<&String> = match (rows.first(), found.first()) {
            (Some(one), Some(other)) => one.keys().filter(|column| other.contains_key(*column)).collect(),
            _ => continue,
        };
        let project = |rows: &Vec<BTreeMap<String, String>>| -> Vec<Vec<String>> {
            let kept = both.iter().filter(|column| !but.contains(&format!("{table}.{column}")));
            let kept: Vec<&String> = kept.copied().collect();
            let mut rows: Vec<Vec<String>> =
                rows.iter().map(|row| kept.iter().map(|column| row[*column].clone()).collect()).collect();
            rows.sort();
            rows
        };
        assert_eq!(project(rows), project(found), "rows of {table} differ");
    }
}
