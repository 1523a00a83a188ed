//! What became of attempts at random operations.

/// How many ended in which way.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Went up, down and up again.
    pub(crate) done: usize,
    /// Were not lowered, with a reason.
    pub(crate) refused: usize,
    /// Failed on the way up, as their hazards said they may.
    pub(crate) failed: usize,
    /// Failed on the way down or the second time up, as their hazards said they may.
    pub(crate) stuck: usize,
}
