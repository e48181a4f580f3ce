"""The environment of a server that sells."""

from __future__ import annotations

import subprocess
import sys

import pytest

from backend.payments.settings import load_payments

KEY, SIGNS = "sk_test_keyOfNobody", "whsec_secretOfNobody"
GOOD = {
    "SYLLABUS_STRIPE_SECRET_KEY": KEY,
    "SYLLABUS_STRIPE_WEBHOOK_SECRET": SIGNS,
    "SYLLABUS_PUBLIC_URL": "https://learn.example.com/",
}


def test_what_is_set_is_understood() -> None:
    read = load_payments(GOOD | {"SYLLABUS_STRIPE_CHECKOUT_HOST": "pay.example.com", "SYLLABUS_STRIPE_API_URL": " "})

    assert read
    assert read.webhook_secret
    assert (read.secret_key.get_secret_value(), read.webhook_secret.get_secret_value()) == (KEY, SIGNS)
    assert (read.public_url, read.checkout_origin) == ("https://learn.example.com", "https://pay.example.com")
    assert KEY not in repr(read)
    assert load_payments({"SYLLABUS_STRIPE_SECRET_KEY": "", "SYLLABUS_PUBLIC_URL": "https://learn.example.com"}) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SYLLABUS_STRIPE_SECRET_KEY": ""}, "SYLLABUS_STRIPE_SECRET_KEY is not set"),
        ({"SYLLABUS_STRIPE_SECRET_KEY": "pk_test_keyOfNobody"}, "SYLLABUS_STRIPE_SECRET_KEY is not"),
        ({"SYLLABUS_STRIPE_WEBHOOK_SECRET": KEY}, "SYLLABUS_STRIPE_WEBHOOK_SECRET is not"),
        ({"SYLLABUS_PUBLIC_URL": ""}, "SYLLABUS_PUBLIC_URL is not set"),
        ({"SYLLABUS_PUBLIC_URL": "http://learn.example.com"}, "https://"),
        ({"SYLLABUS_PUBLIC_URL": "https://learn.example.com/?x"}, "https://"),
        ({"SYLLABUS_STRIPE_API_URL": "https://api.evil.example"}, "this computer"),
        ({"SYLLABUS_STRIPE_API_URL": "http://127.0.0.1.evil.example"}, "this computer"),
        ({"SYLLABUS_STRIPE_CHECKOUT_HOST": "evil.example/pay"}, "has to be a name"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_told(changed: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        load_payments(GOOD | changed)

    assert not any(secret in str(caught.value) for secret in (KEY, SIGNS))


def test_stripes_library_is_loaded_by_a_key_alone() -> None:
    program = "import sys, tui.embedded, backend.serve, backend.routes.admin; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "backend.payments.buying" in loaded
    assert "stripe" not in loaded
