"""Slow work of a tool, and an edit that waits for its turn."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from picpik_studio.core.document import Document, DocumentEvent
from picpik_studio.core.fill import Region
from picpik_studio.core.geometry import Offset, Rect
from picpik_studio.core.tools.combine import Combine, put

T = TypeVar("T")


class Runner(Protocol):
    """Does work on a worker and hands what it returned to `done`, on the thread of the document."""

    def __call__(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Begin; return at once."""


def at_once(work: Callable[[], T], done: Callable[[T], None]) -> None:
    """Do the work where it is asked for: right for tests and small pictures."""
    done(work())


def put_when_free(document: Document, region: Region, how: Combine, label: str, origin: Offset) -> None:
    """Combine the mask with `region` as soon as no other edit is open: work that took long may end during a stroke.

    It was found on a canvas of this `origin`; on another one it is put where it lies there.
    """
    if not document.is_editing:
        put(document, _on_canvas(document, region, origin), how, label)
        return

    def look(_event: DocumentEvent) -> None:
        if not document.is_editing:
            disconnect()
            put(document, _on_canvas(document, region, origin), how, label)

    disconnect = document.changed.connect(look)


def _on_canvas(document: Document, region: Region, origin: Offset) -> Region:
    """Return a region that was found on a canvas of `origin` where it lies on the present one, cropped."""
    rect, plane = region
    moved = rect.translated(origin.dx - document.origin.dx, origin.dy - document.origin.dy)
    inside = moved.intersected(Rect.of(document.size))
    if inside == rect:
        return region
    return inside, plane[inside.translated(-moved.x, -moved.y).slices] if not inside.is_empty else plane[:0]
