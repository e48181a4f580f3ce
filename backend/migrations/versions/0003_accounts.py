"""What is remembered of the accounts of people: what their provider says of them, and who was deleted."""

from alembic import op

revision = "0003"
down_revision = "0002"

_TYPES = {
    "postgresql": {"prefix": "syllabus.", "uuid": "uuid", "time": "timestamptz", "now": "now()"},
    "sqlite": {
        "prefix": "syllabus_",
        "uuid": "TEXT",
        "time": "TEXT",
        "now": "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
    },
}
_TABLES = (
    """CREATE TABLE {prefix}identities (
    "userId" {uuid} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    "emailVerified" BOOLEAN NOT NULL,
    "profileUpdatedAt" {time},
    "createdAt" {time} DEFAULT {now} NOT NULL
)""",
    """CREATE TABLE {prefix}deleted_subjects (
    sha256 TEXT NOT NULL PRIMARY KEY,
    "createdAt" {time} DEFAULT {now} NOT NULL
)""",
)


def upgrade() -> None:
    types = _TYPES[op.get_bind().dialect.name]
    for table in _TABLES:
        op.execute(table.format(**types))
