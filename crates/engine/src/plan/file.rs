//! The file of a planned revision.

use autogen_diff::Script;
use autogen_revision::Direction;
use autogen_schema::change::Change;

use super::Part;
use crate::draft::{Bodies, Methods, Rendered, Request, rendered};
use crate::place::Place;
use crate::sections::{Served, written};
use crate::{Error, Project};

/// What is known of a file before its sections are.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) project: &'a Project,
    pub(super) request: &'a Request,
    pub(super) place: &'a Place,
}

impl File<'_> {
    /// Renders the file with the sections of `parts`.
    pub(super) fn render(&self, changes: &[Change], claims: &[Change], parts: &[&Part]) -> Result<Rendered, Error> {
        let (upgrade, downgrade) = rayon::join(
            || self.sections(Direction::Upgrade, parts, |part| &part.upgrade),
            || self.sections(Direction::Downgrade, parts, |part| &part.downgrade),
        );
        let bodies = Bodies { changes, claims, upgrade, downgrade, methods: methods(self.project, parts)? };
        let rendered = rendered(self.project, self.request, self.place, &bodies)?;
        for part in parts {
            let (upgrade, downgrade) = rayon::join(
                || rendered.refuse_misread(Direction::Upgrade, &part.upgrade, part.dialect),
                || rendered.refuse_misread(Direction::Downgrade, &part.downgrade, part.dialect),
            );
            upgrade?;
            downgrade?;
        }
        Ok(rendered)
    }

    fn sections(&self, direction: Direction, parts: &[&Part], script: impl Fn(&Part) -> &Script) -> String {
        let served: Vec<_> = parts.iter().map(|part| Served::script(part.dialect, script(part))).collect();
        written(self.project, direction, &served)
    }
}

fn methods(project: &Project, parts: &[&Part]) -> Result<Option<Methods>, Error> {
    let scripts = |script: fn(&Part) -> &Script| {
        parts.iter().map(|part| (part.dialect, script(part).clone())).collect::<Vec<_>>()
    };
    Methods::of(project, &scripts(|part| &part.upgrade), &scripts(|part| &part.downgrade))
}
