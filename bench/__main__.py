"""`python -m bench [NAME…]`: run all benchmarks, or some; each prints one table."""

from __future__ import annotations

import sys
from importlib import import_module

BENCHMARKS = (
    *("start", "keyrings", "keys", "reordering", "ordering"),
    *("marks", "requests", "identity", "checkout", "memory"),
)


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.stderr.write(f"bench: no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    for name in names or BENCHMARKS:
        import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
