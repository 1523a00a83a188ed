//! How much work a server has with the clauses of an `ALTER TABLE`, and who waits for it.
//!
//! InnoDB changes the catalog alone where it can, builds an index while others write, copies the rows in place, or lets the
//! server make another table of them, while others only read. MySQL and MariaDB differ in which is which:
//! <https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html>,
//! <https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-instant-alter-algorithm/>,
//! <https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-nocopy-alter-algorithm/>,
//! <https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-inplace-alter-algorithm/>.

use autogen_schema::{Index, Table};

use crate::{Copied, Hazard, Others};

mod column;

pub(super) use column::{added, changed, dropped};

/// The work with one clause, from little to much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Work {
    /// The catalog changes, beside anything else.
    #[default]
    Catalog,
    /// The catalog changes, unless something else in the statement cannot be done in an instant: then rows are copied.
    Instant,
    /// What is not in the rows changes, an index for instance.
    InPlace,
    /// An index is built that others may not write to meanwhile.
    Locked,
    /// The rows are copied, and what others write is caught up with.
    Rebuilds,
    /// The rows are copied, and nobody else writes.
    Copies,
}

/// The work on each of the servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Online {
    pub(super) mariadb: Work,
    pub(super) mysql: Work,
}

impl Online {
    pub(super) const COPIES: Self = Self::both(Work::Copies);
    pub(super) const REBUILDS: Self = Self::both(Work::Rebuilds);
    pub(super) const INSTANT: Self = Self::both(Work::Instant);
    /// MariaDB takes an index or a foreign key off in the same instant as anything else; MySQL does not.
    pub(super) const TAKES_OFF: Self = Self { mariadb: Work::Catalog, mysql: Work::InPlace };

    pub(super) const fn both(work: Work) -> Self {
        Self { mariadb: work, mysql: work }
    }

    /// The more of both, on either server.
    pub(super) fn and(self, other: Self) -> Self {
        Self { mariadb: self.mariadb.max(other.mariadb), mysql: self.mysql.max(other.mysql) }
    }

    /// The work of building an index. The first one for words gives every row a number, and only one of them is built at once.
    pub(super) fn index(table: &Table, sql: &str) -> Self {
        Self::both(match sql.split(' ').next() {
            Some("FULLTEXT") if has_words(table) => Work::Locked,
            Some("FULLTEXT") => Work::Copies,
            Some("SPATIAL" | "VECTOR") => Work::Locked,
            _ => Work::InPlace,
        })
    }
}

/// Says what a statement with these clauses does to `table` and to those who use it.
pub(super) fn hazards(table: &Table, works: &[Online]) -> Vec<Hazard> {
    let on = |server: fn(&Online) -> Work| outcome(table, &works.iter().map(server).collect::<Vec<_>>());
    let (mariadb, mysql) = (on(|work| work.mariadb), on(|work| work.mysql));
    let copies = |server, outcome| match outcome {
        Outcome::Copies(others) => {
            Some(Hazard::CopiesTable(Copied { table: table.name.to_string(), on: server, others }))
        }
        Outcome::Nothing | Outcome::Locks => None,
    };
    let mut hazards: Vec<Hazard> = if mariadb == mysql {
        copies(None, mysql).into_iter().collect()
    } else {
        [copies(Some("MariaDB"), mariadb), copies(Some("MySQL"), mysql)].into_iter().flatten().collect()
    };
    if hazards.is_empty() && [mariadb, mysql].contains(&Outcome::Locks) {
        hazards.push(Hazard::Blocks(format!("writes to {} wait while the index is built", table.name)));
    }
    hazards
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Nothing,
    Locks,
    Copies(Others),
}

fn outcome(table: &Table, works: &[Work]) -> Outcome {
    let has = |work| works.contains(&work);
    let searched = has_words(table);
    let joins = searched || is_compressed(table) || has(Work::InPlace) || has(Work::Locked) || has(Work::Rebuilds);
    if has(Work::Copies) {
        Outcome::Copies(Others::ReadOnly)
    } else if has(Work::Rebuilds) || has(Work::Instant) && joins {
        // An index for words does not catch up with what others write.
        Outcome::Copies(if searched || has(Work::Locked) { Others::ReadOnly } else { Others::GoOn })
    } else if has(Work::Locked) {
        Outcome::Locks
    } else {
        Outcome::Nothing
    }
}

fn has_words(table: &Table) -> bool {
    let words =
        |index: &Index| index.method.as_ref().is_some_and(|method| method.as_str().eq_ignore_ascii_case("fulltext"));
    table.indexes.iter().any(words)
}

/// Rows of such a table have no room for what was done in an instant.
fn is_compressed(table: &Table) -> bool {
    table.clauses.iter().any(|clause| clause.to_ascii_uppercase().contains("ROW_FORMAT=COMPRESSED"))
}
