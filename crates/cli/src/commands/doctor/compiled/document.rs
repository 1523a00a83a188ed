//! A second opinion, for programs.

use std::collections::BTreeSet;

use autogen_engine::Opinion;
use autogen_schema::{Dialect, TableName};

use super::Opinions;
use crate::document;

impl Opinions {
    /// Returns everything that was found.
    pub(super) fn document(&self) -> document::SecondOpinion {
        let of = |dialect: Dialect| (!self.is_alone).then_some(dialect.name());
        let each = || self.told.iter().map(|(dialect, opinion)| (of(*dialect), opinion));
        document::SecondOpinion {
            status: self.exit().status(),
            tables: self.names(|opinion| &opinion.tables),
            differences: each()
                .flat_map(|(dialect, opinion)| opinion.disagreements.iter().map(move |one| (dialect, one)))
                .map(|(dialect, one)| document::Disagreement {
                    about: one.about.to_string(),
                    facet: one.facet.map(|facet| facet.to_string()),
                    source: one.source.clone(),
                    compiled: one.compiled.clone(),
                    dialect,
                })
                .collect(),
            unregistered: self.names(|opinion| &opinion.unregistered),
            unmade: each()
                .flat_map(|(dialect, opinion)| opinion.unmade.iter().map(move |one| (dialect, one)))
                .map(|(dialect, one)| document::Unmade {
                    table: one.table.as_ref().map(TableName::to_string),
                    statement: one.statement.clone(),
                    problem: one.problem.clone(),
                    dialect,
                })
                .collect(),
            unknown_types: each()
                .flat_map(|(_, opinion)| &opinion.untold)
                .map(|one| document::UnknownType { about: one.about.to_string(), source: one.source.clone() })
                .collect(),
            not_compared: self.untold.iter().map(|(dialect, error)| document::NotProven::of(*dialect, error)).collect(),
        }
    }

    /// Lists tables of any dialect, each once.
    fn names(&self, of: impl Fn(&Opinion) -> &Vec<TableName>) -> Vec<String> {
        let names: BTreeSet<String> =
            self.told.iter().flat_map(|(_, opinion)| of(opinion)).map(ToString::to_string).collect();
        names.into_iter().collect()
    }
}
