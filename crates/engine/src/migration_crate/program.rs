//! The program of a migration crate, which a front runs.

use std::fmt;
use std::sync::Arc;

use autogen_revision::Direction;

/// Runs migrations as the program of their crate does.
pub trait Migrate: Send + Sync {
    /// Runs the next `count` of them on the database at `url`, or undoes as many. Fails with what the program says.
    fn migrate(&self, url: &str, direction: Direction, count: usize) -> Result<(), String>;
}

/// Something that runs migrations.
#[derive(Clone)]
pub struct Program(Arc<dyn Migrate>);

impl Program {
    /// Takes it.
    pub fn new(program: impl Migrate + 'static) -> Self {
        Self(Arc::new(program))
    }

    pub(crate) fn migrate(&self, url: &str, direction: Direction, count: usize) -> Result<(), String> {
        self.0.migrate(url, direction, count)
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Program")
    }
}
