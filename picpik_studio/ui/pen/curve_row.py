"""The curve of the pen's pressure as a value of the settings: its editor, curves to begin with, a stroke to try."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from picpik_studio.app.brush_settings import pen_of
from picpik_studio.app.settings import Settings
from picpik_studio.core.pressure import CURVES, Curve, Pen
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import tip
from picpik_studio.ui.pen.curve_editor import MARGIN, CurveEditor
from picpik_studio.ui.pen.sample import StrokeSample


class CurveRow(ValueRow):
    """A `Curve` as the text that it writes; one that makes no sense is shown as the straight one."""

    def __init__(self, about: Subject, parent: QWidget | None = None) -> None:
        self.editor = CurveEditor()
        self.sample = StrokeSample()
        self._pen = Pen()
        super().__init__(about, parent)
        self.presets = {name: self._preset(name) for name in CURVES}
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(theme.HALF)
        for button in self.presets.values():
            row.addWidget(button)
        row.addStretch(1)
        self.body.setSpacing(theme.HALF)
        self.body.addSpacing(theme.HALF)
        self.body.addLayout(row)
        self.body.addWidget(self.editor)
        self.body.addWidget(self.sample)
        self.editor.moved.connect(self._try)
        self.editor.edited.connect(lambda curve: self._take(str(curve)))
        self.show_value(about.default)

    def follow_pressure(self, settings: Settings) -> None:
        """Let the stroke show what the pressure changes by the settings, until Qt destroys this."""

        def show(_name: str = "") -> None:
            self._pen = pen_of(settings)
            self._enable(is_felt=self._pen.is_felt)
            self._try(self.editor.curve)

        follow(self, settings.changed, show)
        show()

    def _preset(self, name: str) -> QPushButton:
        titles = {
            "soft": (self.tr("Soft"), self.tr("Much at a light touch.")),
            "linear": (self.tr("Linear"), self.tr("As much as you press.")),
            "firm": (self.tr("Firm"), self.tr("Little, until you press firmly.")),
        }
        title, says = titles[name]
        button = QPushButton(title, self)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        button.setToolTip(tip(title, says))
        button.clicked.connect(lambda: self._choose(CURVES[name]))
        return button

    def _choose(self, curve: Curve) -> None:
        self._take(str(curve))
        self._show(self.value)  # a click on the chosen one would let go of it

    def _enable(self, *, is_felt: bool) -> None:
        for control in (self.editor, *self.presets.values()):
            control.setEnabled(is_felt)

    def _try(self, curve: Curve) -> None:
        """Show what comes of a curve that is being bent."""
        self.sample.show_pen(Pen(self._pen.is_felt, self._pen.sizes, self._pen.fades, curve))
        for name, button in self.presets.items():
            button.setChecked(CURVES[name] == curve)

    def _show(self, value: Any) -> None:  # noqa: ANN401 - a value is of its own kind
        curve = Curve.read(value)
        self.editor.show_curve(curve)
        self._try(curve)
