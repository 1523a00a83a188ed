//! One revision for several databases: SQLite, PostgreSQL and MariaDB at once.

mod adding;
mod beginning;
mod chain;
mod commands;
mod stage;
mod timetracker;
mod without_server;
