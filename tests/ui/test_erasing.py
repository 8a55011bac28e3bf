"""Erase in the window, by the real service of this computer: no prompt, one job, one result, one step to undo."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from picpik_studio.app.action import Action
from picpik_studio.app.job import State
from picpik_studio.core.geometry import Rect
from picpik_studio.files.images import encode_png
from tests.engine.service import texture
from tests.ui.room import Room

pytestmark = pytest.mark.usefixtures("lent_engine")


def test_its_button_stands_beside_submit_and_says_its_key_or_what_is_missing(room: Room) -> None:
    footer = room.window.parts.parameters.footer
    assert not footer.erase.isEnabled()
    assert "Open a picture" in footer.erase.toolTip()
    document = room.open(encode_png(texture(80, 64)))
    document.fill_mask(255)
    assert "Ctrl+Shift+E" in footer.erase.toolTip()
    assert footer.erase.isEnabled()
    assert abs(footer.erase.geometry().center().y() - footer.submit.geometry().center().y()) <= 1


def test_what_is_painted_is_erased_by_its_key_and_nothing_else_is_touched(room: Room) -> None:
    document = room.open(encode_png(texture(200, 160)))
    QTest.keyClick(room.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert room.said == ["Nothing is painted yet: paint what to change."]
    with document.begin("a dab") as editor:
        area = Rect(80, 60, 40, 30)
        editor.touch(area)[area.slices] = 255
        editor.announce(area)
    room.session.parameters.set("mask_blur", 2)
    QTest.keyClick(room.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    room.wait(lambda: room.session.shown is not None)
    (job,) = room.session.program.jobs.all
    assert (job.action, job.state, job.prompt) == (Action.ERASE, State.FINISHED, "")
    row = room.window.parts.jobs.row(job.id)
    assert row is not None
    assert (row.prompt.text(), "Erase" in row.accessibleName()) == ("Erase", True)
    before = document.snapshot().pixels.copy()
    room.session.accept_shown()
    changed = (document.snapshot().pixels != before).any(axis=2)
    assert changed[60:90, 80:120].mean() > 0.9
    assert not changed[:48].any()
    assert not changed[102:].any()
    document.undo()
    assert np.array_equal(document.snapshot().pixels, before)
