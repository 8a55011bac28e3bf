"""The dialog "What will be sent" where far spots go in frames of their own: every request is seen there."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from picpik_studio.app.framing import SEVERAL
from picpik_studio.app.models import ModelChoice
from picpik_studio.core.document import Document
from picpik_studio.files.images import encode_png
from picpik_studio.ui.dialogs.preflight import PreflightDialog
from tests.engine.service import texture
from tests.ui.room import Room
from tests.ui.test_preflight import looked, opened, picked, seen

pytestmark = pytest.mark.usefixtures("lent_engine")


def is_seen(dialog: PreflightDialog, number: int) -> bool:
    return looked(dialog).number == number


@pytest.fixture
def far(room: Room) -> Document:
    """Three spots that go in frames of their own; the last one is so small that a blur dissolves it."""
    document = room.open(encode_png(texture(2000, 560)))
    mask = np.zeros((560, 2000), np.uint8)
    mask[200:260, 100:180] = 255
    mask[250:300, 1000:1060] = 255
    mask[300:304, 1900:1904] = 255
    document.replace_mask(mask)
    room.session.parameters.set("split_frames", True)
    return document


def test_of_far_spots_every_request_is_seen_by_arrows_keys_and_the_list(room: Room, far: Document) -> None:
    dialog = opened(room)
    pages = dialog.pages
    assert pages.isVisible()
    assert pages.list.count() == 3
    (first, *_), pixels = looked(dialog).sheets, far.snapshot().pixels
    seen_of: dict[int, tuple[str, str, str]] = {}

    def check(number: int) -> None:
        room.wait(lambda: looked(dialog).number == number)
        sheet = looked(dialog).sheet
        rect = sheet.request.frame.rect
        blue, green, red, _ = pixels[rect.y + 256, rect.x + 256].tolist()
        colour = seen(dialog.image.sight).pixelColor(256, 256)
        assert (colour.red(), colour.green(), colour.blue()) == (red, green, blue)
        assert dialog.json.toPlainText() == sheet.text
        assert pages.place.text() == f"Request {number + 1} of 3"
        assert pages.list.currentRow() == number
        assert (pages.back.isEnabled(), pages.forth.isEnabled()) == (number > 0, number < 2)
        seen_of[number] = (dialog.facts.frame.text(), dialog.facts.repainted.text(), dialog.facts.body.text())

    check(0)
    QTest.mouseClick(pages.forth, Qt.MouseButton.LeftButton)
    check(1)
    QTest.keyClick(dialog, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    check(2)
    QTest.keyClick(dialog, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    check(1)
    QTest.keyClick(pages.list, Qt.Key.Key_Down)
    check(2)
    QTest.mouseClick(pages.back, Qt.MouseButton.LeftButton)
    check(1)
    assert len(set(seen_of.values())) == 3
    assert seen_of[0][0] == f"512 x 512 px at {first.request.frame.rect.x}, {first.request.frame.rect.y}"


def test_of_far_spots_the_sum_the_warnings_and_the_number_of_requests_are_said(room: Room, far: Document) -> None:
    assert far.mask.pixels.any()
    room.session.parameters.set("reference", encode_png(texture(300, 100)))
    room.session.set_connection("local")
    dialog = opened(room)
    facts = dialog.facts
    sheets = looked(dialog).sheets
    total = sum(sheet.draft.length for sheet in sheets if sheet.draft is not None)
    assert facts.all.text() == f"3 requests · {total} bytes"
    assert (facts.body_title.text(), facts.all_title.isVisible()) == ("This request", True)
    assert [sentence.text.text() for sentence in facts.said] == [
        SEVERAL.format(count=3),
        "PatchMatch does not use the reference picture, which is sent all the same.",
    ]
    assert dialog.submit.text() == "Submit: 3 requests"
    assert dialog.submit._keys.isVisible()
    picked(room, dialog, facts.sizes.buttons[2])
    assert {tuple(sheet.request.frame.sent) for sheet in looked(dialog).sheets} == {(256, 256)}
    picked(room, dialog, facts.encodings.buttons[1])
    assert {sheet.request.picture[:2] for sheet in looked(dialog).sheets} == {b"\xff\xd8"}
    room.session.parameters.set("split_frames", False)
    dialog.reject()


def test_what_is_warned_of_one_request_alone_says_which(room: Room, far: Document) -> None:
    assert far.mask.pixels.any()
    room.session.program.connections.set_custom_address("https://example.invalid")
    room.session.set_connection("custom")
    room.session.parameters.set("main_model", ModelChoice("m"))
    room.session.parameters.set("positive_prompts", ["a cat"])
    dialog = opened(room)
    texts = [sentence.text.text() for sentence in dialog.facts.said]
    assert any(text.startswith("Request 3: 1 spot would dissolve") for text in texts)
    assert dialog.pages.list.item(2).text().endswith("1 warning")
    assert "dissolve" in dialog.pages.list.item(2).toolTip()
    assert "warning" not in dialog.pages.list.item(0).text()
    assert not dialog.submit.isEnabled()
    dialog.reject()


def test_the_submit_key_sends_them_all_and_the_dialog_goes(room: Room, far: Document) -> None:
    assert far.mask.pixels.any()
    dialog = opened(room)
    uuids = {sheet.request.request_uuid for sheet in looked(dialog).sheets}
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.wait(lambda: len(room.session.program.jobs.all) == 3)
    assert {job.request_uuid for job in room.session.program.jobs.all} == uuids
    room.wait(lambda: all(job.is_ended for job in room.session.program.jobs.all))
    room.wait(lambda: room.shell.findChild(PreflightDialog) is None)


def test_many_warnings_scroll_and_those_of_the_request_that_is_seen_come_first(room: Room) -> None:
    document = room.open(encode_png(texture(2400, 1200)))
    mask = np.zeros((1200, 2400), np.uint8)
    for number, (x, y) in enumerate(((20, 20), (1100, 30), (2200, 40), (20, 1000), (1100, 1010), (2200, 1020))):
        mask[y : y + 4 + number, x : x + 4] = 255
    document.replace_mask(mask)
    room.session.parameters.set("split_frames", True)
    room.session.program.connections.set_custom_address("https://example.invalid")
    room.session.set_connection("custom")
    room.session.parameters.set("main_model", ModelChoice("m"))
    dialog = opened(room)
    facts, before = dialog.facts, dialog.size()
    assert len(facts.said) == 9
    assert facts.sentences.verticalScrollBar().maximum() > 0
    for number in (0, 4):
        dialog._preflight.turn_to(number)
        room.wait(partial(is_seen, dialog, number))
        own = [text for text in (sentence.text.text() for sentence in facts.said) if text.startswith("Request ")]
        assert own[0].startswith(f"Request {number + 1}: ")
        assert len(own) == 6
    assert dialog.size() == before
    dialog.reject()
