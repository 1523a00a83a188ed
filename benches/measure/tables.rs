//! Projects of so many tables on one database: checking them, writing their revisions, running those.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use autogen_benches::{Failed, alembic, project};
use autogen_schema::Dialect;

use crate::bench::{Subject, compare};
use crate::database::{Database, Server};
use crate::run::{Taken, run};
use crate::settings::Settings;
use crate::table::{Row, Table};

/// How many tables Alembic is made to wait for.
const ALEMBIC_TABLES: usize = 1_000;

/// A project, and what is measured of it.
struct Bench<'a> {
    settings: &'a Settings,
    server: &'a Server,
    count: usize,
    folder: &'a Path,
    database: Database,
}

pub(crate) fn measure(settings: &Settings, server: &Server, count: usize, table: &mut Table) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    project::write(folder.path(), count, server.dialect)?;
    let database = server.database(settings, folder.path(), "app")?;
    let bench = Bench { settings, server, count, folder: folder.path(), database };
    let measured = bench.measure(table);
    bench.database.remove()?;
    measured
}

impl Bench<'_> {
    fn measure(&self, table: &mut Table) -> Result<(), Failed> {
        let only_check = self.settings.only_check;
        if only_check || self.server.is_default {
            run(&mut self.autogen(&["-m", "First", "--no-proof"]), &[0])?;
        }
        match (only_check, self.server.is_default) {
            (false, false) => self.everything(table),
            // Nothing else depends on how long a commit takes.
            (false, true) => self.upgrade(table),
            (true, false) => {
                run(&mut self.autogen(&["upgrade"]), &[0])?;
                self.check(table)
            }
            (true, true) => Ok(()),
        }
    }

    fn everything(&self, table: &mut Table) -> Result<(), Failed> {
        self.first(table)?;
        self.upgrade(table)?;
        self.check(table)?;
        self.unchanged(table)?;
        self.next(table)
    }

    /// The first revision, of everything: planned alone, and proven. Leaves it behind.
    fn first(&self, table: &mut Table) -> Result<(), Failed> {
        let planned = Subject::new(self.autogen(&["-m", "First", "--no-proof"])).after(|| self.forget_history());
        let proven = Subject::new(self.autogen(&["-m", "First"])).after(|| self.forget_history());
        let parsed = Subject::new(self.floor(&["parse"]));
        let [planned, proven, parsed] = compare(self.rounds(), [planned, proven, parsed])?;
        table.push(self.row("-m: all new, no proof", planned).floor("parsing the entities", parsed));
        let statements = self.statements()?;
        let scratch = self.server.database(self.settings, self.folder, "scratch")?;
        let sent = Subject::new(self.send(&scratch, &statements)).after(|| scratch.anew());
        let [sent] = compare(self.rounds(), [sent])?;
        scratch.remove()?;
        table.push(self.row("-m: all new", proven).floor("its SQL, once", sent));
        Ok(())
    }

    /// Running it. Leaves a database behind that has it.
    fn upgrade(&self, table: &mut Table) -> Result<(), Failed> {
        let statements = self.statements()?;
        let scratch = self.server.database(self.settings, self.folder, "scratch")?;
        let upgrade = Subject::new(self.autogen(&["upgrade"])).after(|| self.database.anew());
        let sent = Subject::new(self.send(&scratch, &statements)).after(|| scratch.anew());
        let [upgrade, sent] = compare(self.rounds(), [upgrade, sent])?;
        scratch.remove()?;
        table.push(self.row("upgrade", upgrade).floor("its SQL", sent));
        Ok(())
    }

    /// Where nothing has changed since the check before, and where everything has to be compared.
    fn check(&self, table: &mut Table) -> Result<(), Failed> {
        let again = Subject::new(self.autogen(&["check"]));
        let anew = Subject::new(self.autogen(&["check"])).after(|| self.forget_check());
        let floor = Subject::new(self.catalog());
        // What one check finds is what the next one knows.
        let [anew, again, floor] = compare(self.rounds(), [anew, again, floor])?;
        let alembic = self.alembic()?;
        table.push(self.row("check: nothing changed", again).floor("catalog, files", floor).alembic(alembic));
        table.push(self.row("check: all compared", anew).floor("catalog, files", floor).alembic(alembic));
        Ok(())
    }

    fn unchanged(&self, table: &mut Table) -> Result<(), Failed> {
        let subjects = [self.autogen(&["-m", "Nothing"]), self.catalog()].map(Subject::new);
        let [unchanged, floor] = compare(self.rounds(), subjects)?;
        table.push(self.row("-m: nothing new", unchanged).floor("catalog, files", floor));
        Ok(())
    }

    /// A revision of what has changed in one table of a hundred.
    fn next(&self, table: &mut Table) -> Result<(), Failed> {
        project::change(self.folder, (0..self.count).step_by(100), true)?;
        let before = self.revisions()?;
        let forget = || self.forget_all_but(&before);
        let planned = Subject::new(self.autogen(&["-m", "Next", "--no-proof"])).after(forget);
        let proven = Subject::new(self.autogen(&["-m", "Next"])).after(forget);
        let floor = Subject::new(self.catalog()).after(forget);
        let [planned, proven, floor] = compare(self.rounds(), [planned, proven, floor])?;
        table.push(self.row("-m: 1 % new, no proof", planned).floor("catalog, files", floor));
        table.push(self.row("-m: 1 % new", proven).floor("catalog, files", floor));
        Ok(())
    }

    /// Alembic's check of the same tables, where it can be had.
    fn alembic(&self) -> Result<Option<Taken>, Failed> {
        let Some(python) = &self.settings.python else { return Ok(None) };
        if self.count > ALEMBIC_TABLES || self.server.dialect == Dialect::Mysql {
            return Ok(None);
        }
        let folder = self.folder.join("alembic");
        alembic::write(&folder, self.count)?;
        let database = self.server.database(self.settings, self.folder, "alembic")?;
        let url =
            database.url.replacen("postgres://", "postgresql+psycopg2://", 1).replacen("sqlite://", "sqlite:///", 1);
        let python = |words: &[&str]| {
            let mut command = Command::new(python);
            command.args(words).current_dir(&folder).env("DATABASE_URL", &url);
            command
        };
        run(&mut python(&["make.py"]), &[0])?;
        let [taken] = compare(3, [Subject::new(python(&["-m", "alembic", "check"]))])?;
        database.remove()?;
        Ok(Some(taken))
    }

    fn row(&self, command: &str, taken: Taken) -> Row {
        Row::new(&self.server.name, &format!("{} tables", self.count), command, taken)
    }

    fn rounds(&self) -> usize {
        self.settings.rounds(self.count)
    }

    fn autogen(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.settings.program("autogen"));
        command.current_dir(self.folder).env("DATABASE_URL", &self.database.url).args(words);
        command
    }

    fn floor(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.settings.program("floor"));
        command.args(words).arg(self.folder);
        command
    }

    /// The same catalog queries, and the same files.
    fn catalog(&self) -> Command {
        let queries = self.settings.root.join("crates/introspect/src").join(self.server.dialect.name());
        let mut command = Command::new(self.settings.program("floor"));
        command.args(["catalog", &self.database.url]).args([&queries, self.folder]);
        command
    }

    fn send(&self, to: &Database, statements: &[PathBuf]) -> Command {
        let mut command = Command::new(self.settings.program("floor"));
        command.args(["send", &to.url]).args(statements);
        command
    }

    /// Writes what the revisions run, ready to be sent. Another program does: what this one holds would be counted as theirs.
    fn statements(&self) -> Result<Vec<PathBuf>, Failed> {
        let mut command = self.floor(&["split", self.server.dialect.name()]);
        run(&mut command, &[0])?;
        let mut paths = listed(&self.folder.join("statements"))?;
        paths.sort();
        Ok(paths)
    }

    fn revisions(&self) -> Result<Vec<PathBuf>, Failed> {
        let mut paths = listed(&self.folder.join("migrations/versions"))?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
        Ok(paths)
    }

    /// Forgets what the last check found.
    fn forget_check(&self) -> Result<(), Failed> {
        let kept = self.folder.join("target/autogen");
        if !kept.is_dir() {
            return Ok(());
        }
        let is_check =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"check-"));
        for path in listed(&kept)?.into_iter().filter(is_check) {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    fn forget_history(&self) -> Result<(), Failed> {
        self.forget_all_but(&[])
    }

    fn forget_all_but(&self, kept: &[PathBuf]) -> Result<(), Failed> {
        for path in self.revisions()? {
            if !kept.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    Ok(paths)
}
