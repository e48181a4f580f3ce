"""The server itself: whether it runs, whether it is ready, and what it is."""

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api_client.models import Server
from backend import openapi
from backend.answers import answer, answer_json
from backend.migrate import lacks
from backend.problems import Refusal
from backend.routes.described import OK, STATUS_OK, errors, unchanged
from backend.routes.router import new_router
from backend.threads import ThreadRoute
from backend.version import VERSION
from backend.viewer import service

router = new_router("Server", APIRoute)
in_thread = new_router("Server", ThreadRoute)


@router.get("/healthz", response_class=Response, responses=STATUS_OK | unchanged())
async def get_health(request: Request) -> Response:
    """Whether the process runs."""
    return answer_json(request, None, OK)


@in_thread.get("/readyz", response_class=Response, responses=STATUS_OK | unchanged() | errors(503))
def get_readiness(request: Request) -> Response:
    """Whether the database answers and its schema fits; 503 names what lacks."""
    with service(request).database.read() as connection:
        lacking = lacks(connection)
    if lacking:
        raise Refusal(503, "not_ready", f"The database lacks {', '.join(lacking)}.")
    return answer_json(request, None, OK)


@router.get("/v1/server", response_model=Server, responses=unchanged())
async def get_server(request: Request) -> Response:
    """What a client needs to know before it signs in."""
    here = service(request)
    document = {
        "name": here.name,
        "version": VERSION,
        "identity": here.identity.model_dump(by_alias=True),
        "payments": "stripe" if here.payments else "none",
    }
    return answer(request, None, document)


@router.get("/openapi.json", include_in_schema=False)
async def get_openapi(request: Request) -> Response:
    """The description of all of this."""
    return answer_json(request, None, openapi.document(request.app))
