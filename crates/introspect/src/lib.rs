//! Reads the schema of a live database for autogen.
