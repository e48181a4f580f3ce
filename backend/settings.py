"""What `serve` needs to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """How to serve: where the database is, where to listen, with how many processes."""

    database_url: str
    """`postgresql://…` or `sqlite:////absolute/path`."""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    migrate: bool = True
    """Migrate before the workers start; without it `/readyz` names what lacks."""
    name: str = "Syllabus"
