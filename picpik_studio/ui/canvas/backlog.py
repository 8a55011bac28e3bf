"""What has happened to a document while its levels are being made."""

from picpik_studio.core.document import CanvasAwaited, CanvasChanged, DocumentEvent, EditDropped, HistoryChanged
from picpik_studio.core.geometry import NOWHERE, Offset


class Backlog:
    """The events that are to be caught up, and how far the picture has `moved` on another canvas; None: on the same.

    While another canvas is awaited it has moved nowhere yet.
    """

    def __init__(self) -> None:
        self.moved: Offset | None = None
        self._events: list[DocumentEvent] = []
        self._is_told = True
        self._is_awaited = False

    def note(self, event: DocumentEvent) -> bool:
        """Note an event; say whether levels are to be made now: all that changed with the canvas has been told.

        What is told with it needs no catching up, since the levels are made after it.
        """
        if isinstance(event, CanvasAwaited | CanvasChanged):
            before, way = self.moved or NOWHERE, event.offset if isinstance(event, CanvasChanged) else NOWHERE
            self.moved = Offset(before.dx + way.dx, before.dy + way.dy)
            self._is_told, self._is_awaited = False, isinstance(event, CanvasAwaited)
        elif self._is_told:
            self._events.append(event)
        elif isinstance(event, EditDropped if self._is_awaited else HistoryChanged):
            self._events, self._is_told, self._is_awaited = [], True, False
            return True
        return False

    def take(self) -> tuple[Offset | None, list[DocumentEvent]]:
        """Return how far the picture has moved, and the events; nothing is left."""
        taken = self.moved, self._events
        self.moved, self._events = None, []
        return taken
