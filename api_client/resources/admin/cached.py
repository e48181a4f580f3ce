"""How the admin's documents that are cached are decoded, by kind."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from api_client.models import Page
from api_client.models.admin import AdminCourse, AdminOutline, AdminProduct

ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "admin_courses": TypeAdapter(tuple[AdminCourse, ...]),
    "admin_outline": TypeAdapter(AdminOutline),
    "admin_products": TypeAdapter(tuple[AdminProduct, ...]),
}
PAGES: dict[str, TypeAdapter[Page[Any]]] = {
    "admin_courses": TypeAdapter(Page[AdminCourse]),
    "admin_products": TypeAdapter(Page[AdminProduct]),
}
"""Of the lists, which come in pages and are cached as a whole."""
