"""A database of the web application, and what PostgreSQL's catalog says of it."""

from __future__ import annotations

from pathlib import Path

import psycopg

_DDL = Path(__file__).with_name("web_application.sql")
_CATALOG = {
    "columns": """
        SELECT table_schema, table_name, column_name, data_type, udt_name, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""",
    "constraints": """
        SELECT n.nspname, c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')""",
    "indexes": "SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes WHERE schemaname <> 'pg_catalog'",
    "enums": """
        SELECT n.nspname, t.typname, e.enumsortorder, e.enumlabel
        FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace""",
    "functions": """
        SELECT n.nspname, p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')""",
    "triggers": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
    "schemas": "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'",
}

Catalog = dict[str, set[tuple[object, ...]]]


def make_web_application(url: str) -> None:
    """Run the web application's migrations on an empty database."""
    with psycopg.connect(url) as connection:
        connection.execute(_DDL.read_bytes())


def catalog_of(url: str) -> Catalog:
    """Everything that the database defines, by kind."""
    with psycopg.connect(url) as connection:
        return {kind: set(connection.execute(query.encode()).fetchall()) for kind, query in _CATALOG.items()}
