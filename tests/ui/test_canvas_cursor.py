"""The brush's outline: true to the brush, seen on anything, and cheap to move."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.brush import Brush, stamp
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.cursor import BrushCursor, repainted_radius

SIDE = 240


def drawn(cursor: BrushCursor, ground: str) -> Pixels:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    cursor.draw(painter)
    painter.end()
    pixels: Pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)[..., :3].copy()
    return pixels


def touched(pixels: Pixels, ground: str) -> Pixels:
    colour = QColor(ground)
    base = np.array([colour.blue(), colour.green(), colour.red()], np.int16)
    marks: Pixels = (np.abs(pixels.astype(np.int16) - base).max(axis=2) > 0).astype(np.uint8)
    return marks


def placed(brush: Brush, *, zoom: float = 1.0, erases: bool = False) -> BrushCursor:
    cursor = BrushCursor()
    cursor.place(QPointF(SIDE / 2, SIDE / 2), brush, zoom, 1.0, erases=erases)
    return cursor


@given(
    size=st.floats(2, 400),
    hardness=st.floats(0, 1),
    opacity=st.floats(0.51, 1),
)
def test_the_strong_circle_is_where_half_is_painted(size: float, hardness: float, opacity: float) -> None:
    brush = Brush(size, hardness, opacity)
    painted = int((stamp(brush) >= 128).sum())
    radius = repainted_radius(brush)
    assert abs(np.sqrt(painted / np.pi) - radius) < 0.75


def test_a_brush_that_never_reaches_half_has_no_strong_circle() -> None:
    assert repainted_radius(Brush(100, 0.5, 0.4)) == 0


@pytest.mark.parametrize("ground", ["#000000", "#ffffff", "#808080", theme.FILM, "#ff0000", "#00ff00"])
def test_the_outline_is_seen_on_any_ground(qapp: QApplication, ground: str) -> None:
    assert qapp is not None
    pixels = drawn(placed(Brush(100, 1.0)), ground).astype(int)
    colour = QColor(ground)
    base = np.array([colour.blue(), colour.green(), colour.red()])
    along = np.abs(pixels[SIDE // 2] - base).max(axis=1)
    assert along.max() >= 80


def test_hardness_is_seen_as_a_second_circle(qapp: QApplication) -> None:
    assert qapp is not None
    hard = touched(drawn(placed(Brush(160, 1.0)), "#404040"), "#404040")[SIDE // 2]
    soft = touched(drawn(placed(Brush(160, 0.2)), "#404040"), "#404040")[SIDE // 2]
    assert np.count_nonzero(np.diff(hard)) == 4
    assert np.count_nonzero(np.diff(soft)) == 8


def test_an_eraser_has_a_minus_and_a_faint_brush_the_warnings_colour(qapp: QApplication) -> None:
    assert qapp is not None
    erasing = drawn(placed(Brush(100), erases=True), "#404040")
    assert touched(erasing, "#404040")[SIDE // 2, SIDE // 2]
    painting = drawn(placed(Brush(100)), "#404040")
    assert not touched(painting, "#404040")[SIDE // 2, SIDE // 2]
    faint = drawn(placed(Brush(100, opacity=0.3)), "#404040").astype(int)
    warning = QColor(theme.WARNING)
    near = np.abs(faint - [warning.blue(), warning.green(), warning.red()]).max(axis=2) < 40
    assert near.any()


def test_the_smallest_brush_has_a_cross(qapp: QApplication) -> None:
    assert qapp is not None
    marks = touched(drawn(placed(Brush(1)), "#404040"), "#404040")
    assert marks[SIDE // 2, SIDE // 2 + 7]
    assert marks.sum() > 40


@pytest.mark.parametrize("brush", [Brush(1), Brush(30, 0.3), Brush(200), Brush(220, 0.1), Brush(150, opacity=0.3)])
@pytest.mark.parametrize("erases", [False, True])
def test_nothing_is_drawn_outside_the_region(qapp: QApplication, brush: Brush, erases: bool) -> None:
    assert qapp is not None
    cursor = BrushCursor()
    region = cursor.place(QPointF(SIDE / 2, SIDE / 2), brush, 1.0, 1.0, erases=erases)
    marks = touched(drawn(cursor, "#404040"), "#404040")
    outside = [(x, y) for y, x in zip(*np.nonzero(marks), strict=True) if not region.contains(QPoint(int(x), int(y)))]
    assert outside == []


def test_the_region_of_a_large_brush_leaves_out_its_middle(qapp: QApplication) -> None:
    assert qapp is not None
    cursor = BrushCursor()
    region = cursor.place(QPointF(1000, 1000), Brush(800), 1.0, 1.0, erases=False)
    assert region.boundingRect().width() > 800
    inside = [(x, y) for x in range(600, 1400, 20) for y in range(600, 1400, 20) if region.contains(QPoint(x, y))]
    assert len(inside) < 0.35 * 40 * 40
    assert region.rectCount() <= 20, "each is a journey to the screen"


def test_moving_draws_anew_where_it_was_and_where_it_is(qapp: QApplication) -> None:
    assert qapp is not None
    cursor = placed(Brush(20))
    region = cursor.place(QPointF(20, 20), Brush(20), 1.0, 1.0, erases=False)
    assert region.contains(QPoint(SIDE // 2 + 10, SIDE // 2))
    assert region.contains(QPoint(30, 20))
    gone = cursor.place(None, Brush(20), 1.0, 1.0, erases=False)
    assert gone.contains(QPoint(30, 20))
    assert not touched(drawn(cursor, "#404040"), "#404040").any()
    assert cursor.place(None, Brush(20), 1.0, 1.0, erases=False).isEmpty()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75, 2.0, 2.25])
@pytest.mark.parametrize("brush", [Brush(61, 0.4), Brush(3), Brush(2000, 1.0)])
def test_the_outline_is_the_same_wherever_it_is(qapp: QApplication, brush: Brush, scale: float) -> None:
    """On each screen, under a widget that lies anywhere in its window; and drawn anew in parts it is the same again."""
    assert qapp is not None
    cursor, seen = BrushCursor(), list[Pixels]()
    for x, y in ((120.0, 110.0), (121.4, 112.7), (123.0, 111.3)):
        reach = min(40.0, brush.outer + 2)
        position = QPointF(x - brush.outer, y)
        cursor.place(position, brush, 1.0, scale, erases=True)
        image = QImage(round(SIDE * scale), round(SIDE * scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor("#404040"))
        painter = QPainter(image)
        painter.translate(7, 5)
        cursor.draw(painter)
        whole = image.copy()
        parts = QRegion(100, 0, 23, SIDE).united(QRegion(130, 100, 19, 30))
        for part in (parts, QRegion(0, 0, SIDE, SIDE).subtracted(parts)):
            painter.setClipRegion(part)
            painter.fillRect(0, 0, SIDE, SIDE, QColor("#404040"))
            cursor.draw(painter)
        painter.end()
        assert image == whole
        pixels = np.frombuffer(whole.constBits(), np.uint8).reshape(whole.height(), whole.width(), 4)
        edge = round(brush.outer * scale) + math.floor((7 + position.x()) * scale + 0.5)
        row, side = math.floor((5 + y) * scale + 0.5), round(reach * scale)
        seen.append(pixels[row - side : row + side, edge - side : edge + side, :3].copy())
    assert all(np.array_equal(each, seen[0]) for each in seen)
    assert touched(seen[0], "#404040").any()


def test_a_huge_brush_is_drawn_without_a_huge_picture(qapp: QApplication) -> None:
    assert qapp is not None
    cursor = placed(Brush(2000), zoom=4)
    cursor.place(QPointF(SIDE / 2 - 4000, SIDE / 2), Brush(2000, 1.0), 4.0, 1.0, erases=False)
    assert touched(drawn(cursor, "#404040"), "#404040")[SIDE // 2, SIDE // 2 - 4 : SIDE // 2 + 4].any()
    assert cursor._image is None


@pytest.mark.parametrize("brush", [Brush(900, 0.5), Brush(500, 1.0), Brush(60), Brush(3), Brush(400, 0.5, 0.3)])
@pytest.mark.parametrize("erases", [False, True])
def test_nothing_is_drawn_outside_of_what_is_drawn_anew(qapp: QApplication, brush: Brush, *, erases: bool) -> None:
    assert qapp is not None
    side = 1000
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("#404040"))
    cursor = BrushCursor(lambda: QSize(500, 400))
    region = cursor.place(QPointF(side / 2, side / 2), brush, 1.0, 1.0, erases=erases)
    painter = QPainter(image)
    painter.setClipRegion(QRegion(image.rect()).subtracted(region))
    cursor.draw(painter)
    painter.end()
    assert (np.frombuffer(image.constBits(), np.uint8).reshape(side, side, 4)[..., 0] == 0x40).all()
    if brush.size > 400:
        image.fill(0)
        painter = QPainter(image)
        painter.setClipRegion(region)
        painter.fillRect(image.rect(), QColor("#ffffff"))
        painter.end()
        covered = np.frombuffer(image.constBits(), np.uint8).reshape(side, side, 4)[..., 0].astype(bool).sum()
        assert covered < (0.3 if brush.hardness == 1 else 0.55) * brush.size**2, "moving a large brush draws little"


def test_a_brush_wider_than_the_view_shows_its_middle(qapp: QApplication) -> None:
    assert qapp is not None
    for size, wanted in ((600, True), (100, False)):
        cursor = BrushCursor(lambda: QSize(SIDE, SIDE))
        cursor.place(QPointF(SIDE / 2, SIDE / 2), Brush(size, 1.0), 1.0, 1.0, erases=False)
        marks = touched(drawn(cursor, "#404040"), "#404040")
        assert bool(marks[SIDE // 2, SIDE // 2 - 8 : SIDE // 2 + 8].any()) is wanted


def test_an_eraser_that_frees_nothing_has_the_warnings_colour(qapp: QApplication) -> None:
    assert qapp is not None
    faint = drawn(placed(Brush(100, opacity=0.3), erases=True), "#404040").astype(int)
    warning = QColor(theme.WARNING)
    assert (np.abs(faint - [warning.blue(), warning.green(), warning.red()]).max(axis=2) < 40).any()
    assert touched(faint.astype(np.uint8), "#404040")[SIDE // 2, SIDE // 2]
