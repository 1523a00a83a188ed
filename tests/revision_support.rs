//! A folder with revisions and a database, for the tests of running them.

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use autogen_revision::{
    Connection, Directory, Graph, Mode, Observer, Options, Report, Revision, RevisionId, Row, RunError, Silent,
    VersionTable, connect, downgrade, upgrade, whole,
};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

/// How long tests wait for a lock.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Revisions and a database in a folder of their own.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("versions")).unwrap();
        Project { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("app.db")
    }

    /// Writes a revision; `sections` start on line 6.
    pub(crate) fn write(&self, id: &str, revises: &str, sections: &str) -> &Self {
        fs::write(self.path().join(format!("versions/{id}.sql")), revision(id, revises, sections)).unwrap();
        self
    }

    pub(crate) fn remove(&self, id: &str) {
        fs::remove_file(self.path().join(format!("versions/{id}.sql"))).unwrap();
    }

    pub(crate) async fn open(&self) -> Session {
        Session::open(self.path(), PATIENCE).await
    }
}

pub(crate) fn revision(id: &str, revises: &str, sections: &str) -> String {
    format!("-- {id}\n--\n-- Revision: {id}\n-- Revises: {revises}\n-- Format: 1\n{sections}")
}

/// A connection to the database of a project, and its revisions as they are when it is opened.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) graph: Graph,
    pub(crate) options: Options,
}

impl Session {
    pub(crate) async fn open(folder: &Path, patience: Duration) -> Self {
        Self::at(folder, &format!("sqlite://{}", folder.join("app.db").display()), patience).await
    }

    /// Connects to another database than the one in the folder.
    pub(crate) async fn at(folder: &Path, url: &str, patience: Duration) -> Self {
        let connection = connect(url, Mode::Create, patience).await.unwrap();
        let mut revisions = Directory::new(folder).revisions().unwrap();
        let graph = Graph::from_revisions(&revisions).unwrap();
        graph.settle(&mut revisions);
        let version_table = VersionTable::new("autogen_version", connection.dialect());
        let options = Options { version_table, now: 1_800_000_000, force: false };
        Session { connection, revisions, graph, options }
    }

    pub(crate) async fn rows(&self) -> Vec<Row> {
        self.options.version_table.read(self.connection.database()).await.unwrap()
    }

    pub(crate) async fn applied(&self) -> Vec<RevisionId> {
        self.rows().await.into_iter().map(|row| row.revision).collect()
    }

    /// The applied revisions, separated by blanks.
    pub(crate) async fn current(&self) -> String {
        self.applied().await.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(crate) async fn upgrade_with(&self, target: &str, observer: &mut dyn Observer) -> Result<Report, RunError> {
        let plan = self.graph.plan_upgrade(target, &whole(&self.rows().await)).unwrap();
        upgrade(&self.connection, &self.revisions, &plan, &self.options, observer).await
    }

    pub(crate) async fn downgrade_with(&self, target: &str, observer: &mut dyn Observer) -> Result<Report, RunError> {
        let rows = self.rows().await;
        let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
        let graph = self.graph.including(rows.iter().map(Row::header)).unwrap();
        let plan = graph.plan_downgrade(target, &applied).unwrap();
        downgrade(&self.connection, &self.revisions, &plan, &self.options, observer).await
    }

    pub(crate) async fn upgrade(&self, target: &str) -> Result<Report, RunError> {
        self.upgrade_with(target, &mut Silent).await
    }

    pub(crate) async fn downgrade(&self, target: &str) -> Result<Report, RunError> {
        self.downgrade_with(target, &mut Silent).await
    }

    pub(crate) async fn execute(&self, sql: &str) {
        self.connection.database().execute_unprepared(sql).await.unwrap();
    }

    /// The first column of a query, as text.
    pub(crate) async fn column(&self, sql: &str) -> Vec<String> {
        let query = Statement::from_string(DatabaseBackend::Sqlite, format!("SELECT CAST(x AS TEXT) FROM ({sql})"));
        let rows = self.connection.database().query_all_raw(query).await.unwrap();
        let text = |row: &sea_orm::QueryResult| row.try_get_by_index::<Option<String>>(0).unwrap();
        rows.iter().map(|row| text(row).unwrap_or_else(|| "NULL".to_owned())).collect()
    }

    /// Everything the catalog holds but the version table, and every row of every table.
    pub(crate) async fn dump(&self) -> Vec<String> {
        let catalog = "SELECT coalesce(sql, name) AS x FROM sqlite_master WHERE tbl_name != 'autogen_version' \
                       ORDER BY type, name";
        let mut dump = self.column(catalog).await;
        let tables =
            "SELECT name AS x FROM sqlite_master WHERE type = 'table' AND name != 'autogen_version' ORDER BY name";
        for table in self.column(tables).await {
            let columns = self.column(&format!("SELECT name AS x FROM pragma_table_info('{table}')")).await;
            let row = columns.iter().map(|c| format!("quote(\"{c}\")")).collect::<Vec<_>>().join(" || ',' || ");
            let rows = self.column(&format!("SELECT {row} AS x FROM \"{table}\" ORDER BY 1")).await;
            dump.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        dump
    }

    pub(crate) async fn assert_sound(&self) {
        assert_eq!(self.column("SELECT integrity_check AS x FROM pragma_integrity_check").await, ["ok"]);
        assert_eq!(self.column("SELECT \"table\" AS x FROM pragma_foreign_key_check").await, [""; 0]);
        assert_eq!(self.column("SELECT foreign_keys AS x FROM pragma_foreign_keys").await, ["1"]);
        assert_eq!(
            self.column("SELECT name AS x FROM sqlite_master WHERE name LIKE '\\_autogen\\_%' ESCAPE '\\'").await,
            [""; 0]
        );
    }
}
