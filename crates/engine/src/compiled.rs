//! A second opinion on the entities: what SeaORM makes of them where they are compiled, held against what their source says.
//!
//! Who compiles them is the caller's business; here the statements that came of it run on a scratch database, and what they make
//! is compared with the model. Both are about new tables, so what neither side says in words is compared too.

use std::collections::BTreeSet;

use autogen_diff::{Ownership, Policy, Sides, Unsaid};
use autogen_schema::change::FactKey;
use autogen_schema::{DataType, Ledger, Schema, TableName};

use crate::entities::Said;
use crate::excluded::is_excluded;
use crate::scratch::Scratch;
use crate::{Entities, Error, Target};

mod disagreement;
mod made;
mod subject;

pub use disagreement::Disagreement;
pub use made::Unmade;

use disagreement::disagreements;

/// What SeaORM says of compiled entities, for one database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// The statements of `SchemaBuilder::apply`, in order.
    pub statements: Vec<String>,
    /// Those that SeaORM cannot write for this database, as it writes them for another one.
    pub unwritten: Vec<String>,
}

/// How the two readings of the entities compare on one database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinion {
    /// The tables that both have, which were compared.
    pub tables: Vec<TableName>,
    /// Where they differ.
    pub disagreements: Vec<Disagreement>,
    /// Tables that the source has and SeaORM's registry has not.
    pub unregistered: Vec<TableName>,
    /// What SeaORM's own statements do not make here.
    pub unmade: Vec<Unmade>,
    /// Columns whose type the source does not tell.
    pub untold: Vec<Untold>,
}

/// A column whose type the source does not tell, and SeaORM does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The column.
    pub about: FactKey,
    /// The type as it is written.
    pub source: String,
    /// The type that the database has.
    pub compiled: String,
}

/// Runs what SeaORM says on a scratch database, and compares what that makes with what the source of the entities says.
pub async fn second_opinion(target: Target<'_>, entities: &Entities, compiled: &Compiled) -> Result<Opinion, Error> {
    let Said { schema: model, .. } = entities.said(target);
    let scratch = Scratch::empty(target).await?;
    scratch.used(async |scratch| compared(target, scratch, &model, compiled).await).await
}

async fn compared(
    target: Target<'_>,
    scratch: &Scratch,
    model: &Schema,
    compiled: &Compiled,
) -> Result<Opinion, Error> {
    let Target { project, dialect, .. } = target;
    let mut unmade = made::make(scratch, compiled).await?;
    unmade.retain(|one| one.table.as_ref().is_none_or(|table| !is_excluded(table, project)));
    // The registry has no order of its own.
    unmade.sort_by(|one, other| (&one.table, &one.statement).cmp(&(&other.table, &other.statement)));
    let base = scratch.schema(project).await?;
    // What may have been missed is what is looked for.
    let policy = Policy { ownership: Ownership::All, unsaid: Unsaid::Strict, ..Policy::default() };
    let ledger = Ledger::new(dialect);
    let sides = Sides { model, base: &base, ledger: &ledger, dialect, policy: &policy, spellings: None };
    let difference = scratch.compare(sides).await?;

    let is_unmade = |name: &TableName| {
        let mut tables = unmade.iter().filter_map(|one| one.table.as_ref());
        tables.any(|table| table.same(name, dialect))
    };
    let names: BTreeSet<&TableName> = model.tables.keys().filter(|name| !is_unmade(name)).collect();
    let (tables, unregistered): (Vec<_>, Vec<_>) =
        names.into_iter().cloned().partition(|name| base.table(name, dialect).is_some());
    let left_out = |name: &TableName| is_unmade(name) || unregistered.contains(name);
    let disagreements = disagreements(&difference, model, dialect, left_out);
    let untold = untold(model, &base, target);
    Ok(Opinion { tables, disagreements, unregistered, unmade, untold })
}

fn untold(model: &Schema, base: &Schema, target: Target<'_>) -> Vec<Untold> {
    let columns = model.tables.values().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let untold = |(table, column): (&autogen_schema::Table, &autogen_schema::Column)| {
        let DataType::Unknown(source) = &column.data_type else { return None };
        let there = base.table(&table.name, target.dialect)?.column(&column.name, target.dialect)?;
        let DataType::Reported(compiled) = &there.data_type else { return None };
        let about = FactKey::Column(table.name.clone(), column.name.clone());
        Some(Untold { about, source: source.clone(), compiled: compiled.to_string() })
    };
    columns.filter_map(untold).collect()
}
