"""The dialog "What will be sent": by its key and by the keyboard alone, with this computer's service."""

import json
import os
import signal

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from picpik_studio.app.action import Action
from picpik_studio.app.local_service import LocalService
from picpik_studio.app.preflight_sheets import Looked
from picpik_studio.core.document import Document
from picpik_studio.files.images import encode_png
from picpik_studio.ui.dialogs.preflight import PreflightDialog
from picpik_studio.ui.dialogs.sight import Sight
from tests.engine.service import texture
from tests.ui.room import Room

pytestmark = pytest.mark.usefixtures("lent_engine")

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def document(room: Room) -> Document:
    document = room.open(encode_png(texture(640, 560)))
    mask = np.zeros((560, 640), np.uint8)
    mask[200:260, 300:380] = 255
    document.replace_mask(mask)
    return document


def opened(room: Room) -> PreflightDialog:
    QTest.keyClick(room.canvas, Qt.Key.Key_Return, BOTH)
    room.wait(lambda: room.shell.findChild(PreflightDialog) is not None)
    dialog = room.shell.findChild(PreflightDialog)
    assert isinstance(dialog, PreflightDialog)
    ready(room, dialog)
    return dialog


def ready(room: Room, dialog: PreflightDialog) -> None:
    room.wait(lambda: dialog._preflight.fraction is None)


def looked(dialog: PreflightDialog) -> Looked:
    assert dialog._preflight.looked is not None
    return dialog._preflight.looked


def picked(room: Room, dialog: PreflightDialog, button: QPushButton) -> None:
    """Click one of the answers and wait for the look that comes of it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    ready(room, dialog)


def seen(sight: Sight) -> QImage:
    assert sight.picture is not None
    return sight.picture


def test_its_key_shows_what_would_be_sent_and_sends_nothing(room: Room, document: Document) -> None:
    dialog = opened(room)
    call = json.loads(dialog.json.toPlainText())
    assert (call["Action"], call["Width"], call["Height"]) == ("ModifyMaskedPixels", 512, 512)
    image, area = seen(dialog.image.sight), seen(dialog.area.sight)
    assert (image.width(), image.height(), area.width(), area.height()) == (512, 512, 512, 512)
    frame = looked(dialog).sheet.request.frame.rect
    x, y = 340 - frame.x, 230 - frame.y
    blue, green, red, _ = document.snapshot().pixels[230, 340].tolist()
    colour = image.pixelColor(x, y)
    assert (colour.red(), colour.green(), colour.blue()) == (red, green, blue)
    assert (area.pixelColor(x, y).red(), area.pixelColor(5, 5).red()) == (255, 0)
    assert dialog.image.caption.text().startswith("512 x 512 px · PNG · ")
    assert dialog.facts.frame.text() == f"512 x 512 px at {frame.x}, {frame.y}"
    assert dialog.facts.repainted.text() == "4800 of 262144 px · 1.8 %"
    assert [sentence.text.text() for sentence in dialog.facts.said] == ["Nothing to be warned of."]
    assert not dialog.reference.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not room.session.program.jobs.running


def test_so_does_the_button_beside_the_connection(room: Room) -> None:
    footer = room.window.parts.parameters.footer
    assert not footer.look.isEnabled()
    room.open(encode_png(texture(80, 64))).fill_mask(255)
    assert "Ctrl+Shift+Enter" in footer.look.toolTip()
    QTest.mouseClick(footer.look, Qt.MouseButton.LeftButton)
    dialog = room.shell.findChild(PreflightDialog)
    assert isinstance(dialog, PreflightDialog)
    ready(room, dialog)
    assert looked(dialog).sheet.share == 1


def test_the_submit_key_sends_what_is_seen_and_no_bare_key_does(room: Room, document: Document) -> None:
    dialog = opened(room)
    assert document.mask.pixels.any()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(dialog, key)
    assert not room.session.program.jobs.running
    assert dialog.isVisible()
    assert "Ctrl+Enter" in dialog.submit._keys.text()
    request = looked(dialog).sheet.request
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.wait(lambda: room.session.shown is not None)
    (job,) = room.session.program.jobs.all
    assert job.request_uuid == request.request_uuid
    assert room.shell.findChild(PreflightDialog) is None


def test_one_click_makes_it_smaller_a_jpeg_or_erases_instead(room: Room, document: Document) -> None:
    assert document.mask.pixels.any()
    dialog = opened(room)
    facts = dialog.facts
    whole = dialog.json.toPlainText()
    picked(room, dialog, facts.sizes.buttons[2])
    assert seen(dialog.image.sight).width() == 256
    assert [sentence.text.text() for sentence in facts.said] == ["The frame is sent at 50 % of its size."]
    picked(room, dialog, facts.encodings.buttons[1])
    assert "data:image/jpeg" in dialog.json.toPlainText()
    assert "data:image/jpeg" not in whole
    assert "· JPEG ·" in dialog.image.caption.text()
    assert room.session.program.settings.get("sent_encoding") == "jpeg"
    picked(room, dialog, facts.calls.buttons[1])
    assert json.loads(dialog.json.toPlainText())["Action"] == "RemoveContents"
    assert dialog.submit.text() == "Erase"
    dialog.send()
    room.wait(lambda: room.session.shown is not None)
    (job,) = room.session.program.jobs.all
    assert job.action is Action.ERASE


def test_it_can_be_used_by_the_keyboard_alone(room: Room, document: Document) -> None:
    assert document.mask.pixels.any()
    dialog = opened(room)
    dialog.activateWindow()
    reached = set()
    for _ in range(30):
        focus = QApplication.focusWidget()
        if focus is None:
            break
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {dialog.image.sight, dialog.area.sight, dialog.json, dialog.copy, dialog.cancel, dialog.submit} <= reached
    first = dialog.facts.sizes.buttons[0]
    assert first in reached
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    ready(room, dialog)
    assert seen(dialog.image.sight).width() == 384


@pytest.mark.parametrize("width", [101, 998, 1001])
def test_a_repaint_area_of_any_width_is_shown(room: Room, document: Document, width: int) -> None:
    assert document.mask.pixels.any()
    room.session.parameters.set("width", width)
    room.session.parameters.set("height", 301)
    dialog = opened(room)
    for sight in (dialog.image.sight, dialog.area.sight):
        assert (seen(sight).width(), seen(sight).height()) == (width, 301)
        for zoom in (0.0, 0.3, 1.0, 3.0):
            sight.zoom_to(zoom)
            assert sight.grab().toImage().pixelColor(sight.rect().center()).value() > 0


def test_the_json_is_copied_without_keys(room: Room, document: Document) -> None:
    assert document.mask.pixels.any()
    dialog = opened(room)
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text == dialog.json.toPlainText()
    assert json.loads(text)["Signature"] == "••••••••"
    QGuiApplication.clipboard().clear()


def test_the_reference_is_shown_beside_them(room: Room, document: Document) -> None:
    assert document.mask.pixels.any()
    room.session.parameters.set("reference", encode_png(texture(300, 100)))
    dialog = opened(room)
    assert dialog.reference.isVisible()
    assert (seen(dialog.reference.sight).width(), seen(dialog.reference.sight).height()) == (300, 100)
    assert "· JPEG ·" in dialog.reference.caption.text()
    (warning,) = dialog.facts.said
    assert warning.text.text() == "PatchMatch does not use the reference picture, which is sent all the same."


def test_where_nothing_can_be_sent_it_says_why(room: Room, document: Document) -> None:
    document.clear_mask()
    dialog = opened(room)
    (sentence,) = dialog.facts.said
    assert "Nothing is painted" in sentence.text.text()
    assert not dialog.submit.isEnabled()
    assert dialog.json.toPlainText() == ""
    assert dialog.said.text() == "There is nothing to send."
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert not room.session.program.jobs.running


def test_pictures_are_enlarged_and_moved_together(room: Room, document: Document) -> None:
    assert document.mask.pixels.any()
    dialog = opened(room)
    one, other = dialog.image.sight, dialog.area.sight
    fit = one.zoom
    assert fit < 1
    before = one._target
    point = QPointF(one.width() / 2 + 40, one.height() / 2 - 30)
    here = (point.x() - before.x()) / before.width(), (point.y() - before.y()) / before.height()
    wheel = QWheelEvent(
        point,
        one.mapToGlobal(point),
        QPoint(),
        QPoint(0, 960),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(one, wheel)
    after = one._target
    assert one.zoom == other.zoom == pytest.approx(fit * 1.25**8)
    assert (point.x() - after.x()) / after.width() == pytest.approx(here[0], abs=0.01)
    assert (point.y() - after.y()) / after.height() == pytest.approx(here[1], abs=0.01)
    QTest.mousePress(one, Qt.MouseButton.LeftButton, pos=point.toPoint())
    QTest.mouseMove(one, point.toPoint() + QPoint(-20, 10))
    QTest.mouseRelease(one, Qt.MouseButton.LeftButton, pos=point.toPoint() + QPoint(-20, 10))
    moved = other._target
    assert moved.x() - after.x() == pytest.approx(-20, abs=1.5)
    assert moved.y() - after.y() == pytest.approx(10, abs=1.5)
    for _ in range(200):
        QTest.keyClick(other, Qt.Key.Key_Left)
    assert one._target.x() == 0
    QTest.keyClick(one, Qt.Key.Key_1)
    assert one.zoom == 1
    QTest.keyClick(one, Qt.Key.Key_0)
    assert (one.zoom, other.zoom) == (fit, fit)
    QTest.mouseDClick(one, Qt.MouseButton.LeftButton)
    assert one.zoom == max(1.0, 2 * fit)
    QTest.mouseDClick(one, Qt.MouseButton.LeftButton)
    assert one.zoom == fit
    assert one.grab().toImage().pixelColor(one.rect().center()) != one.grab().toImage().pixelColor(QPoint(2, 2))


def test_a_service_that_has_restarted_is_said_in_the_dialog(
    room: Room, document: Document, running_engine: LocalService
) -> None:
    assert document.mask.pixels.any()
    dialog = opened(room)
    before = dialog.facts.body.text()
    assert running_engine.pid is not None
    os.kill(running_engine.pid, signal.SIGKILL)
    room.wait(lambda: running_engine.pid is None)
    dialog.send()
    ready(room, dialog)
    assert dialog.isVisible()
    assert dialog.facts.body.text() != before
    (sentence,) = dialog.facts.said
    assert sentence.text.text().startswith("The service has restarted: looked again, and nothing was sent.")
    assert not room.session.program.jobs.all
    dialog.send()
    room.wait(lambda: room.session.shown is not None)
