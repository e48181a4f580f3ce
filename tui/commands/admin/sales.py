"""`syllabus admin sales [WORDS]`: what was bought, with the sums of what the filter lets through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from api_client import documents
from api_client.escapes import shown
from tui.commands.admin.find import find_user
from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.failure import Exit, Failure
from tui.commands.find import Candidate, as_id, pick
from tui.commands.output import Column, given, name

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from api_client.library import Library
    from api_client.models.admin import SalesPage
    from api_client.resources.admin.admin import Admin
    from api_client.resources.admin.sales_filter import SalesFilter
    from api_client.sales_rows import SaleRow
    from tui.commands.context import Context
    from tui.commands.output import Cell

_COLUMNS = (
    Column("Id", audience="programs"),
    Column("Bought"),
    Column("Buyer", flexible=True),
    Column("E-mail", audience="programs"),
    Column("Product", flexible=True),
    Column("Cents", audience="programs"),
    Column("Refunded", audience="programs"),
    Column("Paid", right=True, audience="people"),
    Column("State"),
)


def _add_arguments(parser: ArgumentParser) -> None:
    where = "only those with these in the product's name, or the buyer's name or e-mail address"
    parser.add_argument("words", metavar="WORDS", nargs="*", help=where)
    parser.add_argument("--csv", action="store_true", help="as a table for spreadsheets")
    parser.add_argument("--refunded", choices=("yes", "no"), help="only those refunded in full, or only the others")
    parser.add_argument("--user", metavar="USER", help="of this buyer: an id, an e-mail address, or a name")
    parser.add_argument("--product", metavar="PRODUCT", help="of this product: an id, or a name")
    parser.add_argument("--from", dest="since", metavar="DAY", help="bought on this day or later: 2026-11-01")
    parser.add_argument("--to", dest="until", metavar="DAY", help="bought on this day or before")


def _run(context: Context, arguments: Namespace) -> int:
    if arguments.csv and context.output.as_json:
        raise Failure("It is either --csv or --json.", code=Exit.USAGE)
    days = _day(arguments.since), _day(arguments.until)
    return context.with_library(partial(_list, context, arguments, days))


async def _list(context: Context, arguments: Namespace, days: tuple[date | None, date | None], library: Library) -> int:
    product_id = await _product_id(library, arguments.product)
    page = await library.administer(partial(_all, arguments, product_id, days))
    if arguments.csv:
        from api_client.sales_csv import sales_csv

        context.output.line(sales_csv(page.items).removesuffix("\n"))
    elif context.output.as_json:
        context.output.json(page.model_dump(mode="json", exclude={"next_cursor"}))
    else:
        _table(context, page)
    return Exit.DONE


def _table(context: Context, page: SalesPage) -> None:
    from api_client.sales_rows import sale_rows, totals_row
    from widgets.admin.sales_totals import sales_totals

    context.output.table(_COLUMNS, map(_cells, sale_rows(page.items)))
    if not page.items:
        warn("No sale is like this.")
    elif context.output.for_people:
        context.output.line()
        context.output.line(" · ".join(sales_totals(totals_row(page.totals))))


def _cells(sale: SaleRow) -> Sequence[Cell]:
    from widgets.admin.buyer_name import buyer_name
    from widgets.money import cents

    return (
        sale.id,
        f"{sale.bought_at.astimezone():%Y-%m-%d}",
        buyer_name(sale),
        name(sale.email) if sale.email else "",
        name(sale.product_name),
        str(sale.paid_in_cents),
        str(sale.refunded_in_cents),
        cents(sale.paid_in_cents),
        sale.state,
    )


async def _all(
    arguments: Namespace, product_id: str | None, days: tuple[date | None, date | None], admin: Admin
) -> SalesPage:
    return await admin.sales.all(await _chosen(admin, arguments, product_id, days))


async def _chosen(
    admin: Admin, arguments: Namespace, product_id: str | None, days: tuple[date | None, date | None]
) -> SalesFilter:
    from api_client.resources.admin.sales_filter import SalesFilter

    since, until = days
    return SalesFilter(
        user_id=str((await find_user(admin, arguments.user)).id) if arguments.user is not None else None,
        product_id=product_id,
        refunded=arguments.refunded and arguments.refunded == "yes",
        since=_begin(since) if since else None,
        until=_begin(until + timedelta(days=1)) if until else None,
        words=" ".join(arguments.words),
    )


async def _product_id(library: Library, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    if id := as_id(wanted):
        return id
    products = (await library.fetch(documents.admin_products())).value or ()
    return pick("product", wanted, [Candidate(str(each.id), shown(each.name)) for each in products]).id


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise Failure(f"“{given(text or '')}” is no day.", "A day is written 2026-11-01.", code=Exit.USAGE) from None


def _begin(day: date) -> datetime:
    """The first moment of a day here."""
    return datetime.combine(day, time()).astimezone()


COMMAND = Command(
    name="sales",
    summary="list what was bought, with the sums, and as a table for spreadsheets",
    run=_run,
    add_arguments=_add_arguments,
    details=(
        "Newest first; days are those of this computer's time zone. "
        "In a pipe: id, day, buyer, e-mail address, product, cents paid, cents refunded, state."
    ),
)
