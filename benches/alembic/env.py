import os
import sys

from alembic import context
from sqlalchemy import create_engine

sys.path.insert(0, os.getcwd())
from models import Base  # noqa: E402

engine = create_engine(os.environ["DATABASE_URL"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
