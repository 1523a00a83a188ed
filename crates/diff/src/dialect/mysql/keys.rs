//! The indexes of a table, uniques included: to a server they are one kind of thing.

use autogen_schema::{Dialect, ForeignKey, Ident, Index, IndexKey, IndexPart, SortOrder, Table, Unique};

use crate::script::closed;

mod implicit;

pub(super) use implicit::{all_keys, is_called_after};

const MYSQL: Dialect = Dialect::Mysql;

/// An index of a table. The primary key is not one here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: Ident,
    pub(super) is_unique: bool,
    /// The columns that it can be searched by, up to the first part that is not a whole column.
    pub(super) columns: Vec<Ident>,
    /// Every column that it is over, in whichever way.
    pub(super) over: Vec<Ident>,
    /// Its definition within `CREATE TABLE`, and behind `ADD`.
    pub(super) sql: String,
    /// Whether a server made it for a foreign key.
    pub(super) is_made: bool,
    plain: bool,
}

impl Key {
    /// Whether it is nothing but columns.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether rows can be found by `columns` with it, as a foreign key needs.
    pub(super) fn serves(&self, columns: &[Ident]) -> bool {
        starts_with(&self.columns, columns)
    }

    /// The foreign key of `table` along with which a server makes the index, under this name. Where several keys could stand on
    /// it, the last that comes would give it its own.
    pub(super) fn maker<'t>(&self, table: &'t Table) -> Option<&'t ForeignKey> {
        let related = |foreign: &&ForeignKey| {
            starts_with(&self.columns, &foreign.columns) || starts_with(&foreign.columns, &self.columns)
        };
        let mut related = table.foreign_keys.iter().filter(related);
        let only = related.next().filter(|_| related.next().is_none())?;
        let is_it = only.columns == self.columns && only.name.as_ref() == Some(&self.name);
        (self.is_made && is_it).then_some(only)
    }
}

/// Whether `columns` begin with `wanted`, in that order.
fn starts_with(columns: &[Ident], wanted: &[Ident]) -> bool {
    columns.get(..wanted.len()).is_some_and(|first| first.iter().zip(wanted).all(|(a, b)| a.same(b, MYSQL)))
}

/// Whether rows of a table can be found by `columns`, with the primary key or an index.
pub(super) fn is_served(table: &Table, columns: &[Ident]) -> bool {
    table.primary_key.as_ref().is_some_and(|key| starts_with(&key.columns, columns))
        || all_keys(table, &[]).iter().any(|key| key.serves(columns))
}

/// Returns every index that a schema lists, uniques first.
pub(super) fn keys(table: &Table) -> Vec<Key> {
    let uniques = table.uniques.iter().filter_map(unique);
    uniques.chain(table.indexes.iter().filter_map(index)).collect()
}

pub(super) fn unique(unique: &Unique) -> Option<Key> {
    let name = unique.name.clone()?;
    let sql = format!("UNIQUE INDEX {} ({})", MYSQL.quote(&name), MYSQL.quote_list(&unique.columns));
    let columns = unique.columns.clone();
    Some(Key { name, is_unique: true, over: columns.clone(), columns, sql, plain: true, is_made: false })
}

pub(super) fn index(index: &Index) -> Option<Key> {
    let name = index.name.clone()?;
    let method = index.method.as_ref().map(|method| method.as_str().to_ascii_uppercase());
    let special = method.as_deref().filter(|method| matches!(*method, "FULLTEXT" | "SPATIAL" | "VECTOR"));
    let kind = match (special, index.unique) {
        (Some(special), _) => format!("{special} INDEX"),
        (None, true) => "UNIQUE INDEX".to_owned(),
        (None, false) => "INDEX".to_owned(),
    };
    let parts = index.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let mut sql = format!("{kind} {} ({parts})", MYSQL.quote(&name));
    sql.extend(method.as_ref().filter(|_| special.is_none()).map(|method| format!(" USING {method}")));
    sql.extend(index.settings.iter().map(|setting| format!(" {setting}")));
    let whole = |part: &IndexPart| part.plain().cloned();
    let columns = if special.is_some() { Vec::new() } else { index.parts.iter().map_while(whole).collect() };
    let over = index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Expression(_) => None,
    });
    let plain = index.plain_columns().is_some() && index.settings.is_empty();
    Some(Key { name, is_unique: index.unique, columns, over: over.collect(), sql, plain, is_made: false })
}

pub(super) fn part(part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(name) => MYSQL.quote(name),
        IndexKey::Expression(sql) => format!("({})", closed(sql.clone())),
    };
    sql.extend(part.prefix.map(|length| format!("({length})")));
    if part.order == SortOrder::Descending {
        sql.push_str(" DESC");
    }
    sql
}
