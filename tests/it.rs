//! Everything that needs a database or the binary, as one test binary.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails, and says where it was")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "SQL is put together here, not on a hot path")]
#![allow(clippy::disallowed_methods, reason = "tests are told by the environment what to run and what to bless")]

mod adoption;
mod agreement;
mod beside;
mod branches;
mod branches_mysql;
mod cases;
mod cli_backup;
mod cli_bad_input;
mod cli_config;
mod cli_elsewhere;
mod cli_failures;
mod cli_from_database;
mod cli_graph;
mod cli_help;
mod cli_init;
mod cli_look;
mod cli_migrate;
mod cli_prompts;
mod cli_rename;
mod cli_rename_enum;
mod cli_repair;
mod cli_rows;
mod cli_run;
mod cli_running;
mod cli_servers;
mod cli_unknown;
mod cli_values;
mod cli_verify;
mod column_types;
mod databases;
mod dialects;
mod embedding;
mod expressions;
mod hostile;
mod introspect_mysql;
mod introspect_postgres;
mod introspect_sqlite;
mod killed;
mod lab;
mod loco;
mod lowering_mysql;
mod lowering_postgres;
mod lowering_sqlite;
mod many_processes;
mod migrations;
mod model_oracle;
mod offline;
mod online;
mod pairs;
mod portions;
mod random;
mod repository;
mod revision_crash;
mod revision_run;
mod revision_servers;
mod revision_support;
mod rows;
mod servers;
mod standby;
mod support;
mod taking_over;
mod timetracker;
