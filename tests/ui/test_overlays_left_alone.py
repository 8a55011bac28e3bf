"""Whatever is done in a window: what lies over the picture and is not asked to draw has nothing to show."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from picpik_studio.core.geometry import Rect
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.overlays import Overlay
from tests.ui.easel import Hand, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch, show

_STEPS = 60
_TOOLS: tuple[ToolName, ...] = ("brush", "eraser", "lasso", "polygon", "rectangle", "wand", "frame", "canvas", "hand")
_COMMANDS = (
    *("edit.undo", "edit.redo", "mask.all", "mask.none", "mask.invert", "mask.grow", "spots.next", "spots.fix"),
    *("view.fit", "view.actual", "view.mask", "view.hide_film", "view.original", "view.wipe", "view.difference"),
)
_SETTINGS = ("show_footprint", "show_frame", "show_pixel_grid")
_ZOOMS = (0.5, 16.0, 16.0)

Deed = Callable[[], object]


def deeds(room: Room, chance: np.random.Generator) -> tuple[Deed, ...]:
    """Return what may be done next; each by chance."""
    canvas, session, hand = room.canvas, room.session, Hand(room.canvas)

    def place() -> QPointF:
        return QPointF(*(chance.random(2) * (canvas.width() - 2, canvas.height() - 2)))

    def drag() -> None:
        hand.drag(place(), place(), place())

    def choose() -> None:
        session.tool.tool = _TOOLS[chance.integers(len(_TOOLS))]

    def command() -> None:
        room.window.display.refresh()
        room.shell.commands[_COMMANDS[chance.integers(len(_COMMANDS))]].trigger()

    def toggle() -> None:
        name = _SETTINGS[chance.integers(len(_SETTINGS))]
        session.program.settings.set(name, not session.program.settings.get(name))

    def frame() -> None:
        x, y, width, height = map(int, chance.integers(64, 200, 4))
        session.parameters.set("frame_mode", Rect(x, y, width, height))

    def zoom() -> None:
        canvas.zoom_to(_ZOOMS[chance.integers(len(_ZOOMS))])

    return (
        *(drag, drag, choose, choose, command, command, toggle, toggle, frame, zoom),
        lambda: hand.move(place()),
        lambda: canvas.turn_to(Turn(float(chance.integers(360)))),
        lambda: show(session, a_patch() if chance.random() < 0.5 else None),
        QApplication.processEvents,
        partial(room.open, picture_bytes(), "other.png"),
    )


def left_alone(canvas: Canvas) -> tuple[Overlay, ...]:
    """Return who is not asked at the next paint."""
    overlays = canvas.overlays
    asked = overlays._showing
    return () if asked is None or overlays.are_hidden else tuple(each for each in overlays._all if each not in asked)


def would_draw(overlay: Overlay) -> bool:
    image = QImage(8, 8, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    draws = overlay(painter)
    painter.end()
    return draws


@pytest.mark.parametrize("seed", range(4))
def test_who_is_left_alone_has_nothing_to_show(room: Room, seed: int) -> None:
    chance = np.random.default_rng(seed)
    room.open(picture_bytes())
    room.shell.activateWindow()
    done: list[str] = []
    left = 0
    for _ in range(_STEPS):
        doable = deeds(room, chance)
        deed = doable[chance.integers(len(doable))]
        done.append(getattr(deed, "__name__", str(deed)))
        deed()
        room.rest()
        room.wait(lambda: not room.window.parts.frame_watch._pause.isActive())
        room.rest()
        alone = left_alone(room.canvas)
        left += len(alone)
        assert not [each for each in alone if would_draw(each)], done
    assert left, "some were left alone"
