//! A database of its own, to build a history on and to try a revision: for SQLite in memory, else on a server.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use autogen_diff::{Difference, Operation, Sides};
use autogen_revision::{
    Connection, Direction, Failure, Mode, Options, Revision, RevisionId, Silent, VersionTable, connect, downgrade,
    split, stamp, upgrade,
};
use autogen_schema::sql::terminated;
use autogen_schema::{Definition, Dialect, Schema, TableName};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use tempfile::TempDir;

use crate::comparison::compare_on;
use crate::dump::{self, Entry, dump, entries};
use crate::excluded::without_excluded;
use crate::introspect::introspect;
use crate::replay::{Kept, replayed};
use crate::{Error, History, LoadError, MigrationsError, Program, Project, Site, Target};

mod name;
mod reachable;
mod server;

pub(crate) use reachable::Reachable;

use server::ServerScratch;

/// What is linked into this program, and so the same everywhere.
pub(crate) const SQLITE: &str = "sqlite";

/// A database that nobody else uses. One in memory is gone when this value is; one on a server when it is closed.
pub(crate) struct Scratch {
    connection: Connection,
    options: Options,
    server: Option<ServerScratch>,
    program: Option<Running>,
}

/// The program that runs migrations on a scratch, where it is not this one.
struct Running {
    program: Program,
    url: String,
    schema: Option<String>,
    /// Where a SQLite file lies.
    _folder: Option<TempDir>,
}

/// Makes a scratch database and removes it, to know whether one can be had.
pub async fn try_scratch(target: Target<'_>) -> Result<(), Error> {
    Scratch::empty(target).await?.close().await
}

impl Scratch {
    /// Makes an empty one. The server of the database that is known is used where it is on this machine, or where the
    /// configuration allows it.
    pub(crate) async fn empty(target: Target<'_>) -> Result<Self, Error> {
        let Target { project, dialect, .. } = target;
        // What runs there is SQL, and keeps our own rows, whatever runs the project's revisions.
        let version_table = match project.rust {
            None => project.version_table(dialect),
            Some(_) => VersionTable::new(autogen_revision::VERSION_TABLE, dialect),
        };
        // The clock has no part in what a history builds.
        let options = Options { version_table, now: 0, force: true };
        if dialect == Dialect::Sqlite {
            // Nobody else can hold it, so there is nothing to wait for.
            let connection = connect("sqlite::memory:", Mode::Create, Duration::ZERO).await?;
            return Ok(Self { connection, options, server: None, program: None });
        }
        let (connection, server) = ServerScratch::make(target).await?;
        Ok(Self { connection, options, server: Some(server), program: None })
    }

    /// Makes an empty one whose revisions run as they do anywhere else: those in Rust by the program of their crate.
    pub(crate) async fn running(target: Target<'_>) -> Result<Self, Error> {
        let Some(rust) = &target.project.rust else { return Self::empty(target).await };
        let program = rust.program.clone().ok_or(MigrationsError::NotRun)?;
        let Reachable { connection, url, server, folder } = Reachable::empty(target).await?;
        let options = Options { version_table: target.project.version_table(target.dialect), now: 0, force: true };
        let schema = Site::schema_of(&connection).await?;
        let program = Some(Running { program, url, schema, _folder: folder });
        Ok(Self { connection, options, server, program })
    }

    /// Makes one on which the first revisions of the history have run so.
    pub(crate) async fn run_to(target: Target<'_>, history: &History, order: &[RevisionId]) -> Result<Self, Error> {
        if target.project.rust.is_none() {
            return Self::replayed_to(target, history, order).await;
        }
        let scratch = Self::running(target).await?;
        let ran = scratch.run_first(order).await;
        scratch.unless(ran).await
    }

    /// Runs the first migrations, by their program.
    async fn run_first(&self, order: &[RevisionId]) -> Result<(), Error> {
        match &self.program {
            Some(running) if !order.is_empty() => running.migrate(Direction::Upgrade, order.len())?,
            _ => return Ok(()),
        }
        self.refuse_unrecorded(order, Direction::Upgrade).await
    }

    /// Makes one that the whole history has run on.
    pub(crate) async fn replayed(target: Target<'_>, history: &History) -> Result<Self, Error> {
        let order = history.graph.order();
        if target.dialect != Dialect::Sqlite || target.project.rust.is_some() {
            return Self::replayed_to(target, history, order).await;
        }
        history.refuse_unserved(target, order)?;
        let empty = Self::empty(target).await?;
        let Some(kept) = Kept::of(target, history, &empty.connection) else {
            return empty.upgraded(history, order).await;
        };
        match kept.restore(&empty.connection).await {
            Ok(true) => Ok(empty),
            Ok(false) => {
                let scratch = empty.upgraded(history, order).await?;
                kept.write(&scratch.connection).await;
                Ok(scratch)
            }
            // Nobody knows what it holds.
            Err(_) => Self::empty(target).await?.upgraded(history, order).await,
        }
    }

    /// Makes one that the first revisions of the history have run on.
    pub(crate) async fn replayed_to(
        target: Target<'_>,
        history: &History,
        order: &[RevisionId],
    ) -> Result<Self, Error> {
        if let Some(rust) = target.project.rust.as_ref().filter(|_| !order.is_empty()) {
            let scratch = Self::empty(target).await?;
            let built = async {
                let entries = replayed(target, rust, order, &scratch).await?;
                scratch.copy(history, &entries, order.last().map_or("base", RevisionId::as_str)).await
            };
            let built = Box::pin(built).await;
            return scratch.unless(built).await;
        }
        history.refuse_unserved(target, order)?;
        Self::empty(target).await?.upgraded(history, order).await
    }

    /// Runs the first revisions of the history on it.
    async fn upgraded(self, history: &History, order: &[RevisionId]) -> Result<Self, Error> {
        let run = upgrade(&self.connection, &history.revisions, order, &self.options, &mut Silent).await;
        self.unless(run.map(drop).map_err(|error| Error::Replay(Box::new(error)))).await
    }

    /// Makes one that holds what another database does, and stands where the history ends.
    pub(crate) async fn copied(target: Target<'_>, history: &History, entries: &[Entry]) -> Result<Self, Error> {
        let scratch = Self::empty(target).await?;
        let copied = scratch.copy(history, entries, "heads").await;
        scratch.unless(copied).await
    }

    /// Closes it where what was done with it failed.
    async fn unless(self, done: Result<(), Error>) -> Result<Self, Error> {
        match done {
            Ok(()) => Ok(self),
            Err(error) => {
                self.close().await?;
                Err(error)
            }
        }
    }

    async fn copy(&self, history: &History, entries: &[Entry], target: &str) -> Result<(), Error> {
        self.build(entries).await?;
        let (History { graph, revisions }, table) = (history, &self.options.version_table);
        if !revisions.is_empty() {
            stamp(&self.connection, table, graph, revisions, target, false, 0).await?;
        }
        Ok(())
    }

    /// Makes what another database holds.
    pub(crate) async fn build(&self, entries: &[Entry]) -> Result<(), Error> {
        let dialect = self.connection.dialect();
        let made = entries.iter().filter_map(|entry| entry.sql.as_deref()).map(|sql| terminated(sql, dialect));
        let sql: Vec<String> = dump::entries_begin(entries, dialect).into_iter().chain(made).collect();
        self.execute(&sql.join("\n")).await
    }

    /// Does something with it, and removes it whatever comes of that.
    pub(crate) async fn used<T>(self, work: impl AsyncFnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        // What is done is far larger than what surrounds it.
        let result = Box::pin(work(&self)).await;
        let closed = self.close().await;
        let value = result?;
        closed?;
        Ok(value)
    }

    pub(crate) async fn close(self) -> Result<(), Error> {
        self.connection.close().await.map_err(Error::Database)?;
        match self.server {
            Some(server) => server.drop_database().await,
            None => Ok(()),
        }
    }

    /// Runs one revision as it will be run: by the same runner.
    pub(crate) async fn run(&self, revision: &Revision, direction: Direction) -> Result<(), Error> {
        if let Some(running) = &self.program {
            // It is the next one either way.
            running.migrate(direction, 1)?;
            return self.refuse_unrecorded(std::slice::from_ref(&revision.header.id), direction).await;
        }
        let (revisions, plan) = (std::slice::from_ref(revision), std::slice::from_ref(&revision.header.id));
        match direction {
            Direction::Upgrade => upgrade(&self.connection, revisions, plan, &self.options, &mut Silent).await?,
            Direction::Downgrade => downgrade(&self.connection, revisions, plan, &self.options, &mut Silent).await?,
        };
        Ok(())
    }

    /// Fails where a program has not done what it was run for.
    async fn refuse_unrecorded(&self, ids: &[RevisionId], direction: Direction) -> Result<(), Error> {
        let rows = self.options.version_table.read(self.connection.database()).await?;
        let is_there = |id: &RevisionId| rows.iter().any(|row| row.revision == *id);
        match ids.iter().find(|id| is_there(id) != (direction == Direction::Upgrade)) {
            Some(id) => Err(MigrationsError::NotRecorded { revision: id.clone(), direction }.into()),
            None => Ok(()),
        }
    }

    /// Runs SQL that belongs to no revision, statement by statement. On SQLite references to what comes later are not checked.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), Error> {
        let is_sqlite = self.connection.dialect() == Dialect::Sqlite;
        if is_sqlite {
            self.statement("PRAGMA foreign_keys = OFF").await?;
        }
        for statement in split(sql, self.connection.dialect(), 1).into_iter().filter(|statement| !statement.is_empty())
        {
            self.statement(statement.sql).await?;
        }
        if is_sqlite {
            self.statement("PRAGMA foreign_keys = ON").await?;
        }
        Ok(())
    }

    /// Runs a file of SQL that somebody wrote. What fails is shown in the file.
    pub(crate) async fn load(&self, sql: &str, path: &Path) -> Result<(), Error> {
        let dialect = self.connection.dialect();
        if dialect == Dialect::Sqlite {
            self.statement("PRAGMA foreign_keys = OFF").await?;
        }
        for statement in split(sql, dialect, 1).into_iter().filter(|statement| !statement.is_empty()) {
            if let Err(failure) = self.attempt(statement.sql).await {
                let (path, line, statement) = (path.to_owned(), statement.line, statement.sql.to_owned());
                return Err(Error::Load(Box::new(LoadError { path, line, statement, failure })));
            }
        }
        Ok(())
    }

    pub(crate) async fn statement(&self, sql: &str) -> Result<(), Error> {
        self.attempt(sql).await.map_err(Error::Database)
    }

    /// Runs a statement that the database may refuse.
    pub(crate) async fn attempt(&self, sql: &str) -> Result<(), Failure> {
        self.connection.database().execute_unprepared(sql).await.map(|_| ()).map_err(Failure::from)
    }

    /// Asks something that the database may refuse.
    pub(crate) async fn attempt_query(&self, sql: &str) -> Result<Vec<QueryResult>, Failure> {
        let database = self.connection.database();
        let statement = Statement::from_string(database.get_database_backend(), sql);
        database.query_all_raw(statement).await.map_err(Failure::from)
    }

    /// Asks something.
    pub(crate) async fn query(&self, sql: &str) -> Result<Vec<QueryResult>, Error> {
        self.attempt_query(sql).await.map_err(Error::Database)
    }

    /// Returns what a database says without the name of this one, which is another one each time.
    pub(crate) fn anonymous(&self, text: &str) -> String {
        match &self.server {
            Some(server) => {
                text.replace(&format!("`{}`.", server.name()), "").replace(&format!("{}.", server.name()), "")
            }
            None => text.to_owned(),
        }
    }

    /// Returns which product it is, which version, and what text is to it where nobody says so.
    pub(crate) async fn product(&self) -> Result<String, Error> {
        let text = match self.dialect() {
            Dialect::Sqlite => return Ok(SQLITE.to_owned()),
            Dialect::Postgres => {
                "SELECT concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database \
                 WHERE datname = current_database()"
            }
            Dialect::Mysql => "SELECT CONCAT(@@character_set_database, ' ', @@collation_database)",
        };
        let rows = self.query(text).await?;
        let text = rows.first().map(|row| row.try_get_by_index::<String>(0)).transpose();
        let text = text.map_err(|error| Error::Database(error.into()))?.unwrap_or_default();
        Ok(format!("{:?} {:?} {text}", self.connection.product(), self.connection.version()))
    }

    /// Returns whose words it understands.
    pub(crate) fn dialect(&self) -> Dialect {
        self.connection.dialect()
    }

    /// Compares a model with what is in it.
    pub(crate) async fn compare(&self, sides: Sides<'_>) -> Result<Difference, Error> {
        compare_on(&self.connection, sides).await
    }

    /// Reads the schema, without what is never managed.
    pub(crate) async fn schema(&self, project: &Project) -> Result<Schema, Error> {
        Ok(self.schema_and_notes(project).await?.0)
    }

    /// Reads the schema, and what could not be read for what it is.
    pub(crate) async fn schema_and_notes(&self, project: &Project) -> Result<(Schema, Vec<String>), Error> {
        let read = introspect(&self.connection).await?;
        let notes = read.notes.iter().map(ToString::to_string).collect();
        Ok((without_excluded(read.schema, project), notes))
    }

    /// Returns the schema with MySQL's own text of the tables that operations are on, by which their columns are known again.
    pub(crate) async fn with_texts(&self, mut schema: Schema, operations: &[Operation]) -> Result<Schema, Error> {
        if self.connection.dialect() != Dialect::Mysql {
            return Ok(schema);
        }
        let renamed = operations.iter().filter_map(|operation| match operation {
            Operation::RenameTable { to, .. } => Some(to),
            _ => None,
        });
        let touched = operations.iter().filter_map(Operation::table).chain(renamed);
        let there = |name: &TableName| schema.table(name, Dialect::Mysql).map(|table| table.name.clone());
        let names: Vec<TableName> = touched.filter_map(there).collect::<BTreeSet<_>>().into_iter().collect();
        let texts = autogen_introspect::show_create(self.connection.database(), &names).await?;
        for (name, text) in names.iter().zip(texts) {
            if let Some(table) = schema.tables.get_mut(name) {
                table.definition = Definition::new(text);
            }
        }
        Ok(schema)
    }

    /// Returns what the database stores.
    pub(crate) async fn dump(&self, project: &Project) -> Result<Vec<Entry>, Error> {
        match self.connection.dialect() {
            Dialect::Sqlite => dump(self.connection.database(), project).await,
            dialect => Ok(entries(&self.schema(project).await?, dialect)),
        }
    }
}

impl Running {
    fn migrate(&self, direction: Direction, count: usize) -> Result<(), Error> {
        let site = Site { url: &self.url, schema: self.schema.as_deref() };
        let ran = self.program.migrate(site, direction, count);
        ran.map_err(|problem| MigrationsError::Failed { problem }.into())
    }
}

/// Returns the statements of one direction of a revision, in order.
pub(crate) fn statements(revision: &Revision, direction: Direction, dialect: Dialect) -> Result<Vec<String>, Error> {
    let sections = revision.sections(direction, dialect)?;
    let mut statements = Vec::new();
    for section in sections {
        let pieces = split(&section.body, dialect, section.first_line);
        statements.extend(pieces.into_iter().filter(|piece| !piece.is_empty()).map(|piece| piece.sql.to_owned()));
    }
    Ok(statements)
}
