//! What people put into a database beside the entities: views, triggers, indexes, columns, checks, collations.

use autogen_schema::Dialect;

use super::entities::{Entity, Names, Set};
use crate::support::Dice;

/// Something that no entity says.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    /// A view, trigger or index is called so; the text of anything else holds the word.
    pub(super) name: String,
    /// The entities and fields that it uses; the first entity's table is the one that it is on.
    pub(super) uses: Vec<(usize, usize)>,
    pub(super) sql: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    View,
    Trigger,
    Index,
    /// A column that is added.
    Column,
    /// An item of the `CREATE TABLE`.
    Item,
}

impl Object {
    pub(super) fn random(set: &Set, dice: &mut Dice, names: &mut Names) -> Option<Self> {
        let entity = dice.pick_any(&set.entities)?;
        let field = dice.pick_any(&entity.fields)?;
        let (table, column) = (quote(&entity.table), quote(&field.column));
        let name = format!("hand{}", names.number());
        let mut uses = vec![(entity.id, field.id)];
        let choice = dice.below(14);
        let (kind, sql) = match choice {
            0 => (Kind::View, format!("CREATE VIEW {name} AS SELECT {column} FROM {table} -- by hand")),
            1 => {
                (Kind::View, format!("CREATE VIEW {name} AS SELECT t.* FROM {table} AS t WHERE t.{column} IS NOT NULL"))
            }
            2 => {
                let other = dice.pick_any(&set.entities)?;
                let joined = dice.pick_any(&other.fields)?;
                uses.push((other.id, joined.id));
                let (other, joined) = (quote(&other.table), quote(&joined.column));
                let on = format!("x.{column} = y.{joined}");
                (
                    Kind::View,
                    format!("CREATE VIEW {name} (a) AS SELECT count(*) FROM {table} x LEFT JOIN {other} y ON {on}"),
                )
            }
            3 => (
                Kind::Trigger,
                format!(
                    "CREATE TRIGGER {name} AFTER UPDATE OF {column} ON {table} WHEN NEW.{column} IS NULL BEGIN SELECT OLD.{column}; END"
                ),
            ),
            4 => {
                let other = dice.pick_any(&set.entities)?;
                let written = dice.pick_any(&other.fields)?;
                uses.push((other.id, written.id));
                let (other, written) = (quote(&other.table), quote(&written.column));
                (
                    Kind::Trigger,
                    format!(
                        "CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN UPDATE {other} SET {written} = {written} WHERE 0; END"
                    ),
                )
            }
            5 => (Kind::Index, format!("CREATE INDEX {name} ON {table} ({column} DESC)")),
            6 => (Kind::Index, format!("CREATE INDEX {name} ON {table}({column}) WHERE {column} IS NOT NULL")),
            7 => (Kind::Index, format!("CREATE INDEX {name} ON {table} (lower({column}), {column} COLLATE NOCASE)")),
            8 => {
                let key = entity.fields.iter().find(|field| field.key)?;
                uses.push((entity.id, key.id));
                let key = quote(&key.column);
                (Kind::Index, format!("CREATE UNIQUE INDEX {name} ON {table} ({key}, {column}) WHERE {column} <> 0"))
            }
            9 => {
                let rest = format!("TEXT COLLATE RTRIM DEFAULT 'x' CHECK ({name} IS NOT 'no')");
                (Kind::Column, format!("ALTER TABLE {table} ADD COLUMN {name} {rest}"))
            }
            10 => (Kind::Column, format!("ALTER TABLE {table} ADD COLUMN {name} TEXT AS (quote({column}) || 'x')")),
            11 => (Kind::Item, format!("CONSTRAINT {name} CHECK ({column} IS NOT 'never, \"ever\")')")),
            12 => (Kind::Item, format!("CHECK /* {name} ) */ ({column} IS NOT '{name}')")),
            _ => (
                Kind::Item,
                format!("CONSTRAINT {name} UNIQUE ({}) ON CONFLICT FAIL", unique_columns(entity, &mut uses)),
            ),
        };
        Some(Self { kind, name, uses, sql })
    }

    /// Whether what it uses is there, by the same names as in `before`, and nothing went whose name is a word of its text.
    pub(super) fn is_free_in(&self, after: &Set, before: &Set) -> bool {
        let same = |(entity, field): &(usize, usize)| {
            let names = |set: &Set| {
                let entity = set.entity(*entity)?;
                let field = entity.fields.iter().find(|one| one.id == *field)?;
                Some((entity.table.clone(), field.column.clone()))
            };
            names(before).is_some() && names(before) == names(after)
        };
        let gone =
            |set: &Set, name: &str| set.entities.iter().all(|e| e.fields.iter().all(|field| field.column != name));
        let columns = before.entities.iter().flat_map(|entity| &entity.fields).map(|field| field.column.as_str());
        let mut words = columns.filter(|name| self.sql.contains(&quote(name)));
        self.uses.iter().all(same) && !words.any(|name| gone(after, name))
    }

    /// Whether its text names what it uses by the names of `set`.
    pub(super) fn is_spelled_in(&self, set: &Set) -> bool {
        self.uses.iter().all(|(entity, field)| {
            let Some(entity) = set.entity(*entity) else { return false };
            let field = entity.fields.iter().find(|one| one.id == *field);
            let by_table = self.kind == Kind::Item || self.sql.contains(&quote(&entity.table));
            by_table && field.is_some_and(|field| self.sql.contains(&quote(&field.column)))
        })
    }
}

/// All of the key, and one column more.
fn unique_columns(entity: &Entity, uses: &mut Vec<(usize, usize)>) -> String {
    let own = uses.first().map(|(_, field)| *field);
    let fields = entity.fields.iter().filter(|field| field.key || Some(field.id) == own);
    fields
        .map(|field| {
            uses.push((entity.id, field.id));
            quote(&field.column)
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn quote(name: &str) -> String {
    Dialect::Sqlite.quote(&name.into())
}
