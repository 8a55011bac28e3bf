"""The warning of a stroke that is too faint goes when it holds no more."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from tests.ui.easel import Hand, a_canvas, at, open_picture


@pytest.fixture
def withdrawn(session: Session) -> list[str]:
    keys: list[str] = []
    session.program.notices.withdrawn.connect(keys.append)
    return keys


def test_the_warning_goes_when_the_brush_is_strong_enough(qtbot: QtBot, session: Session, withdrawn: list[str]) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    session.tool.opacity = 0.4
    Hand(canvas).drag(at(canvas, 100, 100))
    session.tool.opacity = 0.45
    session.tool.size += 5
    assert withdrawn == []
    session.tool.opacity = 0.5
    session.tool.size += 5
    assert withdrawn == ["faint"]


def test_the_warning_goes_with_a_pen_that_does_not_fade(session: Session, qtbot: QtBot, withdrawn: list[str]) -> None:
    canvas = a_canvas(qtbot, session)
    assert canvas.isEnabled()
    session.tool.pen = replace(session.tool.pen, fades=True)
    session.tool.pen = replace(session.tool.pen, fades=False)
    assert withdrawn == ["faint"]


def test_the_warning_goes_with_a_stroke_that_counts(qtbot: QtBot, session: Session, withdrawn: list[str]) -> None:
    canvas = a_canvas(qtbot, session)
    open_picture(qtbot, session, canvas)
    Hand(canvas).drag(at(canvas, 100, 100), button=Qt.MouseButton.LeftButton)
    assert withdrawn == ["faint"]


def test_a_closed_canvas_takes_nothing_back(qtbot: QtBot, session: Session, withdrawn: list[str]) -> None:
    a_canvas(qtbot, session).close_feed()
    session.tool.opacity = 0.9
    assert withdrawn == []
