//! Finds the builders for the statements of a script.

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Dialect, Schema};

use super::builder::{Builder, Statement as Built};
use super::candidates::Candidates;
use super::pieces::pieces;
use super::placing::place;
use super::read::read;
use crate::dialect::sqlite::NEW_TABLE;
use crate::render::Direction;
use crate::{Block, Script, Statement};

/// What a script is made for.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The dialect of the script.
    pub dialect: Dialect,
    /// Every dialect that the same file serves.
    pub project: &'a [Dialect],
    /// Which way it goes.
    pub direction: Direction,
    /// The schema that the script starts from.
    pub from: &'a Schema,
}

impl Target<'_> {
    /// Whether another dialect may be served by the same lines.
    pub(super) fn is_shared(&self) -> bool {
        self.project.len() > 1
    }

    /// Whether it brings back what a database keeps as text: SQLite keeps what it was told.
    pub(super) fn restores_text(&self) -> bool {
        self.dialect == Dialect::Sqlite && self.direction == Direction::Downgrade
    }
}

/// Returns the script with a builder for each statement that one makes, and with the SQL that sea-query makes of that: what is proven is what
/// will run. A statement that takes several builders becomes several statements.
#[must_use]
pub fn with_builders(script: Script, candidates: &Candidates, target: Target<'_>) -> Script {
    let blocks = script.blocks.into_iter().map(|block| with_built(block, candidates, target)).collect();
    Script { blocks, ..script }
}

fn with_built(block: Block, candidates: &Candidates, target: Target<'_>) -> Block {
    // A table that is copied is made again as it was written.
    if block.statements.iter().any(|statement| statement.sql.contains(NEW_TABLE)) {
        return block;
    }
    let statements = block.statements.into_iter().flat_map(|statement| {
        let built = builders(&statement.sql, candidates, target);
        built.map_or_else(|| vec![statement.clone()], |built| replaced(&statement, built))
    });
    Block { statements: statements.collect(), ..block }
}

/// Puts statements in the place of one.
fn replaced(statement: &Statement, built: Vec<(Builder, String)>) -> Vec<Statement> {
    let builders: Vec<&Builder> = built.iter().map(|(builder, _)| builder).collect();
    let places: Vec<usize> = statement.hazards.iter().map(|hazard| place(hazard, &builders)).collect();
    let statements = built.into_iter().enumerate().map(|(at, (builder, sql))| {
        let hazards = statement.hazards.iter().zip(&places).filter(|(_, place)| **place == at);
        let hazards = hazards.map(|(hazard, _)| hazard.clone()).collect();
        let online = statement.online.clone().filter(|_| at == 0);
        Statement { builder: Some(Box::new(builder)), hazards, online, ..Statement::new(sql) }
    });
    statements.collect()
}

/// Returns the builders that do what a statement does, each with its SQL.
fn builders(sql: &str, candidates: &Candidates, target: Target<'_>) -> Option<Vec<(Builder, String)>> {
    let said = read(sql, target.dialect)?;
    let said = said.into_iter().map(|builder| candidates.said(builder, target));
    let pieces = pieces(said.collect::<Option<Vec<_>>>()?, target)?;
    let written = pieces.into_iter().map(|builder| {
        let written = builder.sql(target.dialect).filter(|written| is_same(&builder, sql, written, target))?;
        Some((builder, written))
    });
    written.collect()
}

/// Whether what sea-query writes is read as what it was made from.
fn is_same(builder: &Builder, sql: &str, written: &str, target: Target<'_>) -> bool {
    let normal = |sql: &str| normalize_statement(sql, target.dialect);
    let is_kept = matches!(builder.0, Built::CreateTable(_) | Built::AlterTable(_) | Built::CreateIndex(..));
    read(written, target.dialect).as_deref() == Some(std::slice::from_ref(builder))
        && !(is_kept && target.restores_text() && normal(sql) != normal(written))
}
