//! Everything that needs a database or the binary, as one test binary.

mod introspect_sqlite;
mod model_oracle;
mod revision_run;
mod revision_support;
