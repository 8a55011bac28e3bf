"""Ties widgets to values: follow a signal as long as a widget lives; a row and a bag of values, both ways."""

from collections.abc import Callable
from typing import Protocol, TypeVar, TypeVarTuple

import shiboken6
from PySide6.QtCore import QObject, SignalInstance

from picpik_studio.app.session import Session
from picpik_studio.core.document import DocumentEvent
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.ui.words import error_text

Args = TypeVarTuple("Args")
T = TypeVar("T")


class Values(Protocol):
    """A bag of checked values by name, such as `app.parameters.Parameters` or `app.settings.Settings`."""

    changed: Signal[str]

    def get(self, name: str) -> object:
        """Return the value of `name`."""
        ...

    def set(self, name: str, value: object) -> None:
        """Take a value; raise PicPikError, which says what is wrong with it."""
        ...


class Row(Protocol):
    """A widget that shows one value and lets a person change it."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted with the new value when a person changed it (never by `show_value`)."""
        ...

    def show_value(self, value: object) -> None:
        """Show a value, in silence."""
        ...

    def show_problem(self, sentence: str) -> None:
        """Say why the last value was refused; "" takes the sentence away."""
        ...


def follow(owner: QObject, signal: Signal[*Args], receiver: Callable[[*Args], object]) -> None:
    """Call `receiver` at every emission of `signal` until Qt destroys `owner`."""
    disconnect = signal.connect(receiver)
    owner.destroyed.connect(lambda *_: disconnect())


def while_alive(
    owner: QObject, receiver: Callable[[T], object], otherwise: Callable[[T], object] | None = None
) -> Callable[[T], None]:
    """Return `receiver` for the outcome of slow work: once Qt has destroyed `owner` it is not called any more.

    `otherwise` is called instead then, for a failure that must be said all the same.
    """

    def receive(outcome: T) -> None:
        if shiboken6.isValid(owner):
            receiver(outcome)
        elif otherwise is not None:
            otherwise(outcome)

    return receive


def bind(row: Row, owner: QObject, values: Values, name: str) -> None:
    """Keep `row` and the value `name` alike, until Qt destroys `owner`; a refused value is explained and taken back."""

    def show(changed: str = name) -> None:
        if changed == name:
            row.show_value(values.get(name))

    def take(value: object) -> None:
        if value == values.get(name):
            return
        try:
            values.set(name, value)
        except PicPikError as error:
            show()
            row.show_problem(error_text(error))
        else:
            row.show_problem("")

    show()
    row.edited.connect(take)
    follow(owner, values.changed, show)


def follow_document(
    owner: QObject, session: Session, receiver: Callable[[DocumentEvent], object], *, but: type | None = None
) -> None:
    """Call `receiver` at every event of the session's document, whichever is open, until Qt destroys `owner`.

    It is not called for events of the type `but`.
    """
    leave: list[Callable[[], None]] = []

    def enter(topic: str = "document") -> None:
        if topic != "document":
            return
        while leave:
            leave.pop()()
        if session.document is not None:
            leave.append(session.document.changed.connect(receiver, but=but))

    enter()
    follow(owner, session.changed, enter)
    owner.destroyed.connect(lambda *_: [disconnect() for disconnect in leave])
