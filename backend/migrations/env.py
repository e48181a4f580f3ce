"""Run by Alembic, which `backend.migrate` starts inside its own transaction."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    version_table=attributes["version_table"],
    version_table_schema=attributes["version_table_schema"],
)
with context.begin_transaction():
    context.run_migrations()
