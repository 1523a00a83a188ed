//! The change list.
