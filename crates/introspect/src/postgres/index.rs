//! Indexes that are no constraint's.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr;

use autogen_schema::{
    Attachment, AttachmentKind, Definition, Dialect, Ident, Index, IndexKey, IndexPart, NullsOrder, SortOrder,
    TableName,
};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::attachment::{attachment, comment};
use super::catalog::{Catalog, Known, by, query};
use super::column::Columns;
use super::operator_class::OperatorClasses;
use super::{composed, index_detail};
use crate::Error;

/// An index, and its comment.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) index: Index,
    pub(super) comment: Option<String>,
    /// How many values are counted of which column, where that is set.
    pub(super) statistics: Vec<(i32, i32)>,
}

/// An index of which it is not known yet whether it is no more than columns in an order.
struct IndexRow {
    oid: i64,
    relation: i64,
    name: Ident,
    is_unique: bool,
    is_plain: bool,
    keys: Vec<Key>,
}

/// A column of an index.
struct Key {
    number: i16,
    /// 1 for descending, 2 for NULLS FIRST.
    order: i16,
    class: i64,
    collation: i64,
}

/// The indexes of a database, of which those are still to be asked about that are more than columns in an order.
pub(super) struct Indexes {
    rows: Vec<IndexRow>,
    classes: OperatorClasses,
}

impl Indexes {
    pub(super) async fn ask<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Self, Error> {
        let relations: HashSet<i64> = catalog.known.relations.iter().map(|relation| relation.oid).collect();
        let mut rows = query(catalog.db, "indexes", include_str!("index.sql"), decode).await?;
        rows.retain(|row| relations.contains(&row.relation));
        let classes = OperatorClasses::read(catalog.db).await?;
        Ok(Self { rows, classes })
    }
}

/// Reads those of every relation, by their names.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    Indexes { rows, classes }: Indexes,
    columns: &Columns,
) -> Result<BTreeMap<i64, Vec<Made>>, Error> {
    let mut made = HashMap::with_capacity(rows.len());
    let mut others = Vec::new();
    let plain = rows.par_iter().map(|row| row.plain(&catalog.known, columns, &classes));
    for (row, plain) in rows.iter().zip(plain.collect::<Vec<_>>()) {
        match plain {
            Some(index) => drop(made.insert(row.oid, Made { index, comment: None, statistics: Vec::new() })),
            None => others.push(row.oid),
        }
    }
    if !others.is_empty() {
        made.extend(index_detail::read(catalog.db, others).await?);
    }
    let commented = |row: &IndexRow| {
        let made = made.remove(&row.oid)?;
        Some((row.relation, Made { comment: catalog.known.comments.of_relation(row.oid), ..made }))
    };
    let mut indexes = by(rows.iter().filter_map(commented));
    for indexes in indexes.values_mut() {
        indexes.sort_by(|a, b| a.index.name.cmp(&b.index.name));
    }
    Ok(indexes)
}

fn decode(row: &QueryResult) -> Result<IndexRow, DbErr> {
    let (numbers, orders) = (list::<i16>(row, "numbers")?, list::<i16>(row, "orders")?);
    let (classes, collations) = (list::<i64>(row, "classes")?, list::<i64>(row, "collations")?);
    let keys = numbers.into_iter().zip(orders).zip(classes).zip(collations);
    let keys = keys.map(|(((number, order), class), collation)| Key { number, order, class, collation });
    Ok(IndexRow {
        oid: row.try_get("", "oid")?,
        relation: row.try_get("", "relation")?,
        name: row.try_get::<String>("", "name")?.into(),
        is_unique: row.try_get("", "is_unique")?,
        is_plain: row.try_get("", "is_plain")?,
        keys: keys.collect(),
    })
}

fn list<N: FromStr>(row: &QueryResult, column: &str) -> Result<Vec<N>, DbErr> {
    let text: String = row.try_get("", column)?;
    let numbers = text.split(' ').map(N::from_str).collect::<Result<_, _>>();
    numbers.map_err(|_| DbErr::Type(format!("`{text}` as a list of numbers")))
}

impl IndexRow {
    /// The index, where it is no more than columns in an order.
    fn plain(&self, known: &Known, columns: &Columns, classes: &OperatorClasses) -> Option<Index> {
        let table = known.names.get(&self.relation).filter(|_| self.is_plain)?;
        let part = |key: &Key| {
            let column = columns.get(self.relation, key.number)?;
            let is_usual = key.collation == column.collation_oid && classes.is_usual(key.class, column.type_oid);
            is_usual.then(|| key.part(column.column.name.clone()))
        };
        let parts: Vec<IndexPart> = self.keys.iter().map(part).collect::<Option<_>>()?;
        let definition = Definition::new(composed::index(&self.name, table, self.is_unique, &parts));
        Some(Index { name: Some(self.name.clone()), unique: self.is_unique, definition, parts, ..Index::new([]) })
    }
}

impl Key {
    fn part(&self, column: Ident) -> IndexPart {
        let (descending, nulls_first) = (self.order & 1 != 0, self.order & 2 != 0);
        in_order(IndexPart::of(IndexKey::Column(column)), descending, nulls_first)
    }
}

/// The part, sorted as the catalog says it.
pub(super) fn in_order(part: IndexPart, descending: bool, nulls_first: bool) -> IndexPart {
    IndexPart {
        order: if descending { SortOrder::Descending } else { SortOrder::Ascending },
        nulls: (descending != nulls_first).then_some(if nulls_first { NullsOrder::First } else { NullsOrder::Last }),
        ..part
    }
}

impl Made {
    /// What is set on its columns.
    pub(super) fn settings_in(&self, table: &TableName) -> Vec<Attachment> {
        let Some(name) = &self.index.name else { return Vec::new() };
        let quoted = Dialect::Postgres.quote_table(&TableName { schema: table.schema.clone(), name: name.clone() });
        let setting = |(column, target): &(i32, i32)| {
            let sql = format!("ALTER INDEX {quoted} ALTER COLUMN {column} SET STATISTICS {target}");
            Attachment { of: Some(name.clone()), ..attachment(AttachmentKind::Setting, name.clone(), sql) }
        };
        self.statistics.iter().map(setting).collect()
    }

    /// The comment, about an index of `table`: which has its name in the table's schema.
    pub(super) fn comment_in(&self, table: &TableName) -> Option<Attachment> {
        let (name, text) = (self.index.name.as_ref()?, self.comment.as_deref()?);
        let index = TableName { schema: table.schema.clone(), name: name.clone() };
        let what = format!("INDEX {}", Dialect::Postgres.quote_table(&index));
        Some(Attachment { of: Some(name.clone()), ..comment(name.clone(), &what, text) })
    }
}
