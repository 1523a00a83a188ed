//! What was said about one thing.

use super::{Facet, FacetValue};

/// What was said about one thing, by facet, in their order.
///
/// Few things are said of a thing, and of thousands of things: these are held in no more than the room they take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets(Vec<(Facet, FacetValue)>);

impl Facets {
    /// Of a thing about which nothing was said.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what was said of a facet.
    pub fn get(&self, facet: &Facet) -> Option<&FacetValue> {
        let at = self.find(*facet).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Returns what was said of a facet, to be changed.
    pub fn get_mut(&mut self, facet: &Facet) -> Option<&mut FacetValue> {
        let at = self.find(*facet).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Whether something was said of a facet.
    pub fn contains_key(&self, facet: &Facet) -> bool {
        self.find(*facet).is_ok()
    }

    /// Says something of a facet, and returns what was said of it before.
    pub fn insert(&mut self, facet: Facet, value: FacetValue) -> Option<FacetValue> {
        match self.find(facet) {
            Ok(at) => self.0.get_mut(at).map(|(_, held)| std::mem::replace(held, value)),
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (facet, value));
                None
            }
        }
    }

    /// Unsays what was said of a facet, and returns it.
    pub fn remove(&mut self, facet: &Facet) -> Option<FacetValue> {
        self.find(*facet).ok().map(|at| self.0.remove(at).1)
    }

    /// Keeps what `keep` says.
    pub fn retain(&mut self, keep: impl Fn(Facet, &FacetValue) -> bool) {
        self.0.retain(|(facet, value)| keep(*facet, value));
    }

    /// Returns each facet of which something was said, with that.
    pub fn iter(&self) -> std::slice::Iter<'_, (Facet, FacetValue)> {
        self.0.iter()
    }

    /// Returns each facet of which something was said.
    pub fn keys(&self) -> impl Iterator<Item = &Facet> {
        self.0.iter().map(|(facet, _)| facet)
    }

    /// Returns what was said of each.
    pub fn values(&self) -> impl Iterator<Item = &FacetValue> {
        self.0.iter().map(|(_, value)| value)
    }

    fn find(&self, facet: Facet) -> Result<usize, usize> {
        self.0.binary_search_by_key(&facet, |(held, _)| *held)
    }
}

impl<const N: usize> From<[(Facet, FacetValue); N]> for Facets {
    fn from(said: [(Facet, FacetValue); N]) -> Self {
        said.into_iter().collect()
    }
}

impl Extend<(Facet, FacetValue)> for Facets {
    fn extend<I: IntoIterator<Item = (Facet, FacetValue)>>(&mut self, said: I) {
        for (facet, value) in said {
            self.insert(facet, value);
        }
    }
}

impl FromIterator<(Facet, FacetValue)> for Facets {
    fn from_iter<I: IntoIterator<Item = (Facet, FacetValue)>>(said: I) -> Self {
        let mut facets = Self::new();
        facets.extend(said);
        facets
    }
}

impl IntoIterator for Facets {
    type IntoIter = std::vec::IntoIter<(Facet, FacetValue)>;
    type Item = (Facet, FacetValue);

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Facets {
    type IntoIter = std::slice::Iter<'a, (Facet, FacetValue)>;
    type Item = &'a (Facet, FacetValue);

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
