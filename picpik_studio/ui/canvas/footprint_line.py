"""The footprint on the canvas: a dashed line around every pixel that a request may change, as things are now.

The line is looked for in a worker whenever a stroke has ended or a parameter that bears on it has changed; during a
stroke the line of before stays, paler. It is drawn once for each view into a picture of its own, so that a moving
cursor costs a copy.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from picpik_studio.app.framing import choose_shares
from picpik_studio.app.parameters import Values
from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Plane
from picpik_studio.core.contour import Polygon
from picpik_studio.core.document import SETTLED, CanvasChanged, DocumentEvent, MaskChanged
from picpik_studio.core.outline import outlines
from picpik_studio.core.tile_memory import TileMemory
from picpik_studio.errors import PicPikError
from picpik_studio.ui.binding import follow, follow_document, while_alive
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.layer import Layer

SHOWN: Final = "show_footprint"
_NAMES: Final = frozenset({"mask_blur", "invert_mask", "frame_mode", "padding", "split_frames", "width", "height"})
_DARK: Final = QColor(0, 0, 0, 200)
_LIGHT: Final = QColor("#ffffff")
_DASH: Final = (4.0, 4.0)
_MOVE_TO: Final = 0
_LINE_TO: Final = 1
_STALE_OPACITY: Final = 0.4


class FootprintLine(QObject):
    """Draws the footprint of one session over its canvas; `changed` follows when the line comes, goes or moves."""

    changed = Signal()

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._polygons: list[Polygon] = []
        self._is_stale = self._is_painted_on = False
        self._memory = TileMemory()
        self._task: Task[list[Polygon]] | None = None
        self._layer = Layer(canvas, self._draw_line)
        canvas.overlays.insert(0, self.draw)
        canvas.look_changed.connect(canvas.update)
        follow(self, session.parameters.changed, lambda name: self._look() if name in _NAMES else None)
        follow(self, session.program.settings.changed, lambda name: self._look() if name == SHOWN else None)
        follow(self, session.changed, lambda topic: self._look() if topic == "document" else None)
        follow(self, session.deriving.changed, self._look)
        follow_document(self, session, self._follow_document)
        self._look()

    @property
    def is_stale(self) -> bool:
        """Whether the line is that of before the stroke that is being painted."""
        return self._is_stale

    @property
    def is_shown(self) -> bool:
        """Whether there is a line to be seen."""
        canvas = self._canvas  # what is there is asked first: this is looked at whenever anything is drawn
        return bool(self._polygons) and canvas.is_ready and canvas.film_view != "off" and not canvas.feed.is_compared

    def draw(self, painter: QPainter) -> bool:
        """Draw the line; the painter counts the widget's pixels."""
        is_shown = self.is_shown
        if is_shown:
            self._layer.draw(painter, _STALE_OPACITY if self._is_stale else 1.0)
        return is_shown

    def _draw_line(self, painter: QPainter, place: QTransform) -> None:
        painter.setTransform(place, combine=True)
        path = path_within(self._polygons, place.inverted()[0].mapRect(QRectF(self._canvas.rect())))
        for colour, dashes in ((_DARK, ()), (_LIGHT, _DASH)):
            pen = QPen(colour, max(1, round(self._canvas.device_scale)))
            pen.setCosmetic(True)
            if dashes:
                pen.setDashPattern(list(dashes))
            painter.setPen(pen)
            painter.drawPath(path)

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged):
            way = np.array(event.offset, np.int32)
            self._polygons = [polygon + way for polygon in self._polygons]
            self._layer.forget()
        elif isinstance(event, SETTLED):
            self._look()
        elif isinstance(event, MaskChanged):
            self._is_painted_on = True
            if not self._is_stale:
                self._is_stale = True
                self._canvas.update()

    def _look(self) -> None:
        """Look for the line anew."""
        self._is_painted_on = False
        if self._task is not None:
            self._task.cancel()
            self._task = None
        document = self._session.document
        if document is None or not self._session.program.settings.is_on(SHOWN):
            self._memory = TileMemory()
            self._take([])
            return
        mask, values, memory = document.derived, self._session.parameters.values, self._memory
        if mask is None:
            return  # the live steps are being evaluated, and say so when they are done
        # The mask itself, not a copy: what changes under the worker's eyes is looked at again.
        self._task = self._session.program.tasks.run(
            "pixels",
            lambda _task: footprint_lines(mask, values, memory),
            done=while_alive(self, self._take),
            label="footprint",
        )

    def _take(self, polygons: list[Polygon]) -> None:
        self._polygons, self._is_stale = polygons, self._is_painted_on  # by a stroke that was begun meanwhile
        self._layer.forget()
        self._canvas.update()
        self.changed.emit()


def footprint_lines(mask: Plane, values: Values, memory: TileMemory | None = None) -> list[Polygon]:
    """Return the lines around the footprints of the requests made now, in image pixels; none when none can be made.

    `mask` is uint8 HxW as the live steps leave it. Far spots that are sent by themselves have each the footprint of its
    own frame's scale. With a `memory` of the last lines in less time, as after a stroke. Slow: for a worker.
    """
    try:
        shares = choose_shares(mask, values)
    except PicPikError:
        return []
    return outlines(shares, mask, values.mask_blur, invert=values.invert_mask, memory=memory)


def path_within(polygons: Iterable[Polygon], seen: QRectF) -> QPainterPath:
    """Return the closed lines as one path, without what has no part in `seen` (image pixels).

    A line that goes out of sight ends there. Qt would dash all of it, at 6400 % for seconds.
    """
    lines = [np.concatenate([polygon, polygon[:1]]) for polygon in polygons]
    if not lines:
        return QPainterPath()
    points = np.concatenate(lines)
    is_seen = _in_sight(points, seen)
    is_seen[np.cumsum([len(line) for line in lines[:-1]], dtype=np.intp) - 1] = False  # from a line's end to the next
    return _path(points, is_seen)


def _in_sight(points: Polygon, seen: QRectF) -> NDArray[np.bool_]:
    """Return of the sides between points that follow each other whether they may be seen."""
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    return np.asarray(
        (high[:, 0] >= seen.left())
        & (low[:, 0] <= seen.right())
        & (high[:, 1] >= seen.top())
        & (low[:, 1] <= seen.bottom())
    )


_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def _path(points: Polygon, is_drawn: NDArray[np.bool_]) -> QPainterPath:
    """Return those of the sides between points that are drawn, as one path.

    Read from a stream as Qt writes it, for thousands of calls take long.
    """
    is_reached, is_left = np.append(False, is_drawn), np.append(is_drawn, False)
    is_there = is_reached | is_left
    elements: NDArray[np.void] = np.empty(np.count_nonzero(is_there), _ELEMENT)
    elements["kind"] = np.where(is_reached, _LINE_TO, _MOVE_TO)[is_there]
    elements["x"], elements["y"] = points[is_there].T
    path = QPainterPath()
    starts = np.flatnonzero(elements["kind"] == _MOVE_TO)
    if len(starts):
        head, tail = np.array([len(elements)], ">i4"), np.array([starts[-1], 0], ">i4")
        stream = QDataStream(QByteArray(head.tobytes() + elements.tobytes() + tail.tobytes()))
        stream >> path
    return path
