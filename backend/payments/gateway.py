"""What is asked of Stripe, through its own library. To be called in threads: it waits for the network."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe

from backend.payments.failures import PaymentError, refused_by_stripe, unanswered
from backend.payments.session import MalformedError, read_charge, read_session

if TYPE_CHECKING:
    from collections.abc import Generator

    from backend.payments.session import NewSession, Payment, Session
    from backend.payments.settings import PaymentSettings

_TIMEOUT = (3.0, 8.0)
"""Seconds to connect, and for each piece of an answer."""
_RETRIES = 1
"""Of what is safe to repeat: every request that changes something has an idempotency key."""
_WITH_PAYMENT = ["payment_intent.latest_charge"]
_NAME_LENGTH = 250

stripe.enable_telemetry = False
logging.getLogger("stripe").setLevel(logging.WARNING)  # it logs every request at INFO, with the ids of sessions


class Gateway:
    """Stripe, for one account. May be used by several threads at once. Every method raises PaymentError."""

    def __init__(self, settings: PaymentSettings) -> None:
        """Asks nothing yet."""
        self._origin = settings.checkout_origin
        # No proxy stands between this computer and itself.
        direct: Any = {"http": "", "https": ""} if settings.api_url else None
        self._stripe = stripe.StripeClient(
            settings.secret_key.get_secret_value(),
            base_addresses={"api": settings.api_url} if settings.api_url else None,
            max_network_retries=_RETRIES,
            http_client=stripe.RequestsClient(timeout=_TIMEOUT, proxy=direct),
        )

    def create(self, new: NewSession) -> Session:
        """The open session for a checkout; asked again with the same, it is the same session."""
        name = " ".join("".join(c if c.isprintable() else " " for c in new.product_name).split())[:_NAME_LENGTH]
        ours = {"syllabus_checkout": new.checkout_id, "syllabus_product": new.product_id}
        price: Any = {"currency": "usd", "unit_amount": new.amount, "product_data": {"name": name or "Courses"}}
        with _understood():
            made = self._stripe.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "line_items": [{"quantity": 1, "price_data": price}],
                    "client_reference_id": new.checkout_id,
                    "metadata": ours,
                    "payment_intent_data": {"metadata": ours},
                    "allow_promotion_codes": True,
                    "expires_at": new.expires_at,
                    "success_url": new.success_url,
                    "cancel_url": new.cancel_url,
                },
                {"idempotency_key": f"syllabus-checkout-{new.checkout_id}"},
            )
            session = read_session(_document(made))
            if session.outcome == "open" and not self.is_page(session.url):
                raise MalformedError("an address that is not its own")
        return session

    def is_page(self, url: str | None) -> bool:
        """Whether this is an address of Stripe's own page, to which a buyer may be sent."""
        return url is not None and url.startswith(f"{self._origin}/") and urlsplit(url).username is None

    def session(self, session_id: str) -> Session:
        """A session as it is now, with its payment."""
        with _understood():
            found = self._stripe.v1.checkout.sessions.retrieve(session_id, {"expand": _WITH_PAYMENT})
            return read_session(_document(found))

    def expire(self, session_id: str) -> Session:
        """End an open session, so that nobody can pay any more. One that is not open is answered as it is."""
        try:
            with _understood():
                return read_session(_document(self._stripe.v1.checkout.sessions.expire(session_id)))
        except PaymentError as error:
            if not error.had_no_effect:
                raise
            return self.session(session_id)

    def session_of(self, intent: str) -> str | None:
        """The id of the session that a payment was made in; None if it was made otherwise."""
        with _understood():
            found = self._stripe.v1.checkout.sessions.list({"payment_intent": intent, "limit": 1})
            return next((read_session(each).id for each in _document(found)["data"]), None)

    def refund(self, intent: str, key: str) -> Payment:
        """Give back all that is left of a payment; asked again with the same key, it is the same refund."""
        with _understood():
            made = self._stripe.v1.refunds.create(
                {"payment_intent": intent, "expand": ["charge"], "metadata": {"syllabus_refund": key}},
                {"idempotency_key": f"syllabus-refund-{key}"},
            )
            document = _document(made)
            payment = read_charge(document["charge"])
        if document["status"] in ("failed", "canceled") or payment is None:
            raise PaymentError("Stripe could not give the money back.", had_no_effect=True)
        return payment


def _document(answer: Any) -> Any:  # noqa: ANN401  # any of the library's objects
    """The JSON of an answer, as Stripe sent it."""
    return answer.last_response.data


@contextmanager
def _understood() -> Generator[None]:
    """Turn whatever goes wrong into a PaymentError."""
    try:
        yield
    except PaymentError:
        raise
    except stripe.StripeError as error:
        raise refused_by_stripe(error) from None
    except Exception as error:  # noqa: BLE001  # the library lets out what it runs into in an answer that is no JSON object
        raise unanswered(f"Stripe's answer cannot be understood ({type(error).__name__}).") from None
