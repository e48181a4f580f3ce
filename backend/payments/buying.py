"""A checkout from beginning to end. While Stripe is asked, no transaction and no thread of the database waits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from backend.payments import checkouts, links
from backend.payments.asking_again import ask_again
from backend.payments.failures import PaymentError, no_payments, payments_unavailable, unanswered
from backend.payments.fulfilment import buy_free, settle
from backend.payments.offers import offer_to
from backend.payments.session import NewSession
from backend.problems import Refusal, not_found
from backend.threads import in_database, while_waiting
from backend.viewer import reading, service, writing

if TYPE_CHECKING:
    from uuid import UUID

    from fastapi import Request

    from backend.database import Database
    from backend.payments.provider import PaymentProvider
    from backend.payments.session import Session
    from backend.statement import AnyRow
    from backend.viewer import Service

_ROUNDS = 4
"""How often a checkout that ends while it is being answered is begun anew."""
_LOOK_AT_MOST = 8.0
"""Seconds that one look waits for Stripe while others are answered; a slow answer is still one."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """The checkout of a user and product."""

    row: AnyRow
    is_new: bool
    is_usable: bool
    """Else it has to end before there is another one."""


async def buy(request: Request, product_id: UUID) -> tuple[AnyRow, bool]:
    """The viewer's checkout for a product, and whether it is new: from two devices at once it is the same one.

    Raises Refusal: 401, 404, 409, or 503 where nothing can be paid or Stripe does not answer.
    """
    here = service(request)
    for _ in range(_ROUNDS):
        claim = await in_database(here.database, partial(_claim, request, product_id))
        if claim.row.status == "complete" or (claim.is_usable and claim.row.sessionId):
            return claim.row, claim.is_new
        provider = _provider(here)
        if not claim.is_usable:
            await _end(here, provider, claim.row)
        elif row := await _open(here.database, provider, claim.row):
            return row, claim.is_new
    raise payments_unavailable(unanswered("This checkout ended as often as it was begun."))


async def look(request: Request, checkout_id: UUID) -> AnyRow:
    """One of the viewer's checkouts as it is now. Stripe is asked about a pending one: its event may be late, or lost.

    Where it does not answer, or was asked a moment ago, the checkout is as it was. Raises Refusal: 401 or 404.
    """
    here = service(request)
    row = await in_database(here.database, partial(_theirs, request, checkout_id))
    if row.status not in checkouts.PENDING or not row.sessionId or here.payments is None:
        return row
    if await ask_again(here.database, here.payments.gateway, [row.sessionId], at_most=_LOOK_AT_MOST):
        row = await in_database(here.database, partial(_theirs, request, checkout_id))
    return row


async def cancel(request: Request, checkout_id: UUID) -> None:
    """End one of the viewer's checkouts, so that nobody can pay it any more; also one that has ended.

    Raises Refusal: 401, 404, 409 `already_paid`, or 503 where Stripe does not answer.
    """
    here = service(request)
    row = await in_database(here.database, partial(_theirs, request, checkout_id))
    if row.status in checkouts.PENDING:
        await _end(here, _provider(here), row)
        row = await in_database(here.database, partial(_theirs, request, checkout_id))
    if row.status == "complete":
        raise Refusal(409, "already_paid", "This is paid already.")
    if row.status == "processing":
        raise Refusal(409, "already_paid", "The payment is on its way, and cannot be called back here.")


def _claim(request: Request, product_id: UUID) -> _Claim:
    with writing(request) as visit:  # holds the user's row: two devices come one after the other
        connection, user_id = visit.connection, visit.viewer.id
        offer = offer_to(connection, user_id, product_id)
        row = checkouts.pending(connection, user_id, product_id)
        if row is not None and row.sessionId is None and not checkouts.is_usable(row, offer):
            checkouts.drop(connection, row.id)  # nobody was ever told where to pay it
            row = None
        if row is not None:
            return _Claim(row, is_new=False, is_usable=checkouts.is_usable(row, offer))
        if offer.amount == 0:
            return _Claim(buy_free(connection, user_id, offer), is_new=True, is_usable=True)
        _provider(service(request))
        return _Claim(checkouts.begin(connection, user_id, offer), is_new=True, is_usable=True)


async def _open(database: Database, provider: PaymentProvider, row: AnyRow) -> AnyRow | None:
    """The checkout with its session; None if it ended meanwhile."""
    new = NewSession(
        checkout_id=str(row.id),
        product_id=str(row.productId),
        product_name=row.productDetails["name"],
        amount=row.amountInCents,
        expires_at=int(row.expiresAt.timestamp()),
        success_url=links.success_url(provider.public_url),
        cancel_url=links.cancel_url(provider.public_url),
    )
    try:
        session = await while_waiting(partial(provider.gateway.create, new))
    except PaymentError as error:
        other = await in_database(database, partial(_after_failure, database, row.id, drop=error.had_no_effect))
        if other is not None and other.sessionId:
            return other  # another device's request went through while Stripe was at work on it
        raise payments_unavailable(error) from None
    return await in_database(database, partial(_attach, database, row.id, session))


async def _end(here: Service, provider: PaymentProvider, row: AnyRow) -> None:
    """Let nobody pay a pending checkout any more, unless somebody has."""
    if row.sessionId is None:
        session = None
    else:
        try:
            session = await while_waiting(partial(provider.gateway.expire, row.sessionId))
        except PaymentError as error:
            if not error.is_missing:
                raise payments_unavailable(error) from None
            session = None
    await in_database(here.database, partial(_cancelled, here.database, row.id, session))


def _cancelled(database: Database, checkout_id: object, session: Session | None) -> None:
    with database.write() as connection:
        if session is not None and session.outcome != "expired":
            settle(connection, session)
        else:
            checkouts.mark(connection, checkout_id, "cancelled", of=("open", "expired"))


def _after_failure(database: Database, checkout_id: object, *, drop: bool) -> AnyRow | None:
    with database.write() as connection:
        if drop:
            checkouts.drop(connection, checkout_id)
        return checkouts.find(connection, checkout_id)


def _attach(database: Database, checkout_id: object, session: Session) -> AnyRow | None:
    with database.write() as connection:
        return checkouts.attach(connection, checkout_id, session)


def _theirs(request: Request, checkout_id: UUID) -> AnyRow:
    with reading(request) as visit:
        row = checkouts.find(visit.connection, checkout_id, visit.signed_in().id)
    if row is None:
        raise not_found("checkout")
    return row


def _provider(here: Service) -> PaymentProvider:
    if here.payments is None:
        raise no_payments()
    return here.payments
