"""The nine tables, where they lack. Their definition is fixed, so it is not repeated here."""

from alembic import op
from sqlalchemy import inspect, text
from sqlalchemy.schema import CreateTable

from backend.tables import ENUMS, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for enum in ENUMS:
            _create_enum(enum.name, enum.words)
    present = inspect(connection).get_table_names()
    for table in metadata.sorted_tables:
        if table.name not in present:
            op.execute(CreateTable(table))


def _create_enum(name: str, words: tuple[str, ...]) -> None:
    exists = op.get_bind().scalar(text("SELECT to_regtype(:name) IS NOT NULL"), {"name": name})
    if not exists:
        op.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(repr(word) for word in words)})")
