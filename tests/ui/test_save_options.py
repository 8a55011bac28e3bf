"""How a picture is saved is chosen in the dialog that asks where."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.program import Program
from picpik_studio.core.picture import Metadata
from picpik_studio.files.crediting import IS_INSTALLED
from picpik_studio.files.images import save_picture
from picpik_studio.ui.asking import SAVE_FILTERS, Asking
from picpik_studio.ui.dialogs.save_options import SaveOptions
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from tests.app.test_taking_over import TEXT
from tests.files.making import photo
from tests.ui.room import Room
from tests.ui.test_main_window_files import drop, files


def test_the_dialog_has_them_and_they_count_at_once(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    seen: list[SaveOptions] = []

    def shown(dialog: QFileDialog) -> int:
        dialog.show()
        options = dialog.findChild(SaveOptions)
        assert isinstance(options, SaveOptions)
        seen.append(options)
        assert not options.jpeg.isVisible()
        typed = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(typed, QLineEdit)
        typed.setText("a")
        assert not options.jpeg.isVisible()
        dialog.filterSelected.emit(SAVE_FILTERS[1])
        assert options.jpeg.isVisible()
        typed.setText("a.png")
        assert not options.jpeg.isVisible(), "the ending that is typed counts"
        typed.setText("a.JPG")
        dialog.filterSelected.emit(SAVE_FILTERS[0])
        assert options.jpeg.isVisible()
        assert ("sign_pictures" in options.rows) == IS_INSTALLED
        for name in ("strip_place", "jpeg_as_opened"):
            row = options.rows[name]
            assert isinstance(row, SwitchRow)
            assert options.rows["jpeg_quality"].isEnabled() == (not program.settings.get("jpeg_as_opened"))
            row.box.click()
        assert options.rows["jpeg_quality"].isEnabled()
        return QDialog.DialogCode.Rejected.value

    monkeypatch.setattr(QFileDialog, "exec", shown)
    asking = Asking(window)

    def options(dialog: QFileDialog) -> SaveOptions:
        return SaveOptions(program.settings, dialog, was_jpeg=True)

    assert asking.file_to_save("Save as", tmp_path / "a.png", SAVE_FILTERS, options) is None
    assert len(seen) == 1
    assert program.settings.get("strip_place") is True
    QApplication.processEvents()


def test_a_dropped_picture_offers_its_parameters(qtbot: QtBot, room: Room, tmp_path: Path) -> None:
    room.session.open_sample()
    qtbot.waitUntil(lambda: room.session.document is not None and room.canvas.is_ready)
    save_picture(tmp_path / "made.png", photo(), False, Metadata(parameters=TEXT))
    room.answers.decisions = ["parameters"]
    before = room.session.document
    drop(room, files(tmp_path / "made.png"))
    qtbot.waitUntil(lambda: room.session.parameters.get("seed") == 77)
    assert room.session.document is before
    assert room.session.parameters.values.positive_prompts == ("a meadow, green", "in autumn")
