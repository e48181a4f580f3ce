"""How a command fails: a sentence, what helps, and the exit code."""

from __future__ import annotations

from enum import IntEnum

from api_client import errors


class Exit(IntEnum):
    """The exit codes, the same for every command."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    OFFLINE = 3
    SIGN_IN = 4
    NOT_FOUND = 5
    INTERRUPTED = 130
    """128 + SIGINT, as a shell reports it."""
    CLOSED_PIPE = 141
    """128 + SIGPIPE: the reader had enough."""


class Failure(Exception):  # noqa: N818  # it is no error of the program
    """Ends a command."""

    def __init__(self, sentence: str, *hints: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hints = hints
        """Lines that say what helps."""
        self.code = code


def failure_of(error: errors.ApiError) -> Failure:
    """What an error of the client means on the command line."""
    match error:
        case errors.Unreachable():
            return Failure(error.sentence, "`syllabus doctor` looks for the cause.", code=Exit.OFFLINE)
        case errors.SessionUnreadable():
            helps = "Nothing of the sign-in was deleted. `syllabus doctor` looks for the cause."
            return Failure(error.sentence, helps, code=Exit.SIGN_IN)
        case errors.Unauthenticated():
            return Failure(error.sentence, "`syllabus login` signs in.", code=Exit.SIGN_IN)
        case errors.Forbidden(code="forbidden"):
            return Failure(error.sentence, "`syllabus whoami` says who you are here.", code=Exit.NOT_FOUND)
        case errors.NoPayments():
            return Failure(error.sentence, "Everything else works; `syllabus products` lists what is free.")
        case errors.NotFound() | errors.Forbidden():
            return Failure(error.sentence, "`syllabus courses` lists what there is.", code=Exit.NOT_FOUND)
        case _:
            return Failure(error.sentence, "`syllabus doctor` looks for the cause.")
