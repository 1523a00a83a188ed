//! Everything that needs a database or the binary, as one test binary.

mod adoption;
mod branches;
mod cases;
mod introspect_sqlite;
mod lab;
mod lowering_sqlite;
mod model_oracle;
mod revision_crash;
mod revision_run;
mod revision_support;
mod rows;
mod timetracker;
