"""The file dialogs have room for whole names, sizes and dates, and give what was chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QListView,
    QMessageBox,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from picpik_studio.ui.asking import SAVE_FILTERS, Asking, Choice
from picpik_studio.ui.file_dialog import DIALOG_SIZE, make_roomy


@pytest.fixture
def asking(qtbot: QtBot) -> Asking:
    window = QWidget()
    qtbot.addWidget(window)
    return Asking(window)


def answer(monkeypatch: pytest.MonkeyPatch, *, code: QDialog.DialogCode) -> list[QFileDialog]:
    """Answer the next dialog at once, and keep it."""
    seen: list[QFileDialog] = []

    def shown(dialog: QFileDialog) -> int:
        seen.append(dialog)
        return code.value

    monkeypatch.setattr(QFileDialog, "exec", shown)
    return seen


def test_a_name_to_save_under_gets_the_suffix_of_its_kind(
    monkeypatch: pytest.MonkeyPatch, asking: Asking, tmp_path: Path
) -> None:
    seen = answer(monkeypatch, code=QDialog.DialogCode.Accepted)
    proposal = tmp_path / "b.jpg"
    assert asking.file_to_save("Save as", proposal, SAVE_FILTERS) == proposal
    assert seen[0].selectedNameFilter().startswith("JPEG")
    assert seen[0].acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert seen[0].labelText(QFileDialog.DialogLabel.LookIn) == "Folder:"


def test_a_change_of_mind_is_none(monkeypatch: pytest.MonkeyPatch, asking: Asking, tmp_path: Path) -> None:
    answer(monkeypatch, code=QDialog.DialogCode.Rejected)
    assert asking.file_to_save("Save as", tmp_path / "b.png", SAVE_FILTERS) is None
    assert asking.pictures_to_open(tmp_path) is None


def test_several_pictures_may_be_opened(monkeypatch: pytest.MonkeyPatch, asking: Asking, tmp_path: Path) -> None:
    seen = answer(monkeypatch, code=QDialog.DialogCode.Accepted)
    asking.pictures_to_open(tmp_path)
    assert seen[0].fileMode() is QFileDialog.FileMode.ExistingFiles
    assert Path(seen[0].directory().absolutePath()) == tmp_path


def test_a_repaint_area_is_asked_for_by_its_name(
    monkeypatch: pytest.MonkeyPatch, asking: Asking, tmp_path: Path
) -> None:
    seen = answer(monkeypatch, code=QDialog.DialogCode.Rejected)
    assert asking.repaint_area_to_import(tmp_path) is None
    assert seen[0].windowTitle() == "Import a repaint area"
    assert seen[0].fileMode() is QFileDialog.FileMode.ExistingFile


def test_a_picture_to_find_is_asked_for_by_its_name_where_it_was(
    monkeypatch: pytest.MonkeyPatch, asking: Asking, tmp_path: Path
) -> None:
    seen = answer(monkeypatch, code=QDialog.DialogCode.Rejected)
    assert asking.picture_to_find("alps.png", tmp_path) is None
    assert (seen[0].windowTitle(), seen[0].fileMode()) == ("Find alps.png", QFileDialog.FileMode.ExistingFile)
    assert Path(seen[0].directory().absolutePath()) == tmp_path


def test_the_dialog_has_room_and_its_columns_follow_what_they_say(qtbot: QtBot) -> None:
    dialog = QFileDialog(None, "Open")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    make_roomy(dialog)
    assert dialog.size() == DIALOG_SIZE
    header = dialog.findChildren(QTreeView)[0].header()
    modes = [header.sectionResizeMode(column) for column in range(header.count())]
    assert modes == [QHeaderView.ResizeMode.Stretch] + [QHeaderView.ResizeMode.ResizeToContents] * 3


def test_its_arrows_are_seen_on_dark_ground(qtbot: QtBot) -> None:
    dialog = QFileDialog(None, "Open")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    make_roomy(dialog)
    for name in ("backButton", "forwardButton", "toParentButton"):
        button = dialog.findChild(QToolButton, name)
        assert isinstance(button, QToolButton), "Qt calls it otherwise now"
        image = button.icon().pixmap(18, 18).toImage()
        drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        lines = [colour.lightness() for colour in drawn if colour.alpha() > 200]
        assert lines
        assert min(lines) > 150


def test_the_places_beside_the_files_can_be_read(qtbot: QtBot) -> None:
    dialog = QFileDialog(None, "Open")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    make_roomy(dialog)
    dialog.show()
    places = dialog.findChild(QListView, "sidebar")
    assert isinstance(places, QListView)
    assert places.width() >= 140


def test_the_text_of_a_question_begins_where_its_buttons_do(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, asking: Asking
) -> None:
    seen: list[tuple[int, int, int]] = []

    def shown(box: QMessageBox) -> int:
        with qtbot.waitExposed(box):
            box.show()
        texts = [each for each in box.findChildren(QLabel) if each.text().startswith("Question")]
        edges = [each.mapTo(box, each.contentsRect().topLeft()).x() for each in texts]
        seen.append(
            (min(edges), max(edges), min(button.mapTo(box, button.rect().topLeft()).x() for button in box.buttons()))
        )
        box.close()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", shown)
    choices = [Choice(str(number), f"An answer of some length, {number}") for number in range(4)]
    asking.decision("Title", "Question?", "Question, and more to be known of it.", choices)
    ((first, second, buttons),) = seen
    assert first == second
    assert abs(first - buttons) <= 2


def left_of_text(box: QMessageBox) -> int:
    layout, label = box.layout(), box.findChild(QLabel, "qt_msgbox_label")
    assert layout is not None
    assert isinstance(label, QLabel)
    layout.activate()
    return label.x()


def test_an_open_question_says_what_is_so_by_now(asking: Asking) -> None:
    words, seen = ["Two jobs run."], []

    def hear() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        lefts = [left_of_text(box)]
        words[0] = "One job runs."
        asking.say_anew()
        lefts.append(left_of_text(box))
        seen.append((box.text(), box.informativeText(), asking.is_open, lefts[1] - lefts[0]))
        box.reject()

    QTimer.singleShot(0, hear)
    assert asking.decision("Close", lambda: f"Close? {words[0]}", lambda: words[0], (Choice("yes", "Close"),)) is None
    assert seen == [("Close? One job runs.", "One job runs.", True, 0)]
    assert not asking.is_open
