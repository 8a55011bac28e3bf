"""A colour match that is from before, in the window: marked in the list, renewed by one click."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from picpik_studio.core.geometry import Rect
from picpik_studio.core.seam import Seam
from picpik_studio.ui.models.patches import ABOUT
from tests.ui.easel import picture_bytes
from tests.ui.room import Room
from tests.ui.test_patches_panel import RECT, a_patch


def test_a_match_from_before_is_marked_and_renewed_by_one_click(room: Room) -> None:
    document = room.open(picture_bytes())
    room.shell.resize(1280, 980)
    document.add_patch(a_patch("under", 1, Rect(40, 30, 60, 60)))
    document.add_patch(a_patch("over", 2, RECT))
    room.window.run("patch.page")
    panel, patches, matching = room.window.parts.patches, room.session.patches, room.session.matching
    room.wait(panel.list.isVisible)
    patches.set_seam(Seam(match="tones"))
    room.wait(lambda: not patches.is_busy)
    seam = panel.seam
    assert not seam.renew.isVisible()
    assert panel.rows.index(0).data(ABOUT) == "matched"
    patches.show("under", is_visible=False)
    room.wait(lambda: bool(matching.outdated))
    assert seam.renew.isVisible()
    assert seam.old.text() == "Matched to what lay around it before."
    assert panel.rows.index(0).data(ABOUT) == "match is old"
    before = document.pixels.copy()
    room.shell.activateWindow()
    seam.renew.setFocus()
    QTest.mouseClick(seam.renew, Qt.MouseButton.LeftButton)
    room.wait(lambda: not matching.outdated and not matching.is_busy)
    assert not seam.renew.isVisible()
    assert seam.match.box.hasFocus()
    assert panel.rows.index(0).data(ABOUT) == "matched"
    assert not np.array_equal(document.pixels, before)
    document.undo()
    assert np.array_equal(document.pixels, before)
