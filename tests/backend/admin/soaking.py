"""Some admins whom one process serves, reordering a course for some seconds: `python -m … URL COURSE SECONDS USER…`.

They share an event loop, as in a worker of `syllabus serve`. Each line of the output is one answer as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from random import Random
from typing import Any
from uuid import UUID

from backend.database import Database
from tests.backend.api import Api, app_for_tests

Json = dict[str, Any]


def order_of(outline: Json) -> list[Json]:
    """The order that a request takes."""
    return [
        {"id": section["id"], "lessonIds": [lesson["id"] for lesson in section["lessons"]]}
        for section in outline["sections"]
    ]


def fault_of(outline: Json, ids: set[str]) -> str:
    """What is wrong with a course that has exactly these lessons; empty if nothing."""
    lessons = [lesson for section in outline["sections"] for lesson in section["lessons"]]
    if sorted(lesson["id"] for lesson in lessons) != sorted(ids):
        return "its lessons are not what they were"
    parents = [outline["sections"], *(section["lessons"] for section in outline["sections"])]
    if any([row["order"] for row in rows] != list(range(len(rows))) for rows in parents):
        return "its orders are not 0, 1, 2 …"
    return ""


class Admin:
    """Reads the course, moves lessons anywhere, and puts that order: again and again."""

    def __init__(self, api: Api, course: str, user: UUID) -> None:
        self._api = api
        self._path = f"/v1/admin/courses/{course}"
        self._user = user
        self._random = Random(user.int)

    async def reorder(self, seconds: float) -> None:
        """Do so at least once. Tells of every answer on standard output."""
        outline = await self._api.json(self._path, self._user)
        ids = {lesson["id"] for section in outline["sections"] for lesson in section["lessons"]}
        end: float | None = None
        while end is None or time.monotonic() < end:
            end = end or time.monotonic() + seconds
            self._tell(read=outline["version"], fault=fault_of(outline, ids))
            wanted = self._moved(order_of(outline))
            answer = await self._api.request(
                "PUT",
                f"{self._path}/order",
                self._user,
                json={"sections": wanted},
                headers={"if-match": f'"{outline["version"]}"'},
            )
            document = answer.json()
            told: Json = {"status": answer.status_code, "for": outline["version"], "now": document.get("version")}
            if answer.status_code == 200:
                fault = fault_of(document, ids) or ("" if order_of(document) == wanted else "it is another order")
                self._tell(**told, fault=fault)
            else:
                self._tell(**told, code=document["code"])
            outline = await self._api.json(self._path, self._user)

    def _moved(self, order: list[Json]) -> list[Json]:
        for _ in range(self._random.randint(1, 20)):
            source = self._random.choice([section for section in order if section["lessonIds"]])["lessonIds"]
            lesson = source.pop(self._random.randrange(len(source)))
            target = self._random.choice(order)["lessonIds"]
            target.insert(self._random.randint(0, len(target)), lesson)
        self._random.shuffle(order)
        return order

    def _tell(self, **answer: object) -> None:
        sys.stdout.write(f"{json.dumps(answer)}\n")


async def main(url: str, course: str, seconds: str, *users: str) -> None:
    """Let the admins with these ids work at the same time."""
    database = Database.open(url)
    api = Api(app_for_tests(database))
    async with api.client:
        await asyncio.gather(*(Admin(api, course, UUID(user)).reorder(float(seconds)) for user in users))
    database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
