//! The ledger.

/// What the revisions made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {}
