"""The OpenAPI document, and the service held against it."""

from __future__ import annotations

from dataclasses import dataclass
from json import dumps
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from backend.database import Database
from backend.migrate import migrate
from backend.payments import checkouts, offers
from tests.backend.api import app_for_tests, bearer_of
from tests.backend.rows import VIDEO, catalog
from tests.clerk.deliveries import deliver

if TYPE_CHECKING:
    from collections.abc import Generator
    from uuid import UUID

    from schemathesis import Case
    from schemathesis.specs.openapi.schemas import OpenApiSchema

    from tests.backend.api import Api

ADMIN_OPERATIONS = {
    "listSales",
    "getSale",
    "refundPurchase",
    "getStats",
    "listAdminCourses",
    "getAdminCourse",
    "createCourse",
    "changeCourse",
    "deleteCourse",
    "createSection",
    "changeSection",
    "deleteSection",
    "createLesson",
    "getAdminLesson",
    "changeLesson",
    "deleteLesson",
    "orderCourse",
    "getOutlineAs",
    "getWhy",
    "exportCourse",
    "replaceCourse",
    "importCourse",
    "lint",
    "listAdminProducts",
    "getAdminProduct",
    "createProduct",
    "changeProduct",
    "deleteProduct",
    "listUsers",
    "getUser",
    "changeUser",
    "grantAccess",
    "revokeAccess",
}
LEARNER_OPERATIONS = {
    "getHealth",
    "getReadiness",
    "getServer",
    "listCourses",
    "getCourse",
    "listCourseLessons",
    "getLesson",
    "completeLesson",
    "uncompleteLesson",
    "applyCompletions",
    "listProducts",
    "getProduct",
    "search",
    "getMe",
    "getProgress",
    "receiveClerkEvent",
    "startCheckout",
    "listCheckouts",
    "getCheckout",
    "cancelCheckout",
    "listPurchases",
    "getPurchase",
}
OPERATIONS = LEARNER_OPERATIONS | ADMIN_OPERATIONS

WITHOUT_PARAMETERS = {"getHealth", "getReadiness", "getServer", "getMe", "getStats", "listCheckouts"}
BOUNDED = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


async def test_every_operation_is_named_and_described(api: Api) -> None:
    document = await api.json("/openapi.json")
    operations = [each for path in document["paths"].values() for each in path.values()]

    assert {operation["operationId"] for operation in operations} == OPERATIONS
    assert document["openapi"].startswith("3.1")
    for operation in operations:
        assert operation["description"]
        for status, response in operation["responses"].items():
            assert response["description"]
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (operation["operationId"], status)


async def test_it_says_where_a_token_is_needed(api: Api) -> None:
    document = await api.json("/openapi.json")
    operations = [each for path in document["paths"].values() for each in path.values()]
    needed = {each["operationId"] for each in operations if each.get("security") == [{"bearer": []}]}
    taken = {each["operationId"] for each in operations if {"bearer": []} in each.get("security", [])}

    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    learners = {"completeLesson", "uncompleteLesson", "applyCompletions", "getMe", "getProgress"}
    buyers = {"startCheckout", "listCheckouts", "getCheckout", "cancelCheckout", "listPurchases", "getPurchase"}
    assert needed == learners | buyers | ADMIN_OPERATIONS
    assert taken == OPERATIONS - {"getHealth", "getReadiness", "getServer", "receiveClerkEvent"}


async def test_the_schemas_are_valid(api: Api) -> None:
    document = await api.json("/openapi.json")

    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


@dataclass
class Served:
    """A service with a few rows, and its schema."""

    schema: OpenApiSchema
    database: Database
    learner: UUID
    admin: UUID
    ids: dict[str, UUID]
    """Values for the path's parameters that name something."""

    def fresh_ids(self) -> dict[str, UUID]:
        """The same of rows that an admin may change and delete."""
        with catalog(self.database) as rows:
            course = rows.course()
            section = rows.section(course)
            lesson = rows.lesson(section)
            product = rows.product(self.ids["course_id"])
            user = rows.user()
        fresh = {"section_id": section, "lesson_id": lesson, "product_id": product, "user_id": user}
        return self.ids | fresh | {"course_id": course}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('contract')}/x.db")
    migrate(database)
    with catalog(database) as rows:
        learner, owned, sold = rows.user(), rows.course("Algebra"), rows.course("Calculus")
        admin = rows.user(role="admin")
        rows.access(learner, owned)
        product = rows.product(sold)
        lesson, done = rows.lessons(rows.section(owned), [{"name": "a"}, {"name": "b", "status": "preview"}])
        rows.lesson(rows.section(sold))
        rows.complete(learner, done)
        purchase = rows.purchase(learner, product)
        offer = offers.Offer(product, {"name": "Bundle"}, 0)
        checkout: UUID = checkouts.record_complete(rows.connection, learner, offer, purchase).id
    schema = schemathesis.openapi.from_asgi("/openapi.json", app_for_tests(database))
    ids = {"course_id": owned, "lesson_id": lesson, "product_id": product}
    ids |= {"purchase_id": purchase, "checkout_id": checkout}
    yield Served(schema, database, learner, admin, ids)
    database.close()


def cases(served: Served, operation: str, mode: GenerationMode) -> st.SearchStrategy[Case[Any]]:
    schema: Any = served.schema
    return schema.find_operation_by_id(operation).as_strategy(mode)


@pytest.mark.parametrize("operation", sorted(LEARNER_OPERATIONS))
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_valid_is_answered_as_described(served: Served, operation: str, signed_in: bool) -> None:
    _check_valid(served, operation, bearer_of(served.learner) if signed_in else {}, served.ids)


@pytest.mark.parametrize("operation", sorted(ADMIN_OPERATIONS))
def test_what_is_valid_is_answered_to_an_admin_as_described(served: Served, operation: str) -> None:
    _check_valid(served, operation, bearer_of(served.admin), served.fresh_ids())


@pytest.mark.parametrize("operation", sorted(LEARNER_OPERATIONS - WITHOUT_PARAMETERS))
@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_not_valid_is_refused_as_described(served: Served, operation: str, signed_in: bool) -> None:
    _check_invalid(served, operation, bearer_of(served.learner) if signed_in else {})


@pytest.mark.parametrize("operation", sorted(ADMIN_OPERATIONS - WITHOUT_PARAMETERS))
def test_what_is_not_valid_is_refused_to_an_admin_as_described(served: Served, operation: str) -> None:
    _check_invalid(served, operation, bearer_of(served.admin))


def _check_valid(served: Served, operation: str, headers: dict[str, str], ids: dict[str, UUID]) -> None:
    @BOUNDED
    @given(cases(served, operation, GenerationMode.POSITIVE), st.booleans())
    def check(case: Case[Any], known: bool) -> None:
        if known:
            case.path_parameters = {name: str(ids[name]) for name in case.path_parameters or {}}
        _make_sense(case, ids)
        if operation in ("orderCourse", "replaceCourse"):
            case.body = _whole_course(operation, ids)
        case.call_and_validate(headers=headers | _signature(operation, case))

    check()


def _check_invalid(served: Served, operation: str, headers: dict[str, str]) -> None:
    @BOUNDED
    @given(cases(served, operation, GenerationMode.NEGATIVE))
    def check(case: Case[Any]) -> None:
        accepted: list[Any] = [] if _has_fault(case) else [checks.negative_data_rejection]
        case.call_and_validate(headers=headers, excluded_checks=accepted)

    check()


def _has_fault(case: Case[Any]) -> bool:
    """Whether something is wrong but query parameters that nobody reads, and headers: the test sends its own.

    Hypothesis draws from constants of whatever modules are loaded: which cases it makes depends on the tests before.
    """
    modes = case.meta.components if case.meta else {}
    wrong = {place.value for place, made in modes.items() if made.mode is GenerationMode.NEGATIVE} - {"header"}
    if set(case.query or {}) - {parameter.name for parameter in case.operation.query}:
        wrong.discard("query")
    return bool(wrong)


def _signature(operation: str, case: Case[Any]) -> dict[str, str]:
    return dict(deliver(dumps(case.body).encode()).headers) if operation == "receiveClerkEvent" else {}


_SENSIBLE = {
    "completedAt": "2026-01-01T00:00:00+01:00",
    "youtubeVideoId": VIDEO,
    "name": "A name",
    "description": "A text\nof two lines",
    "priceInDollars": 29,  # to a schema 29.0 is an integer too
}


def _whole_course(operation: str, ids: dict[str, UUID]) -> dict[str, Any]:
    """A body that has all that is in the course."""
    section, lesson = str(ids["section_id"]), str(ids["lesson_id"])
    if operation == "orderCourse":
        return {"sections": [{"id": section, "lessonIds": [lesson]}]}
    lessons = [{"id": lesson, "name": "A lesson", "youtubeVideoId": VIDEO}]
    return {"name": "A course", "sections": [{"id": section, "name": "A section", "lessons": lessons}]}


def _make_sense(case: Case[Any], ids: dict[str, UUID]) -> None:
    """What a schema cannot say: which texts are cursors, time zones and videos, and when a lesson can be done."""
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    query = case.query or {}
    query.pop("cursor", None)
    if "tz" in query:
        query["tz"] = "Europe/Vienna"
    _make_body_sensible(case.body)
    if isinstance(case.body, dict) and {"priceInDollars", "imageUrl", "courseIds"} & case.body.keys():
        case.body["courseIds"] = [str(ids["course_id"])]


def _make_body_sensible(body: Any) -> None:  # noqa: ANN401  # JSON
    if isinstance(body, list):
        for each in cast("list[Any]", body):
            _make_body_sensible(each)
    if isinstance(body, dict):
        body = cast("dict[str, Any]", body)
        body |= {name: value for name, value in _SENSIBLE.items() if body.get(name) is not None}
        for name in body.keys() & {"sections", "lessons"}:  # a document
            for each in body[name]:
                each.pop("id", None)
            _make_body_sensible(body[name])
