"""Keys that the emulator signs with: made once a process, since each takes 0.1 s."""

from __future__ import annotations

from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from jwt.algorithms import ECAlgorithm

from backend.dev_identity.keys import SigningKey


@cache
def signing_key(number: int = 0) -> SigningKey:
    """The instance's key; other numbers are its next ones, and those of somebody else."""
    made = SigningKey.new()
    return SigningKey(f"ins_emulator{number}", made.private)


@cache
def noise() -> dict[str, Any]:
    """A key of another kind, as sets may hold it."""
    public = ECAlgorithm.to_jwk(generate_private_key(SECP256R1()).public_key(), as_dict=True)
    return {"use": "sig", "kid": "ins_emulator_ec", "alg": "ES256", **public}
