"""Content Credentials in Preferences: switched, pointed at files, unlocked; and what is seen without the extra."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from picpik_studio.app.passphrase import THIS_RUN
from picpik_studio.app.program import Program
from picpik_studio.ui.dialogs import preferences
from picpik_studio.ui.dialogs.preferences import EXTRA, PreferencesDialog
from picpik_studio.ui.panels.controls.file_row import FileRow
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from tests.app.keyrings import LockedKeyring, MemoryKeyring, using

LEFT = Qt.MouseButton.LeftButton
NAMES = ("sign_pictures", "sign_chain", "sign_key")


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with using(backend := MemoryKeyring()):
        yield backend


@pytest.fixture
def dialog(qtbot: QtBot, program: Program, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> PreferencesDialog:
    monkeypatch.setattr(preferences, "IS_INSTALLED", True)
    return shown(qtbot, program, memory)


def shown(qtbot: QtBot, program: Program, memory: MemoryKeyring) -> PreferencesDialog:
    made = PreferencesDialog(program.settings, program=program)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: memory.asked > 0)
    made.show_group("signing")
    return made


def file_row(dialog: PreferencesDialog, name: str) -> FileRow:
    row = dialog.rows[name]
    assert isinstance(row, FileRow)
    return row


def texts(dialog: PreferencesDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]


def test_all_can_be_set_with_the_extra(dialog: PreferencesDialog) -> None:
    assert all(dialog.rows[name].isEnabled() for name in NAMES)
    assert dialog.passphrase.isEnabled()
    assert EXTRA not in texts(dialog)


def test_without_the_extra_the_way_to_it_is_told(
    qtbot: QtBot, program: Program, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences, "IS_INSTALLED", False)
    dialog = shown(qtbot, program, memory)
    assert not any(dialog.rows[name].isEnabled() for name in NAMES)
    assert not dialog.passphrase.isEnabled()
    assert any("picpik-studio[c2pa]" in text for text in texts(dialog))
    assert dialog.rows["strip_place"].isEnabled()


def test_without_the_extra_it_can_be_switched_off(
    qtbot: QtBot, program: Program, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences, "IS_INSTALLED", False)
    program.settings.set("sign_pictures", True)
    dialog = shown(qtbot, program, memory)
    row = dialog.rows["sign_pictures"]
    assert isinstance(row, SwitchRow)
    row.box.click()
    assert program.settings.get("sign_pictures") is False


def test_a_file_is_typed(dialog: PreferencesDialog, program: Program) -> None:
    row = file_row(dialog, "sign_key")
    QTest.keyClicks(row.line, " /keys/mine.pem ")
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    assert program.settings.get("sign_key") == "/keys/mine.pem"
    assert "/keys/mine.pem" in row.line.toolTip()
    row.reset()
    assert program.settings.get("sign_key") == ""
    assert row.line.toolTip() == ""


def test_a_file_is_chosen(qtbot: QtBot, dialog: PreferencesDialog, program: Program, tmp_path: Path) -> None:
    (tmp_path / "chain.pem").write_text("a certificate", encoding="utf-8")
    program.settings.set("sign_chain", str(tmp_path / "old.pem"))
    row = file_row(dialog, "sign_chain")
    QTest.mouseClick(row.button, LEFT)
    asked = dialog.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    with qtbot.waitExposed(asked):
        pass
    assert Path(asked.directory().absolutePath()) == tmp_path
    asked.fileSelected.emit(str(tmp_path / "chain.pem"))
    asked.reject()
    assert program.settings.get("sign_chain") == str(tmp_path / "chain.pem")


def test_a_passphrase_is_kept_unseen_and_forgotten(
    qtbot: QtBot, dialog: PreferencesDialog, program: Program, memory: MemoryKeyring
) -> None:
    row = dialog.passphrase
    assert row.forget.isHidden()
    QTest.keyClicks(row.line, "open sesame")
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(row.value))
    assert list(memory.kept.values()) == ["open sesame"]
    assert row.line.text() == ""
    assert row.line.placeholderText().startswith("•")
    assert row.remark.isHidden()
    assert not program.settings.path.exists() or "sesame" not in program.settings.path.read_text(encoding="utf-8")
    QTest.mouseClick(row.forget, LEFT)
    qtbot.waitUntil(lambda: not row.value)
    assert memory.kept == {}


def test_that_a_passphrase_lasts_for_this_run_only_is_said(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    with using(LockedKeyring()):
        QTest.keyClicks(dialog.passphrase.line, "open sesame")
        QTest.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
        qtbot.waitUntil(dialog.passphrase.remark.isVisible)
    assert dialog.passphrase.remark.text() == THIS_RUN


def test_an_empty_line_keeps_what_there_is(qtbot: QtBot, dialog: PreferencesDialog, memory: MemoryKeyring) -> None:
    row = dialog.passphrase
    QTest.keyClicks(row.line, "open sesame")
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(row.value))
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    assert list(memory.kept.values()) == ["open sesame"]
