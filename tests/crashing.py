"""Makes a function fail where it is called, with everything that it was given in its locals and its words.

    python -m tests.crashing STEP KEPT ARGUMENT…     Syllabus with a fault at a step; its PKCE verifier goes to KEPT

A step is `module:function` or `module:Class.method`; with `@2`: at the second call; with `+` at the end: after it has
done its work.
"""

from __future__ import annotations

import sys
from functools import wraps
from importlib import import_module
from inspect import iscoroutinefunction
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "a fault of ours"


def break_at(step: str, set_attribute: Callable[[Any, str, Any], None] = setattr) -> None:
    """Make the function of a step fail from now on."""
    place, _, number = step.removesuffix("+").partition("@")
    module, _, path = place.partition(":")
    owner, _, name = path.rpartition(".")
    holder: Any = import_module(module)
    holder = attrgetter(owner)(holder) if owner else holder
    set_attribute(holder, name, _failing(getattr(holder, name), int(number or 1), works=step.endswith("+")))


def _failing(function: Any, number: int, *, works: bool) -> Any:  # noqa: ANN401  # any function
    calls = count(1)

    async def fail_awaited(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever it takes
        early = next(calls) < number
        result = await function(*given, **named) if early or works else None
        return result if early else fail(given, named, result)

    def fail_at_once(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever it takes
        early = next(calls) < number
        result = function(*given, **named) if early or works else None
        return result if early else fail(given, named, result)

    return wraps(function)(fail_awaited if iscoroutinefunction(function) else fail_at_once)


def fail(given: object, named: object, result: object) -> NoReturn:
    """As much as an exception can tell: many libraries quote what they were given."""
    raise RuntimeError(f"{WORDS}: {given!r} {named!r} {result!r}")


def main(step: str, kept: str, *arguments: str) -> int:
    from api_client.auth.pkce import Pkce
    from tui.cli import run

    make = Pkce.of

    def make_and_tell(verifier: str) -> Pkce:
        Path(kept).write_text(verifier, encoding="utf-8")
        return make(verifier)

    Pkce.of = make_and_tell
    break_at(step)
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
