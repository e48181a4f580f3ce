"""The version, a constant: asking the installed package for it costs 40 ms (a test compares it with pyproject.toml)."""

VERSION = "0.1.0"
