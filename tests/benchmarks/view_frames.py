"""A frame of panning and of zooming at 24 megapixels in a view of 1600 x 1000, from the event to the end of its paint.

Events are those of a middle button and of a wheel; half of the picture's film is painted. The naive twin is a graphics
scene with the picture and its film as smooth pixmaps.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.turn import NONE, Turn
from tests.benchmarks.paint_latency import MS, VIEW, Place, TimedCanvas, a_canvas, tinted
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, p99, ratio

FRAMES = 300
NAIVE_FRAMES = 24
SLANTED = Turn(30)
ZOOMS = (0.2, 4.0)
_NOTCH = 120
_STEP = 1.25


def measure(frames: int = FRAMES, size: Size = MP24) -> dict[str, object]:
    """Return milliseconds a frame: upright, and panning in a turned view; and how many times as much the twin takes."""
    with a_canvas(size) as canvas:
        half_painted(canvas)
        pans = panned(canvas, frames, 0.5)
        canvas.zoom_to(2.0)
        canvas.grab()
        drawn = canvas.pixels_drawn
        near = panned(canvas, frames, 2.0)
        drawn = (canvas.pixels_drawn - drawn) // frames
        zooms = zoomed(canvas, frames)
        canvas.turn_to(SLANTED)
        slanted = panned(canvas, frames, 0.5)
        canvas.turn_to(NONE)
    naive_pans, naive_zooms = naive(size, NAIVE_FRAMES)
    return {
        "frames": frames,
        "pan_median_ms": median(pans),
        "pan_p99_ms": p99(pans),
        "pan_near_p99_ms": p99(near),
        "pixels_drawn_a_near_pan": drawn,
        "zoom_median_ms": median(zooms),
        "zoom_p99_ms": p99(zooms),
        "pan_turned_median_ms": median(slanted),
        "pan_turned_p99_ms": p99(slanted),
        "naive_pan_median_ms": median(naive_pans),
        "naive_zoom_median_ms": median(naive_zooms),
        "naive_over_ours_pan": ratio(median(naive_pans), median(pans)),
        "naive_over_ours_zoom": ratio(median(naive_zooms), median(zooms)),
    }


def half_painted(canvas: TimedCanvas) -> None:
    """Paint the upper half of the picture."""
    document = canvas._session.document
    assert document is not None
    upper = Rect(0, 0, document.size.width, document.size.height // 2)
    with document.begin("Paint") as editor:
        editor.touch(upper)[upper.slices] = 255
        editor.announce(upper)
    QApplication.processEvents()


def panned(canvas: TimedCanvas, frames: int, zoom: float) -> list[float]:
    """Drag the picture to and fro by the middle button; return the milliseconds of each frame."""
    canvas.zoom_to(zoom)
    canvas.grab()
    places = to_and_fro(frames)
    middle, none = Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
    mouse(canvas, QEvent.Type.MouseButtonPress, places[0], middle, middle)
    move = partial(mouse, canvas, QEvent.Type.MouseMove, button=none, held=middle)
    taken = [until_painted(canvas, partial(move, place)) for place in places[1:]]
    mouse(canvas, QEvent.Type.MouseButtonRelease, places[-1], middle, none)
    QApplication.processEvents()
    return taken


def zoomed(canvas: TimedCanvas, frames: int) -> list[float]:
    """Turn the wheel to and fro between far and near; return the milliseconds of each frame."""
    canvas.zoom_to(ZOOMS[0])
    canvas.grab()
    return [until_painted(canvas, partial(wheel, canvas, notch)) for notch in notches(frames)]


def notches(frames: int) -> Iterator[int]:
    """Give the wheel's turns that lead from the smallest zoom to the largest and back."""
    direction, zoom = 1, ZOOMS[0]
    for _ in range(frames):
        zoom *= _STEP**direction
        yield direction * _NOTCH
        if not ZOOMS[0] * _STEP < zoom < ZOOMS[1]:
            direction = -direction


def to_and_fro(count: int) -> list[Place]:
    """Return places of a hand that pulls the picture in a wide circle, some 16 pixels a frame."""
    angles = np.arange(count + 1) * 0.08
    return [(VIEW.width / 2 + 200 * float(np.cos(a)), VIEW.height / 2 + 200 * float(np.sin(a))) for a in angles]


def until_painted(canvas: TimedCanvas, act: Callable[[], object]) -> float:
    """Return the milliseconds from an event to the end of the paint that shows it."""
    begin = time.perf_counter()
    act()
    while canvas.painted_at < begin:
        QApplication.processEvents()
    return (canvas.painted_at - begin) * MS


def mouse(canvas: TimedCanvas, kind: QEvent.Type, place: Place, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    here = QPointF(*place)
    QApplication.sendEvent(canvas, QMouseEvent(kind, here, here, button, held, Qt.KeyboardModifier.NoModifier))


def wheel(canvas: TimedCanvas, turn: int) -> None:
    at, none, no_keys = QPointF(700, 450), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, at, QPoint(), QPoint(0, turn), none, no_keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(canvas, event)


def naive(size: Size, frames: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of panning and of zooming frames in a twin, which smoothly scales whole pixmaps."""
    grey = np.full((size.height, size.width, 4), 128, np.uint8)
    mask = np.zeros((size.height, size.width), np.uint8)
    mask[: size.height // 2] = 255
    photo = QImage(grey.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
    scene = QGraphicsScene()
    for pixmap in (QPixmap.fromImage(photo), tinted(mask)):
        item = QGraphicsPixmapItem(pixmap)
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene.addItem(item)
    view = QGraphicsView(scene)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
    view.resize(*VIEW)
    view.scale(0.5, 0.5)
    view.show()
    QApplication.processEvents()
    pans = [shown(view, partial(view.translate, -6, -4)) for _ in range(frames)]
    steps = [_STEP**direction for direction in ([1] * 4 + [-1] * 4) * (frames // 8)]
    zooms = [shown(view, partial(view.scale, step, step)) for step in steps]
    view.close()
    view.deleteLater()
    return pans, zooms


def shown(view: QGraphicsView, act: Callable[[], object]) -> float:
    """Return the milliseconds in which the twin moves and paints."""
    begin = time.perf_counter()
    act()
    view.viewport().repaint()
    return (time.perf_counter() - begin) * MS
