"""The bar under the menu: the chosen tool and how it is set, how the repaint area is shown, and the zoom."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QStackedWidget, QToolButton, QWidget

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.commands import BY_ID
from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import ToolName
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions, title
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.scene import FILM_VIEWS, FilmView
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.options.brush_row import BrushRow
from picpik_studio.ui.options.canvas_row import CanvasRow
from picpik_studio.ui.options.frame_row import FrameRow
from picpik_studio.ui.options.pieces import command_button, fix_width, menu_button, upright_line
from picpik_studio.ui.options.region_row import RegionRow
from picpik_studio.ui.options.select_row import SelectRow
from picpik_studio.ui.options.shape_row import ShapeRow
from picpik_studio.ui.options.view_row import ViewRow
from picpik_studio.ui.options.zoom_box import ZoomBox
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.status_bar import percent
from picpik_studio.ui.tool_handlers import TOOLS

_ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0)
_BRUSHES: tuple[ToolName, ...] = ("brush", "eraser", "restore", "pick")
_SHAPES: tuple[ToolName, ...] = ("lasso", "polygon", "rectangle", "ellipse", "bucket")
_VIEWERS: tuple[ToolName, ...] = ("hand", "zoom")
_VIEW_ICONS: dict[FilmView, str] = {
    "film": "image",
    "outline": "square-dashed",
    "black_white": "contrast",
    "off": "eye-off",
}


class OptionsBar(QFrame):
    """The row of the chosen tool, and the view, for one window. `rows` has the row of each tool."""

    def __init__(self, session: Session, canvas: Canvas, actions: Actions, drafting: CanvasDrafting) -> None:
        super().__init__()
        self._canvas = canvas
        self._settings = session.tool
        self._actions = actions
        self._row = QHBoxLayout(self)
        self._tool_icon = QLabel(self)
        self.tool = QLabel(self)
        self._stack = QStackedWidget(self)
        self.brush = BrushRow(session.tool, session.program.settings)
        self.canvas = CanvasRow(drafting, session.program.settings, actions)
        self.rows = self._all_rows(session)
        self.view = self._view_button()
        self._view_widths = (self.view.width(), self.view.height() + 2 * theme.GRID)  # with its name, and without
        self.zoom = self._zoom_box()
        self._lay_out()
        follow(self, session.tool.changed, self._tool_changed)
        canvas.look_changed.connect(self._show_view)
        canvas.viewport_changed.connect(self._show_zoom)
        canvas.document_ready.connect(self._show_zoom)
        self._tool_changed("tool")
        self._show_view()
        self._show_zoom()

    def _all_rows(self, session: Session) -> Mapping[ToolName, QWidget]:
        view, shape, wand = ViewRow(self._actions), ShapeRow(session.regions), RegionRow(session.regions)
        rows: dict[ToolName, QWidget] = {
            **dict.fromkeys(_BRUSHES, self.brush),
            **dict.fromkeys(_SHAPES, shape),
            "wand": wand,
            "select": SelectRow(self._actions, session.program.settings),
            "frame": FrameRow(session.parameters),
            "canvas": self.canvas,
            **dict.fromkeys(_VIEWERS, view),
        }
        for row in dict.fromkeys(rows.values()):
            self._stack.addWidget(row)
        return rows

    def _lay_out(self) -> None:
        self.setFixedHeight(theme.BAR_HEIGHT)
        self.tool.setProperty("tone", "heading")
        row = self._row
        row.setContentsMargins(theme.GRID + theme.HALF, 0, theme.GRID, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self._tool_icon)
        row.addWidget(self.tool)
        row.addWidget(self._stack, 1)
        row.addWidget(self.view)
        row.addWidget(upright_line(self))
        row.addWidget(command_button(self._actions, "view.zoom_out", self))
        row.addWidget(self.zoom)
        row.addWidget(command_button(self._actions, "view.zoom_in", self))

    def _view_button(self) -> QToolButton:
        button = menu_button(self)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for view in FILM_VIEWS:
            action = menu.addAction(icon(_VIEW_ICONS[view]), self._view_title(view))
            action.setCheckable(True)
            action.setData(view)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, view=view: self._canvas.set_film_view(view))
        button.setIcon(icon(_VIEW_ICONS["film"]))
        fix_width(button, tuple(f" {self._view_title(view)}" for view in FILM_VIEWS))
        button.setMenu(menu)
        title = self.tr("View of the repaint area")
        button.setAccessibleName(title)
        text = self.tr("{key} goes to the next one.")
        show_keys_with(button, lambda: button.setToolTip(tip(title, text.format(key=key_text("view.mask")))))
        return button

    def _view_title(self, view: FilmView) -> str:
        return {
            "film": self.tr("Film"),
            "outline": self.tr("Outline"),
            "black_white": self.tr("Black and white"),
            "off": self.tr("Off"),
        }[view]

    def _zoom_box(self) -> ZoomBox:
        menu = QMenu(self)
        menu.addAction(self._actions["view.fit"])
        menu.addSeparator()
        for zoom in _ZOOMS:
            action = menu.addAction(percent(zoom))
            action.triggered.connect(lambda _checked=False, zoom=zoom: self._canvas.zoom_to(zoom))
        box = ZoomBox(menu, self)
        box.wanted.connect(self._canvas.zoom_to)
        box.left.connect(self._canvas.setFocus)
        title = self.tr("Zoom: type a percentage")
        box.setAccessibleName(title)
        keys = self.tr("{fit} fits the picture, {actual} shows its own pixels. The wheel zooms at the cursor.")

        def show_keys() -> None:
            box.setToolTip(tip(title, keys.format(fit=key_text("view.fit"), actual=key_text("view.actual"))))

        show_keys_with(box, show_keys)
        return box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the canvas when a number is complete, or given up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._canvas.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the view's name out where there is no room for it; its icon and its tooltip stay."""
        super().resizeEvent(event)
        rest = self._row.minimumSize().width() - self.view.minimumWidth()
        has_room = rest + self._view_widths[0] <= self.width()
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.view.setToolButtonStyle(beside if has_room else alone)
        self.view.setFixedWidth(self._view_widths[0 if has_room else 1])

    # What is shown

    def _tool_changed(self, name: str) -> None:
        if name != "tool":
            return
        row = self.rows[self._settings.tool]
        commands = {tool: BY_ID[command_id] for command_id, tool in TOOLS.items()}
        # As wide as any name: every row begins at the same place, whichever tool was used before.
        fix_width(self.tool, tuple(title(each) for each in commands.values()))
        chosen = commands[self._settings.tool]
        self.tool.setText(title(chosen))
        self._tool_icon.setPixmap(icon(chosen.icon).pixmap(theme.ICON, theme.ICON))
        has_focus = self.focusWidget() is not None and self._stack.isAncestorOf(self.focusWidget())
        if has_focus and row is not self._stack.currentWidget():
            self._canvas.setFocus()  # or a field of the next row would have the keyboard, and keep the keys of tools
        self._stack.setCurrentWidget(row)

    def _show_view(self) -> None:
        view = self._canvas.film_view
        self.view.setText(f" {self._view_title(view)}")  # the style sheet leaves no gap of its own
        self.view.setIcon(icon(_VIEW_ICONS[view]))
        for action in self.view.menu().actions():
            action.setChecked(action.data() == view)

    def _show_zoom(self) -> None:
        has_picture = self._canvas.scene.placement is not None
        self.zoom.show_zoom(self._canvas.viewport.zoom if has_picture else None)
        self.zoom.setEnabled(has_picture)
