//! Projects of any size, made for being measured: entities, and the same for Python, as Alembic takes them.
//!
//! What is measured of them is in the programs beside this library; docs/performance.md has what came out.

#![allow(clippy::format_collect, reason = "what is measured is not how fast this is")]

pub mod alembic;
pub mod entity;
pub mod parts;
pub mod project;

/// What keeps a measurement from being made.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
