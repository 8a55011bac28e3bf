"""Where a window stood and what was unfolded in it, kept between runs by QSettings, beside the settings."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.folders import config_folder

_GEOMETRY = "window/geometry"
_SPLITTER = "window/splitter"
_FOLDING = "folding"
_DEFAULT_SIZE = (1280, 800)
_RECENT_COMMANDS = "palette/recent"
_MOST_RECENT = 8
_FILE = "window.ini"
_TITLE_BAR_PX = 40


def restore(window: QMainWindow, splitter: QSplitter) -> None:
    """Put the window where the last one stood, or give it its first size."""
    kept = _kept()
    geometry, places = kept.value(_GEOMETRY), kept.value(_SPLITTER)
    if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
        _begin(window)
    if isinstance(places, QByteArray):
        splitter.restoreState(places)


def save(window: QMainWindow, splitter: QSplitter) -> None:
    """Remember where the window stands, and its splitter while its last part is not hidden."""
    kept = _kept()
    kept.setValue(_GEOMETRY, window.saveGeometry())
    last = splitter.widget(splitter.count() - 1)
    if last is not None and last.isVisibleTo(window):
        kept.setValue(_SPLITTER, splitter.saveState())


def kept_folding() -> dict[str, bool]:
    """Return which sections of the panel were unfolded (True) or folded (False) by hand."""
    kept = _kept()
    kept.beginGroup(_FOLDING)
    return {name: kept.value(name) == "true" for name in kept.childKeys()}  # the file holds words


def keep_folding(folding: Mapping[str, bool]) -> None:
    """Remember which sections were unfolded or folded by hand."""
    kept = _kept()
    for name, is_unfolded in folding.items():
        kept.setValue(f"{_FOLDING}/{name}", "true" if is_unfolded else "false")


def kept_recent_commands() -> list[str]:
    """Return the ids of the commands that were chosen last in the palette, the last first."""
    return [each for each in str(_kept().value(_RECENT_COMMANDS, "")).split() if each in BY_ID]


def keep_recent_command(command_id: str) -> None:
    """Remember that a command was chosen in the palette."""
    others = [each for each in kept_recent_commands() if each != command_id]
    _kept().setValue(_RECENT_COMMANDS, " ".join([command_id, *others][:_MOST_RECENT]))


def _begin(window: QMainWindow) -> None:
    """Give the window its first size, or all of a screen that has not more than that."""
    window.resize(*_DEFAULT_SIZE)
    room = window.screen().availableGeometry()
    if room.width() <= _DEFAULT_SIZE[0] or room.height() <= _DEFAULT_SIZE[1] + _TITLE_BAR_PX:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def _kept() -> QSettings:
    return QSettings(str(config_folder() / _FILE), QSettings.Format.IniFormat)
