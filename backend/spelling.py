"""How an SQL function of ours is written for a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.functions import FunctionElement


def spell(function: type[FunctionElement[Any]], *, sqlite: str, postgresql: str) -> None:
    """Write the function as these templates, in which each `{}` stands for an argument."""
    for dialect, template in (("sqlite", sqlite), ("postgresql", postgresql)):
        _spell(function, dialect, template)


def _spell(function: type[FunctionElement[Any]], dialect: str, template: str) -> None:
    def write(element: FunctionElement[Any], compiler: SQLCompiler, **options: object) -> str:
        return template.format(*(compiler.process(clause, **options) for clause in element.clauses))

    compiles(function, dialect)(write)
