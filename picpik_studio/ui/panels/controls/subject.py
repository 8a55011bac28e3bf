"""What a row is about: one value in words and numbers, whichever table it comes from."""

from dataclasses import dataclass
from typing import Any, Protocol

from picpik_studio.ui.words import said


class Described(Protocol):
    """A line of a table: a parameter's field, a setting, or a wire type's rule."""

    @property
    def title(self) -> str:
        """The marked title."""
        ...

    @property
    def help(self) -> str:
        """The marked sentence that explains it."""
        ...

    @property
    def kind(self) -> str:
        """The kind of value: "int" is a whole number."""
        ...

    @property
    def default(self) -> object:
        """The value that it has at first."""
        ...

    @property
    def low(self) -> float | None:
        """The least number, or None."""
        ...

    @property
    def high(self) -> float | None:
        """The greatest number, or None."""
        ...


@dataclass(frozen=True)
class Subject:
    """`title` and `help` are translated; `low`, `high` inclusive; `unit` stands behind the number."""

    title: str
    help: str
    default: Any
    low: float = 0
    high: float = 0
    step: float = 1
    is_whole: bool = True
    unit: str = ""

    @property
    def is_bounded(self) -> bool:
        """Whether there is a range to speak of."""
        return self.low < self.high


def subject(line: Described) -> Subject:
    """Return what a row needs to know of a line of a table."""
    return Subject(
        title=said(line.title),
        help=said(line.help),
        default=line.default,
        low=line.low or 0,
        high=line.high or 0,
        step=getattr(line, "step", None) or 1,
        is_whole=line.kind == "int",
        unit=getattr(line, "unit", ""),
    )
