"""The prompt box: one line is one phrase; Ctrl+Enter submits, Esc goes back to the canvas."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.parameters import FIELDS_BY_NAME, Parameters
from picpik_studio.ui.binding import bind
from picpik_studio.ui.panels.controls.prompt_row import MOST_LINES, PromptRow
from picpik_studio.ui.panels.controls.subject import subject

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def row(qtbot: QtBot) -> PromptRow:
    row = PromptRow(subject(FIELDS_BY_NAME["positive_prompts"]), "What should appear")
    qtbot.addWidget(row)
    row.resize(316, row.sizeHint().height())
    with qtbot.waitExposed(row):
        row.show()
    return row


def test_each_line_is_one_phrase_and_commas_stay_inside(row: PromptRow) -> None:
    QTest.keyClicks(row.edit, "calm lake, dawn")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    QTest.keyClicks(row.edit, "  mist ")
    assert row.value == ("calm lake, dawn", "mist")
    assert row.count.text() == "Phrases: 2"


def test_an_empty_box_is_no_phrase_at_all(row: PromptRow) -> None:
    QTest.keyClicks(row.edit, " ")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert row.value == ()
    assert row.count.text() == ""


def test_what_is_typed_is_not_tidied_under_the_hands(row: PromptRow) -> None:
    parameters = Parameters()
    bind(row, row, parameters, "positive_prompts")
    QTest.keyClicks(row.edit, "a  ")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert row.edit.toPlainText() == "a  \n"
    assert parameters.values.positive_prompts == ("a",)


def test_a_value_from_elsewhere_replaces_the_text(row: PromptRow) -> None:
    told: list[object] = []
    row.edited.connect(told.append)
    row.show_value(("one", "two"))
    assert row.edit.toPlainText() == "one\ntwo"
    assert told == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_submits_from_inside(qtbot: QtBot, row: PromptRow, key: Qt.Key) -> None:
    with qtbot.waitSignal(row.submitted):
        QTest.keyClick(row.edit, key, CTRL)
    assert row.edit.toPlainText() == ""


def test_escape_leaves(qtbot: QtBot, row: PromptRow) -> None:
    with qtbot.waitSignal(row.left):
        QTest.keyClick(row.edit, Qt.Key.Key_Escape)


def test_tab_goes_to_the_next_field(qtbot: QtBot) -> None:
    window = QWidget()
    first, second = (PromptRow(subject(FIELDS_BY_NAME[name])) for name in ("positive_prompts", "negative_prompts"))
    column = QVBoxLayout(window)
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    first.edit.setFocus()
    QTest.keyClick(first.edit, Qt.Key.Key_Tab)
    assert window.focusWidget() is second.edit
    assert first.value == ()


@pytest.mark.parametrize(("keys", "signal"), [("Ctrl+Return", "submitted"), ("Esc", "left")])
def test_the_windows_own_key_does_not_act_as_well(qtbot: QtBot, keys: str, signal: str) -> None:
    window, acted = QMainWindow(), list[bool]()
    row = PromptRow(subject(FIELDS_BY_NAME["positive_prompts"]))
    window.setCentralWidget(row)
    action = QAction(window)
    action.setShortcut(QKeySequence(keys))
    action.triggered.connect(acted.append)
    window.addAction(action)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    row.edit.setFocus()
    with qtbot.waitSignal(getattr(row, signal)):
        QTest.keySequence(row.edit, QKeySequence(keys))
    assert acted == []


def test_reset_empties_the_box_and_undo_brings_it_back(row: PromptRow) -> None:
    QTest.keyClicks(row.edit, "a cat")
    QTest.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)
    assert row.value == ()
    row.edit.setFocus()
    QTest.keyClick(row.edit, Qt.Key.Key_Z, CTRL)
    assert row.value == ("a cat",)


def test_the_box_grows_with_its_lines_up_to_a_limit(row: PromptRow) -> None:
    before = row.edit.sizeHint().height()
    row.show_value(tuple("abcde"))
    grown = row.edit.sizeHint().height()
    row.show_value(tuple("abcdefghijklmnop"))
    assert before < grown < row.edit.sizeHint().height()
    assert row.edit.sizeHint().height() < (MOST_LINES + 2) * row.edit.fontMetrics().lineSpacing()


def test_a_dropped_file_is_left_to_the_window(row: PromptRow, tmp_path: Path) -> None:
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    words.setText("a cat")
    assert not row.edit.canInsertFromMimeData(files)
    assert row.edit.canInsertFromMimeData(words)


def test_a_phrase_is_added_at_the_end_and_only_once(row: PromptRow) -> None:
    row.add_phrase("golden hour")
    row.add_phrase("mist")
    row.add_phrase("golden hour")
    assert row.value == ("golden hour", "mist")
