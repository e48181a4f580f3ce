"""The program `syllabus`: the interface without arguments, else one command."""

from __future__ import annotations

import sys

from backend.version import VERSION

TYPE_CHECKING = False  # typing alone costs what `--version` may cost in all
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tui.commands.context import Context
    from tui.commands.failure import Failure


def main() -> int:
    """Run the command line of this process and return the exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"syllabus {VERSION}\n")
        return 0
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run a command line; failures are a sentence on standard error and an exit code."""
    import os

    from api_client.errors import ApiError, Closed
    from tui.commands.failure import Exit, Failure, failure_of

    # Every program that is started from here inherits the environment: browsers, editors, a keyring's helpers.
    token = os.environ.pop("SYLLABUS_TOKEN", "").strip()
    try:
        code = _dispatch(arguments, token)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _silence_output()
        return Exit.CLOSED_PIPE
    except ApiError as error:
        if isinstance(error, Closed) and isinstance(error.__cause__, Exception):  # the Library's thread failed
            return _report_crash(error.__cause__, token)
        return _report(failure_of(error))
    except Failure as failure:
        return _report(failure)
    except Exception as error:  # noqa: BLE001  # the last place to catch it; it is reported, not passed over
        return _report_crash(error, token)
    return code


def _dispatch(arguments: Sequence[str], token: str) -> int:
    # Reading the arguments imports every command: 40 ms that the first frame need not wait for.
    parsed = _parse(arguments) if arguments else None
    if parsed and parsed.version:
        sys.stdout.write(f"syllabus {VERSION}\n")
        return 0
    context = _context(vars(parsed) if parsed else {}, token)
    _use_marks(context)
    if parsed and parsed.command:
        return parsed.run(context, parsed)
    return _open_interface(context)


def _parse(arguments: Sequence[str]) -> Namespace:
    from tui.arguments import build_parser

    return build_parser().parse_args(arguments)


def _context(options: Mapping[str, Any], token: str) -> Context:
    """The settings with the options over them. Raises Failure where going on could mark in the wrong place."""
    import os
    from dataclasses import replace

    from tui.commands.context import Context, warn
    from tui.commands.failure import Exit, Failure
    from tui.commands.output import Output
    from tui.folders import default_folders
    from tui.settings import Origin, load_settings

    folders = default_folders()
    loaded = load_settings(os.environ, folders.config_file)
    if "server" in options:
        loaded.problems = [problem for problem in loaded.problems if problem.key != "server"]
        loaded.take("server", options["server"], Origin("--server"))
    if "ascii" in options:
        loaded.take("ascii", "on", Origin("--ascii"))
    for problem in loaded.problems if options.get("command") not in ("config", "doctor") else ():
        if problem.decides_where:
            raise Failure(str(problem), "`syllabus config path` says where the settings are.", code=Exit.USAGE)
        if options.get("command"):  # the interface says it where it can be seen
            warn(str(problem))
    if loaded.settings.data_folder:
        folders = replace(folders, data=loaded.settings.data_folder)
    output = Output(sys.stdout, as_json=options.get("json", False))
    return Context(loaded, folders, output, token, empty=options.get("empty", False))


def _use_marks(context: Context) -> None:
    """Signs that the output can carry; what it cannot is replaced, for a name must not end the program."""
    import io

    from widgets.marks import ASCII, use_marks

    if context.settings.draws_ascii:
        use_marks(ASCII)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _open_interface(context: Context) -> int:
    import os

    from tui.commands.failure import Exit, Failure

    # Textual draws on standard error: with that in a file there would be a key reader and nothing to see.
    terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if not terminal or os.environ.get("TERM") == "dumb":
        raise Failure("the interface needs a terminal; `syllabus courses` lists the courses.", code=Exit.USAGE)
    import gc
    from functools import partial

    _ = context.account  # kept: what is wrong with a SYLLABUS_TOKEN is a sentence, and no crash

    # Nothing that is loaded before the first frame is garbage; looking for some took a tenth of the time to it.
    gc.disable()
    # Textual draws at its next tick. What one key changes in a list, its pane and their bars took three of 17 ms each.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from tui.crash import guarded
    from tui.interface import run_interface

    return guarded(partial(run_interface, context), context.folders.state, secret=context.token)


def _report(failure: Failure) -> int:
    sys.stderr.write("\n  ".join([f"syllabus: {failure.sentence}", *failure.hints]) + "\n")
    return failure.code


def _report_crash(error: Exception, token: str) -> int:
    from tui.commands.failure import Exit
    from tui.crash import say_crash
    from tui.folders import default_folders

    say_crash(error, default_folders().state, secret=token)
    return Exit.FAILED


def _silence_output() -> None:
    """The interpreter flushes standard output once more as it ends, and would complain about the closed pipe."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
