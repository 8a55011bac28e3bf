"""What the complete empty window consists of; brought in after its outline is seen.

Only Qt, the tables of `app` and their like are imported here (a contract watches it).
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from picpik_studio.ui import theme, window_state
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.empty_state import EmptyState
from picpik_studio.ui.first_sight import SightView
from picpik_studio.ui.holds import HoldKeys
from picpik_studio.ui.icons import application_icon
from picpik_studio.ui.key_names import KEY_SETTINGS, KEYS_IN_USE
from picpik_studio.ui.menus import RecentMenu, fill_menu_bar
from picpik_studio.ui.shell_hands import Hands
from picpik_studio.ui.status_bar import StatusBar
from picpik_studio.ui.tool_strip import ToolStrip

if TYPE_CHECKING:
    from picpik_studio.ui.shell import Shell

_DEFAULT_WIDTH = 1280
_LARGE = "large"


def put_parts_in(shell: "Shell") -> Hands:
    """Make every part of `shell`, and return what answers to keys and drops for it."""
    settings = shell.settings
    KEYS_IN_USE.go_by(settings)
    shell.commands = Actions(shell)
    shell.holds = HoldKeys()
    forget = settings.changed.connect(lambda name: KEYS_IN_USE.go_by(settings) if name in KEY_SETTINGS else None)
    shell.destroyed.connect(lambda *_: forget())
    shell.setWindowIcon(application_icon())
    shell.setAcceptDrops(True)
    _build(shell)
    window_state.restore(shell.splitter)
    shell.empty.setFocus()
    return Hands(shell)


def _build(shell: "Shell") -> None:
    def recent_menu(parent: QMenu) -> QMenu:
        return RecentMenu(lambda: shell.settings.recent_files, shell.open_recent, parent)

    fill_menu_bar(shell.menuBar(), shell.commands, recent_menu)
    shell.empty = EmptyState(shell.commands)
    shell.empty.show_recent(shell.settings.recent_files)
    shell.empty.recent_chosen.connect(shell.open_recent)
    shell.stage = QStackedWidget()
    shell.target = QFrame(shell.stage)
    shell.target.setObjectName("target")
    shell.target.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    shell.target.hide()
    shell.stage.setProperty(_LARGE, True)
    shell.stage.addWidget(shell.empty)
    if shell.sight is not None:
        shell.stage.setCurrentIndex(shell.stage.addWidget(SightView(shell.sight)))
    shell.results = QWidget()
    shell.results.hide()
    shell.centre = _column(shell.stage, shell.results)
    shell.side = QFrame()
    shell.side.setProperty("surface", "panel")
    shell.side.setMinimumWidth(theme.SIDE_WIDTH)
    shell.splitter = QSplitter(Qt.Orientation.Horizontal)
    shell.splitter.setObjectName("splitter")
    shell.splitter.setProperty(_LARGE, True)
    shell.splitter.setHandleWidth(theme.HALF)
    shell.splitter.setChildrenCollapsible(False)
    for widget, stretch in ((shell.centre, 1), (shell.side, 0)):
        shell.splitter.addWidget(widget)
        shell.splitter.setStretchFactor(shell.splitter.indexOf(widget), stretch)
    shell.splitter.setSizes([_DEFAULT_WIDTH - theme.SIDE_WIDTH, theme.SIDE_WIDTH])
    shell.tools = ToolStrip(shell.commands)
    shell.options = QFrame()
    shell.options.setProperty("surface", "window")
    shell.options.setFixedHeight(theme.BAR_HEIGHT)
    below = _row(shell.tools, _line("vertical"), shell.splitter)
    shell.setCentralWidget(_column(shell.options, _line(), below))
    shell.bar = StatusBar()
    shell.setStatusBar(shell.bar)
    shell.commands.put_in(shell.centre)


def _column(*widgets: QWidget) -> QWidget:
    return _boxed(QVBoxLayout(), widgets)


def _row(*widgets: QWidget) -> QWidget:
    return _boxed(QHBoxLayout(), widgets)


def _boxed(layout: QVBoxLayout | QHBoxLayout, widgets: tuple[QWidget, ...]) -> QWidget:
    """Return `widgets` beside each other without gaps; the one that was made to be large gets all the room."""
    box = QWidget()
    box.setProperty(_LARGE, True)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, int(widget.property(_LARGE) is True))
    box.setLayout(layout)
    return box


def _line(direction: str = "horizontal") -> QFrame:
    line = QFrame()
    line.setProperty("line", direction)
    return line
