//! The scratch that a long history of SQL builds on SQLite, kept as SQLite would write it to disk: what follows on it need not build it
//! again, which takes SQLite a time that grows with the square of the tables.
//!
//! It holds as a fingerprint does. A file that is not whole is as none.

use std::fs;
use std::path::PathBuf;

use autogen_revision::{Connection, Direction};
use sea_orm::SqlxError;
use sqlx::sqlite::SqliteOwnedBuf;

use super::place::Place;
use crate::build_folder::keep;
use crate::hash::Hash;
use crate::{History, Target};

/// How much SQL a history has, in bytes, that is built again each time: it takes no longer than to read what is kept.
const SHORT: usize = 32 * 1024;

/// The place of a scratch, and what it holds for.
pub(crate) struct Kept {
    file: PathBuf,
    key: String,
}

impl Kept {
    /// Finds the place for what the whole history builds on an empty scratch. `None` where nothing is kept.
    pub(crate) fn of(target: Target<'_>, history: &History, scratch: &Connection) -> Option<Self> {
        let sections = history.revisions.iter().flat_map(|revision| &revision.sections);
        let upgrades = sections.filter(|section| section.direction == Direction::Upgrade);
        if upgrades.map(|section| section.body.len()).sum::<usize>() < SHORT {
            return None;
        }
        let Place { file, key } = Place::of(target, history, history.graph.order(), scratch.version(), "sqlite")?;
        Some(Self { file, key })
    }

    /// Fills an empty scratch with it. Returns whether it was there.
    pub(crate) async fn restore(&self, scratch: &Connection) -> Result<bool, SqlxError> {
        let Some(image) = self.image() else { return Ok(false) };
        let mut connection = scratch.database().get_sqlite_connection_pool().acquire().await?;
        connection.deserialize(None, image, false).await?;
        Ok(true)
    }

    fn image(&self) -> Option<SqliteOwnedBuf> {
        let content = fs::read(&self.file).ok()?;
        let at = content.iter().position(|byte| *byte == b'\n')? + 1;
        let (head, image) = content.split_at_checked(at)?;
        if head != self.head(image).as_bytes() {
            return None;
        }
        SqliteOwnedBuf::try_from(image).ok()
    }

    /// Keeps what is in a scratch. Where that cannot be done, it is built again the next time.
    pub(crate) async fn write(&self, scratch: &Connection) {
        let Ok(mut connection) = scratch.database().get_sqlite_connection_pool().acquire().await else { return };
        if let Ok(image) = connection.serialize(None).await {
            let content = [self.head(&image).as_bytes(), &image[..]].concat();
            keep(&self.file, &content);
        }
    }

    fn head(&self, image: &[u8]) -> String {
        let mut hash = Hash::default();
        hash.add(image);
        format!("{} {}\n", self.key, hash.text())
    }
}
