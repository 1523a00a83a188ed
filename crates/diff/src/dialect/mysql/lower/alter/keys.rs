//! The indexes of a table, before and after.

use std::collections::BTreeSet;

use autogen_schema::{ForeignKey, Ident};

use super::{Alter, Clause, MYSQL, gained};
use crate::Hazard;
use crate::dialect::mysql::keys::{Key, all_keys, keys};

impl Alter<'_> {
    /// Returns the indexes that go, that come, and that get another name. One that a server makes along with its foreign key
    /// does not count among those that come.
    pub(super) fn keys(&self) -> (Vec<Key>, Vec<Key>, Vec<(Key, Key)>) {
        let from = all_keys(self.from, &[]);
        let to = all_keys(self.to, &from);
        // Whether it is used is changed in place.
        let sql = |key: &Key| hidden(&key.sql).map_or_else(|| key.sql.clone(), |(sql, _)| sql.to_owned());
        let name = |key: &Key| key.name.clone();
        let has = |keys: &[Key], wanted: &Key| keys.iter().any(|key| sql(key) == sql(wanted));
        let mut gone: Vec<Key> = from.iter().filter(|key| !has(&to, key)).cloned().collect();
        let mut come: Vec<Key> = to.iter().filter(|key| !has(&from, key)).cloned().collect();
        let stays_as = |key: &Key| to.iter().find(|other| sql(other) == sql(key));
        let moves = |key: &Key, wanted: &Key| self.is_taken_away(key, wanted) || self.goes_along(&key.over);
        let stay = from.iter().filter(|key| stays_as(key).is_some_and(|wanted| moves(key, wanted)));
        stay.for_each(|key| {
            gone.push(key.clone());
            come.push(key.clone());
        });
        come.retain(|key| !self.comes_along(key));
        let mut renamed = Vec::new();
        let taken = |keys: &[Key], wanted: &Key| keys.iter().any(|key| name(key).same(&wanted.name, MYSQL));
        let body = |key: &Key| key.sql.replacen(&MYSQL.quote(&key.name), "", 1);
        gone.retain(|old| {
            // A server takes its own away when it sees fit, under any name.
            if old.is_made || taken(&to, old) || self.goes_along(&old.over) {
                return true;
            }
            let same = |new: &Key| body(new) == body(old) && !taken(&from, new);
            let Some(at) = come.iter().position(same) else { return true };
            renamed.push((old.clone(), come.remove(at)));
            false
        });
        (gone, come, renamed)
    }

    /// Returns the clauses that hide an index from the server, or show it again. Neither can be said along with making it anew.
    pub(super) fn shown_keys(&self) -> Vec<Clause> {
        let (from, to) = (all_keys(self.from, &[]), all_keys(self.to, &[]));
        let clause = |key: &Key| {
            let plain = hidden(&key.sql).map_or(key.sql.as_str(), |(sql, _)| sql);
            let old = from.iter().find(|old| old.name.same(&key.name, MYSQL))?;
            let stood = hidden(&old.sql).map_or(old.sql.as_str(), |(sql, _)| sql);
            let word = match (hidden(&old.sql), hidden(&key.sql)) {
                (None, Some((_, word))) => word,
                (Some((_, "INVISIBLE")), None) => "VISIBLE",
                (Some(_), None) => "NOT IGNORED",
                _ => return None,
            };
            (plain == stood).then(|| Clause::new(format!("ALTER INDEX {} {word}", MYSQL.quote(&key.name))))
        };
        to.iter().filter_map(clause).collect()
    }

    /// Whether a server puts an index of the key's name in place of its own when the key comes again. It leaves alone one that
    /// somebody asked for.
    fn is_taken_away(&self, key: &Key, wanted: &Key) -> bool {
        let over = |foreign: &&&ForeignKey| foreign.columns == key.over;
        let comes = |foreign: &&ForeignKey| foreign.columns == key.over && foreign.name.as_ref() != Some(&key.name);
        // Going back, an index that the server does not make again by itself is to have the name that it had.
        let is_replaced = self.restores && !wanted.is_made && self.coming.iter().any(comes);
        let is_another = |foreign: &&ForeignKey| foreign.name.as_ref() != Some(&key.name);
        key.is_made && (is_replaced || self.remade.iter().find(over).is_some_and(is_another))
    }

    /// Whether a server makes the index, under the same name, for a foreign key that comes in the same script.
    fn comes_along(&self, key: &Key) -> bool {
        let over = |foreign: &&ForeignKey| key.is_made && foreign.columns == key.over;
        let stood = |foreign: &ForeignKey| self.from.foreign_keys.iter().any(|other| other.name == foreign.name);
        let makers: Vec<_> = self.to.foreign_keys.iter().filter(over).collect();
        makers.iter().all(|foreign| !stood(foreign))
            && makers.iter().any(|foreign| foreign.name.as_ref() == Some(&key.name))
    }

    pub(super) fn unique_hazard(&self, columns: &[Ident]) -> Option<Hazard> {
        let counted = |name: &Ident| self.to.column(name, MYSQL).is_some_and(|column| column.auto_increment);
        let new = |name: &Ident| self.from.column(name, MYSQL).is_none();
        // Numbers that a server gives are different.
        if columns.iter().any(|name| counted(name) && new(name)) {
            return None;
        }
        let wanted: BTreeSet<Ident> = columns.iter().map(|name| name.key(MYSQL)).collect();
        let covers = |of: &[Ident]| of.iter().all(|name| wanted.contains(&name.key(MYSQL)));
        let key = self.from.primary_key.iter().map(|key| key.columns.clone());
        let unique = keys(self.from).into_iter().filter(|key| key.is_unique && key.is_plain()).map(|key| key.over);
        let before = key.chain(unique).any(|columns| covers(&columns));
        (!before).then(|| gained::duplicates(&self.to.name, columns))
    }
}

/// Takes off the word that keeps the server from using an index: MariaDB's, or MySQL's.
fn hidden(sql: &str) -> Option<(&str, &'static str)> {
    ["IGNORED", "INVISIBLE"].into_iter().find_map(|word| Some((sql.strip_suffix(word)?.trim_end(), word)))
}
