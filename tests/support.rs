//! The program as a person runs it, in a folder of its own and without anybody's environment.

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

mod database;
mod outcome;
mod privileges;
mod sandbox;
mod server;

pub(crate) use outcome::Outcome;
pub(crate) use privileges::FullDisk;
pub(crate) use sandbox::{Sandbox, USERS};
pub(crate) use server::{Database, SERVERS, encode};
