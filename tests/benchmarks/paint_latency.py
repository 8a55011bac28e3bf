"""From a pointer event to the end of the paintEvent that shows it, in process, and how that grows.

The canvas is the real one, with a real session, in a window of 1600 x 1000; only the journey to the screen and back is
missing. The naive twin does what many editors do: a graphics scene whose film is made anew and handed over whole.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from picpik_studio.app.folders import HOME_VARIABLE
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Picture
from picpik_studio.ui import theme
from picpik_studio.ui.application import Application
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.dispatcher import Dispatcher
from tests.benchmarks.strokes import MP24, MP100, document
from tests.benchmarks.timing import median, p99, ratio

VIEW = Size(1600, 1000)
EVENTS = 1000
NAIVE_EVENTS = 12
EQUAL_ZOOM = 0.25
MS = 1000.0

Place = tuple[float, float]


class TimedCanvas(Canvas):
    """Says when it has painted."""

    painted_at = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        super().paintEvent(event)
        self.painted_at = time.perf_counter()


def measure(events: int = EVENTS, small: Size = MP24, large: Size = MP100) -> dict[str, object]:
    """Return the figures of rows 2 to 4 of the budgets: milliseconds, and ratios."""
    with a_canvas(small) as canvas, a_canvas(large) as other:
        fit, fit_large = alternately(canvas, other, events)
        drawn = canvas.pixels_drawn
        for each in (canvas, other):
            each.zoom_to(EQUAL_ZOOM)
        equal, equal_large = alternately(canvas, other, events)
        wide = follow(canvas, events // 4, 800)
        canvas.zoom_to(4.0)
        near = follow(canvas, events // 4, 200)
    twin = naive(small)
    return {
        "events": events,
        "median_ms": median(fit),
        "p99_ms": p99(fit),
        "brush_800_p99_ms": p99(wide),
        "zoom_400_p99_ms": p99(near),
        "growth_at_equal_zoom": ratio(median(equal_large), median(equal)),
        "growth_at_fit": ratio(median(fit_large), median(fit)),
        "growth_over_the_stroke": over_the_stroke(fit),
        "pixels_drawn_an_event": drawn // events,
        "naive_median_ms": median(twin),
        "naive_over_ours": ratio(median(twin), median(fit)),
    }


def over_the_stroke(taken: list[float]) -> float:
    """Return how much more the last tenth of a stroke's events take than the first."""
    tenth = max(1, len(taken) // 10)
    return ratio(median(taken[-tenth:]), median(taken[:tenth]))


def alternately(one: "TimedCanvas", other: "TimedCanvas", events: int) -> tuple[list[float], list[float]]:
    """Draw the same stroke on both, event by event in turn, so that a busy neighbour meets both alike."""
    taken: tuple[list[float], list[float]] = [], []
    strokes = [steps(canvas, events, 200) for canvas in (one, other)]
    for pair in zip(*strokes, strict=True):
        for times, milliseconds in zip(taken, pair, strict=True):
            times.append(milliseconds)
    return taken


@contextmanager
def a_canvas(size: Size) -> Iterator[TimedCanvas]:
    """Give the real canvas, shown, with an empty document of `size` on it, fitted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or Application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        before = os.environ.get(HOME_VARIABLE)
        os.environ[HOME_VARIABLE] = home
        dispatcher = Dispatcher()
        program = Program(dispatcher)
        session = Session(program)
        canvas = TimedCanvas(session)
        try:
            canvas.resize(*VIEW)
            canvas.show()
            put(session, document(size))
            wait(app, lambda: canvas.is_ready)
            yield canvas
        finally:
            canvas.close_feed()
            canvas.close()
            canvas.deleteLater()
            session.close()
            program.close()
            dispatcher.close()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            os.environ.pop(HOME_VARIABLE) if before is None else os.environ.update({HOME_VARIABLE: before})


def put(session: Session, target: Document) -> None:
    """Let the session have a document that no file holds."""
    session._state.document = target
    session.changed.emit("document")


def wait(app: object, condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the canvas did not get ready"
        assert isinstance(app, QApplication)
        app.processEvents()
        time.sleep(0.001)


def hatching(count: int) -> list[Place]:
    """Return `count` places in the window, about 7 pixels apart, in lines to and fro that cross its middle."""
    width, height = VIEW.width * 0.5, VIEW.height * 0.5
    along = np.arange(count) * 7.0
    row, place = np.divmod(along, width)
    x = VIEW.width * 0.25 + np.where(row % 2, width - place, place)
    y = VIEW.height * 0.25 + (row * 9) % height
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def follow(canvas: TimedCanvas, count: int, diameter: int) -> list[float]:
    """Draw one stroke; return for each event the milliseconds from it to the end of its paintEvent."""
    return list(steps(canvas, count, diameter))


def steps(canvas: TimedCanvas, count: int, diameter: int) -> Iterator[float]:
    """Draw one stroke, an event at a time; give for each the milliseconds from it to the end of its paintEvent."""
    canvas._session.tool.size = diameter
    places = hatching(count)
    send(canvas, QEvent.Type.MouseButtonPress, places[0])
    QApplication.processEvents()
    for place in places:
        begin = time.perf_counter()
        send(canvas, QEvent.Type.MouseMove, place)
        while canvas.painted_at < begin:
            QApplication.processEvents()
        yield (canvas.painted_at - begin) * MS
    send(canvas, QEvent.Type.MouseButtonRelease, places[-1])
    QApplication.processEvents()


def send(canvas: Canvas, kind: QEvent.Type, place: Place) -> None:
    here = QPointF(*place)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    QApplication.sendEvent(canvas, QMouseEvent(kind, here, here, button, held, Qt.KeyboardModifier.NoModifier))


def naive(size: Size, events: int = NAIVE_EVENTS) -> list[float]:
    """Return the milliseconds of each event in a twin: a scene of pixmaps, its film made anew and handed over whole."""
    picture = Picture(np.full((size.height, size.width, 4), 128, np.uint8), has_alpha=False)
    photo = QImage(picture.pixels.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
    scene = QGraphicsScene()
    scene.addItem(QGraphicsPixmapItem(QPixmap.fromImage(photo)))
    film = QGraphicsPixmapItem()
    scene.addItem(film)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    view.resize(*VIEW)
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    view.show()
    view.grab()
    mask = np.zeros((size.height, size.width), np.uint8)
    taken = []
    for x, y in hatching(events):
        begin = time.perf_counter()
        place = view.mapToScene(round(x), round(y))
        cv2.circle(mask, [round(place.x()), round(place.y())], 100, 255, -1)
        film.setPixmap(tinted(mask))
        QApplication.processEvents()
        taken.append((time.perf_counter() - begin) * MS)
    view.close()
    view.deleteLater()
    return taken


def tinted(mask: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> QPixmap:
    height, width = mask.shape
    image = QImage(mask.data, width, height, mask.strides[0], QImage.Format.Format_Indexed8)
    colour = QColor(theme.FILM)
    image.setColorTable(
        [QColor(colour.red(), colour.green(), colour.blue(), round(v * 0.45)).rgba() for v in range(256)]
    )
    return QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
