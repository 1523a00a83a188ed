//! What a server writes of its own accord about the statements that it gets.

use autogen_schema::Dialect;

use super::Database;

/// The statements of one session, in the words of the server's log, from here on.
pub(crate) struct Log<'d> {
    database: &'d Database,
    /// PostgreSQL: where the log is, and how long it was.
    from: Option<(String, u64)>,
}

impl Database {
    /// Has the server log every statement of sessions that begin from here on.
    pub(crate) fn log(&self) -> Log<'_> {
        let from = match self.dialect() {
            Dialect::Mysql => {
                self.sql("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON;");
                None
            }
            _ => {
                let name = self.dialect().quote(&self.name().into());
                self.sql(&format!("ALTER DATABASE {name} SET log_statement = 'all'"));
                Some(postgres_log(self))
            }
        };
        Log { database: self, from }
    }
}

impl Log<'_> {
    /// Returns what the session sent. PostgreSQL counts sessions by its process, MySQL by the connection.
    #[track_caller]
    pub(crate) fn statements_of(&self, session: u64) -> Vec<String> {
        let Some((file, from)) = &self.from else {
            let of = format!("thread_id = {session} AND command_type IN ('Query', 'Execute')");
            let text = "REPLACE(CONVERT(argument USING utf8mb4), '\n', ' ')";
            return self
                .database
                .query(&format!("SELECT {text} FROM mysql.general_log WHERE {of} ORDER BY event_time"));
        };
        let file = Dialect::Postgres.literal(file);
        let text = self.database.query(&format!("SELECT pg_read_file({file}, {from}, 1 << 28)")).concat();
        let process = format!("[{session}]");
        let of_session = text.lines().filter(|line| line.contains(&process));
        let sent = of_session.filter(|line| line.contains("LOG:  statement: ") || line.contains("LOG:  execute "));
        sent.map(|line| line.split_once("LOG:  ").unwrap().1.to_owned()).collect()
    }
}

/// Returns the file that PostgreSQL's log goes to, and its length: that of its collector, or else where its errors go.
#[track_caller]
fn postgres_log(database: &Database) -> (String, u64) {
    let found = database.query(
        "SELECT file, size FROM coalesce(pg_current_logfile(), '/proc/self/fd/2') AS file, pg_stat_file(file) WHERE size > 0",
    );
    let found = found.first().unwrap_or_else(|| panic!("the server's log goes to no file that could be read"));
    let (file, size) = found.split_once('\t').unwrap();
    (file.to_owned(), size.parse().unwrap())
}

impl Drop for Log<'_> {
    fn drop(&mut self) {
        if self.from.is_none() {
            drop(self.database.try_sql("SET GLOBAL general_log = OFF"));
        }
    }
}
