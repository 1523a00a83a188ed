//! The indexes of a table, before and after.

use std::collections::BTreeSet;

use autogen_schema::{ForeignKey, Ident};

use super::{Alter, MYSQL, gained};
use crate::Hazard;
use crate::dialect::mysql::keys::{Key, all_keys, keys};

impl Alter<'_> {
    /// Returns the indexes that go, that come, and that get another name. One that a server makes along with its foreign key
    /// does not count among those that come.
    pub(super) fn keys(&self) -> (Vec<Key>, Vec<Key>, Vec<(Key, Key)>) {
        let from = all_keys(self.from, &[]);
        let to = all_keys(self.to, &from);
        let (sql, name) = (|key: &Key| key.sql.clone(), |key: &Key| key.name.clone());
        let has = |keys: &[Key], wanted: &Key| keys.iter().any(|key| sql(key) == sql(wanted));
        let mut gone: Vec<Key> = from.iter().filter(|key| !has(&to, key)).cloned().collect();
        let mut come: Vec<Key> = to.iter().filter(|key| !has(&from, key)).cloned().collect();
        let stay = from.iter().filter(|key| has(&to, key) && self.is_taken_away(key));
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
            if old.is_made || taken(&to, old) {
                return true;
            }
            let same = |new: &Key| body(new) == body(old) && !taken(&from, new);
            let Some(at) = come.iter().position(same) else { return true };
            renamed.push((old.clone(), come.remove(at)));
            false
        });
        (gone, come, renamed)
    }

    /// Whether a server puts an index of the key's name in place of its own when the key comes again. It leaves alone one that
    /// somebody asked for.
    fn is_taken_away(&self, key: &Key) -> bool {
        let over = |foreign: &&&ForeignKey| foreign.columns == key.over;
        key.is_made && self.remade.iter().find(over).is_some_and(|foreign| foreign.name.as_ref() != Some(&key.name))
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
