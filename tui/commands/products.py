"""`syllabus products`: what is sold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from tui.commands.command import Command, no_arguments
from tui.commands.context import note_age, warn
from tui.commands.failure import Exit
from tui.commands.output import Column, name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.shop_rows import ProductRow
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Product", flexible=True),
    Column("Courses", right=True),
    Column("Lessons", right=True),
    Column("New to you", right=True),
    Column("Dollars", audience="programs"),
    Column("State", audience="programs"),
    Column("Price", right=True, audience="people"),
)


def _run(context: Context, _arguments: Namespace) -> int:
    return context.with_library(partial(_list, context))


async def _list(context: Context, library: Library) -> int:
    from api_client.shop_rows import product_row

    snapshot = await library.fetch(documents.products())
    sold = snapshot.value or ()
    if context.output.as_json:
        context.output.json({"items": [product.model_dump(mode="json") for product in sold]})
    else:
        context.output.table(_COLUMNS, [_cells(product_row(product)) for product in sold])
        if not sold:
            warn("Nothing is sold here.")
    note_age(snapshot)
    return Exit.DONE


def _cells(product: ProductRow) -> Sequence[Cell]:
    from widgets.money import dollars

    price = ("owned", "green") if product.bought else dollars(product.price_in_dollars)
    return (
        product.id,
        name(product.name),
        str(len(product.courses)),
        str(product.lesson_count),
        str(product.new_lesson_count),
        str(product.price_in_dollars),
        product.state,
        price,
    )


COMMAND = Command(
    name="products",
    summary="list what is sold",
    run=_run,
    add_arguments=no_arguments,
    details="In a pipe: id, name, courses, lessons, lessons that are new to you, dollars, state (sold, free, owned).",
)
