"""The chips over the canvas: in the middle, whole at any width, one row where they fit."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.ui.canvas.chips import ChipName, Chips
from picpik_studio.ui.canvas.view import CanvasView

TEXTS: dict[ChipName, str] = {
    "keep": "painting: KEEP",
    "view": "Black and white: white is repainted",
    "dissolving": "crosses: a cloud service's edge blur would dissolve these",
    "footprint": "dashed: what may change",
}


def shown(chips: Chips, canvas: QWidget) -> list[QRect]:
    """Return where the chips that are seen stand on the canvas."""
    labels = [label for label in chips.findChildren(QLabel) if label.isVisible()]
    return [QRect(label.mapTo(canvas, QPoint(0, 0)), label.size()) for label in labels]


@pytest.mark.parametrize("width", [1600, 420, 300])
def test_every_chip_is_whole_at_any_width(qtbot: QtBot, width: int) -> None:
    canvas = CanvasView()
    qtbot.addWidget(canvas)
    canvas.resize(1600, 500)
    chips = Chips(canvas)
    canvas.show()
    for name, text in TEXTS.items():
        chips.show_chip(name, text)
    canvas.resize(width, 500)
    QApplication.processEvents()
    places = shown(chips, canvas)
    assert len(places) == len(TEXTS)
    assert all(canvas.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for i, one in enumerate(places) for other in places[:i])
    lines = sorted({place.y() for place in places})
    assert (len(lines) == 1) == (width == 1600)
    for y in lines:
        line = [place for place in places if place.y() == y]
        gaps = min(place.left() for place in line), width - max(place.right() + 1 for place in line)
        assert abs(gaps[0] - gaps[1]) <= 1
    assert canvas.height() - max(place.bottom() for place in places) == 13
    chips.show_chip("view", "")
    QApplication.processEvents()
    assert len(shown(chips, canvas)) == len(TEXTS) - 1
