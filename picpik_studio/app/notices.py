"""Everything that the program says to the person beside what they look at: a text, and perhaps something to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

Kind = Literal["info", "success", "warning", "error"]

UNFORESEEN = QT_TRANSLATE_NOOP("Notices", "Something unforeseen went wrong: {what}")


@dataclass(frozen=True)
class NoticeAction:
    """A button of a notice; `label` is a marked text, `run` is called on the dispatch thread."""

    label: str
    run: Callable[[], None]


@dataclass(frozen=True)
class Notice:
    """One sentence for the person; `template` is a marked text whose fields `values` fill.

    `detail` is what the service itself said, which is never translated. A notice with a `key` replaces the one that is
    shown under the same key.
    """

    kind: Kind
    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    action: NoticeAction | None = None
    key: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        """The English sentence."""
        return f"{self.template.format(**self.values)} {self.detail}".strip()


class Notices:
    """Where the program says things; `shown` is emitted on the thread that says them (the dispatch thread).

    `withdrawn` tells the key of a notice that is not so any more.
    """

    def __init__(self) -> None:
        self.shown: Signal[Notice] = Signal()
        self.withdrawn: Signal[str] = Signal()

    def say(
        self, kind: Kind, template: str, *, action: NoticeAction | None = None, key: str = "", **values: object
    ) -> None:
        """Show the marked text `template`, filled with `values`."""
        self.show(Notice(kind, template, MappingProxyType(values), action, key))

    def show(self, notice: Notice) -> None:
        """Show a notice that is made already."""
        self.shown.emit(notice)

    def withdraw(self, key: str) -> None:
        """Take back what was said under a key, if it is shown still."""
        self.withdrawn.emit(key)

    def fail(self, error: BaseException, *, action: NoticeAction | None = None, key: str = "") -> None:
        """Show a failure: ours with its own sentence, an unforeseen one with its type and text."""
        if isinstance(error, PicPikError):
            detail = str(getattr(error, "detail", ""))
            self.show(Notice("error", error.template, MappingProxyType(error.values), action, key, detail))
        else:
            self.show(Notice("error", UNFORESEEN, MappingProxyType({"what": describe(error)}), action, key))


def describe(error: BaseException) -> str:
    """Return an unforeseen error as one line: its type and its text."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
