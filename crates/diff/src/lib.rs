//! Compares two schemas and renders the difference as a revision file, for autogen.
