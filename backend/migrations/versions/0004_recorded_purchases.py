"""Which purchases have their courses written down: the others stand for their product's courses of today."""

from alembic import op

revision = "0004"
down_revision = "0003"

_TYPES = {
    "postgresql": {"prefix": "syllabus.", "uuid": "uuid", "time": "timestamptz", "now": "now()"},
    "sqlite": {
        "prefix": "syllabus_",
        "uuid": "TEXT",
        "time": "TEXT",
        "now": "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
    },
}
_TABLE = """CREATE TABLE {prefix}recorded_purchases (
    "purchaseId" {uuid} NOT NULL PRIMARY KEY REFERENCES purchases (id) ON DELETE CASCADE,
    "createdAt" {time} DEFAULT {now} NOT NULL
)"""
_FILL = """INSERT INTO {prefix}recorded_purchases ("purchaseId")
SELECT DISTINCT "purchaseId" FROM {prefix}access_sources WHERE "purchaseId" IS NOT NULL"""


def upgrade() -> None:
    types = _TYPES[op.get_bind().dialect.name]
    op.execute(_TABLE.format(**types))
    op.execute(_FILL.format(**types))
