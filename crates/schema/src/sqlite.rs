//! The statements that SQLite stores, taken apart without losing a byte.
