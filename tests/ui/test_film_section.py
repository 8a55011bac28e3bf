"""How the film is set beside the canvas, and what becomes of it on the canvas."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.looks import VIVID
from picpik_studio.ui.canvas.signs import Signs
from picpik_studio.ui.panels.film_section import FilmSection
from tests.ui.easel import Hand, a_canvas, at, open_picture
from tests.ui.room import Room
from tests.ui.test_canvas_view import seen

SWATCHES = """
from PySide6.QtCore import QCoreApplication, QEvent
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.ui.application import Application
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.dispatcher import Dispatcher
from picpik_studio.ui.panels.film_section import FilmSection
app, dispatcher = Application([]), Dispatcher()
program = Program(dispatcher)
session = Session(program)
canvas = Canvas(session)
for button in FilmSection(session, canvas, canvas).swatches.values():
    picture = button.icon().pixmap(button.iconSize(), button.devicePixelRatioF())
    image = picture.toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    print(picture.width(), picture.devicePixelRatio(), middle.name(), button.iconSize().width())
canvas.close_feed()
session.close()
program.close()
canvas.deleteLater()
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
dispatcher.close()
"""


@pytest.mark.parametrize("scale", [1, 2])
def test_the_swatches_are_as_sharp_as_the_screen(scale: int) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
    done = subprocess.run([sys.executable, "-c", SWATCHES], env=env, capture_output=True, text=True, check=True)
    colours = [QColor(*colour).name() for colour in VIVID]
    assert done.stdout.splitlines() == [f"{22 * scale} {float(scale)} {colour} 22" for colour in colours]
    assert done.stderr == ""


@pytest.mark.parametrize("pattern", ["stripes", "dots", "checks"])
def test_a_pattern_is_seen_and_remembered(qtbot: QtBot, session: Session, pattern: str) -> None:
    canvas = a_canvas(qtbot, session)
    section = FilmSection(session, canvas, canvas)
    open_picture(qtbot, session, canvas)
    Hand(canvas).drag(at(canvas, 60, 60), at(canvas, 200, 120))
    before = seen(canvas)
    section.rows["film_pattern"].edited.emit(pattern)
    assert session.program.settings.get("film_pattern") == pattern
    assert (before != seen(canvas)).any()


def test_a_swatch_sets_the_colour_and_the_safe_set_brings_a_pattern(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    section = FilmSection(session, canvas, canvas)
    open_picture(qtbot, session, canvas)
    section.swatches["#ffd400"].click()
    assert canvas.scene.film_colour.name() == "#ffd400"
    section.rows["film_colouring"].edited.emit("safe")
    assert session.program.settings.get("film_pattern") == "stripes"
    assert canvas.scene.film_colour.name() in {"#0072b2", "#e69f00"}
    assert not section.rows["overlay_colour"].isEnabled()


def test_a_film_over_what_is_kept_says_so(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    signs = Signs(session, canvas)
    section = FilmSection(session, canvas, canvas)
    open_picture(qtbot, session, canvas)
    section.rows["film_side"].edited.emit("keep")
    assert canvas.scene.films_keep
    assert signs.text("film") == "film: KEEP"
    canvas.looks.next_view()
    assert signs.text("film") == ""
    assert section.view.value == "outline"
    assert session.program.settings.get("film_view") == "outline"


def test_the_panel_and_the_bar_name_every_view_alike(room: Room) -> None:
    section, bar = room.shell.findChild(FilmSection), room.window.parts.options
    assert isinstance(section, FilmSection)
    box = section.view.box
    QTest.keyClick(box, Qt.Key.Key_End)
    assert room.canvas.film_view == "off"
    assert (box.currentText(), bar.view.text().strip()) == ("Off", "Off")
    titles = [action.text() for action in bar.view.menu().actions()]
    assert [box.itemText(index) for index in range(box.count())] == titles
