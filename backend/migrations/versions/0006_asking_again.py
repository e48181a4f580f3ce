"""When the payment provider may be asked about a session again."""

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = {
    "postgresql": ('ALTER TABLE syllabus.payments ADD COLUMN "askAgainAt" timestamptz',),
    "sqlite": ('ALTER TABLE syllabus_payments ADD COLUMN "askAgainAt" TEXT',),
}


def upgrade() -> None:
    for statement in _STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
