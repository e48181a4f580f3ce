"""What can be read: each document is a path of the API with the type that it decodes to.

Only names here, no models are imported: a screen can name what it wants before anything heavy is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

    from api_client.errors import ApiError
    from api_client.models import Lesson, Me, Outline, Product, Progress, Purchase, Server
    from api_client.models.admin import AdminCourse, AdminOutline, AdminProduct
    from api_client.rows import CourseRow, PendingMark

T = TypeVar("T")
Kind = Literal[
    "catalog", "outline", "lesson", "progress", "products", "purchases", "me", "server",
    "admin_courses", "admin_outline", "admin_products",
]  # fmt: skip
ADMIN_KINDS = ("admin_courses", "admin_outline", "admin_products")
"""What only admins can read. Its text is exactly as it is stored: whoever draws it has to escape it."""
LIST_KINDS = ("products", "purchases", "admin_courses", "admin_products")
"""What comes in pages, and is one document here."""


@dataclass(frozen=True)
class Document(Generic[T]):
    """Something to read; equal documents are the same one."""

    kind: Kind
    path: str
    """The path and query of the GET, its key in the cache."""


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """What is known of a document now. It can have a value and an error: what is cached stays readable."""

    value: T | None
    fetched_at: datetime | None = None
    """When the server last confirmed the value, UTC."""
    error: ApiError | None = None
    """Why the last attempt to ask the server failed."""
    loading: bool = False
    """The server is being asked."""
    marks: dict[str, PendingMark] = field(default_factory=dict[str, "PendingMark"])
    """The queue by lesson id, already overlaid on the value."""


def catalog() -> Document[tuple[CourseRow, ...]]:
    """Every course the viewer can see, in the order of their names."""
    return Document("catalog", "/v1/courses?sort=name&limit=200")


def outline(course_id: str) -> Document[Outline]:
    """One course with its sections and lessons."""
    return Document("outline", f"/v1/courses/{quote(course_id, safe='')}")


def lesson(lesson_id: str) -> Document[Lesson]:
    """One lesson."""
    return Document("lesson", f"/v1/lessons/{quote(lesson_id, safe='')}")


def progress(time_zone: str) -> Document[Progress]:
    """What one has done; `time_zone` is an IANA name and decides what a day is."""
    return Document("progress", "/v1/progress?" + urlencode({"tz": time_zone}))


def products() -> Document[tuple[Product, ...]]:
    """What is sold, in the order of the names."""
    return Document("products", "/v1/products?limit=200")


def purchases() -> Document[tuple[Purchase, ...]]:
    """What one bought, newest first."""
    return Document("purchases", "/v1/purchases?limit=200")


def me() -> Document[Me]:
    """The viewer."""
    return Document("me", "/v1/me")


def server() -> Document[Server]:
    """The server's description."""
    return Document("server", "/v1/server")


def admin_courses() -> Document[tuple[AdminCourse, ...]]:
    """All courses, in the order of their names."""
    return Document("admin_courses", "/v1/admin/courses?limit=200")


def admin_outline(course_id: str) -> Document[AdminOutline]:
    """One course with everything in it, private sections and lessons too."""
    return Document("admin_outline", f"/v1/admin/courses/{quote(course_id, safe='')}")


def admin_products() -> Document[tuple[AdminProduct, ...]]:
    """All products, in the order of their names."""
    return Document("admin_products", "/v1/admin/products?limit=200")


def is_admins(document: Document[Any]) -> bool:
    """Whether only admins can read the document."""
    return document.kind in ADMIN_KINDS


def is_public(document: Document[Any]) -> bool:
    """Whether the document is the same for everybody, so that it is read without a session."""
    return document.kind == "server"
