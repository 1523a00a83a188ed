//! What is on one side, by itself.

use autogen_schema::Schema;

use super::Side;
use super::content::Content;
use crate::{Entities, Error, History, Target};

/// What is on a side.
#[derive(Debug, Default)]
pub struct Seen {
    /// The schema. That of the entities is what they say, and no more.
    pub schema: Schema,
    /// What could not be read for what it is.
    pub notes: Vec<String>,
}

impl Side {
    /// Reads the side, with the entities or the revisions where it is those. Nothing but scratch databases is made.
    pub async fn seen(
        &self,
        target: Target<'_>,
        entities: Option<&Entities>,
        history: Option<&History>,
    ) -> Result<Seen, Error> {
        let whole;
        let project = if self.is_outside() {
            whole = target.project.without_exceptions();
            &whole
        } else {
            target.project
        };
        let target = Target { project, ..target };
        if *self == Side::Entities {
            let said = entities.ok_or(Error::NoHistory)?.said(target);
            return Ok(Seen { schema: said.schema.into_owned(), notes: Vec::new() });
        }
        let content = Content::read(self, target, history).await?;
        Ok(Seen { schema: content.schema, notes: content.notes })
    }
}
