"""Which models each service offers; asked once a connection, and again when the person wants it."""

from collections.abc import Callable

from picpik_studio.app.models import ModelInfo
from picpik_studio.app.tasks import Tasks
from picpik_studio.core.signal import Signal

Models = tuple[ModelInfo, ...]


class ModelLists:
    """The models by connection key. `changed` tells the key when its list, or why there is none, is new.

    `ask(key)` asks the service at once: slow, for a worker; it raises ApiError and AppError.
    """

    def __init__(self, tasks: Tasks, ask: Callable[[str], Models]) -> None:
        self.changed: Signal[str] = Signal()
        self._tasks = tasks
        self.ask = ask
        self._models: dict[str, Models] = {}
        self._errors: dict[str, Exception] = {}
        self._asking: set[str] = set()

    def of(self, connection_id: str) -> Models | None:
        """Return what the service offers, main models first; None while nobody knows."""
        return self._models.get(connection_id)

    def error(self, connection_id: str) -> Exception | None:
        """Return why the last question failed, or None."""
        return self._errors.get(connection_id)

    def is_asking(self, connection_id: str) -> bool:
        """Whether an answer is awaited."""
        return connection_id in self._asking

    def refresh(self, connection_id: str) -> None:
        """Ask the service; the answer arrives by `changed`."""
        if connection_id in self._asking:
            return
        self._asking.add(connection_id)
        self._tasks.run(
            "network",
            lambda _task: self.ask(connection_id),
            done=lambda models: self._heard(connection_id, models),
            failed=lambda error: self._unheard(connection_id, error),
            label="models",
        )

    def forget(self, connection_id: str) -> None:
        """Let the list go: the connection has other keys or another address now."""
        self._models.pop(connection_id, None)
        self._errors.pop(connection_id, None)

    def _heard(self, connection_id: str, models: Models) -> None:
        self._asking.discard(connection_id)
        self._models[connection_id] = models
        self._errors.pop(connection_id, None)
        self.changed.emit(connection_id)

    def _unheard(self, connection_id: str, error: Exception) -> None:
        self._asking.discard(connection_id)
        self._errors[connection_id] = error
        self.changed.emit(connection_id)
