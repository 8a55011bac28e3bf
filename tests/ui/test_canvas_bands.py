"""What a large brush leaves on the screen, band by band, is what a repaint of everything shows."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.ui.canvas.backing import Backing
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.scene import FilmView
from tests.ui.easel import LEFT, RIGHT, Hand, a_canvas, at, open_picture, picture_bytes


def seen(canvas: Canvas) -> NDArray[np.int16]:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(np.int16)


@pytest.mark.parametrize("zoom", [0.37, 1.0, 2.5])
@pytest.mark.parametrize("view", ["film", "outline", "black_white"])
def test_it_looks_as_if_all_was_drawn_anew(qtbot: QtBot, session: Session, zoom: float, view: FilmView) -> None:
    canvas = a_canvas(qtbot, session, (700, 600))
    open_picture(qtbot, session, canvas, picture_bytes(900, 800))
    canvas.set_film_view(view)
    canvas.zoom_to(zoom)
    session.tool.size, session.tool.hardness = 420, 0.5
    hand = Hand(canvas)
    for button, path in (
        (LEFT, ((300, 300), (322, 310), (350, 330), (520, 500))),
        (RIGHT, ((600, 380), (590, 400), (500, 400))),
    ):
        hand.press(at(canvas, *path[0]), button)
        for place in path[1:]:
            hand.move(at(canvas, *place))
            QApplication.processEvents()
            kept = seen(canvas)
            canvas.refresh()
            # Between two pixels of the picture a part's border may be rounded otherwise than within the whole.
            assert np.abs(seen(canvas) - kept).max() <= (0 if zoom >= 1 else 3)
        hand.release(at(canvas, *path[-1]))


def test_bands_that_touch_are_drawn_one_by_one() -> None:
    drawn: list[Rect] = []
    backing = Backing(lambda _painter, rect: drawn.append(rect))
    backing.resize(Size(1000, 1000))
    backing.refresh()
    drawn.clear()
    bands = [Rect(0, 0, 900, 64), Rect(700, 62, 200, 64), Rect(850, 124, 60, 500)]
    for band in bands:
        backing.mark(band)
    backing.refresh()
    assert drawn == bands
    assert backing.pixels_drawn == 1000 * 1000 + 900 * 64 + 200 * 64 + 60 * 500
