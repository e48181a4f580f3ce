"""Who sees what: every endpoint, for every kind of viewer, against the rules written once more in plain Python."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from tests.backend.rows import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend.database import Database
    from tests.backend.api import Api

STATUSES = ("public", "preview", "private")
VIEWERS = ("anonymous", "stranger", "learner", "admin", "admin with access")


@pytest.fixture
def api(signed_in: Api) -> Api:
    """All of this with real tokens, as people come over the network."""
    return signed_in


@dataclass
class ALesson:
    id: UUID
    status: str
    section_status: str
    secret: str
    """Stands in what a locked lesson does not show."""


@dataclass
class ACourse:
    id: UUID
    in_product: str | None
    lessons: list[ALesson] = field(default_factory=list[ALesson])


@dataclass
class World:
    courses: list[ACourse]
    viewers: dict[str, UUID | None]
    with_access: set[str]
    products: dict[str, UUID]
    deleted: UUID

    # --- the rules ------------------------------------------------------------------------------------------------

    def owns(self, viewer: str, _course: ACourse) -> bool:
        return viewer in self.with_access

    def sees(self, viewer: str, course: ACourse) -> bool:
        return course.in_product == "public" or self.owns(viewer, course)

    def outline(self, viewer: str, course: ACourse) -> list[ALesson]:
        shown = (each for each in course.lessons if each.section_status == "public" and each.status != "private")
        return list(shown) if self.sees(viewer, course) else []

    def views(self, viewer: str, course: ACourse, lesson: ALesson) -> bool:
        return lesson in self.outline(viewer, course) and (lesson.status == "preview" or self.owns(viewer, course))

    def pairs(self) -> Iterator[tuple[ACourse, ALesson]]:
        return ((course, lesson) for course in self.courses for lesson in course.lessons)


@pytest.fixture
def world(database: Database) -> World:
    """Three courses (in a public product, in a private one, in none), each with every kind of lesson."""
    with catalog(database) as rows:
        viewers = {
            "anonymous": None,
            "stranger": rows.user("Stranger"),
            "learner": rows.user("Learner"),
            "admin": rows.user("Admin", role="admin"),
            "admin with access": rows.user("Learning admin", role="admin"),
        }
        courses: list[ACourse] = []
        products: dict[str, UUID] = {}
        for in_product in ("public", "private", None):
            course = ACourse(rows.course(f"needle course {in_product}"), in_product)
            for section_status in ("public", "private"):
                section = rows.section(course.id, f"section {section_status}", status=section_status)
                for order, status in enumerate(STATUSES):
                    secret = uuid4().hex[:11]
                    name, text = f"needle {status} in {section_status}", f"needle {secret}"
                    lesson = rows.lesson(
                        section, name, status=status, description=text, youtubeVideoId=secret, order=order
                    )
                    course.lessons.append(ALesson(lesson, status, section_status, secret))
            courses.append(course)
            if in_product:
                products[in_product] = rows.product(course.id, name=f"needle {in_product} product", status=in_product)
        for viewer in ("learner", "admin with access"):
            user = viewers[viewer]
            assert user
            rows.access(user, *(course.id for course in courses))
            rows.purchase(user, products["private"])
            rows.complete(user, *(lesson.id for course in courses for lesson in course.lessons))
        deleted = rows.user(deletedAt=datetime.now(UTC))
        rows.access(deleted, *(course.id for course in courses))
    return World(courses, viewers, {"learner", "admin with access"}, products, deleted)


def lesson_ids(document: dict[str, Any]) -> list[str]:
    return [lesson["id"] for section in document["sections"] for lesson in section["lessons"]]


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_courses(api: Api, world: World, viewer: str) -> None:
    listed = {item["id"]: item for item in await api.items("/v1/courses", world.viewers[viewer])}

    assert set(listed) == {str(course.id) for course in world.courses if world.sees(viewer, course)}
    for course in world.courses:
        response = await api.get(f"/v1/courses/{course.id}", world.viewers[viewer])
        lessons = await api.get(f"/v1/courses/{course.id}/lessons", world.viewers[viewer])
        if not world.sees(viewer, course):
            assert (response.status_code, lessons.status_code) == (404, 404)
            continue
        shown = world.outline(viewer, course)
        document = response.json()
        assert lesson_ids(document) == [str(lesson.id) for lesson in shown]
        assert [item["id"] for item in lessons.json()["items"]] == [str(lesson.id) for lesson in shown]
        assert {key: value for key, value in document.items() if key != "sections"} == listed[str(course.id)]
        assert document["lessonCount"] == len(shown)
        assert document["completedCount"] == (len(shown) if world.owns(viewer, course) else 0)
        assert document["access"] == ("owned" if world.owns(viewer, course) else "preview")
        offers = [offer["id"] for offer in document["products"]]
        assert offers == ([str(world.products["public"])] if course.in_product == "public" else [])


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_lessons(api: Api, world: World, viewer: str) -> None:
    for course, lesson in world.pairs():
        response = await api.get(f"/v1/lessons/{lesson.id}", world.viewers[viewer])
        if lesson not in world.outline(viewer, course):
            assert response.status_code == 404
            continue
        document = response.json()
        assert document["locked"] == (not world.views(viewer, course, lesson))
        assert (document["youtubeVideoId"] == lesson.secret) == world.views(viewer, course, lesson)
        neighbours = {each["id"] for each in (document["previous"], document["next"]) if each}
        assert neighbours <= {str(each.id) for each in world.outline(viewer, course)}


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_nothing_locked_or_private_is_in_any_answer(api: Api, world: World, viewer: str) -> None:
    user = world.viewers[viewer]
    paths = ["/v1/courses", "/v1/products", "/v1/search?q=needle", "/v1/server", "/healthz", "/readyz"]
    paths += [f"/v1/courses/{course.id}{end}" for course in world.courses for end in ("", "/lessons")]
    paths += [f"/v1/lessons/{lesson.id}" for _, lesson in world.pairs()]
    paths += [f"/v1/products/{product}" for product in world.products.values()]
    paths += [f"/v1/search?q={lesson.secret}" for _, lesson in world.pairs()]
    if user:
        paths += ["/v1/me", "/v1/progress", "/v1/courses?scope=mine&sort=recent", "/v1/courses?sort=progress"]
    answers = [(await api.get(path, user)).text for path in paths]
    everything = "\n".join(answers)

    for course, lesson in world.pairs():
        assert (lesson.secret in everything) == world.views(viewer, course, lesson)
        if lesson not in world.outline(viewer, course):
            assert str(lesson.id) not in everything
    for course in world.courses:
        assert (str(course.id) in everything) == world.sees(viewer, course)
    assert str(world.products["private"]) not in everything
    assert "section private" not in everything


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_search(api: Api, world: World, viewer: str) -> None:
    items = (await api.json("/v1/search", world.viewers[viewer], q="NEEDLE"))["items"]
    found = {item["id"]: item for item in items}

    expected = {str(lesson.id) for course in world.courses for lesson in world.outline(viewer, course)}
    expected |= {str(course.id) for course in world.courses if world.sees(viewer, course)}
    assert set(found) == expected | {str(world.products["public"])}
    for course, lesson in world.pairs():
        if str(lesson.id) in found:
            assert bool(found[str(lesson.id)]["snippet"]) == world.views(viewer, course, lesson)
            assert found[str(lesson.id)]["courseId"] == str(course.id)


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_products(api: Api, world: World, viewer: str) -> None:
    user = world.viewers[viewer]
    listed = await api.items("/v1/products", user)

    assert [product["id"] for product in listed] == [str(world.products["public"])]
    assert listed[0] == await api.json(f"/v1/products/{world.products['public']}", user)
    assert (await api.get(f"/v1/products/{world.products['private']}", user)).status_code == 404


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_completing(api: Api, world: World, viewer: str) -> None:
    user = world.viewers[viewer]
    at = "2026-01-01T00:00:00Z"
    statuses: list[str] = []
    for course, lesson in world.pairs():
        path = f"/v1/lessons/{lesson.id}/completion"
        codes = {(await api.request(method, path, user)).status_code for method in ("PUT", "DELETE")}
        if user is None:
            assert codes == {401}
        elif lesson not in world.outline(viewer, course):
            assert codes == {404}
            statuses.append("not_found")
        elif not world.owns(viewer, course):
            assert codes == {403}
            statuses.append("no_access")
        else:
            assert codes == {200, 204}
            statuses.append("applied")
    items = [{"lessonId": str(lesson.id), "completed": True, "at": at} for _, lesson in world.pairs()]
    batch = await api.request("POST", "/v1/completions", user, json={"items": items})
    if user is None:
        assert batch.status_code == 401
    else:
        assert [item["status"] for item in batch.json()["items"]] == statuses


@pytest.mark.parametrize("viewer", VIEWERS)
async def test_progress(api: Api, world: World, viewer: str) -> None:
    user = world.viewers[viewer]
    if user is None:
        assert (await api.get("/v1/progress")).status_code == 401
        return
    document = await api.json("/v1/progress", user)
    owned = [course for course in world.courses if world.owns(viewer, course)]
    shown = {str(lesson.id) for course in owned for lesson in world.outline(viewer, course)}

    assert {course["id"] for course in document["courses"]} == {str(course.id) for course in owned}
    assert (document["lessonCount"], document["completedCount"]) == (len(shown), len(shown))
    assert {each["lessonId"] for each in document["recent"]} == shown
    ever = sum(len(course.lessons) for course in owned)
    assert sum(day["completed"] for day in document["days"]) == ever


async def test_a_deleted_user_is_refused_everywhere(api: Api, world: World) -> None:
    lesson = world.courses[0].lessons[0].id
    calls: list[tuple[str, str, object]] = [
        ("GET", path, None)
        for path in (
            "/v1/courses",
            "/v1/courses?scope=mine",
            f"/v1/courses/{world.courses[0].id}",
            f"/v1/courses/{world.courses[0].id}/lessons",
            f"/v1/lessons/{lesson}",
            "/v1/products",
            f"/v1/products/{world.products['public']}",
            "/v1/search?q=needle",
            "/v1/me",
            "/v1/progress",
        )
    ]
    calls += [(method, f"/v1/lessons/{lesson}/completion", None) for method in ("PUT", "DELETE")]
    calls.append(("POST", "/v1/completions", {"items": []}))
    for method, path, body in calls:
        response = await api.request(method, path, world.deleted, json=body)
        assert (response.status_code, response.json()["code"]) == (403, "user_deleted"), path


async def test_what_needs_a_viewer_says_so(api: Api) -> None:
    for path in (
        "/v1/me",
        "/v1/progress",
        *(f"/v1/courses?{it}" for it in ("scope=mine", "sort=recent", "sort=progress")),
    ):
        response = await api.get(path)
        assert (response.status_code, response.json()["code"]) == (401, "unauthenticated"), path
        assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("status", "access"), itertools.product(STATUSES, ("with", "without")))
async def test_a_completion_outlives_access_and_visibility(
    api: Api, database: Database, status: str, access: str
) -> None:
    """Nothing that happens to a course deletes what was done; it only stops counting."""
    with catalog(database) as rows:
        ana, course = rows.user(), rows.course()
        rows.product(course)
        lesson = rows.lesson(rows.section(course), status=status)
        rows.complete(ana, lesson)
        if access == "with":
            rows.access(ana, course)

    document = await api.json("/v1/progress", ana)

    assert sum(day["completed"] for day in document["days"]) == 1
    assert document["completedCount"] == (1 if access == "with" and status != "private" else 0)
