"""How the repaint area is shown: colour, strength and pattern of the film, and which side of it the film covers."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from picpik_studio.app.session import Session
from picpik_studio.app.settings import SETTINGS_BY_NAME
from picpik_studio.errors import PicPikError
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind, follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.looks import VIVID
from picpik_studio.ui.canvas.scene import FILM_VIEWS
from picpik_studio.ui.dialogs.preferences import make_row
from picpik_studio.ui.icons import scales
from picpik_studio.ui.panels.controls.plain_rows import OptionRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.subject import Subject, subject
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.panels.dissolving_note import DissolvingNote
from picpik_studio.ui.words import said

_SWATCH = QSize(22, 22)
_LIST_PX = 176
_ROWS = ("film_colouring", "overlay_colour", "overlay_opacity", "film_pattern", "film_side")


class FilmSection(Section):
    """The settings of the film, and the view of the one canvas beside it; what is chosen here is remembered."""

    def __init__(self, session: Session, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Shown as"))
        self._settings = session.program.settings
        self._notices = session.program.notices
        self._canvas = canvas
        self.view = self._make_view()
        self.swatches = {colour: self._swatch(colour) for colour in map(_name, VIVID)}
        self.rows: dict[str, ValueRow] = {name: make_row(SETTINGS_BY_NAME[name]) for name in _ROWS}
        self.dissolving = DissolvingNote(session)
        self._shorten()
        self._lay_out()
        for name, row in self.rows.items():
            bind(row, self, self._settings, name)
        self.view.edited.connect(canvas.set_film_view)
        canvas.look_changed.connect(self._show_view)
        follow(self, self._settings.changed, self._follow_setting)
        self._show_view()
        self._show_swatches()
        self.unfold()

    def _shorten(self) -> None:
        """Give the rows names and lists that a narrow panel has room for; the section says what they are about."""
        titles = {
            "film_colouring": self.tr("Colour"),
            "overlay_colour": self.tr("Another colour"),
            "overlay_opacity": self.tr("Strength"),
            "film_pattern": self.tr("Pattern"),
            "film_side": self.tr("Covers"),
        }
        self.view.title.setText(self.tr("View"))
        for name, title in titles.items():
            self.rows[name].title.setText(title)
        for row in (self.view, *self.rows.values()):
            if isinstance(row, OptionRow):
                row.box.setFixedWidth(_LIST_PX)

    def _make_view(self) -> OptionRow:
        setting = SETTINGS_BY_NAME["film_view"]
        titles = {value: said(title) for value, title in setting.choices} | {"off": self.tr("Off")}
        row = OptionRow(_without_default(subject(setting)), ((view, titles[view]) for view in FILM_VIEWS), self)
        row.reset_button.hide()
        return row

    def _swatch(self, colour: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setIcon(_dot(colour))
        button.setIconSize(_SWATCH)
        title = self.tr("Film colour {colour}").format(colour=colour)
        button.setAccessibleName(title)
        button.setToolTip(tip(title))
        button.clicked.connect(lambda: self._choose(colour))
        return button

    def _choose(self, colour: str) -> None:
        self._set("overlay_colour", colour)
        self._set("film_colouring", "fixed")
        self._show_swatches()

    def _set(self, name: str, value: object) -> None:
        try:
            self._settings.set(name, value)
        except PicPikError as error:
            self._notices.fail(error)

    def _follow_setting(self, name: str) -> None:
        if name in {"overlay_colour", "film_colouring"}:
            self._show_swatches()
        is_safe = self._settings.text("film_colouring") == "safe"
        if name == "film_colouring" and is_safe and self._settings.text("film_pattern") == "solid":
            self._set("film_pattern", "stripes")  # the safe set is a colour and a pattern; both stay free to change

    def _show_view(self) -> None:
        self.view.show_value(self._canvas.film_view)

    def _show_swatches(self) -> None:
        is_fixed = self._settings.text("film_colouring") == "fixed"
        chosen = self._settings.text("overlay_colour").lower() if is_fixed else ""
        for colour, button in self.swatches.items():
            button.setChecked(colour == chosen)
        self.rows["overlay_colour"].setEnabled(is_fixed)
        self.header.show_summary(self.view.box.currentText())

    def _lay_out(self) -> None:
        self.content.addWidget(self.view)
        line = QHBoxLayout()
        line.setSpacing(theme.HALF)
        for button in self.swatches.values():
            line.addWidget(button)
        line.addStretch(1)
        self.content.addLayout(line)
        for row in self.rows.values():
            self.content.addWidget(row)
        self.content.addWidget(self.dissolving)


def _without_default(about: Subject) -> Subject:
    """Return the same without its help about new windows: this one is meant."""
    return Subject(title=about.title, help="", default=about.default)


def _name(colour: tuple[int, int, int]) -> str:
    return QColor(*colour).name()


def _dot(colour: str) -> QIcon:
    icon = QIcon()
    for scale in scales():
        dot = QPixmap(_SWATCH * scale)
        dot.setDevicePixelRatio(scale)
        dot.fill(Qt.GlobalColor.transparent)
        painter = QPainter(dot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.EDGE))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(2, 2, _SWATCH.width() - 5, _SWATCH.height() - 5)
        painter.end()
        icon.addPixmap(dot)
    return icon
