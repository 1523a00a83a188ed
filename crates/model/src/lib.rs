//! Reads SeaORM entities from source into a schema, for autogen.
