"""The furnished window: what it shows, and what its commands do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from picpik_studio.app.commands import COMMANDS
from picpik_studio.app.program import Program
from picpik_studio.core.geometry import Point
from picpik_studio.ui.status_bar import percent
from tests.ui.easel import Hand, at, painted, picture_bytes
from tests.ui.room import Room


def is_enabled(room: Room, command_id: str) -> bool:
    room.window.display.refresh()
    return room.shell.commands[command_id].isEnabled()


def test_every_command_has_a_handler(room: Room) -> None:
    assert {command.id for command in COMMANDS} == set(room.window.handlers)


def test_without_a_picture_the_empty_state_is_shown(room: Room) -> None:
    assert room.shell.stage.currentWidget() is room.shell.empty
    assert room.shell.windowTitle() == "PicPik Studio"
    assert not is_enabled(room, "mask.invert")
    assert not is_enabled(room, "view.fit")
    assert is_enabled(room, "file.open")


def test_a_picture_fills_the_stage_title_and_status_bar(room: Room) -> None:
    room.open(picture_bytes(), "alps.png")
    assert room.shell.stage.currentWidget() is room.canvas
    assert room.shell.windowTitle() == "alps.png[*] - PicPik Studio"
    assert room.shell.isWindowModified(), "it is in no file yet"
    assert room.shell.bar._size.text() == "300 x 200 px · 0.1 MP"
    assert room.shell.bar._zoom.text() == "100 %"
    assert is_enabled(room, "view.fit")
    assert not is_enabled(room, "edit.undo")


def test_painting_enables_undo_and_says_what_it_undoes(room: Room) -> None:
    document = room.open(picture_bytes())
    Hand(room.canvas).drag(at(room.canvas, 100, 100), at(room.canvas, 150, 100))
    assert is_enabled(room, "edit.undo")
    assert is_enabled(room, "mask.none")
    assert room.shell.commands["edit.undo"].text() == "Undo: Paint"
    assert room.shell.isWindowModified()
    room.shell.commands["edit.undo"].trigger()
    assert not painted(document).any()
    assert room.shell.commands["edit.redo"].isEnabled() or is_enabled(room, "edit.redo")
    assert not is_enabled(room, "mask.none")


@pytest.mark.parametrize(
    ("command_id", "expected"),
    [("mask.all", 1.0), ("mask.invert", 1.0), ("mask.none", 0.0)],
)
def test_commands_about_the_repaint_area(room: Room, command_id: str, expected: float) -> None:
    document = room.open(picture_bytes())
    if command_id == "mask.none":
        document.fill_mask(255)
        room.window.display.refresh()
    room.shell.commands[command_id].trigger()
    assert document.mask.coverage() == expected


def test_commands_about_the_brush(room: Room) -> None:
    tool = room.session.tool
    size = tool.size
    room.window.run("brush.larger")
    assert tool.size == pytest.approx(size * 1.1)
    tool.size = 2
    room.window.run("brush.larger")
    assert tool.size == 3
    room.window.run("brush.smaller")
    assert tool.size == 2
    tool.hardness = 0.5
    room.window.run("brush.harder")
    assert tool.hardness == 0.6
    room.window.run("brush.softer")
    assert tool.hardness == 0.5
    modes = []
    for command_id in ("brush.swap", "brush.paint"):
        room.window.run(command_id)
        modes.append(tool.mode)
    assert modes == ["erase", "paint"]
    room.window.run("brush.erase")
    room.window.run("brush.reset")
    assert (tool.mode, tool.size) == ("paint", size)


def test_the_tool_strip_shows_the_tool(room: Room) -> None:
    room.window.run("brush.erase")
    room.window.display.refresh()
    assert room.shell.commands["brush.erase"].isChecked()
    assert not room.shell.commands["brush.paint"].isChecked()
    assert room.window.parts.options.tool.text() == "Eraser"


def test_commands_about_the_view(room: Room) -> None:
    room.open(picture_bytes(2000, 1500))
    fitted = room.canvas.viewport.zoom
    room.window.run("view.actual")
    assert room.canvas.viewport.zoom == 1
    room.window.run("view.zoom_in")
    assert room.canvas.viewport.zoom == 1.5
    assert room.window.parts.options.zoom.text() == "150 %"
    room.window.run("view.zoom_out")
    room.window.run("view.fit")
    assert room.canvas.viewport.zoom == fitted
    views = []
    for _ in range(4):
        room.window.run("view.mask")
        views.append(room.canvas.film_view)
    assert views == ["outline", "black_white", "off", "film"]
    views.clear()
    for command_id in ("view.mask", "view.hide_film", "view.hide_film"):
        room.window.run(command_id)
        views.append(room.canvas.film_view)
    assert views == ["outline", "off", "outline"]


def test_keys_zoom_at_the_pointer(room: Room) -> None:
    room.open(picture_bytes(2000, 1500))
    room.window.run("view.actual")
    spot = QPointF(60, 90)
    Hand(room.canvas).move(spot)
    before = room.canvas.to_image(spot)
    room.window.run("view.zoom_in")
    after = room.canvas.to_image(spot)
    assert before is not None
    assert after is not None
    assert abs(after.x - before.x) + abs(after.y - before.y) < 1.5


def test_the_chips_say_what_is_unusual(room: Room) -> None:
    room.open(picture_bytes())
    signs = room.window.parts.signs
    assert not any(signs.text(name) for name in ("opening", "keep", "view", "original", "result"))
    room.session.parameters.set("invert_mask", True)
    assert signs.text("keep") == "painting: KEEP"
    room.window.run("view.mask")
    assert signs.text("view") == "Outline"
    room.window.run("view.original")
    assert signs.text("original") == "Original"
    assert signs.text("view") == ""
    room.window.run("view.original")
    room.session.parameters.set("invert_mask", False)
    assert signs.text("keep") == ""


def test_the_strip_waits_for_the_end_of_a_stroke(room: Room) -> None:
    room.open(picture_bytes())
    hand, canvas, strip = Hand(room.canvas), room.canvas, room.window.parts.results
    hand.press(at(canvas, 50, 50))
    before = canvas.size()
    monkey = pytest.MonkeyPatch()
    monkey.setattr(type(strip), "is_filled", property(lambda _self: True))
    strip.filled.emit(True)
    assert not room.shell.results.isVisible()
    assert canvas.size() == before
    hand.move(at(canvas, 80, 50))
    hand.release(at(canvas, 80, 50))
    assert room.shell.results.isVisible()
    monkey.undo()


def test_a_zoomed_picture_stays_in_its_place_when_the_strip_comes(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open(picture_bytes())
    canvas, strip = room.canvas, room.window.parts.results
    canvas.zoom_to(16.0)
    before, height = canvas.to_widget(Point(20.0, 20.0)), canvas.height()
    monkeypatch.setattr(type(strip), "is_filled", property(lambda _self: True))
    strip.filled.emit(True)
    assert canvas.height() < height
    assert canvas.to_widget(Point(20.0, 20.0)) == before


def test_the_panels_hide_and_come_back(room: Room) -> None:
    room.open(picture_bytes())
    room.window.run("view.panels")
    assert not any(area.isVisible() for area in (room.shell.side, room.shell.tools, room.shell.options))
    room.window.display.refresh()
    assert not room.shell.commands["view.panels"].isChecked()
    room.window.run("view.panels")
    assert all(area.isVisible() for area in (room.shell.side, room.shell.tools, room.shell.options))
    assert not room.shell.results.isVisible(), "there are no results to show"


def test_full_screen_and_back(room: Room) -> None:
    room.window.run("view.full_screen")
    assert room.shell.isFullScreen()
    room.window.run("view.full_screen")
    assert not room.shell.isFullScreen()


def test_f6_goes_round_the_areas(room: Room) -> None:
    room.open(picture_bytes())
    room.shell.activateWindow()
    room.canvas.setFocus()
    stops: list[QWidget | None] = []
    for _ in range(5):
        room.window.run("view.next_area")
        stops.append(QApplication.focusWidget())
    parts = room.window.parts
    areas = [parts.parameters, parts.jobs, room.shell.options, room.shell.tools]
    reached = [next((area for area in areas if stop is not None and area.isAncestorOf(stop)), stop) for stop in stops]
    assert room.canvas in reached
    assert {id(area) for area in (parts.parameters, room.shell.options, room.shell.tools)} <= set(map(id, reached))


@pytest.mark.parametrize("command_id", ["edit.connections", "edit.preferences", "help.keys", "help.about"])
def test_dialogs_open(room: Room, command_id: str) -> None:
    room.window.run(command_id)
    dialogs = [dialog for dialog in room.shell.findChildren(QDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].close()


def test_what_cannot_be_done_is_said(room: Room) -> None:
    room.window.run("result.accept")
    assert room.said == ["No result is shown."]


def test_submit_without_paint_says_why_not(room: Room) -> None:
    room.open(picture_bytes())
    room.window.run("job.submit")
    assert len(room.said) == 1
    assert "painted" in room.said[0]


def test_digits_set_the_opacity(room: Room) -> None:
    room.open(picture_bytes())
    room.canvas.setFocus()
    QTest.keyClick(room.canvas, Qt.Key.Key_4)
    assert room.session.tool.opacity == 0.4
    QTest.keyClick(room.canvas, Qt.Key.Key_0)
    assert room.session.tool.opacity == 1


def test_a_key_in_a_text_field_is_text(room: Room) -> None:
    room.open(picture_bytes())
    prompt = room.window.parts.parameters.prompt.edit
    prompt.setFocus()
    QTest.keyClicks(prompt, "be 1")
    assert prompt.toPlainText() == "be 1"
    assert room.session.tool.mode == "paint"
    assert room.session.tool.opacity == 1


def test_the_film_takes_the_colour_of_the_settings(room: Room, program: Program) -> None:
    room.open(picture_bytes())
    program.settings.set("overlay_colour", "#00ff00")
    program.settings.set("overlay_opacity", 90)
    alpha = round(255 * 0.9)
    assert int(room.canvas.scene._tint.table[0, 255]) & 0xFFFFFFFF == alpha << 24 | alpha << 8, (
        "green, as strong as the film"
    )


def test_recent_files_are_offered(room: Room, program: Program, tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    path.write_bytes(picture_bytes())
    room.open_file(path)
    assert program.settings.recent_files == (str(path),)
    room.session.close()
    room.window.open_recent(str(tmp_path / "gone.png"))
    assert "gone.png is not there any more." in room.said


def test_percentages_have_the_digits_they_need() -> None:
    assert [percent(x) for x in (1, 0.667, 0.5, 2.5, 0.0333, 0.999)] == [
        "100 %",
        "66.7 %",
        "50 %",
        "250 %",
        "3.3 %",
        "99.9 %",
    ]
