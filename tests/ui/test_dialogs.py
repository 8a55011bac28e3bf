"""Preferences, keys, about; each opens once a window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QDialog, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio import __version__
from picpik_studio.app.commands import COMMANDS
from picpik_studio.app.connections import NoSuchConnectionError
from picpik_studio.app.notices import Notice
from picpik_studio.app.settings import SETTINGS, Setting, Settings
from picpik_studio.resources import resource
from picpik_studio.ui.dialogs.about import AboutDialog, licences
from picpik_studio.ui.dialogs.connections import ConnectionsDialog
from picpik_studio.ui.dialogs.keys import KeysDialog
from picpik_studio.ui.dialogs.opening import show_dialog
from picpik_studio.ui.dialogs.preferences import PreferencesDialog, make_row
from picpik_studio.ui.models.keys import KeyFilter, Keys
from picpik_studio.ui.panels.controls.file_row import FileRow
from picpik_studio.ui.panels.controls.plain_rows import ColourRow, NumberRow, OptionRow, TextRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from picpik_studio.ui.pen.curve_row import CurveRow
from tests.ui.stage import StageSession

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


class TestPreferences:
    @pytest.fixture
    def dialog(self, qtbot: QtBot, settings: Settings) -> PreferencesDialog:
        dialog = PreferencesDialog(settings)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    def test_it_shows_every_listed_setting(self, dialog: PreferencesDialog) -> None:
        assert set(dialog.rows) == {setting.name for setting in SETTINGS if setting.is_listed}

    def test_each_is_on_a_page_that_fits_a_small_screen(self, dialog: PreferencesDialog) -> None:
        assert dialog.height() <= 700
        for setting in SETTINGS:
            if setting.is_listed:
                dialog.show_group(setting.group)
                assert dialog.rows[setting.name].isVisible()

    def test_a_change_counts_at_once(self, dialog: PreferencesDialog, settings: Settings) -> None:
        row = dialog.rows["remember_recent_files"]
        assert isinstance(row, SwitchRow)
        QTest.mouseClick(row.box, LEFT, pos=QPoint(8, row.box.height() // 2))
        assert settings.get("remember_recent_files") is False
        assert Settings(settings.path).get("remember_recent_files") is False

    def test_a_setting_changed_elsewhere_is_shown(self, dialog: PreferencesDialog, settings: Settings) -> None:
        settings.set("jpeg_quality", 80)
        assert dialog.rows["jpeg_quality"].value == 80

    def test_all_are_reset(self, dialog: PreferencesDialog, settings: Settings) -> None:
        settings.set("jpeg_quality", 80)
        settings.set("padding", 8)
        QTest.mouseClick(dialog.reset, LEFT)
        assert (settings.get("jpeg_quality"), settings.get("padding")) == (95, 64)

    def test_what_cannot_be_written_is_said(
        self, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        settings = Settings(tmp_path / "file" / "settings.json")
        dialog = PreferencesDialog(settings)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.rows["padding"].edited.emit(8)
        assert dialog.rows["padding"]._problem.isVisible()
        dialog.reset_all()
        assert dialog.remark.isVisible()

    def test_a_colour_is_chosen(self, qtbot: QtBot, dialog: PreferencesDialog, settings: Settings) -> None:
        row = dialog.rows["overlay_colour"]
        assert isinstance(row, ColourRow)
        QTest.mouseClick(row.button, LEFT)
        chooser = row.findChild(QColorDialog)
        assert isinstance(chooser, QColorDialog)
        with qtbot.waitExposed(chooser):
            pass
        chooser.colorSelected.emit(QColor("#00ff80"))
        chooser.reject()
        assert settings.get("overlay_colour") == "#00ff80"
        assert "#00ff80" in row.button.text()


def a_setting(kind: str, default: object, **more: object) -> Setting:
    return Setting("name", kind, default, "canvas", "Title", "Help", **more)  # type: ignore[arg-type]  # any kind


@pytest.mark.parametrize(
    ("setting", "row"),
    [
        (a_setting("bool", True), SwitchRow),
        (a_setting("int", 5, low=0, high=10, unit="px"), SliderRow),
        (a_setting("int", 5, low=0, high=9999, unit="px"), NumberRow),
        (a_setting("colour", "#ffffff"), ColourRow),
        (a_setting("text", "words"), TextRow),
        (a_setting("file", "/a/file.pem"), FileRow),
        (a_setting("choice", "a", choices=(("a", "First"), ("b", "Second"))), OptionRow),
        (a_setting("curve", "0,0 1,1"), CurveRow),
    ],
)
def test_every_kind_of_setting_has_its_row(qtbot: QtBot, setting: Setting, row: type[QWidget]) -> None:
    made = make_row(setting)
    qtbot.addWidget(made)
    assert type(made) is row
    assert made.value == setting.default


def test_a_text_counts_when_it_is_complete(qtbot: QtBot) -> None:
    row = make_row(a_setting("text", ""))
    qtbot.addWidget(row)
    heard: list[object] = []
    row.edited.connect(heard.append)
    assert isinstance(row, TextRow)
    QTest.keyClicks(row.line, " words ")
    assert heard == []
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    assert heard == ["words"]


def test_one_of_several_is_chosen(qtbot: QtBot) -> None:
    row = make_row(a_setting("choice", "a", choices=(("a", "First"), ("b", "Second"))))
    qtbot.addWidget(row)
    heard: list[object] = []
    row.edited.connect(heard.append)
    assert isinstance(row, OptionRow)
    row.show()
    row.box.setFocus()
    QTest.keyClick(row.box, Qt.Key.Key_Down)
    assert heard == ["b"]


def test_a_wide_number_is_typed(qtbot: QtBot) -> None:
    row = make_row(a_setting("int", 512, low=32, high=16384, unit="MB"))
    qtbot.addWidget(row)
    assert isinstance(row, NumberRow)
    assert row.number.text() == "512 MB"
    QTest.keyClick(row.number, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(row.number, "99999")
    QTest.keyClick(row.number, Qt.Key.Key_Return)
    assert row.value == 16384


class TestKeys:
    def test_every_command_is_listed_with_its_keys(self) -> None:
        keys = Keys()
        titles = [keys.index(row, 0).data() for row in range(keys.rowCount())]
        assert all(command.title.rstrip("…") in titles for command in COMMANDS)
        row = titles.index("Redo")
        assert [keys.index(row, column).data() for column in range(3)] == ["Redo", "Edit", "Ctrl+Shift+Z, Ctrl+Y"]
        assert keys.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert keys.headerData(2, Qt.Orientation.Horizontal) == "Keys"
        assert keys.headerData(2, Qt.Orientation.Vertical) is None

    def test_it_is_searched_by_words_and_by_keys(self) -> None:
        found = KeyFilter(Keys())
        for text, title in [("ctrl+shift+z", "Redo"), ("fit window", "Fit in the window"), ("right-drag", "Erase")]:
            found.search(text)
            assert title in [found.index(row, 0).data() for row in range(found.rowCount())]
        found.search("no such thing")
        assert found.rowCount() == 0

    def test_the_search_begins_at_once_and_the_arrows_go_to_the_list(self, qtbot: QtBot) -> None:
        dialog = KeysDialog()
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        assert dialog.focusWidget() is dialog.search
        QTest.keyClicks(dialog.search, "zzz")
        assert dialog.nothing.isVisible()
        dialog.search.clear()
        QTest.keyClick(dialog.search, Qt.Key.Key_Down)
        assert dialog.focusWidget() is dialog.table
        assert dialog.nothing.isHidden()

    def test_what_stands_in_the_list_can_be_read(self, qtbot: QtBot) -> None:
        dialog = KeysDialog()
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        table = dialog.table
        for column in range(3):
            assert table.columnWidth(column) >= table.sizeHintForColumn(column)
        assert table.horizontalScrollBar().maximum() == 0


class TestAbout:
    def test_the_facts_can_be_copied(self, qtbot: QtBot) -> None:
        dialog = AboutDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.mouseClick(dialog.copy, LEFT)
        assert __version__ in QGuiApplication.clipboard().text()

    def test_the_licences_are_there(self) -> None:
        assert "ISC License" in licences()

    def test_each_licence_has_a_title_that_says_whose_it_is(self) -> None:
        for path in resource("licences").iterdir():
            title, gap, *_ = path.read_text(encoding="utf-8").splitlines()
            assert f"### {title.lstrip('# ')}\n" in licences(), path.name
            assert not gap, f"{path.name} does not begin with a line for a title"

    def test_licences_wrap_where_the_dialog_ends(self, qtbot: QtBot) -> None:
        dialog = AboutDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        paragraph = "Permission to use, copy, modify, and/or distribute this software for any purpose with or without"
        assert paragraph in dialog.licences.toPlainText()
        assert dialog.licences.horizontalScrollBar().maximum() == 0
        dialog.licences.setMarkdown("https://example.org/" + "a" * 400)
        assert dialog.licences.horizontalScrollBar().maximum() == 0, "a long address wraps too"

    def test_the_data_folder_is_opened(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
        opened: list[str] = []
        monkeypatch.setattr(
            "picpik_studio.ui.dialogs.about.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
        )
        dialog = AboutDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.mouseClick(dialog.folder, LEFT)
        assert opened[0].startswith(str(home))


class TestOpening:
    @pytest.fixture
    def window(self, qtbot: QtBot) -> QWidget:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        return window

    @pytest.mark.parametrize("name", ["connections", "preferences", "keys", "about"])
    def test_each_opens_once(self, window: QWidget, tmp_path: Path, name: str) -> None:
        stage = StageSession(tmp_path)
        first = show_dialog(name, stage.as_session(), window)
        assert first.isVisible()
        assert show_dialog(name, stage.as_session(), window) is first
        assert len(window.findChildren(QDialog)) == 1
        first.close()

    def test_a_chosen_connection_is_used(self, window: QWidget, tmp_path: Path) -> None:
        stage = StageSession(tmp_path)
        dialog = show_dialog("connections", stage.as_session(), window)
        assert isinstance(dialog, ConnectionsDialog)
        dialog.chosen.emit("picpik")
        assert stage.asked == [("set_connection", "picpik")]
        dialog.close()

    def test_one_that_is_refused_is_said(
        self, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stage, heard = StageSession(tmp_path), list[Notice]()
        stage.program.notices.shown.connect(heard.append)

        def refuse(_name: str) -> None:
            raise NoSuchConnectionError("There is none.")

        monkeypatch.setattr(stage, "set_connection", refuse, raising=False)
        dialog = show_dialog("connections", stage.as_session(), window)
        assert isinstance(dialog, ConnectionsDialog)
        dialog.chosen.emit("picpik")
        assert heard[0].text == "There is none."
        dialog.close()
