"""Amounts in US dollars, as people write them."""

from __future__ import annotations


def dollars(amount: int) -> str:
    """A price in whole dollars: `$49`, `free`."""
    return f"${amount:,}" if amount else "free"


def cents(amount: int) -> str:
    """An amount in cents: `$49.00`, `-$0.50`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount) // 100:,}.{abs(amount) % 100:02}"
