"""Announcements without Qt: a list of receivers that are called in the caller's thread."""

from collections.abc import Callable
from typing import Generic, TypeVarTuple

Args = TypeVarTuple("Args")


class Signal(Generic[*Args]):
    """Something that others may follow: `connect` a function, and every `emit` calls it with the same values.

    Receivers are held strongly until they disconnect. One that connects or disconnects during an emission counts from
    the next one on. Not for use from several threads.
    """

    def __init__(self) -> None:
        self._receivers: dict[object, tuple[Callable[[*Args], object], type | None]] = {}
        self._by_kind: dict[type, tuple[Callable[[*Args], object], ...]] = {}

    def connect(self, receiver: Callable[[*Args], object], *, but: type | None = None) -> Callable[[], None]:
        """Call `receiver` from now on; return the function that ends it (a second call of which does nothing).

        It is not called when the first value is of the type `but`: for what comes often and is for few.
        """
        key = object()
        self._receivers[key] = receiver, but
        self._by_kind = {}

        def disconnect() -> None:
            self._receivers.pop(key, None)
            self._by_kind = {}

        return disconnect

    def emit(self, *args: *Args) -> None:
        """Call every receiver, in the order of connection.

        An exception is raised after all were called; several are raised together as an ExceptionGroup.
        """
        failures: list[Exception] = []
        kind = type(args[0]) if args else type(None)
        wanted = self._by_kind.get(kind)
        if wanted is None:
            wanted = tuple(receiver for receiver, but in self._receivers.values() if but is not kind)
            self._by_kind[kind] = wanted
        for receiver in wanted:
            try:
                receiver(*args)
            except Exception as failure:  # noqa: BLE001 - raised below, when the others have been told
                failures.append(failure)
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ExceptionGroup("Several receivers of a signal failed", failures)
