"""What Stripe tells this server."""

from fastapi import Request, Response
from fastapi.routing import APIRoute

from backend.answers import answer_json
from backend.payments import events
from backend.routes.described import OK, STATUS_OK, errors
from backend.routes.router import new_router
from backend.viewer import service

router = new_router("Webhooks", APIRoute)

_SIGNATURE = {
    "name": "stripe-signature",
    "in": "header",
    "required": True,
    "description": "`t=` Unix time, of the last five minutes, and `v1=` the HMAC of `t.body`, with commas between.",
    "schema": {"type": "string"},
}
_EVENT = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "data": {"type": "object", "properties": {"object": {"type": "object"}}, "required": ["object"]},
    },
    "required": ["type", "data"],
}
_BODY = {"required": True, "content": {"application/json": {"schema": _EVENT}}}


@router.post(
    "/webhooks/stripe",
    response_class=Response,
    responses=STATUS_OK | errors(400, 413, 503),
    openapi_extra={"parameters": [_SIGNATURE], "requestBody": _BODY},
)
async def receive_stripe_event(request: Request) -> Response:
    """An event of Stripe's: `checkout.session.*` and `charge.refunded`. Any other is ignored.

    The signature is verified over the body as it came; nothing is read of one that is not signed. An event may come
    again, late, at once with another, and in any order.
    """
    here = service(request)
    assert here.payments
    assert here.payments.webhook
    told = here.payments.webhook.read(await request.body(), request.headers.get("stripe-signature", ""))
    if told is not None:
        await events.receive(here.database, here.payments.gateway, told)
    return answer_json(request, None, OK)
