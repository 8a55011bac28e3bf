"""What has happened to a document while its levels are being made."""

from picpik_studio.core.document import CanvasChanged, DocumentEvent, HistoryChanged
from picpik_studio.core.geometry import NOWHERE, Offset


class Backlog:
    """The events that are to be caught up, and how far the picture has `moved` on another canvas; None: on the same."""

    def __init__(self) -> None:
        self.moved: Offset | None = None
        self._events: list[DocumentEvent] = []
        self._is_told = True

    def note(self, event: DocumentEvent) -> bool:
        """Note an event; say whether levels are to be made now: all that changed with the canvas has been told.

        What is told with it needs no catching up, since the levels are made after it.
        """
        if isinstance(event, CanvasChanged):
            before = self.moved or NOWHERE
            self.moved = Offset(before.dx + event.offset.dx, before.dy + event.offset.dy)
            self._is_told = False
        elif self._is_told:
            self._events.append(event)
        elif isinstance(event, HistoryChanged):
            self._events, self._is_told = [], True
            return True
        return False

    def take(self) -> tuple[Offset | None, list[DocumentEvent]]:
        """Return how far the picture has moved, and the events; nothing is left."""
        taken = self.moved, self._events
        self.moved, self._events = None, []
        return taken
