//! The same tables for Python, with what Alembic takes to check them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::{Failed, entity};

const CONFIG: &str = include_str!("../alembic/alembic.ini");
const ENVIRONMENT: &str = include_str!("../alembic/env.py");
const MAKE: &str = include_str!("../alembic/make.py");

/// Writes a project for Alembic. `make.py` in it makes the database, `alembic check` finds nothing to do.
pub fn write(folder: &Path, tables: usize) -> Result<(), Failed> {
    fs::create_dir_all(folder.join("migrations/versions"))?;
    fs::write(folder.join("alembic.ini"), CONFIG)?;
    fs::write(folder.join("migrations/env.py"), ENVIRONMENT)?;
    fs::write(folder.join("make.py"), MAKE)?;
    fs::write(folder.join("models.py"), models(tables)?)?;
    Ok(())
}

fn models(tables: usize) -> Result<String, std::fmt::Error> {
    let mut text = String::from(
        "from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Integer, Numeric, String, Text\n\
         from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n",
    );
    for number in 0..tables {
        let name = entity::name(number);
        let [parent, owner] = entity::parents(number).map(entity::name);
        write!(
            text,
            r#"

class Table{number}(Base):
    __tablename__ = "{name}"
    id = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    code = Column(String(40), nullable=False, unique=True)
    name = Column(String(100), nullable=False)
    description = Column(Text)
    status = Column(String(20), nullable=False, index=True)
    amount = Column(Numeric(12, 2), nullable=False)
    quantity = Column(Integer, nullable=False)
    is_active = Column(Boolean, nullable=False)
    created_at = Column(DateTime, nullable=False)
    updated_at = Column(DateTime)
    parent_id = Column(BigInteger, ForeignKey("{parent}.id", ondelete="CASCADE"), nullable=False, index=True)
    owner_id = Column(BigInteger, ForeignKey("{owner}.id"))
"#
        )?;
    }
    Ok(text)
}
