"""The longest increasing subsequence: what need not move for numbers to come into order."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def longest_increasing(numbers: Iterable[int]) -> list[int]:
    """The longest increasing subsequence of different numbers, in O(n log n).

    Of several it is the one that ends with the smallest number, of these the one whose last but one is smallest, and
    so on.
    """
    ends: list[int] = []  # by length: the smallest number that such a subsequence ends with so far
    before: dict[int, int | None] = {}
    for number in numbers:
        if not ends or ends[-1] < number:  # nearly always: few things move
            before[number] = ends[-1] if ends else None
            ends.append(number)
        else:
            length = bisect_left(ends, number)
            before[number] = ends[length - 1] if length else None
            ends[length] = number
    found: list[int] = []
    number = ends[-1] if ends else None
    while number is not None:
        found.append(number)
        number = before[number]
    found.reverse()
    return found
