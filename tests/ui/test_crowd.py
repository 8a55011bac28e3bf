"""Many marks on the canvas: one stands for its neighbours, and a moving cursor does not draw them anew."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Rect
from picpik_studio.ui.canvas.crowd import Crowd
from picpik_studio.ui.canvas.dissolving_marks import DissolvingMarks
from picpik_studio.ui.canvas.spot_rings import SpotRings
from tests.ui.easel import Hand, a_canvas, at, open_picture
from tests.ui.test_canvas_view import seen as shot

RECTS = st.builds(Rect, st.integers(0, 400), st.integers(0, 300), st.integers(1, 40), st.integers(1, 40))
VIEW = QRectF(0, 0, 200, 150)


@given(st.lists(RECTS, max_size=60), st.floats(0.1, 8), st.floats(-300, 100), st.floats(-300, 100))
def test_every_spot_in_sight_is_near_a_mark_and_marks_are_few(
    rects: list[Rect], zoom: float, dx: float, dy: float
) -> None:
    place = QTransform(zoom, 0, 0, -zoom, dx, dy + 100)
    apart = 20.0
    marked = Crowd(rects).standing_out(place, VIEW, apart)
    middles = [place.map(QPointF(r.x + r.width / 2, r.y + r.height / 2)) for r in rects]
    cells = {
        (np.floor((r.x + r.width / 2) * zoom / apart), np.floor((r.y + r.height / 2) * zoom / apart)) for r in rects
    }
    assert marked == sorted(set(marked))
    assert len(marked) <= len(cells)
    for rect, middle in zip(rects, middles, strict=True):
        if place.mapRect(QRectF(*rect)).intersects(VIEW):
            near = [i for i in marked if (middles[i] - middle).manhattanLength() < 2 * apart]
            assert near
            assert max(max(rects[i].width, rects[i].height) for i in near) >= min(rect.width, rect.height)


def test_of_two_that_are_near_the_larger_one_is_marked() -> None:
    crowd = Crowd([Rect(10, 10, 2, 2), Rect(11, 9, 4, 6), Rect(90, 90, 1, 1)])
    assert crowd.standing_out(QTransform(), VIEW, 20.0) == [1, 2]
    assert crowd.standing_out(QTransform.fromScale(40, 40), VIEW.translated(380, 340), 20.0) == [0, 1]
    assert Crowd().standing_out(QTransform(), VIEW, 20.0) == []


def speckled(width: int, height: int) -> np.ndarray:
    """Return a mask of the size with a speck of one pixel in every eighth column and row."""
    mask = np.zeros((height, width), np.uint8)
    mask[4::8, 4::8] = 255
    return mask


def test_crosses_and_rings_are_drawn_once_for_a_view(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    crosses, rings = DissolvingMarks(session, canvas), SpotRings(session, canvas)
    document = open_picture(qtbot, session, canvas)
    bare = shot(canvas)
    session.missed.watch(is_on=True)
    session.parameters.set("mask_blur", 20)
    document.replace_mask(speckled(300, 200))
    count = np.count_nonzero(document.mask.pixels)
    found = session.dissolving
    qtbot.waitUntil(lambda: found.found is not None and len(session.missed.spots) == count)
    assert found.found is not None
    assert len(found.found.spots) == count
    assert (shot(canvas) != bare).any()
    before = crosses.layer.drawn_count, rings.layer.drawn_count
    hand = Hand(canvas)
    for x in range(40, 200, 8):
        hand.move(at(canvas, x, 90))
        shot(canvas)
    session.missed.step(1)
    shot(canvas)
    assert (crosses.layer.drawn_count, rings.layer.drawn_count) == before
    canvas.zoom_to(2.0)
    shot(canvas)
    assert (crosses.layer.drawn_count, rings.layer.drawn_count) == (before[0] + 1, before[1] + 1)
