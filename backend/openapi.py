"""The OpenAPI document, made when it is first asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from api_client.models import Problem

if TYPE_CHECKING:
    from fastapi import FastAPI


def document(app: FastAPI) -> bytes:
    """The description of the app as JSON. `FastAPI.openapi` keeps it after the first call."""
    description: dict[str, Any] = app.openapi()
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    if "Problem" not in schemas:
        _add_problem(schemas)
    return json.dumps(description, ensure_ascii=False).encode()


def _add_problem(schemas: dict[str, Any]) -> None:
    template = "#/components/schemas/{model}"
    schema = TypeAdapter(Problem).json_schema(mode="serialization", ref_template=template)
    schemas |= schema.pop("$defs", {})
    schemas["Problem"] = schema
