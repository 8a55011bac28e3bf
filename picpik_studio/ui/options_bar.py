"""The bar under the menu: the brush as it is set, how the repaint area is shown, and the zoom."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from picpik_studio.app.session import Session
from picpik_studio.core.brush import MAX_SIZE, MIN_SIZE, Brush
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.scene import FILM_VIEWS, FilmView
from picpik_studio.ui.icons import icon
from picpik_studio.ui.key_names import key_text
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.slider import ValueSlider
from picpik_studio.ui.panels.controls.text import label, tip
from picpik_studio.ui.status_bar import percent

_STEPS = 1000
_CURVE = 3.0
_SLIDER_PX = (48, 150)
_NUMBER_PX = 58
_WIDEST_ZOOMS = (64.0, 0.888)  # 6400 % and 88.8 %
_ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0)
_VIEW_ICONS: dict[FilmView, str] = {
    "film": "image",
    "outline": "square-dashed",
    "black_white": "contrast",
    "off": "eye-off",
}


@dataclass(frozen=True)
class _Quantity:
    """One value of the brush: how it stands on its slider (0 to 1000) and in its number."""

    name: str
    title: str
    help: str
    unit: str
    low: float
    high: float
    to_slider: Callable[[float], float]
    to_value: Callable[[float], float]
    factor: float = 1.0


class _BrushValue(QWidget):
    """Label, slider and number of one value of the brush; a double click on the slider takes the default."""

    def __init__(self, quantity: _Quantity, settings: ToolSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._quantity = quantity
        self._settings = settings
        self._default = getattr(Brush(), quantity.name)
        self.slider = ValueSlider(0, _STEPS, 1, self)
        self.number = NumberField(quantity.low, quantity.high, 1, self)
        self.number.setSuffix(quantity.unit)
        self.number.setFixedWidth(_NUMBER_PX)
        self.slider.setMinimumWidth(_SLIDER_PX[0])
        self.slider.setMaximumWidth(_SLIDER_PX[1])
        self.slider.show_default(quantity.to_slider(self._default))
        name = label(quantity.title, "second", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.HALF)
        for widget in (name, self.slider, self.number):
            widget.setToolTip(tip(quantity.title, quantity.help))
            row.addWidget(widget, int(widget is self.slider), Qt.AlignmentFlag.AlignVCenter)
        for control in (self.slider, self.number):
            control.setAccessibleName(quantity.title)
        self.slider.moved.connect(lambda place: self._take(quantity.to_value(place)))
        self.slider.reset_wanted.connect(lambda: self._take(self._default))
        self.number.entered.connect(lambda number: self._take(number / quantity.factor))
        self.show_value()

    def show_value(self) -> None:
        """Show what is set."""
        value = float(getattr(self._settings, self._quantity.name))
        self.slider.show_number(self._quantity.to_slider(value))
        self.number.show_number(value * self._quantity.factor)

    def _take(self, value: float) -> None:
        setattr(self._settings, self._quantity.name, value)


class OptionsBar(QFrame):
    """Everything about the brush and the view, for one window."""

    def __init__(self, session: Session, canvas: Canvas, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._settings = session.tool
        self._actions = actions
        self._row = QHBoxLayout(self)
        self.tool = QLabel(self)
        self.values = {q.name: _BrushValue(q, session.tool, self) for q in self._quantities()}
        self.view = self._view_button()
        self._view_widths = (self.view.width(), self.view.height() + 2 * theme.GRID)  # with its name, and without
        self.zoom = self._zoom_button()
        self._lay_out()
        follow(self, session.tool.changed, self._brush_changed)
        canvas.look_changed.connect(self._show_view)
        canvas.viewport_changed.connect(self._show_zoom)
        canvas.document_ready.connect(self._show_zoom)
        self._brush_changed("mode")
        self._show_view()
        self._show_zoom()

    def _quantities(self) -> tuple[_Quantity, ...]:
        share: tuple[Callable[[float], float], Callable[[float], float]] = (
            lambda value: value * _STEPS,
            lambda place: place / _STEPS,
        )
        keys = f"{key_text('brush.smaller')} {key_text('brush.larger')}"
        edge = f"{key_text('brush.softer')} {key_text('brush.harder')}"
        return (
            _Quantity(
                "size",
                self.tr("Size"),
                self.tr("Diameter in pixels of the picture, 1 to 2000. Keys: {keys}, or Alt and the wheel.").format(
                    keys=keys
                ),
                " px",
                MIN_SIZE,
                MAX_SIZE,
                _size_to_slider,
                _slider_to_size,
            ),
            _Quantity(
                "hardness",
                self.tr("Hardness"),
                self.tr("How sharp the brush's edge is. Keys: {keys}.").format(keys=edge),
                " %",
                0,
                100,
                *share,
                factor=100,
            ),
            _Quantity(
                "opacity",
                self.tr("Opacity"),
                self.tr("How strongly is painted; below 50 % nothing is repainted. Keys: 1 to 9, 0 for 100 %."),
                " %",
                1,
                100,
                *share,
                factor=100,
            ),
        )

    def _lay_out(self) -> None:
        self.setFixedHeight(theme.BAR_HEIGHT)
        self.tool.setProperty("tone", "heading")
        _fix_width(self.tool, (self.tr("Brush"), self.tr("Eraser")))
        row = self._row
        row.setContentsMargins(theme.GRID + theme.HALF, 0, theme.GRID, 0)
        row.setSpacing(theme.GRID)
        self._tool_icon = QLabel(self)
        row.addWidget(self._tool_icon)
        row.addWidget(self.tool)
        for value in self.values.values():
            row.addWidget(_line(self))
            row.addWidget(value)
        row.addStretch(1)
        row.addWidget(self.view)
        row.addWidget(_line(self))
        row.addWidget(self._icon_button("view.zoom_out"))
        row.addWidget(self.zoom)
        row.addWidget(self._icon_button("view.zoom_in"))

    def _icon_button(self, command_id: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions.with_icon(command_id))
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self._actions[command_id].text())
        return button

    def _view_button(self) -> QToolButton:
        button = _menu_button(self)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for view in FILM_VIEWS:
            action = menu.addAction(icon(_VIEW_ICONS[view]), self._view_title(view))
            action.setCheckable(True)
            action.setData(view)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, view=view: self._canvas.set_film_view(view))
        button.setIcon(icon(_VIEW_ICONS["film"]))
        _fix_width(button, tuple(f" {self._view_title(view)}" for view in FILM_VIEWS))
        button.setMenu(menu)
        title = self.tr("View of the repaint area")
        button.setAccessibleName(title)
        button.setToolTip(tip(title, self.tr("{key} goes to the next one.").format(key=key_text("view.mask"))))
        return button

    def _view_title(self, view: FilmView) -> str:
        return {
            "film": self.tr("Film"),
            "outline": self.tr("Outline"),
            "black_white": self.tr("Black and white"),
            "off": self.tr("Off"),
        }[view]

    def _zoom_button(self) -> QToolButton:
        button = _menu_button(self)
        _fix_width(button, tuple(percent(zoom) for zoom in _WIDEST_ZOOMS))
        menu = QMenu(button)
        menu.addAction(self._actions["view.fit"])
        menu.addSeparator()
        for zoom in _ZOOMS:
            action = menu.addAction(percent(zoom))
            action.triggered.connect(lambda _checked=False, zoom=zoom: self._canvas.zoom_to(zoom))
        button.setMenu(menu)
        title = self.tr("Zoom")
        button.setAccessibleName(title)
        keys = self.tr("{fit} fits the picture, {actual} shows its own pixels. The wheel zooms at the cursor.")
        button.setToolTip(tip(title, keys.format(fit=key_text("view.fit"), actual=key_text("view.actual"))))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the view's name out where there is no room for it; its icon and its tooltip stay."""
        super().resizeEvent(event)
        rest = self._row.minimumSize().width() - self.view.minimumWidth()
        has_room = rest + self._view_widths[0] <= self.width()
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.view.setToolButtonStyle(beside if has_room else alone)
        self.view.setFixedWidth(self._view_widths[0 if has_room else 1])

    # What is shown

    def _brush_changed(self, _name: str) -> None:
        for value in self.values.values():
            value.show_value()
        erases = self._settings.mode == "erase"
        self.tool.setText(self.tr("Eraser") if erases else self.tr("Brush"))
        self._tool_icon.setPixmap(icon("eraser" if erases else "brush").pixmap(theme.ICON, theme.ICON))

    def _show_view(self) -> None:
        view = self._canvas.film_view
        self.view.setText(f" {self._view_title(view)}")  # the style sheet leaves no gap of its own
        self.view.setIcon(icon(_VIEW_ICONS[view]))
        for action in self.view.menu().actions():
            action.setChecked(action.data() == view)

    def _show_zoom(self) -> None:
        has_picture = self._canvas.scene.placement is not None
        self.zoom.setText(percent(self._canvas.viewport.zoom) if has_picture else "-")
        self.zoom.setEnabled(has_picture)


def _menu_button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("kind", "framed")
    button.setProperty("menu", "true")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedHeight(theme.CONTROL_HEIGHT)
    return button


def _fix_width(widget: QLabel | QToolButton, texts: tuple[str, ...]) -> None:
    """Give `widget` room for the longest of its `texts`, so that nothing beside it moves with what it says."""
    widget.ensurePolished()
    widths = []
    for text in texts:
        widget.setText(text)
        widths.append(widget.sizeHint().width())
    widget.setFixedWidth(max(widths))


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("line", "vertical")
    line.setFixedHeight(2 * theme.GRID)
    return line


def _size_to_slider(size: float) -> float:
    """Return the place of a size: small brushes have most of the way, for there a pixel matters."""
    return float(_STEPS * ((size - MIN_SIZE) / (MAX_SIZE - MIN_SIZE)) ** (1 / _CURVE))


def _slider_to_size(place: float) -> float:
    return float(round(MIN_SIZE + (MAX_SIZE - MIN_SIZE) * (place / _STEPS) ** _CURVE))
