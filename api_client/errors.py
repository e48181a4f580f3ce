# ruff: noqa: N818 - the names say what happened; a suffix would say it twice
"""What can go wrong between the client and the server, each with a sentence for people.

ApiError
├── Unreachable          no connection: offline
│   └── Timeout          a connection, and no answer in time
├── ServerFailed         5xx, or an answer that cannot be understood
├── Refused              4xx
│   ├── Unauthenticated  401
│   │   ├── SessionEnded       signed in once; the issuer or the server does not accept it any more
│   │   └── SessionUnreadable  signed in, and what keeps the session does not give it out
│   ├── Forbidden        403
│   │   └── NoAccess     403, for want of access to the course
│   ├── NotFound         404, 410
│   ├── Conflict         409
│   ├── VersionMismatch  412, 428
│   ├── NoPayments           503, for want of payments alone
│   ├── OAuthRefused     the issuer's no, in OAuth's word
│   ├── Invalid          400, 413, 422 and the rest: the request is at fault
│   └── RateLimited      429
├── SignInFailed         signing in came to no session
├── InsecureServer       a server that Syllabus does not talk to
├── StorageFailed        our own file cannot be read or written
└── Closed               the Library was closed while one waited

No error carries a body, a token or an address of a person. Standard library alone: the first frame imports this.
"""

from __future__ import annotations

from typing import NamedTuple


class FieldFault(NamedTuple):
    """What is wrong with one field of a request."""

    pointer: str
    """A JSON pointer into the body, such as `/name`, or the name of a parameter."""
    detail: str
    """A sentence for people."""


class ApiError(Exception):
    """Anything of the above. Two errors that say the same are equal, so that a repeated failure is no news."""

    def __init__(self, sentence: str, *, code: str = "", status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        """What happened and why, for people."""
        self.code = code
        """The server's word for programs; empty where it sent none."""
        self.status = status
        """The HTTP status; None where there was no answer."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, ApiError)
            and type(self) is type(other)
            and (self.sentence, self.code, self.status) == (other.sentence, other.code, other.status)
        )

    def __hash__(self) -> int:
        return hash((type(self), self.sentence, self.code, self.status))


class Unreachable(ApiError):
    """There is no connection to the server."""


class Timeout(Unreachable):
    """The server did not answer in time."""


class ServerFailed(ApiError):
    """The server failed, or its answer cannot be understood."""


class Refused(ApiError):
    """The server understood and refused."""


class Unauthenticated(Refused):
    """Nobody is signed in, or the sign-in is not valid any more."""


class SessionEnded(Unauthenticated):
    """The session is over: a new sign-in is needed. What is cached stays readable, what waits stays in the queue."""


class SessionUnreadable(Unauthenticated):
    """The session cannot be read now; it may be again later, so nothing of it is deleted.

    `code` is `no_keyring`, `keyring_locked`, `keyring_hangs` or `entry_unreadable`.
    """


class Forbidden(Refused):
    """The viewer may not do this."""


class NoAccess(Forbidden):
    """The viewer has no access to the course."""


class NotFound(Refused):
    """It does not exist, or the viewer may not know that it does."""


class Conflict(Refused):
    """It contradicts what is there."""


class VersionMismatch(Refused):
    """Someone else changed it meanwhile."""

    def __init__(self, sentence: str, *, code: str = "", status: int | None = None, version: str | None = None) -> None:
        super().__init__(sentence, code=code, status=status)
        self.version = version
        """The version that it has now; None if the server did not say."""


class NoPayments(Refused):
    """The server takes no payments, or what takes them does not answer. All else works."""


class OAuthRefused(Refused):
    """The issuer understood and refused; `code` is OAuth's word for why, such as `invalid_grant`."""


class Invalid(Refused):
    """The request itself is at fault."""

    def __init__(
        self, sentence: str, *, code: str = "", status: int | None = None, faults: tuple[FieldFault, ...] = ()
    ) -> None:
        super().__init__(sentence, code=code, status=status)
        self.faults = faults
        """What is wrong with which fields, where the fault lies in some."""


class RateLimited(Refused):
    """Too many requests."""

    def __init__(
        self, sentence: str, *, code: str = "", status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(sentence, code=code, status=status)
        self.retry_after = retry_after
        """Seconds after which to try again; None if the server did not say."""


class SignInFailed(ApiError):
    """Signing in came to no session; the sentence says why and what helps."""


class InsecureServer(ApiError):
    """The address is not one that Syllabus talks to."""


class StorageFailed(ApiError):
    """The file of the cache and the queue cannot be read or written."""


class Closed(ApiError):
    """The Library was closed."""


def is_outage(error: ApiError) -> bool:
    """Whether the error concerns the connection or the server as a whole, so that asking again later may help."""
    return isinstance(error, Unreachable | ServerFailed | RateLimited)
