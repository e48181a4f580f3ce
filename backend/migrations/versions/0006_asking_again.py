"""When the payment provider may be asked about a session again, and when a refund was begun."""

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = {
    "postgresql": (
        'ALTER TABLE syllabus.payments ADD COLUMN "askAgainAt" timestamptz',
        'ALTER TABLE syllabus.payments ADD COLUMN "refundBegunAt" timestamptz',
    ),
    "sqlite": (
        'ALTER TABLE syllabus_payments ADD COLUMN "askAgainAt" TEXT',
        'ALTER TABLE syllabus_payments ADD COLUMN "refundBegunAt" TEXT',
    ),
}


def upgrade() -> None:
    for statement in _STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
