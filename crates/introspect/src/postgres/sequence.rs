//! Sequences, and which columns own them.

use std::collections::{BTreeMap, HashMap};

use autogen_schema::{Dialect, Identity, IdentityKind, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::catalog::{Catalog, query};
use super::column::ColumnRow;
use super::relation::{Kind, Relation};
use crate::Error;

/// The sequences that no extension made, by identifier.
pub(super) struct Sequences(BTreeMap<i64, Sequence>);

/// A sequence.
pub(super) struct Sequence {
    /// What is set on it and is not the default of its type, sorted. Its type is not among it.
    options: Vec<String>,
    type_oid: i64,
    type_text: String,
    /// What a default says that asks it.
    next_value: String,
    unlogged: bool,
    pub(super) name: TableName,
    /// The column that it is dropped along with: its relation, and its number.
    pub(super) owner: Option<(i64, i16)>,
    /// Whether it is an identity's.
    pub(super) identity: bool,
}

impl Sequences {
    pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Self, Error> {
        let relations = catalog.known.relations.iter().filter(|relation| relation.kind == Kind::Sequence);
        let relations: HashMap<i64, &Relation> = relations.map(|relation| (relation.oid, relation)).collect();
        if relations.is_empty() {
            return Ok(Self(BTreeMap::new()));
        }
        let decode = |row: &QueryResult| {
            let oid: i64 = row.try_get("", "relation")?;
            let sequence = relations.get(&oid).map(|relation| decode(row, relation)).transpose()?;
            Ok((oid, sequence))
        };
        let rows = query(catalog.db, "sequences", include_str!("sequence.sql"), decode).await?;
        Ok(Self(rows.into_iter().filter_map(|(oid, sequence)| Some((oid, sequence?))).collect()))
    }

    pub(super) fn get(&self, oid: i64) -> Option<&Sequence> {
        self.0.get(&oid)
    }

    /// Those that columns own, by relation and number.
    pub(super) fn by_owner(&self) -> HashMap<(i64, i16), Vec<&Sequence>> {
        let mut owned = HashMap::<_, Vec<_>>::new();
        for sequence in self.0.values() {
            if let Some(owner) = sequence.owner {
                owned.entry(owner).or_default().push(sequence);
            }
        }
        owned
    }
}

impl Sequence {
    /// What is set on it and is not the default of a sequence, sorted.
    pub(super) fn options(&self) -> Vec<String> {
        const BIGINT: i64 = 20;
        self.options_but_for(BIGINT)
    }

    fn options_but_for(&self, usual_type: i64) -> Vec<String> {
        let says_type = (self.type_oid != usual_type).then(|| format!("AS {}", self.type_text));
        says_type.into_iter().chain(self.options.iter().cloned()).collect()
    }

    fn is_asked_by(&self, column: &ColumnRow) -> bool {
        column.expression.as_deref() == Some(self.next_value.as_str())
    }
}

/// What makes the numbers of a column that owns `sequences`: of several it is that of its identity, or the one that its default asks.
pub(super) fn identity(column: &ColumnRow, sequences: &[&Sequence]) -> Option<Identity> {
    let place = |sequence: &Sequence| (!sequence.identity, !sequence.is_asked_by(column), sequence.name.name.clone());
    let sequence = sequences.iter().min_by_key(|sequence| place(sequence))?;
    let kind = match column.identity {
        Some(kind) => kind,
        None if sequence.is_asked_by(column) => IdentityKind::Serial,
        None => return None,
    };
    let options = sequence.options_but_for(column.type_oid);
    Some(Identity { kind, sequence: sequence.name.clone(), options, unlogged: sequence.unlogged })
}

fn decode(row: &QueryResult, relation: &Relation) -> Result<Sequence, DbErr> {
    let owner: Option<i64> = row.try_get("", "owner")?;
    let number: Option<i32> = row.try_get("", "number")?;
    let type_text: String = row.try_get("", "type")?;
    Ok(Sequence {
        options: options(row, &type_text)?,
        type_oid: row.try_get("", "type_oid")?,
        type_text,
        next_value: row.try_get("", "next_value")?,
        unlogged: relation.unlogged,
        name: relation.name.clone(),
        owner: owner.zip(number.and_then(|number| i16::try_from(number).ok())),
        identity: row.try_get("", "identity")?,
    })
}

/// <https://www.postgresql.org/docs/current/sql-createsequence.html>
fn options(row: &QueryResult, type_text: &str) -> Result<Vec<String>, DbErr> {
    let mut options: Vec<String> = Vec::new();
    let (least, greatest) = match type_text {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let increment: i64 = row.try_get("", "seqincrement")?;
    let (least, greatest) = if increment > 0 { (1, greatest) } else { (least, -1) };
    let (min, max): (i64, i64) = (row.try_get("", "seqmin")?, row.try_get("", "seqmax")?);
    let mut say = |word: &str, value: i64, default: i64| {
        if value != default {
            options.push(format!("{word} {value}"));
        }
    };
    say("INCREMENT BY", increment, 1);
    say("MINVALUE", min, least);
    say("MAXVALUE", max, greatest);
    say("START WITH", row.try_get("", "seqstart")?, if increment > 0 { min } else { max });
    say("CACHE", row.try_get("", "seqcache")?, 1);
    if row.try_get("", "seqcycle")? {
        options.push("CYCLE".into());
    }
    options.sort();
    Ok(options)
}

/// `CREATE SEQUENCE …`.
pub(super) fn create(name: &TableName, options: &[String]) -> String {
    let mut sql = format!("CREATE SEQUENCE {}", Dialect::Postgres.quote_table(name));
    for option in options {
        sql.push(' ');
        sql.push_str(option);
    }
    sql
}
