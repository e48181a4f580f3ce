"""No dangerous character gets in, and nothing else is touched: against a slow and obvious model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.clean import clean

DANGEROUS = (
    {chr(code) for code in [*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]}
    - {"\n", "\t"}
) | {chr(code) for code in range(0xD800, 0xE000)}

character = st.one_of(
    st.sampled_from('\\"/abunrtf019\n\t\r\x1b\x00\x7f\x9b\u202e\u2066\u200f\u061c\ufffd\U0001f469\ud83d\udc69'),
    st.characters(),
    st.sampled_from(sorted(DANGEROUS)),
)
text = st.lists(character).map("".join)


def model(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """The same on decoded values."""
    if isinstance(value, str):
        return "".join("\ufffd" if each in DANGEROUS else each for each in value.replace("\r\n", "\n"))
    if isinstance(value, list):
        return [model(each) for each in value]  # pyright: ignore[reportUnknownVariableType]  # any JSON
    if isinstance(value, dict):
        return {model(key): model(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value


@st.composite
def json_text(draw: st.DrawFn) -> str:
    """JSON in which each character of a string is escaped or raw, at random where both are allowed."""
    document = draw(st.dictionaries(text, st.lists(text, max_size=3), max_size=3))
    return _written(draw, document)


def _written(draw: st.DrawFn, value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return '"' + "".join(_character(draw, each) for each in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_written(draw, each) for each in value) + "]"  # pyright: ignore[reportUnknownVariableType]
    return "{" + ",\r\n".join(f"{_written(draw, k)}: {_written(draw, v)}" for k, v in value.items()) + "}"


def _character(draw: st.DrawFn, each: str) -> str:
    ways = [f"\\u{ord(each):04x}", f"\\u{ord(each):04X}"] if ord(each) < 0x10000 else [json.dumps(each)[1:-1]]
    if each >= " " and each not in '"\\' and not "\ud800" <= each <= "\udfff":
        ways.append(each)
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\", "/": "\\/"}
    if each in short:
        ways.append(short[each])
    return draw(st.sampled_from(ways))


@given(json_text())
def test_clean_is_the_model_on_every_string(source: str) -> None:
    assert json.loads(clean(source)) == model(json.loads(source))


@given(text)
def test_nothing_dangerous_is_left_even_in_what_is_no_json(source: str) -> None:
    assert not (set(clean(source)) - {"\r"}) & DANGEROUS


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        (r'"\u001b[31m"', '"\ufffd[31m"'),
        (r'"\\u001b"', r'"\\u001b"'),
        (r'"\\\u001b"', '"\\\\\ufffd"'),
        (r'"a\r\nb\u000d\u000Ac\rd"', '"a\\nb\\nc\ufffdd"'),
        ('"\x1b]0;title\x07"', '"\ufffd]0;title\ufffd"'),
        ('"\x9b\u202e\u2069"', '"\ufffd\ufffd\ufffd"'),
        (r'"\ud83d"', '"\ufffd"'),
        (r'"\ud83d\ude00"', r'"\ud83d\ude00"'),
        (r'"\ude00\ud83d"', '"\ufffd\ufffd"'),
        (r'"\ud83d\ud83d\ude00"', '"\ufffd\\ud83d\\ude00"'),
        ('"\u200e\u200f\u061c"', '"\u200e\u200f\u061c"'),
        ('{\r\n"a": 1}', '{\r\n"a": 1}'),
    ],
)
def test_examples(source: str, cleaned: str) -> None:
    assert clean(source) == cleaned
