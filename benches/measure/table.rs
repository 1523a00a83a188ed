//! The table that is printed: Markdown, a line a figure.

use std::time::Duration;

use crate::run::Taken;

/// What was measured.
pub(crate) struct Table {
    rows: Vec<Row>,
}

/// One figure.
pub(crate) struct Row {
    database: String,
    size: String,
    command: String,
    taken: Taken,
    floor: Option<(&'static str, Taken)>,
    alembic: Option<Taken>,
}

impl Row {
    pub(crate) fn new(database: &str, size: &str, command: &str, taken: Taken) -> Self {
        let [database, size, command] = [database, size, command].map(str::to_owned);
        Self { database, size, command, taken, floor: None, alembic: None }
    }

    pub(crate) fn floor(self, name: &'static str, taken: Taken) -> Self {
        Self { floor: Some((name, taken)), ..self }
    }

    pub(crate) fn alembic(self, alembic: Option<Taken>) -> Self {
        Self { alembic, ..self }
    }

    fn cells(&self) -> [String; 8] {
        let times = |other: Duration, of: Duration| other.as_secs_f64() / of.as_secs_f64();
        let (floor, ratio) = match self.floor {
            Some((name, floor)) => {
                let ratio = times(self.taken.time, floor.time);
                (format!("{name}, {}", shown(floor.time)), format!("{ratio:.2}"))
            }
            None => (String::new(), String::new()),
        };
        let alembic = self.alembic.map(|alembic| {
            let (faster, mebibytes) = (times(alembic.time, self.taken.time), mebibytes(alembic));
            format!("{}, {mebibytes}: {faster:.0} times faster", shown(alembic.time))
        });
        let name = format!("`{}`", self.command.replace(": ", "`: "));
        let command = if self.command.contains(": ") { name.trim_end_matches('`').to_owned() } else { name };
        [
            self.database.clone(),
            self.size.clone(),
            command,
            shown(self.taken.time),
            floor,
            ratio,
            mebibytes(self.taken),
            alembic.unwrap_or_default(),
        ]
    }
}

impl Table {
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// Adds a figure, which is told of at once: all of them take a while.
    pub(crate) fn push(&mut self, row: Row) {
        eprintln!("{}", row.cells().join(" | "));
        self.rows.push(row);
    }

    pub(crate) fn print(&self) {
        println!("| database | size | command | time | floor | ratio | memory | Alembic |");
        println!("|---|---|---|--:|---|--:|--:|---|");
        for row in &self.rows {
            println!("| {} |", row.cells().join(" | "));
        }
    }
}

fn mebibytes(taken: Taken) -> String {
    format!("{} MiB", taken.memory.div_ceil(1024 * 1024))
}

fn shown(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    match milliseconds {
        ..10.0 => format!("{milliseconds:.1} ms"),
        ..1000.0 => format!("{milliseconds:.0} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}
