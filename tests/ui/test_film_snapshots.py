"""The film's patterns at 100 and 200 %, a turned view, and the footprint's line: as they look, see the canvas's own."""

from typing import get_args

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.footprint_line import FootprintLine
from picpik_studio.ui.canvas.marks import Pattern
from picpik_studio.ui.canvas.placement import Placement
from picpik_studio.ui.canvas.view import CanvasView
from tests.ui.easel import Hand, a_canvas, at, open_picture
from tests.ui.test_canvas_snapshots import SIZE, a_view, demand_looks
from tests.ui.test_canvas_view import seen

VIEW = (200, 150)


def drawn_at(view: CanvasView, scale: int) -> Pixels:
    """Return the scene as a screen of `scale` shows it at 100 % of its own pixels, HxWx3."""
    view.resize(*(side * scale for side in VIEW))
    view.zoom_to(scale)
    view.scene.placement = Placement.of(view.viewport, SIZE, scale)
    image = QImage(view.width(), view.height(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.scene.draw(painter, Rect(0, 0, image.width(), image.height()))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("pattern", get_args(Pattern))
def test_each_pattern_looks_as_it_did(
    qtbot: QtBot, request: pytest.FixtureRequest, pattern: Pattern, scale: int
) -> None:
    view = a_view(qtbot, "film", inverted=False, zoom=1.0)
    view.scene.set_film_pattern(pattern)
    demand_looks(request, f"film-{pattern}-{scale}x", drawn_at(view, scale))


def test_a_turned_view_looks_as_it_did(qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    view = a_view(qtbot, "film", inverted=False, zoom=1.0)
    view.scene.set_film_pattern("stripes")
    view.turn_to(Turn(30.0))
    demand_looks(request, "film-turned", seen(view)[..., :3])


def test_the_line_is_paler_while_a_stroke_is_drawn(
    qtbot: QtBot, request: pytest.FixtureRequest, session: Session
) -> None:
    canvas = a_canvas(qtbot, session)
    line = FootprintLine(session, canvas)
    open_picture(qtbot, session, canvas)
    hand = Hand(canvas)
    hand.drag(at(canvas, 100, 80), at(canvas, 160, 90))
    qtbot.waitUntil(lambda: line.is_shown)
    demand_looks(request, "line", seen(canvas)[..., :3])
    hand.press(at(canvas, 200, 150))
    hand.move(at(canvas, 230, 150))
    demand_looks(request, "line-pale", seen(canvas)[..., :3])
    hand.release(at(canvas, 230, 150))
