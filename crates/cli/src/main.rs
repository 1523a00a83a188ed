//! Alembic's autogenerate for SeaORM.

fn main() {}
