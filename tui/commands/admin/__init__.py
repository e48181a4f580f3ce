"""`syllabus admin …`: looking after courses and people, one command a file."""

from __future__ import annotations

from tui.commands.admin import (
    courses,
    export,
    grant,
    import_course,
    lint,
    order,
    outline,
    promote,
    refund,
    revoke,
    sales,
    users,
)
from tui.commands.command import Group

COMMAND = Group(
    name="admin",
    summary="look after courses, a server and its people",
    commands=tuple(
        module.COMMAND
        for module in (
            courses, outline, order, export, import_course, lint, users, grant, revoke, sales, refund, promote,
        )
    ),
)  # fmt: skip
