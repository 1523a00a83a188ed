//! What a thread remembers of texts that stand in one entity after the other.

use std::cell::RefCell;
use std::collections::HashMap;

/// How much is remembered: no project has so many, and a long-lived process does not grow by them.
const LIMIT: usize = 1024;

/// What was made of a text.
pub(crate) struct Memo<T>(RefCell<HashMap<Box<str>, T>>);

impl<T: Clone> Memo<T> {
    pub(crate) fn new() -> Self {
        Self(RefCell::default())
    }

    /// Returns what `make` makes of a text, or has made of it before.
    pub(crate) fn get(&self, text: &str, make: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let new = make(text);
        let mut all = self.0.borrow_mut();
        if all.len() < LIMIT {
            all.insert(text.into(), new.clone());
        }
        new
    }
}
