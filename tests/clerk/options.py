"""How the emulated instance is set up, where real ones differ or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Options:
    """Change them at any time; `Emulator.reset` brings these back."""

    rotation: Literal["strict", "family", "grace"] = "strict"
    """A refresh token that comes twice: is refused; ends its whole grant; still counts for 5 seconds."""
    opaque: bool = False
    """Access tokens are `oat_…` instead of JWTs."""
    scope_list: bool = False
    """JWTs have their scopes as the list `scp` instead of the text `scope`."""
    category: str | None = None
    """The header `cat` of access tokens."""
    access_lifetime: int = 86_400
    """Seconds."""
    offers_device: bool = True
    names_issuer: bool = True
    """RFC 9207: callbacks say `iss`, and the metadata that they do."""
    gives_refresh_token: bool = True
    scope_deleted: bool = False
    """Every refresh is `invalid_scope`."""
    device_interval: float = 5
    """Seconds; less than a second makes a real poll quick."""
