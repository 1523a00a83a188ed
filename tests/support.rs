//! The program as a person runs it, in a folder of its own and without anybody's environment.

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

mod base;
mod cluster;
mod database;
mod dice;
mod ground;
pub(crate) mod operations;
mod outcome;
mod own_mariadb;
mod own_process;
mod privileges;
mod recorder;
mod sandbox;
mod server;
mod tally;

pub(crate) use base::Base;
pub(crate) use cluster::Cluster;
pub(crate) use dice::Dice;
pub(crate) use ground::{Ground, Texts, difference};
pub(crate) use outcome::Outcome;
pub(crate) use own_mariadb::OwnMariadb;
pub(crate) use privileges::FullDisk;
pub(crate) use recorder::Recorder;
pub(crate) use sandbox::{Sandbox, USERS};
pub(crate) use server::{Database, SERVERS, by_client, encode};
pub(crate) use tally::Tally;
