//! What somebody meant who wrote something else.

/// Returns the word that is most like `word`, where one is like it.
pub(crate) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&lower, candidate);
    let nearest = among.into_iter().min_by_key(|candidate| (distance(candidate), *candidate));
    nearest.filter(|candidate| distance(candidate) <= candidate.len().max(3) / 3)
}
