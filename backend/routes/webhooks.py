"""What other services tell this one."""

from functools import partial

from fastapi import Request, Response
from fastapi.routing import APIRoute

from backend.answers import answer_json
from backend.database import Database
from backend.identity.webhook import Change
from backend.routes.described import OK, STATUS_OK, errors
from backend.routes.router import new_router
from backend.threads import in_database
from backend.viewer import service

clerk = new_router("Webhooks", APIRoute)

_HEADERS = [
    {"name": f"svix-{name}", "in": "header", "required": True, "description": what, "schema": {"type": "string"}}
    for name, what in (
        ("id", "The event's own id."),
        ("timestamp", "Seconds of Unix time, within five minutes of now."),
        ("signature", "Signatures of `id.timestamp.body`, each `v1,` and base64, with spaces between."),
    )
]
_EVENT = {
    "type": "object",
    "properties": {"type": {"type": "string"}, "data": {"type": "object"}},
    "required": ["type", "data"],
}
_BODY = {"required": True, "content": {"application/json": {"schema": _EVENT}}}


@clerk.post(
    "/webhooks/clerk",
    response_class=Response,
    responses=STATUS_OK | errors(400, 413, 503),
    openapi_extra={"parameters": _HEADERS, "requestBody": _BODY},
)
async def receive_clerk_event(request: Request) -> Response:
    """An event of Clerk's: `user.created`, `user.updated`, `user.deleted`. Any other is ignored.

    The signature (Standard Webhooks) is verified over the body as it came; nothing is read of one that is not signed.
    An event may come again, late, and in any order.
    """
    webhook = service(request).clerk
    assert webhook
    change = webhook.read(await request.body(), request.headers)
    if change is not None:
        database = service(request).database
        await in_database(database, partial(_apply, database, change))
    return answer_json(request, None, OK)


def _apply(database: Database, change: Change) -> None:
    with database.write() as connection:
        change(connection)
