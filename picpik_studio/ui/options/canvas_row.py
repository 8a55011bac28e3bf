"""The row of the canvas tool: how large, in which ratio, where the picture sits, and what the new area begins with."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from picpik_studio.app.canvas_drafting import ANCHORS, CanvasDrafting
from picpik_studio.app.settings import SETTINGS_BY_NAME, Settings
from picpik_studio.core.canvas_draft import A4
from picpik_studio.core.geometry import Size
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.binding import follow
from picpik_studio.ui.options.anchor_button import AnchorButton
from picpik_studio.ui.options.canvas_fill_choice import CanvasFillChoice
from picpik_studio.ui.options.pieces import command_button, fix_width, menu_button, row_of, upright_line
from picpik_studio.ui.panels.controls.number import NumberField
from picpik_studio.ui.panels.controls.text import label, tip
from picpik_studio.ui.words import said

_MOST_PX: Final = 99_999
_NUMBER_PX: Final = 58
_BESIDE: Final = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ALONE: Final = Qt.ToolButtonStyle.ToolButtonIconOnly
FREE: Final = QT_TRANSLATE_NOOP("Canvas", "Free")
ORIGINAL: Final = QT_TRANSLATE_NOOP("Canvas", "Original")
RATIOS: Final[tuple[tuple[str, float | None], ...]] = (
    ("1:1", 1.0),
    ("5:4", 5 / 4),
    ("4:3", 4 / 3),
    ("3:2", 3 / 2),
    ("16:9", 16 / 9),
    ("21:9", 21 / 9),
    ("4:5", 4 / 5),
    ("3:4", 3 / 4),
    ("2:3", 2 / 3),
    ("9:16", 9 / 16),
    (QT_TRANSLATE_NOOP("Canvas", "A4"), A4),
    (QT_TRANSLATE_NOOP("Canvas", "A4 wide"), 1 / A4),
)
"""The ratios of width to height that are offered, wide ones before high ones."""


class CanvasRow(QWidget):
    """What can be set of the canvas frame; the words beside numbers and buttons give way where there is no room."""

    def __init__(
        self, drafting: CanvasDrafting, settings: Settings, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drafting = drafting
        self._settings = settings
        self.width_field = self._side(self.tr("Width of the canvas"), drafting.set_width)
        self.height_field = self._side(self.tr("Height of the canvas"), drafting.set_height)
        self.ratio = self._ratio_button()
        self.anchor = self._anchor_button()
        self.fill = CanvasFillChoice(settings, self)
        self.overlap = self._overlap_field()
        self._worded = (
            _WordedButton.of(actions, "canvas.apply", self.tr("Apply"), self),
            _WordedButton.of(actions, "canvas.reset", self.tr("Put back"), self),
        )
        self.apply, self.reset = (each.button for each in self._worded)
        self._giving = self._made_to_give_way()
        self._row = self._lay_out()
        self.fill.changed_width.connect(self._fit)
        follow(self, drafting.changed, self.show_draft)
        self.show_draft()

    def minimumSizeHint(self) -> QSize:
        """Return the room that is needed without what gives way."""
        return QSize(self._least_width(theme.HALF), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Move all closer together where there is little room, and show as many words as there is room for."""
        spacing = theme.GRID if self.width() >= self._least_width(theme.GRID) else theme.HALF
        self._row.setSpacing(spacing)
        room = self.width() - self._least_width(spacing)
        for part in self._giving:
            room -= part.sizeHint().width() + spacing
            part.setVisible(room >= 0)
        for button, beside, alone in self._worded:
            room -= beside - alone
            button.setToolButtonStyle(_BESIDE if room >= 0 else _ALONE)

    def _least_width(self, spacing: int) -> int:
        staying = [part for part in self._parts if part not in self._giving]
        widths = {part: part.minimumWidth() or part.minimumSizeHint().width() for part in staying}
        widths |= {each.button: each.alone for each in self._worded}
        return sum(widths.values()) + spacing * len(staying)

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        draft = self._drafting.draft
        size = draft.rect.size if draft is not None else Size(0, 0)
        for field, number in ((self.width_field, size.width), (self.height_field, size.height)):
            field.show_number(number)
            field.setEnabled(draft is not None)
        for control in (self.ratio, self.anchor):
            control.setEnabled(draft is not None)
        self._show_ratio(draft.ratio if draft is not None else None)
        self.anchor.show_place(self._settings.text("canvas_anchor"))
        self.overlap.show_number(self._settings.number("canvas_overlap"))

    def focus_size(self) -> None:
        """Give the keyboard to the width, all of it chosen: what is typed replaces it."""
        self.width_field.setFocus()
        self.width_field.selectAll()

    # Its parts

    def _side(self, title: str, take: Callable[[int], None]) -> NumberField:
        field = NumberField(0, _MOST_PX, 1, self)
        field.setSpecialValueText("-")
        field.setFixedWidth(_NUMBER_PX)
        field.setAccessibleName(title)
        field.setToolTip(tip(title, self.tr("In pixels; the picture sits in it as the button with the squares says.")))
        field.entered.connect(lambda number: take(round(number)))
        return field

    def _ratio_button(self) -> QToolButton:
        button = menu_button(self)
        menu, group = QMenu(button), QActionGroup(button)
        for title, ratio in ((FREE, None), (ORIGINAL, 0.0), *RATIOS):
            action = menu.addAction(said(title))
            action.setCheckable(True)
            action.setData(title)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, ratio=ratio: self._take_ratio(ratio))
            if title == ORIGINAL:
                menu.addSeparator()
        fix_width(button, tuple(said(title) for title, _ in ((FREE, None), (ORIGINAL, None), *RATIOS)))
        button.setMenu(menu)
        title = self.tr("Ratio of width to height")
        button.setAccessibleName(title)
        button.setToolTip(tip(title, self.tr("The canvas grows to it, and keeps it while it is dragged.")))
        return button

    def _take_ratio(self, ratio: float | None) -> None:
        draft = self._drafting.draft
        if draft is not None:
            self._drafting.set_ratio(draft.size.width / draft.size.height if ratio == 0 else ratio)

    def _show_ratio(self, ratio: float | None) -> None:
        draft = self._drafting.draft
        own = draft.size.width / draft.size.height if draft is not None else None
        named = next((title for title, each in RATIOS if each == ratio), ORIGINAL if ratio == own else FREE)
        title = named if ratio is not None else FREE
        self.ratio.setText(said(title))
        for action in self.ratio.menu().actions():
            action.setChecked(action.data() == title)

    def _anchor_button(self) -> AnchorButton:
        setting = SETTINGS_BY_NAME["canvas_anchor"]
        titles = {value: said(title) for value, title in setting.choices}
        button = AnchorButton(ANCHORS, titles, self)
        button.setAccessibleName(said(setting.title))
        button.setToolTip(tip(said(setting.title), said(setting.help)))
        button.chosen.connect(self._drafting.set_anchor)
        return button

    def _overlap_field(self) -> NumberField:
        setting = SETTINGS_BY_NAME["canvas_overlap"]
        field = NumberField(setting.low or 0, setting.high or 0, 1, self)
        field.setFixedWidth(_NUMBER_PX)
        field.setSuffix(" px")
        field.setAccessibleName(said(setting.title))
        field.setToolTip(tip(said(setting.title), said(setting.help)))
        field.entered.connect(lambda number: self._settings.set("canvas_overlap", round(number)))
        return field

    def _made_to_give_way(self) -> list[QWidget]:
        """Return lines and words that are seen where there is room for them, the first ones first."""
        words = ("x", self.tr("New area"), self.tr("Overlap"))
        return [upright_line(self), upright_line(self), *(label(text, "second", self) for text in words)]

    def _lay_out(self) -> QHBoxLayout:
        row = row_of(self)
        by, first, second, *words = self._giving[2], *self._giving[:2], *self._giving[3:]
        self._parts: tuple[QWidget, ...] = (
            upright_line(self),
            *(self.width_field, by, self.height_field, self.ratio, self.anchor),
            *(first, words[0], self.fill, words[1], self.overlap),
            *(second, self.apply, self.reset),
        )
        for part in self._parts:
            row.addWidget(part)
        row.addStretch(1)
        return row


class _WordedButton(NamedTuple):
    """The button of a command with short words beside its icon where there is room, and its width with and without."""

    button: QToolButton
    beside: int
    alone: int

    @classmethod
    def of(cls, actions: Actions, command_id: str, words: str, parent: QWidget) -> "_WordedButton":
        """Return the button with its icon alone. Measured once: to do it later would lay all out anew."""
        button = command_button(actions, command_id, parent)
        actions[command_id].setIconText(f" {words}")
        button.ensurePolished()
        widths = []
        for style in (_BESIDE, _ALONE):
            button.setToolButtonStyle(style)
            widths.append(button.sizeHint().width())
        return cls(button, *widths)
