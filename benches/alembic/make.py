import os

from models import Base
from sqlalchemy import create_engine

Base.metadata.create_all(create_engine(os.environ["DATABASE_URL"]))
