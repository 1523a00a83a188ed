//! The indexes of a table, before and after.

use std::collections::BTreeSet;

use autogen_schema::{ForeignKey, Ident, Table};

use super::{Alter, Clause, MYSQL, gained};
use crate::Hazard;
use crate::dialect::mysql::keys::{Key, all_keys, is_called_after, keys};

impl Alter<'_> {
    /// Returns the indexes that go, that come, and that get another name. One that a server makes along with its foreign key
    /// does not count among those that come.
    pub(super) fn keys(&self) -> (Vec<Key>, Vec<Key>, Vec<(Key, Key)>) {
        let (from, to) = self.all_keys();
        let has = |keys: &[Key], wanted: &Key| keys.iter().any(|key| shown(key) == shown(wanted));
        let name = |key: &Key| key.name.clone();
        let mut gone: Vec<Key> = from.iter().filter(|key| !has(&to, key)).cloned().collect();
        let mut come: Vec<Key> = to.iter().filter(|key| !has(&from, key)).cloned().collect();
        let moved = self.moved(&from, &to);
        come.extend(moved.iter().map(|(_, key)| (*key).clone()));
        gone.extend(moved.into_iter().map(|(key, _)| key.clone()));
        come.retain(|key| !self.comes_along(key));
        let mut renamed = Vec::new();
        let taken = |keys: &[Key], wanted: &Key| keys.iter().any(|key| name(key).same(&wanted.name, MYSQL));
        let body = |key: &Key| key.sql.replacen(&MYSQL.quote(&key.name), "", 1);
        gone.retain(|old| {
            // A server takes its own away when it sees fit, under any name.
            if old.is_made || taken(&to, old) || self.goes_along(&old.over) || self.is_taken_away(old, &to) {
                return true;
            }
            let same = |new: &Key| body(new) == body(old) && !taken(&from, new);
            let Some(at) = come.iter().position(same) else { return true };
            renamed.push((old.clone(), come.remove(at)));
            false
        });
        (gone, come, renamed)
    }

    /// Returns every index before and after. Going back, those behind foreign keys are to have the names that they had.
    fn all_keys(&self) -> (Vec<Key>, Vec<Key>) {
        let from = all_keys(self.from, &[]);
        let to = all_keys(self.to, if self.restores { &[] } else { &from });
        (from, to)
    }

    /// Returns the clauses that hide an index from the server, or show it again. Neither can be said along with making it anew.
    pub(super) fn shown_keys(&self) -> Vec<Clause> {
        let (from, to) = self.all_keys();
        let moved = self.moved(&from, &to);
        let clause = |key: &Key| {
            let old = from.iter().find(|old| old.name.same(&key.name, MYSQL))?;
            let word = match (hidden(&old.sql), hidden(&key.sql)) {
                (None, Some((_, word))) => word,
                (Some((_, "INVISIBLE")), None) => "VISIBLE",
                (Some(_), None) => "NOT IGNORED",
                _ => return None,
            };
            let stays = shown(old) == shown(key) && !moved.iter().any(|(_, other)| other.name == key.name);
            stays.then(|| Clause::new(format!("ALTER INDEX {} {word}", MYSQL.quote(&key.name))))
        };
        to.iter().filter_map(clause).collect()
    }

    /// Returns the indexes, before and after, that stay and must be made again nevertheless.
    fn moved<'k>(&self, from: &'k [Key], to: &'k [Key]) -> Vec<(&'k Key, &'k Key)> {
        let stays = |key: &'k Key| Some((key, to.iter().find(|other| shown(other) == shown(key))?));
        let come: Vec<Key> =
            to.iter().filter(|key| !from.iter().any(|old| shown(old) == shown(key))).cloned().collect();
        let moves = |key: &Key| self.is_taken_away(key, &come) || self.goes_along(&key.over);
        from.iter().filter_map(stays).filter(|(key, _)| moves(key)).collect()
    }

    /// Whether a server may take an index away by itself, in favour of one that comes: of its own making, and so called like a
    /// foreign key, it is one that nothing in the catalog tells from others. `come` are the indexes that are asked for.
    fn is_taken_away(&self, key: &Key, come: &[Key]) -> bool {
        let begins = |columns: &[Ident]| columns.starts_with(&key.over);
        let is_named = |foreign: &ForeignKey| foreign.name.as_ref() == Some(&key.name) && foreign.columns == key.over;
        let brings_another = |foreign: &&ForeignKey| begins(&foreign.columns) && !is_named(foreign);
        if !self.restores {
            // Which of its own a server keeps is of no concern, as long as there is one.
            return key.is_made && self.remade.iter().copied().any(|foreign| brings_another(&foreign));
        }
        let new_key = self.to.primary_key.as_ref().filter(|_| self.from.primary_key != self.to.primary_key);
        let asked = come.iter().filter(|other| other.name != key.name).map(|other| &other.columns);
        let is_made_for = |table: &Table| {
            let mut over = table.foreign_keys.iter().filter(|foreign| foreign.columns == key.over);
            over.any(|foreign| is_called_after(&key.name, foreign, table))
        };
        key.is_plain()
            && !key.is_unique
            && (is_made_for(self.from) || is_made_for(self.to))
            && (self.coming.iter().any(brings_another)
                || asked.chain(new_key.map(|key| &key.columns)).any(|columns| begins(columns)))
    }

    /// Whether a server makes the index, under the same name, for a foreign key that comes in the same script.
    fn comes_along(&self, key: &Key) -> bool {
        key.maker(self.to).is_some_and(|foreign| self.coming.iter().any(|coming| coming.name == foreign.name))
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

/// The definition of an index without whether it is used, which is changed in place.
fn shown(key: &Key) -> &str {
    hidden(&key.sql).map_or(key.sql.as_str(), |(sql, _)| sql)
}

/// Takes off the word that keeps the server from using an index: MariaDB's, or MySQL's.
fn hidden(sql: &str) -> Option<(&str, &'static str)> {
    ["IGNORED", "INVISIBLE"].into_iter().find_map(|word| Some((sql.strip_suffix(word)?.trim_end(), word)))
}
