"""All of the admin's calls, by resource."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from api_client.resources.admin.calls import AdminCalls

if TYPE_CHECKING:
    from api_client.client import Client
    from api_client.resources.admin.courses import Courses
    from api_client.resources.admin.documents import Documents
    from api_client.resources.admin.lessons import Lessons
    from api_client.resources.admin.products import Products
    from api_client.resources.admin.sales import Sales
    from api_client.resources.admin.sections import Sections
    from api_client.resources.admin.users import Users


class Admin:
    """What an admin can ask of a server. Everybody else gets Forbidden."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._calls = AdminCalls(client)

    @property
    def wrote(self) -> bool:
        """Whether something was sent that may have changed what the server has, whatever came of it."""
        return self._calls.wrote

    @cached_property
    def courses(self) -> Courses:
        """Courses, their order, and what is wrong with them."""
        from api_client.resources.admin.courses import Courses

        return Courses(self._calls, self._client)

    @cached_property
    def documents(self) -> Documents:
        """A course as one document."""
        from api_client.resources.admin.documents import Documents

        return Documents(self._calls)

    @cached_property
    def sections(self) -> Sections:
        """The sections of courses."""
        from api_client.resources.admin.sections import Sections

        return Sections(self._calls)

    @cached_property
    def lessons(self) -> Lessons:
        """Lessons, and who sees them."""
        from api_client.resources.admin.lessons import Lessons

        return Lessons(self._calls)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from api_client.resources.admin.products import Products

        return Products(self._calls)

    @cached_property
    def users(self) -> Users:
        """Users, their role and their access."""
        from api_client.resources.admin.users import Users

        return Users(self._calls)

    @cached_property
    def sales(self) -> Sales:
        """Purchases, refunds, and the numbers."""
        from api_client.resources.admin.sales import Sales

        return Sales(self._calls)
