"""How the chosen result meets what is around it: its blend, its edge, its colours, and how much of it there is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from picpik_studio.app.session import Session
from picpik_studio.core.patch import Patch
from picpik_studio.core.seam import AS_SENT, FULL, MAX_BLEND_PX, MAX_SHIFT_PX, Seam
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.gestures import Gestures
from picpik_studio.ui.panels.controls.plain_rows import OptionRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import note, tip

_OPTION_PX = 160


class SeamSection(Section):
    """Sets the seam of the session's chosen patch; what is set while a slider is held is one edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Seam"))
        self._patches = session.patches
        self._matching = session.matching
        self._gestures = Gestures(self)
        self.blend = SliderRow(self._subject_of_blend(), self, is_flat=True)
        self.shift = SliderRow(self._subject_of_shift(), self, is_flat=True)
        self.shape = OptionRow(
            Subject(self.tr("Fall-off"), self.tr("How the result gives way to the picture along the blend."), "smooth"),
            (
                ("smooth", self.tr("Smooth")),
                ("even", self.tr("Even")),
                ("outer", self.tr("More of the result")),
                ("inner", self.tr("More of the picture")),
            ),
            self,
        )
        self.match = OptionRow(
            Subject(self.tr("Match colours"), self.tr("Brings the result's colours to those around it."), "none"),
            (("none", self.tr("Off")), ("tones", self.tr("Tones around")), ("gradient", self.tr("Seamless edge"))),
            self,
        )
        self.strength = SliderRow(self._subject_of_strength(), self, is_flat=True)
        self.opacity = SliderRow(self._subject_of_opacity(), self, is_flat=True)
        self.old = note(self.tr("Matched to what lay around it before."), "warning", self)
        self.renew = QPushButton(self.tr("Renew match"), self)
        self.reset = QPushButton(self.tr("Back to how it came"), self)
        self._lay_out()
        self._connect()
        self._show()
        self.unfold()

    def _rows(self) -> tuple[ValueRow, ...]:
        return (self.opacity, self.blend, self.shift, self.shape, self.match, self.strength)

    def _connect(self) -> None:
        def set_blend(seam: Seam, value: Any) -> Seam:  # noqa: ANN401 - a row's value is of its own kind
            natural = self._patches.chosen.fall_off_px if self._patches.chosen is not None else 0
            return replace(seam, blend_px=None if value == natural else int(value))

        setters: tuple[tuple[ValueRow, Callable[[Seam, Any], Seam]], ...] = (
            (self.blend, set_blend),
            (self.shift, lambda seam, value: replace(seam, shift_px=int(value))),
            (self.shape, lambda seam, value: replace(seam, shape=value)),
            (self.match, lambda seam, value: replace(seam, match=value)),
            (self.strength, lambda seam, value: replace(seam, strength=int(value))),
            (self.opacity, lambda seam, value: replace(seam, opacity=int(value))),
        )
        for row, setter in setters:
            row.edited.connect(lambda value, setter=setter: self._set(setter, value))
            if isinstance(row, SliderRow):
                row.slider.sliderPressed.connect(self._gestures.begin)
        self.reset.clicked.connect(self._reset)
        self.renew.clicked.connect(self._matching.renew)
        follow(self, self._patches.changed, self._show)
        follow(self, self._matching.changed, self._show)

    def _set(self, setter: Callable[[Seam, Any], Seam], value: Any) -> None:  # noqa: ANN401 - as above
        seam = self._patches.seam
        if seam is not None:
            self._gestures.go_on()
            self._patches.set_seam(setter(seam, value), self._gestures.name)
            self._show_seam(setter(seam, value))

    def _reset(self) -> None:
        self._gestures.begin()
        if self._patches.chosen is not None:
            self._patches.set_seam(AS_SENT)
            self._show_seam(AS_SENT)

    def _show(self) -> None:
        chosen, seam = self._patches.chosen, self._patches.seam
        if chosen is None or seam is None:
            return
        is_old = chosen.id in self._matching.outdated and seam.matches
        if self.renew.hasFocus() and not is_old:
            self.match.box.setFocus()  # else it would go to the button that takes all back
        for part in (self.old, self.renew):
            part.setVisible(is_old)
        self._show_natural(chosen)
        self._show_seam(seam)

    def _show_natural(self, patch: Patch) -> None:
        """Let the blend go back to what the edge blur has made of the edge."""
        if self.blend.about.default != patch.fall_off_px:
            self.blend.about = replace(self.blend.about, default=patch.fall_off_px)
            self.blend.show_default(patch.fall_off_px)

    def _show_seam(self, seam: Seam) -> None:
        values = (
            seam.opacity,
            self.blend.about.default if seam.blend_px is None else seam.blend_px,
            seam.shift_px,
            seam.shape,
            seam.match,
            seam.strength,
        )
        for row, value in zip(self._rows(), values, strict=True):
            if row.value != value:
                row.show_value(value)
        self.strength.setVisible(seam.match != "none")
        self.reset.setEnabled(seam != AS_SENT)
        self.header.show_summary(self.tr("As it came") if seam == AS_SENT else self.tr("Changed"))

    def _subject_of_blend(self) -> Subject:
        help_ = self.tr(
            "How wide the result gives way to the picture. It begins inside the footprint, never beyond it."
        )
        return Subject(self.tr("Blend width"), help_, 0, 0, MAX_BLEND_PX, unit="px")

    def _subject_of_shift(self) -> Subject:
        help_ = self.tr("Moves the edge: above 0 outwards, at most to the footprint's edge; below 0 inwards.")
        return Subject(self.tr("Edge shift"), help_, 0, -MAX_SHIFT_PX, MAX_SHIFT_PX, unit="px")

    def _subject_of_strength(self) -> Subject:
        help_ = self.tr("How much of the colour match is taken.")
        return Subject(self.tr("Match strength"), help_, FULL, 0, FULL, unit="%")

    def _subject_of_opacity(self) -> Subject:
        help_ = self.tr("How much of the result lies over the picture.")
        return Subject(self.tr("Opacity"), help_, FULL, 0, FULL, unit="%")

    def _lay_out(self) -> None:
        self.content.setSpacing(theme.HALF)
        for option in (self.shape, self.match):
            option.box.setFixedWidth(_OPTION_PX)
        for row in self._rows():
            self.content.addWidget(row)
        self.content.addWidget(self.old)
        self.content.addWidget(self.renew)
        self.renew.setProperty("scale", "small")
        renews = self.tr("Matches the colours of every such result to what lies around it now. One step to undo.")
        self.renew.setToolTip(tip(self.renew.text(), renews))
        self.reset.setProperty("scale", "small")
        about = self.tr("Takes back all that was set here; the painted parts stay. One step to undo.")
        self.reset.setToolTip(tip(self.reset.text(), about))
        self.content.addWidget(self.reset)
