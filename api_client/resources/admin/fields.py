"""What admins write into forms, by the contract's names. Standard library alone: screens make these.

Of a change, what is left out stays as it is.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class NewCourse(TypedDict):
    """A course to be created."""

    name: str
    description: NotRequired[str]


class CourseFields(TypedDict, total=False):
    """What is to change of a course."""

    name: str
    description: str


class NewSection(TypedDict):
    """A section to be created, as the last of its course; private unless `status` says `public`."""

    name: str
    status: NotRequired[str]


class SectionFields(TypedDict, total=False):
    """What is to change of a section."""

    name: str
    status: str


class NewLesson(TypedDict):
    """A lesson to be created, as the last of its section; private unless `status` says otherwise."""

    name: str
    youtube_video_id: str
    """An id or any URL of a YouTube video."""
    description: NotRequired[str | None]
    status: NotRequired[str]


class LessonFields(TypedDict, total=False):
    """What is to change of a lesson."""

    name: str
    description: str | None
    youtube_video_id: str
    status: str


class NewProduct(TypedDict):
    """A product to be created; private unless `status` says `public`."""

    name: str
    price_in_dollars: int
    description: NotRequired[str]
    image_url: NotRequired[str]
    status: NotRequired[str]
    course_ids: NotRequired[list[str]]


class ProductFields(TypedDict, total=False):
    """What is to change of a product; `course_ids` replaces all of them."""

    name: str
    description: str
    image_url: str
    price_in_dollars: int
    status: str
    course_ids: list[str]
