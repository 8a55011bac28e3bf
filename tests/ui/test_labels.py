"""Where a few words stand that belong to a shape."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF, QTransform

from picpik_studio.ui.canvas.labels import corner_place

_ROOM = 6.0


def placed(degrees: float, *, is_mirrored: bool) -> list[QPointF]:
    """Return the corners of a rectangle, in their order all the way round, in a turned and mirrored view."""
    turn = QTransform().rotate(degrees).scale(-1 if is_mirrored else 1, 1)
    return turn.map(QPolygonF(QRectF(100, 50, 400, 200))).toList()[:4]


@pytest.mark.parametrize("degrees", range(-180, 181, 15))
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_it_stands_at_a_corner_however_the_view_is_turned(degrees: int, is_mirrored: bool) -> None:
    corners = placed(degrees, is_mirrored=is_mirrored)
    place = corner_place(corners, room=_ROOM)
    box = QPolygonF(corners).boundingRect()
    corner = place - QPointF(_ROOM, _ROOM)
    assert min((corner - each).manhattanLength() for each in corners) < 1
    assert corner.x() - box.left() < 1 or corner.y() - box.top() < 1, "on the left or above all others"


def test_in_an_upright_view_it_is_the_upper_left_one() -> None:
    assert corner_place(placed(0, is_mirrored=False), room=_ROOM) == QPointF(106, 56)


def test_where_two_are_as_near_it_is_the_left_one_in_the_shape() -> None:
    diamond = [QPointF(10, 0), QPointF(20, 10), QPointF(10, 20), QPointF(0, 10)]
    assert corner_place(diamond, room=_ROOM) == QPointF(6, 16)
