"""What the routers of all routes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from backend.threads import VisitRoute

if TYPE_CHECKING:
    from fastapi.routing import APIRoute


def new_router(tag: str, route_class: type[APIRoute] = VisitRoute) -> APIRouter:
    """A router; the operations of its routes are called as their functions are, in camelCase."""
    return APIRouter(route_class=route_class, tags=[tag], generate_unique_id_function=_operation_id)


def _operation_id(route: APIRoute) -> str:
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)
