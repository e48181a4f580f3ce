"""Fifty admins reorder one course at once: each success follows another one, and everybody else is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from anyio import to_thread

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from uuid import UUID

    from backend.database import Database
    from tests.backend.admin.conftest import Admin

PROCESSES, ADMINS = 5, 10
"""Admins in each process."""
SECTIONS, LESSONS = 20, 25


@pytest.mark.soak
@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
async def test_the_successes_are_one_chain(
    admin: Admin, database: Database, database_url: str, pytestconfig: pytest.Config
) -> None:
    course, users = fill(database)
    first = (await admin.outline(course))["version"]
    seconds = str(pytestconfig.getoption("--soak-seconds"))
    answers = await to_thread.run_sync(reorder, database_url, str(course), seconds, [str(user) for user in users])

    assert {answer["fault"] for answer in answers if "fault" in answer} == {""}
    statuses = Counter((answer["status"], answer.get("code")) for answer in answers if "status" in answer)
    assert set(statuses) == {(200, None), (412, "version_mismatch")}, statuses
    successes = [(answer["for"], answer["now"]) for answer in answers if answer.get("status") == 200]
    following = dict(successes)
    assert len(following) == len(successes) > 0, "two successes were meant for the same version"
    chain = [first]
    while chain[-1] in following:
        chain.append(following[chain[-1]])
    assert len(chain) == len(successes) + 1
    assert chain[-1] == (await admin.outline(course))["version"]
    seen = {version for answer in answers for version in (answer.get("read"), answer.get("now")) if version}
    assert seen == set(chain), "somebody was shown a state that nobody made"


def reorder(url: str, course: str, seconds: str, users: list[str]) -> list[dict[str, Any]]:
    """What the admins were answered, by several processes at once."""
    command = [sys.executable, "-m", "tests.backend.admin.soaking", url, course, seconds]
    programs = [
        subprocess.Popen([*command, *users[number::PROCESSES]], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for number in range(PROCESSES)
    ]
    with ThreadPoolExecutor(PROCESSES) as readers:
        ends = list(readers.map(subprocess.Popen[bytes].communicate, programs))
    assert [err for _, err in ends] == [b""] * PROCESSES
    assert [program.returncode for program in programs] == [0] * PROCESSES
    return [json.loads(line) for out, _ in ends for line in out.splitlines()]


def fill(database: Database) -> tuple[UUID, list[UUID]]:
    """The course, in tidy order, and the admins."""
    with catalog(database) as rows:
        course = rows.course()
        for order in range(SECTIONS):
            rows.lessons(rows.section(course, order=order), [{"name": str(each)} for each in range(LESSONS)])
        return course, [rows.user(role="admin") for _ in range(PROCESSES * ADMINS)]
