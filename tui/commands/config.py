"""`syllabus config path|show`: the settings in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.commands.command import Command
from tui.commands.context import warn
from tui.commands.failure import Exit
from tui.commands.output import Column
from tui.settings import Origin, setting_names

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from tui.commands.context import Context
    from tui.settings import Loaded

Json = str | bool | list[str]

_COLUMNS = (Column("Setting"), Column("Value", flexible=True), Column("From"))


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("path", "show"), help="the file's place, or every value and where it is from")


def _run(context: Context, arguments: Namespace) -> int:
    path = str(context.folders.config_file)
    if arguments.what == "path":
        context.output.json({"path": path}) if context.output.as_json else context.output.line(path)
        return Exit.DONE
    rows = list(_values(context.loaded))
    if context.output.as_json:
        context.output.json({key: {"value": value, "from": str(origin)} for key, value, origin in rows})
    else:
        context.output.table(_COLUMNS, [(key, _shown(value), str(origin)) for key, value, origin in rows])
    problems = context.problems()
    for problem in problems:
        warn(str(problem))
    return Exit.FAILED if problems else Exit.DONE


def _values(loaded: Loaded) -> Iterator[tuple[str, Json, Origin]]:
    for key in setting_names():
        value = getattr(loaded.settings, key)
        if not isinstance(value, dict):
            yield key, _json(value), loaded.origins.get(key, Origin())
            continue
        for entry, chosen in cast("dict[str, object]", value).items():
            path = f"{key}.{entry}"
            yield path, _json(chosen), loaded.origins.get(path, Origin())


def _json(value: object) -> Json:
    if isinstance(value, tuple):
        return [str(word) for word in cast("tuple[object, ...]", value)]
    return value if isinstance(value, str | bool) else str(value or "")


def _shown(value: Json) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


COMMAND = Command(
    name="config",
    summary="show the settings and where they come from",
    run=_run,
    add_arguments=_add_arguments,
    details="`show` also says what is wrong in them, and then its exit code is 1.",
)
