"""The page of the accepted results: by mouse and keys, in a real window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from picpik_studio.app.inspecting import Inspection, ServiceLook
from picpik_studio.core.document import Document
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.patch import Patch, Source
from picpik_studio.core.proof import Proof, service_change
from picpik_studio.core.seam import AS_SENT, Seam
from picpik_studio.ui.canvas.heat import beyond, heat_pixels
from picpik_studio.ui.models.patches import ABOUT, IS_VISIBLE, PatchRows
from picpik_studio.ui.panels.patch_delegate import eye_of
from picpik_studio.ui.panels.patch_pictures import small_patch
from picpik_studio.ui.panels.patches import PatchesPanel
from tests.core.making import noise
from tests.ui.easel import Hand, at, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import show
from tests.ui.test_canvas_view import seen

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
RECT = Rect(60, 40, 120, 90)


def a_patch(name: str, seed: int = 1, rect: Rect = RECT) -> Patch:
    pixels = noise(rect.size, seed=seed)
    pixels[..., 3] = 255
    return Patch(name, rect, pixels, np.full((rect.height, rect.width), 255, np.uint8), "job", seed, "Result")


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(picture_bytes())
    room.shell.resize(1280, 980)
    room.shell.activateWindow()
    return document


@pytest.fixture
def panel(room: Room, document: Document) -> PatchesPanel:
    """The page with three accepted results."""
    for seed, name in enumerate("abc"):
        document.add_patch(a_patch(name, seed))
    room.window.run("patch.page")
    room.wait(room.window.parts.patches.list.isVisible)
    QApplication.processEvents()
    return room.window.parts.patches


def names(panel: PatchesPanel) -> list[str]:
    return [panel.rows.index(row).data() for row in range(panel.rows.rowCount())]


def ids(document: Document) -> str:
    return "".join(patch.id for patch in document.patches)


def key(panel: PatchesPanel, which: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.list, which, modifiers)


def test_without_a_result_the_page_says_how_one_gets_there(room: Room, document: Document) -> None:
    panel = room.window.parts.patches
    room.window.run("patch.page")
    assert panel.empty.isVisible()
    assert "No result is accepted yet" in panel.empty.text()
    for part in (panel.list, panel.seam, panel.proof, *panel.buttons):
        assert not part.isVisible()
    room.window.display.refresh()
    assert not room.shell.commands["patch.remove"].isEnabled()
    document.add_patch(a_patch("a"))
    assert not panel.empty.isVisible()
    assert panel.list.isVisible()


def test_the_topmost_is_first_and_chosen_and_has_a_picture(room: Room, panel: PatchesPanel) -> None:
    assert names(panel) == ["Result 3", "Result 2", "Result 1"]
    assert panel.list.currentIndex().row() == 0
    picture = panel.rows.index(2).data(Qt.ItemDataRole.DecorationRole)
    room.wait(lambda: not panel.rows.index(2).data(Qt.ItemDataRole.DecorationRole).isNull())
    assert picture is not None


def test_keys_choose_move_hide_and_remove(room: Room, panel: PatchesPanel, document: Document) -> None:
    chosen = room.session.patches
    key(panel, Qt.Key.Key_Down)
    assert chosen.chosen is document.patches[1]
    key(panel, Qt.Key.Key_Down, ALT)
    assert ids(document) == "bac"
    assert panel.list.currentIndex().row() == 2
    key(panel, Qt.Key.Key_Up, ALT)
    assert ids(document) == "abc"
    key(panel, Qt.Key.Key_Space)
    assert not document.patches[1].is_visible
    assert "hidden" in panel.rows.index(1).data(ABOUT)
    key(panel, Qt.Key.Key_Delete)
    assert ids(document) == "ac"
    for _ in range(4):
        assert document.undo()
    assert ids(document) == "abc"


def test_letters_in_the_list_are_for_the_window(room: Room, panel: PatchesPanel) -> None:
    key(panel, Qt.Key.Key_Y)
    assert room.session.tool.tool == "restore"


def test_a_double_click_or_f2_names_a_result(room: Room, panel: PatchesPanel, document: Document) -> None:
    panel.list.setFocus()
    key(panel, Qt.Key.Key_F2)
    field = panel.list.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Sky")
    QTest.keyClick(field, Qt.Key.Key_Return)
    room.wait(lambda: names(panel)[0] == "Sky")
    assert document.patches[2].name == "Sky"
    assert document.history.undo_label == "Rename result"
    document.undo()
    assert names(panel)[0] == "Result 3"


def test_a_click_on_the_eye_hides_and_shows(panel: PatchesPanel, document: Document) -> None:
    before = document.pixels.copy()
    eye = eye_of(panel.list.visualRect(panel.rows.index(0))).center()
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=eye)
    seen_after = [document.patches[2].is_visible]
    assert not np.array_equal(document.pixels, before)
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=eye)
    seen_after.append(document.patches[2].is_visible)
    assert seen_after == [False, True]
    assert np.array_equal(document.pixels, before)


@pytest.mark.parametrize(("row", "above", "expected"), [(0, 3, "cab"), (2, 0, "bca"), (1, 0, "acb"), (1, 2, "abc")])
def test_a_row_is_dragged_to_another_place(
    panel: PatchesPanel, document: Document, row: int, above: int, expected: str
) -> None:
    rows = panel.rows
    data, dragged = rows.mimeData([rows.index(row)]), ids(document)[2 - row]
    assert data.formats() == rows.mimeTypes()
    done = rows.dropMimeData(data, Qt.DropAction.MoveAction, above, 0, rows.index(-1))
    assert done is False, "the view would remove the row"
    assert ids(document) == expected
    rows.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, rows.index(-1))
    assert document.patches[0].id == dragged


def test_the_buttons_do_what_they_say(room: Room, panel: PatchesPanel, document: Document) -> None:
    room.window.display.refresh()
    up, down, eye, remove, flatten = panel.buttons
    QTest.mouseClick(down, LEFT)
    assert ids(document) == "acb"
    QTest.mouseClick(up, LEFT)
    assert ids(document) == "abc"
    QTest.mouseClick(eye, LEFT)
    assert not document.patches[2].is_visible
    QTest.mouseClick(remove, LEFT)
    assert ids(document) == "ab"
    before = document.pixels.copy()
    room.window.display.refresh()
    QTest.mouseClick(flatten, LEFT)
    room.wait(lambda: len(document.patches) == 1)
    assert names(panel) == ["Flattened"]
    assert "2 results" in panel.rows.index(0).data(ABOUT)
    room.session.patches.choose(document.patches[0].id)
    room.wait(lambda: room.session.inspecting.found is not None and not room.session.inspecting.found.is_one)
    assert (
        panel.proof.service.text() == "Outside: cannot be told of several results at once, for each was sent by itself."
    )
    assert np.array_equal(document.pixels, before)
    room.window.display.refresh()
    assert not flatten.isEnabled()


def test_the_seam_follows_the_slider_and_a_drag_is_one_edit(
    room: Room, panel: PatchesPanel, document: Document
) -> None:
    done = document.history.edits_done
    slider = panel.seam.opacity.slider
    y = slider.height() // 2
    QTest.mousePress(slider, LEFT, pos=QPoint(slider.width() - 20, y))
    for x in (slider.width() // 2, slider.width() // 3):
        QTest.mouseMove(slider, QPoint(x, y))
        room.wait(lambda: not room.session.patches.is_busy)
        panel.seam._gestures._rest.timeout.emit()  # the hand rests, and holds the slider still
    QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width() // 3, y))
    room.wait(lambda: not room.session.patches.is_busy)
    opacity = document.patches[2].seam.opacity
    assert 10 < opacity < 60
    assert panel.seam.opacity.number.value() == opacity
    assert document.history.edits_done == done + 1
    assert f"{opacity} %" in panel.rows.index(0).data(ABOUT)
    QTest.mouseClick(panel.seam.reset, LEFT)
    room.wait(lambda: document.patches[2].seam == AS_SENT)
    assert not panel.seam.reset.isEnabled()
    document.undo()
    document.undo()
    assert panel.seam.opacity.value == 100


def test_every_row_of_the_seam_sets_its_part(room: Room, panel: PatchesPanel, document: Document) -> None:
    seam = panel.seam
    assert not seam.strength.isVisible()
    for row, value in (
        (seam.blend, 7),
        (seam.shift, -3),
        (seam.shape, "inner"),
        (seam.match, "gradient"),
        (seam.strength, 40),
    ):
        row._take(value)
        room.wait(lambda: not room.session.patches.is_busy)
    assert document.patches[2].seam == Seam(7, -3, "inner", "gradient", 40)
    assert seam.strength.isVisible()
    assert panel.rows.index(0).data(ABOUT) == "own edge · matched"
    seam.blend.reset()
    room.wait(lambda: document.patches[2].seam.blend_px is None)
    room.session.patches.choose("a")
    assert (seam.shift.value, seam.match.value) == (0, "none")


def test_the_proof_is_said_with_its_numbers(room: Room, panel: PatchesPanel, document: Document) -> None:
    room.wait(lambda: room.session.proving.proof is not None)
    outside = 300 * 200 - RECT.width * RECT.height
    assert f"0 of {outside:,} pixels differ outside the footprints" in panel.proof.all.text()
    room.wait(lambda: room.session.inspecting.found is not None)
    assert "not kept any more" in panel.proof.service.text(), "there is no such job"
    assert not panel.proof.heat.isEnabled()
    document.set_patches((), "Remove all")
    assert not panel.proof.isVisible()


# The heat map


def look() -> ServiceLook:
    """Return a look at a service that has changed three pixels where it may not, and much where it may."""
    size = RECT.size
    sent = noise(size)
    answer = sent.copy()
    footprint = np.zeros((size.height, size.width), np.uint8)
    footprint[30:60, 30:60] = 255
    answer[30:60, 30:60] ^= 99
    for x, change in ((5, 1), (6, 20), (7, 255)):
        sent[10, x], answer[10, x] = 0, change
    return ServiceLook(Frame(RECT, size), sent, service_change(sent, answer, footprint))


def test_the_map_is_hotter_where_more_was_changed_and_grey_elsewhere() -> None:
    pixels = heat_pixels(look()).astype(int)
    light = pixels[10, 5:8, :3].sum(axis=1)
    assert light[0] < light[1] < light[2]
    ground = pixels[80:, :, :3]
    assert (ground.max(axis=2) == ground.min(axis=2)).all(), "grey"
    assert (pixels[45, 45, :3] != pixels[45, 45, 0]).any(), "the footprint is told from the rest"
    assert (pixels[..., 3] == 255).all()


def test_what_lies_beyond_the_frame_is_dark_at_any_depth() -> None:
    for dtype in (np.uint8, np.uint16):
        ground = beyond(noise(Size(40, 30), dtype=dtype))
        assert ground.base[..., :3].max() < 70
        assert ground.rect == Rect(0, 0, 40, 30)


def test_the_command_shows_the_map_and_says_what_it_is(room: Room, document: Document) -> None:
    show(room.session, a_patch("a"))
    room.wait(lambda: room.session.inspecting.found is not None)
    room.window.display.refresh()
    assert not room.shell.commands["view.service_change"].isEnabled()
    found = look()
    room.session.inspecting._take(Inspection(Source("job", 0), Proof(10, 0), found))
    room.window.display.refresh()
    room.shell.commands["view.service_change"].trigger()
    room.canvas.zoom_to(1)
    expected = heat_pixels(found)[..., :3]

    def is_seen() -> bool:
        placement = room.canvas.scene.placement
        assert placement is not None
        left, top = placement.left + RECT.x, placement.top + RECT.y
        part = seen(room.canvas)[top : top + RECT.height, left : left + RECT.width, :3]
        return bool((part[:80] == expected[:80]).all())

    room.wait(is_seen)
    text = room.window.parts.signs.text("original")
    assert text == "outside the footprint: the service had changed 0.030 % of them, by up to 255 of 255"
    assert room.window.parts.signs.text("result") == ""
    room.shell.commands["view.service_change"].trigger()
    assert room.canvas.feed.compare == ""
    assert document.pixels is document.picture.pixels


def test_the_strip_says_what_was_proved_of_the_shown_result(room: Room, document: Document) -> None:
    strip = room.window.parts.results
    show(room.session, a_patch("a"))
    room.wait(lambda: room.session.inspecting.found is not None)
    outside = document.size.width * document.size.height - RECT.width * RECT.height
    assert strip.hint.text().startswith(f"0 of {outside:,} pixels differ outside the footprint · ")
    show(room.session, None)
    assert strip.hint.text().startswith("Hold ")


# Retouching by hand


def test_the_restore_brush_paints_the_original_back_on_the_canvas(
    room: Room, panel: PatchesPanel, document: Document
) -> None:
    room.session.patches.choose("c")
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_Y)
    assert room.session.tool.tool == "restore"
    room.session.tool.size = 20
    assert "Result 3" in room.window.parts.signs.text("retouch")
    assert room.canvas.scene.is_film_hidden
    Hand(room.canvas).drag(at(room.canvas, 100, 80), at(room.canvas, 140, 80))
    assert document.patches[2].alpha is not None
    assert np.array_equal(document.pixels[80, 120], document.patches[1].pixels[80 - RECT.y, 120 - RECT.x])
    assert document.history.undo_label == "Restore the original"
    assert "retouched" in panel.rows.index(0).data(ABOUT)
    Hand(room.canvas).drag(at(room.canvas, 120, 80), button=Qt.MouseButton.RightButton)
    assert np.array_equal(document.pixels[80, 120], document.patches[2].pixels[80 - RECT.y, 120 - RECT.x])
    document.undo()
    document.undo()
    assert document.patches[2].alpha is None or (document.patches[2].alpha == 255).all()


def test_while_one_picks_the_picture_is_seen_not_the_result(room: Room, document: Document) -> None:
    one = a_patch("job-1-x", 0)
    show(room.session, one)
    room.wait(lambda: room.canvas.scene.inset is not None)
    room.session.tool.tool = "pick"
    room.wait(lambda: room.canvas.scene.inset is None)
    room.session.tool.size = 20
    Hand(room.canvas).drag(at(room.canvas, 100, 80), at(room.canvas, 140, 80))
    assert [patch.id for patch in document.patches] == ["job-1-x"]
    assert np.array_equal(document.pixels[80, 120], one.pixels[80 - RECT.y, 120 - RECT.x])
    assert np.array_equal(document.pixels[120, 70], document.picture.pixels[120, 70])
    assert room.session.shown is not None
    assert room.window.parts.signs.text("retouch").startswith("picks from")
    room.session.tool.tool = "brush"
    room.wait(lambda: room.session.shown is None)
    show(room.session, a_patch("job-1-y", 0))
    room.wait(lambda: room.canvas.scene.inset is not None)
    assert room.session.retouching.meant is document.patches[0], "the same result, which lies there already"


def test_without_a_result_the_brushes_say_so(room: Room, document: Document) -> None:
    room.session.tool.tool = "restore"
    assert room.window.parts.signs.text("retouch") == "no result to retouch"
    Hand(room.canvas).drag(at(room.canvas, 100, 80), at(room.canvas, 140, 80))
    assert any("no result to retouch" in said for said in room.said)
    assert not document.history.can_undo


# Small parts


def test_small_pictures_are_cut_out_at_any_depth() -> None:
    weight = np.zeros((90, 120), np.uint8)
    weight[:, 60:] = 255
    for channels, dtype in ((4, np.uint8), (3, np.uint16), (4, np.uint16)):
        one = replace(a_patch("a"), pixels=noise(RECT.size, channels, dtype=dtype), weight=weight)
        small = small_patch(one, 40, None)
        assert small.shape == (30, 40, 4)
        assert small.dtype == np.uint8
        assert small[:, :19, 3].max() == 0
        assert small[:, 21:, 3].min() == 255


def test_the_model_refuses_what_it_does_not_know() -> None:
    rows = PatchRows()
    assert rows.data(rows.index(0)) is None
    assert not rows.setData(rows.index(0), "x")
    rows.replace([a_patch("a")], ["One"])
    assert not rows.setData(rows.index(0), "One"), "the name that it has"
    assert not rows.setData(rows.index(0), 1, Qt.ItemDataRole.CheckStateRole)
    assert rows.setData(rows.index(0), False, IS_VISIBLE)
    assert rows.row_of("z") == -1
    assert rows.supportedDropActions() == Qt.DropAction.MoveAction
