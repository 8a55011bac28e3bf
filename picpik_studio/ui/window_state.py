"""How a window was divided and what was unfolded in it, kept between runs by QSettings (`outline`)."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from picpik_studio.app.commands import BY_ID
from picpik_studio.ui.outline import keep_place, kept

_SPLITTER = "window/splitter"
_FOLDING = "folding"
_RECENT_COMMANDS = "palette/recent"
_MOST_RECENT = 8


def restore(splitter: QSplitter) -> None:
    """Give the parts the room that they had in the last window."""
    places = kept().value(_SPLITTER)
    if isinstance(places, QByteArray):
        splitter.restoreState(places)


def save(window: QMainWindow, centre: QWidget, splitter: QSplitter) -> None:
    """Remember where the window stands, and its splitter while its last part is not hidden."""
    keep_place(window, centre)
    last = splitter.widget(splitter.count() - 1)
    if last is not None and last.isVisibleTo(window):
        kept().setValue(_SPLITTER, splitter.saveState())


def kept_folding() -> dict[str, bool]:
    """Return which sections of the panel were unfolded (True) or folded (False) by hand."""
    keeper = kept()
    keeper.beginGroup(_FOLDING)
    return {name: keeper.value(name) == "true" for name in keeper.childKeys()}  # the file holds words


def keep_folding(folding: Mapping[str, bool]) -> None:
    """Remember which sections were unfolded or folded by hand."""
    keeper = kept()
    for name, is_unfolded in folding.items():
        keeper.setValue(f"{_FOLDING}/{name}", "true" if is_unfolded else "false")


def kept_recent_commands() -> list[str]:
    """Return the ids of the commands that were chosen last in the palette, the last first."""
    return [each for each in str(kept().value(_RECENT_COMMANDS, "")).split() if each in BY_ID]


def keep_recent_command(command_id: str) -> None:
    """Remember that a command was chosen in the palette."""
    others = [each for each in kept_recent_commands() if each != command_id]
    kept().setValue(_RECENT_COMMANDS, " ".join([command_id, *others][:_MOST_RECENT]))
