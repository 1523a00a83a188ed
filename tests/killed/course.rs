//! Revisions that change tables with rows in them, and what each statement of theirs leaves behind.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Child;
use std::time::{Duration, Instant};

use autogen_schema::Dialect;

use crate::support::{Base, Sandbox};

/// How many rows there are in `users`, and in each table that is filled from it.
const ROWS: usize = 200;

/// A database with rows, and a chain of revisions upon the first one, `root`, which is applied.
pub(super) struct Course {
    pub(super) sandbox: Sandbox,
    pub(super) base: Base,
    length: usize,
}

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    pub(super) const BOTH: [Way; 2] = [Way::Up, Way::Down];

    /// Returns what the program is told.
    pub(super) fn command(self) -> [&'static str; 4] {
        match self {
            Way::Up => ["upgrade", "heads", "--lock-timeout", "5min"],
            Way::Down => ["downgrade", "root", "--lock-timeout", "5min"],
        }
    }
}

/// What is there of a revision: its table, that table's rows, its column of `users`, what that is filled with, its index.
type Traces = [bool; 5];

const NOTHING: Traces = [false; 5];
const ALL: Traces = [true; 5];

/// Returns what is there of a revision when so many statements of a way have run.
fn after(way: Way, statements: usize) -> Traces {
    match (way, statements) {
        (Way::Up, ran) => std::array::from_fn(|at| at < ran),
        (Way::Down, 0) => ALL,
        (Way::Down, 1) => [true, true, true, true, false],
        (Way::Down, 2) => [true, true, false, false, false],
        (Way::Down, _) => NOTHING,
    }
}

/// A revision that is half done, and how many of its statements have run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HalfDone {
    /// The number of the statement in doubt, counted from one.
    pub(super) doubt: usize,
    /// Whether that one has run.
    pub(super) has_run: bool,
}

impl Course {
    /// Makes a database at `root`, and so many revisions behind that.
    pub(super) fn new(dialect: Dialect, length: usize) -> Self {
        let base = Base::new(dialect, "killed");
        let sandbox = base.project();
        let mut users = String::from("CREATE TABLE users (id int PRIMARY KEY, name varchar(40));\n");
        for first in (0..ROWS).step_by(50) {
            let rows: Vec<String> = (first..first + 50).map(|id| format!("({id}, 'user {id}')")).collect();
            let _infallible = writeln!(users, "INSERT INTO users VALUES {};", rows.join(", "));
        }
        sandbox.revision(
            "root",
            "",
            &format!("-- autogen: upgrade\n{users}-- autogen: downgrade\nDROP TABLE users;\n"),
        );
        sandbox.run(&["upgrade"]).exits(0);
        let course = Self { sandbox, base, length };
        for number in 1..=length {
            course.write(number, None);
        }
        course
    }

    fn id(number: usize) -> String {
        if number == 0 { "root".to_owned() } else { format!("rev{number:02}") }
    }

    /// Writes a revision; `endless` is where a statement stands in its upgrade, or its downgrade, that never ends.
    pub(super) fn write(&self, number: usize, endless: Option<(Way, usize)>) {
        const ENDLESS: &str = "INSERT INTO users (id, name) SELECT i, 'x' FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i \
             FROM n) WHERE i < 0;";
        let of_table = if self.dialect() == Dialect::Mysql { format!(" ON t{number}") } else { String::new() };
        let mut up = vec![
            format!("CREATE TABLE t{number} (id int PRIMARY KEY, x varchar(80));"),
            format!("INSERT INTO t{number} SELECT id, name FROM users;"),
            format!("ALTER TABLE users ADD COLUMN c{number} varchar(20);"),
            format!("UPDATE users SET c{number} = 'v{number}';"),
            format!("CREATE INDEX i{number} ON t{number} (x);"),
        ];
        let mut down = vec![
            format!("DROP INDEX i{number}{of_table};"),
            format!("ALTER TABLE users DROP COLUMN c{number};"),
            format!("DROP TABLE t{number};"),
        ];
        match endless {
            Some((Way::Up, at)) => up.insert(at, ENDLESS.to_owned()),
            Some((Way::Down, at)) => down.insert(at, ENDLESS.to_owned()),
            None => {}
        }
        let sections = format!("-- autogen: upgrade\n{}\n-- autogen: downgrade\n{}\n", up.join("\n"), down.join("\n"));
        self.sandbox.revision(&Self::id(number), &Self::id(number - 1), &sections);
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.base.dialect()
    }

    /// Starts the program.
    pub(super) fn start(&self, way: Way) -> Child {
        self.sandbox.start(&way.command())
    }

    /// Lets the program run to its end.
    #[track_caller]
    pub(super) fn complete(&self, way: Way) {
        self.sandbox.run(&way.command()).exits(0);
        assert_eq!(self.look(way, "completed"), None);
        let wanted = if way == Way::Up { self.length } else { 0 };
        assert_eq!(self.applied(), wanted, "{way:?} was not completed");
        if self.dialect() == Dialect::Mysql {
            // A column that was dropped takes its place in a row until the table is built anew.
            self.base.sql("ALTER TABLE users FORCE;");
        }
    }

    /// Waits until the server has noticed that the program is gone.
    fn wait_for_sessions(&self) {
        let sessions = match self.dialect() {
            Dialect::Sqlite => return,
            Dialect::Postgres => {
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            }
            Dialect::Mysql => {
                "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
            }
        };
        let deadline = Instant::now() + Duration::from_mins(1);
        while self.base.query(sessions) != ["0"] {
            assert!(Instant::now() < deadline, "the server keeps a session of a program that was killed");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns how many revisions behind `root` are applied.
    pub(super) fn applied(&self) -> usize {
        self.base.query("SELECT revision FROM autogen_version WHERE state = 'applied'").len() - 1
    }

    /// Checks that the database stands at a revision, but for one on MySQL that is half done, which is returned. `way` is where
    /// the program went.
    #[track_caller]
    pub(super) fn look(&self, way: Way, when: &str) -> Option<HalfDone> {
        self.wait_for_sessions();
        let is_mysql = self.dialect() == Dialect::Mysql;
        let progress = if is_mysql { ", ' ', progress" } else { "" };
        let rows = match self.dialect() {
            Dialect::Sqlite => "SELECT revision || ' ' || state FROM autogen_version ORDER BY revision".to_owned(),
            _ => format!("SELECT concat(revision, ' ', state{progress}) FROM autogen_version ORDER BY revision"),
        };
        let rows = self.base.query(&rows);
        let traces = self.traces();
        let mut half_done = None;
        for (number, found) in traces.iter().enumerate().map(|(at, found)| (at + 1, found)) {
            let place = format!("{when}, {way:?}, {}: {rows:?}, {found:?}", Self::id(number));
            let row = rows.iter().find_map(|row| row.strip_prefix(&format!("{} ", Self::id(number))));
            let state = row.and_then(|row| row.split(' ').next());
            match state {
                None => assert_eq!(*found, NOTHING, "{place}"),
                Some("applied") => assert_eq!(*found, ALL, "{place}"),
                Some(state) => {
                    assert!(is_mysql && half_done.is_none(), "{place}");
                    assert_eq!(state, if way == Way::Up { "upgrading" } else { "downgrading" }, "{place}");
                    let doubt: usize = row.unwrap().rsplit(' ').next().unwrap().parse().unwrap();
                    let has_run = *found == after(way, doubt);
                    assert!(has_run || *found == after(way, doubt.saturating_sub(1)), "{place}");
                    half_done = Some(HalfDone { doubt, has_run });
                }
            }
            // What comes behind one that is not applied is not either.
            let behind = rows.iter().any(|row| row.starts_with(&Self::id(number + 1)));
            assert!(state == Some("applied") || !behind, "{place}");
        }
        half_done
    }

    /// Settles what is in doubt, as a person does who has looked.
    #[track_caller]
    pub(super) fn settle(&self, half_done: Option<&HalfDone>) {
        let Some(HalfDone { doubt, has_run }) = half_done else { return };
        if *doubt > 0 {
            let said = if *has_run { "--ran" } else { "--not-run" };
            self.sandbox.run(&["repair", said]).exits(0);
        }
    }

    /// Returns what is there of each revision.
    fn traces(&self) -> Vec<Traces> {
        let here = if self.dialect() == Dialect::Mysql { "DATABASE()" } else { "'public'" };
        let names = match self.dialect() {
            Dialect::Sqlite => "SELECT type || ' ' || name FROM sqlite_master UNION ALL SELECT 'column ' || name FROM \
                                pragma_table_info('users')"
                .to_owned(),
            Dialect::Postgres => "SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public' UNION ALL SELECT 'table \
                                  ' || tablename FROM pg_tables WHERE schemaname = 'public' UNION ALL SELECT 'column ' || \
                                  column_name FROM information_schema.columns WHERE table_name = 'users'"
                .to_owned(),
            Dialect::Mysql => format!(
                "SELECT CONCAT('index ', index_name) FROM information_schema.statistics WHERE table_schema = {here} UNION ALL \
                 SELECT CONCAT('table ', table_name) FROM information_schema.tables WHERE table_schema = {here} UNION ALL SELECT \
                 CONCAT('column ', column_name) FROM information_schema.columns WHERE table_schema = {here} AND table_name = \
                 'users'"
            ),
        };
        let names: BTreeSet<String> = self.base.query(&names).into_iter().collect();
        let has = |kind: &str, name: String| names.contains(&format!("{kind} {name}"));
        let mut counts = vec![format!("(SELECT count(*) FROM users WHERE name = {})", self.name_of_user())];
        for table in 1..=self.length {
            let rows = format!("(SELECT count(*) FROM t{table})");
            let filled = format!("(SELECT count(*) FROM users WHERE c{table} = 'v{table}')");
            counts.push(if has("table", format!("t{table}")) { rows } else { "0".to_owned() });
            counts.push(if has("column", format!("c{table}")) { filled } else { "0".to_owned() });
        }
        let row = match self.dialect() {
            Dialect::Sqlite => format!("SELECT {}", counts.join(" || ' ' || ")),
            _ => format!("SELECT concat_ws(' ', {})", counts.join(", ")),
        };
        let counts: Vec<usize> = self.base.query(&row)[0].split(' ').map(|count| count.parse().unwrap()).collect();
        assert_eq!(counts[0], ROWS, "users were lost");
        let is_full = |count: usize| {
            assert!(count == 0 || count == ROWS, "a part of a statement stays: {count} rows");
            count == ROWS
        };
        let of = |at: usize| {
            let table = at + 1;
            let (rows, filled) = (is_full(counts[2 * at + 1]), is_full(counts[2 * at + 2]));
            let (is_table, is_column) = (has("table", format!("t{table}")), has("column", format!("c{table}")));
            [is_table, rows, is_column, filled, has("index", format!("i{table}"))]
        };
        (0..self.length).map(of).collect()
    }

    fn name_of_user(&self) -> &'static str {
        match self.dialect() {
            Dialect::Mysql => "CONCAT('user ', id)",
            _ => "'user ' || id",
        }
    }
}
