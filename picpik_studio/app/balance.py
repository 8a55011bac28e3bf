"""The credits of an account as the window and the command line see them: plain values, no wire types."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from picpik_studio.api.answers import CreditBalance
from picpik_studio.app.extras import Extras, extras_of

_EARLIEST_S: Final = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_LATEST_S: Final = datetime(3000, 1, 1, tzinfo=UTC).timestamp()
_UNITS: Final = (1, 1_000, 1_000_000, 1_000_000_000)
"""How many a second the services count: seconds as the protocol has it, or milliseconds and finer."""
_EXPIRY: Final = "ExpireTimestamp"
_NEVER: Final = frozenset({0, -1})


@dataclass(frozen=True)
class Balance:
    """What is left of `total` credits, and when they expire, if they do and the service says when.

    `extras` is what the service says beside what the protocol names, and a time of expiry that is none.
    """

    total: int
    used: int
    expires: datetime | None = None
    extras: Extras = ()

    @property
    def left(self) -> int:
        """The credits that are left."""
        return self.total - self.used


def balance_of(answer: CreditBalance) -> Balance:
    """Return what an answer to GetCreditBalance says."""
    expires = moment(answer.ExpireTimestamp or 0)
    is_unread = expires is None and answer.ExpireTimestamp not in _NEVER
    extras = extras_of(answer, unread=frozenset({_EXPIRY} if is_unread else ()))
    return Balance(answer.TotalCredits, answer.UsedCredits, expires, extras)


def moment(timestamp: int) -> datetime | None:
    """Return the time that a service means by a number, whatever unit it counts in; None for one that is no time.

    No time that is counted in one unit is a sensible one (of the years 2000 to 2999) in another.
    """
    seconds = next((timestamp / unit for unit in _UNITS if _EARLIEST_S <= timestamp / unit < _LATEST_S), None)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
