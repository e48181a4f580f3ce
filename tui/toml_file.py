"""Reading TOML that a person wrote: one bad line is reported and left out, the rest still applies."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(slots=True)
class TomlFile:
    """What could be read, and what could not."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    lines: dict[str, int] = field(default_factory=dict[str, int])
    """The line, from 1, of every `key` and `table.key`."""
    faults: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    """Line, key (empty where none can be told) and fault of each line that is no TOML."""


def parse_toml(text: str) -> TomlFile:
    """Read as much of the text as is TOML."""
    result = TomlFile()
    lines = text.splitlines()
    while True:
        try:
            result.values = tomllib.loads("\n".join(lines))
            break
        except tomllib.TOMLDecodeError as error:
            number, fault = _fault(str(error), lines)
        key = _KEY.match(lines[number - 1])
        result.faults.append((number, key[1] if key else "", fault))
        lines[number - 1] = ""
    result.lines = _key_lines(lines)
    return result


def _fault(message: str, lines: list[str]) -> tuple[int, str]:
    """The line to blame: an array left open fails only far below the line that opened it."""
    place = _PLACE.search(message)
    number = int(place[1]) if place and place[1] else len(lines)
    while number > 1 and not (lines[number - 1].strip() and _is_toml(lines[: number - 1])):
        number -= 1
    return number, _PLACE.sub("", message)


def _is_toml(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _key_lines(lines: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(lines, 1):
        if header := _TABLE.match(line):
            table = _plain(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{_plain(key[1])}".lstrip("."), number)
    return found


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
