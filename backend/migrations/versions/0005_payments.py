"""What is being bought, and what the payment provider says of what was paid."""

from alembic import op

revision = "0005"
down_revision = "0004"

_TYPES = {
    "postgresql": {
        "prefix": "syllabus.",
        "uuid": "uuid",
        "time": "timestamptz",
        "now": "now()",
        "json": "jsonb",
    },
    "sqlite": {
        "prefix": "syllabus_",
        "uuid": "TEXT",
        "time": "TEXT",
        "now": "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
        "json": "JSON",
    },
}
_STATEMENTS = (
    """CREATE TABLE {prefix}checkouts (
    id {uuid} NOT NULL PRIMARY KEY,
    "userId" {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    "productId" {uuid} NOT NULL,
    "heldProductId" {uuid} REFERENCES products (id) ON DELETE RESTRICT,
    status TEXT NOT NULL,
    code TEXT,
    "amountInCents" INTEGER NOT NULL,
    "productDetails" {json} NOT NULL,
    "sessionId" TEXT,
    url TEXT,
    "expiresAt" {time},
    "purchaseId" {uuid} REFERENCES purchases (id) ON DELETE SET NULL,
    "createdAt" {time} DEFAULT {now} NOT NULL
)""",
    'CREATE UNIQUE INDEX syllabus_checkouts_held ON {prefix}checkouts ("userId", "heldProductId")',
    'CREATE INDEX syllabus_checkouts_product ON {prefix}checkouts ("heldProductId")',
    "CREATE UNIQUE INDEX syllabus_checkouts_code ON {prefix}checkouts (code)",
    'CREATE UNIQUE INDEX syllabus_checkouts_session ON {prefix}checkouts ("sessionId")',
    """CREATE TABLE {prefix}payments (
    "sessionId" TEXT NOT NULL PRIMARY KEY,
    intent TEXT,
    "amountRefunded" INTEGER NOT NULL,
    "isRefunded" BOOLEAN NOT NULL,
    "refundedAt" {time},
    "receiptUrl" TEXT,
    "refundKey" TEXT,
    "createdAt" {time} DEFAULT {now} NOT NULL
)""",
    "CREATE INDEX syllabus_payments_intent ON {prefix}payments (intent)",
)


def upgrade() -> None:
    types = _TYPES[op.get_bind().dialect.name]
    for statement in _STATEMENTS:
        op.execute(statement.format(**types))
