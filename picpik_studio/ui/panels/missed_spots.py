"""The missed-spot finder: what was found, the next and the previous one, and what puts them right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.session import Session
from picpik_studio.core.spots import DEFAULT_AREA, DEFAULT_WIDTH, Spot, SpotKind
from picpik_studio.ui import theme
from picpik_studio.ui.actions import tooltip
from picpik_studio.ui.binding import follow
from picpik_studio.ui.key_names import show_keys_with
from picpik_studio.ui.panels.controls.button import icon_button, text_button
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.plain_rows import NumberRow
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.subject import Subject
from picpik_studio.ui.panels.controls.text import label, tip

_MOST = 300
_ROWS = 5
_ROW_PX = 26


class MissedSpotsSection(Section):
    """Lists the spots of the session's document while it is unfolded and in sight; `chosen_spot` tells of a choice."""

    chosen_spot = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Missed spots"))
        self._session = session
        self._missed = session.missed
        self._shown: tuple[Spot, ...] | None = None
        self._fixed: Spot | None = None
        self.kinds = {kind: self._kind_button(kind) for kind in SpotKind}
        self.list = QListWidget(self)
        self.empty = label("", "second", self)
        self.previous = icon_button("chevron-left", self.tr("Previous spot"), self)
        self.next = icon_button("chevron-right", self.tr("Next spot"), self)
        self.fix = text_button("check", self.tr("Fix"), self)
        self.fix_all = QPushButton(self.tr("Fix all"), self)
        self.gap, self.area = self._numbers()
        self._lay_out()
        self._connect()
        self._show()

    def titles(self, kind: SpotKind) -> str:
        """Return what a kind is called."""
        return {
            SpotKind.PINHOLE: self.tr("Pinhole"),
            SpotKind.GAP: self.tr("Gap"),
            SpotKind.SPECK: self.tr("Speck"),
        }[kind]

    def _plural(self, kind: SpotKind) -> str:
        return {
            SpotKind.PINHOLE: self.tr("Pinholes"),
            SpotKind.GAP: self.tr("Gaps"),
            SpotKind.SPECK: self.tr("Specks"),
        }[kind]

    def step(self, step: int) -> None:
        """Go to the next spot or the one before, and show it."""
        spot = self._missed.step(step)
        if spot is not None:
            self.chosen_spot.emit(spot)

    def fix_current(self) -> None:
        """Put the current spot right; the next one is shown as soon as it is known."""
        self._fixed = self._missed.current
        if self._fixed is not None:
            self._session.reworking.fix((self._fixed,))

    def fix_everything(self) -> None:
        """Put all listed spots right, as one edit."""
        if self._missed.spots:
            self._session.reworking.fix(self._missed.spots, are_all=True)

    def _kind_button(self, kind: SpotKind) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        button.setChecked(True)
        button.clicked.connect(self._choose_kinds)
        button.setToolTip(
            tip(
                self.titles(kind),
                {
                    SpotKind.PINHOLE: self.tr("A small hole in what is painted."),
                    SpotKind.GAP: self.tr("A narrow strip between painted parts that was left out."),
                    SpotKind.SPECK: self.tr("A stray dot of paint."),
                }[kind],
            )
        )
        return button

    def _numbers(self) -> tuple[NumberRow, NumberRow]:
        gap = Subject(
            self.tr("Gaps narrower than"), self.tr("In pixels of the picture."), DEFAULT_WIDTH, 2, 200, unit="px"
        )
        area = Subject(
            self.tr("Dots of at most"),
            self.tr("The area in pixels of the picture."),
            DEFAULT_AREA,
            1,
            100_000,
            unit="px",
        )
        return NumberRow(gap, self), NumberRow(area, self)

    def _connect(self) -> None:
        self.header.toggled.connect(self._watch)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.fix.clicked.connect(self.fix_current)
        self.fix_all.clicked.connect(self.fix_everything)
        self.list.currentRowChanged.connect(self._choose)
        self.gap.edited.connect(lambda value: self._missed.look_for(width=int(value)))
        self.area.edited.connect(lambda value: self._missed.look_for(area=int(value)))
        follow(self, self._missed.changed, self._follow)
        show_keys_with(self, self._explain)

    def _explain(self) -> None:
        """Say what the buttons do, and the keys that do it too."""
        for command, button in {
            "spots.previous": self.previous,
            "spots.next": self.next,
            "spots.fix": self.fix,
            "spots.fix_all": self.fix_all,
        }.items():
            button.setToolTip(tooltip(BY_ID[command]))

    def showEvent(self, event: QShowEvent) -> None:
        """Look again."""
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more while another page is in front."""
        super().hideEvent(event)
        self._watch()

    def _watch(self) -> None:
        self._missed.watch(is_on=self.is_unfolded and self.isVisible())

    def _choose_kinds(self) -> None:
        self._missed.choose_kinds(frozenset(kind for kind, button in self.kinds.items() if button.isChecked()))

    def _choose(self, row: int) -> None:
        spots = self._missed.spots
        if 0 <= row < len(spots):
            self._missed.go_to(spots[row])
            self.chosen_spot.emit(spots[row])

    def _follow(self) -> None:
        """Show what was found; after a fix the one that is current now, which else would be fixed unseen."""
        self._show()
        current = self._missed.current
        if self._fixed is not None and current != self._fixed:
            self._fixed = None
            if current is not None:
                self.chosen_spot.emit(current)

    def _show(self) -> None:
        spots = self._missed.spots
        for kind, button in self.kinds.items():
            button.setText(f"{self._plural(kind)} {self._missed.count(kind)}")
        if spots != self._shown:
            self._fill(spots)
        was_blocked = self.list.blockSignals(True)
        current = self._missed.current
        self.list.setCurrentRow(spots.index(current) if current in spots[:_MOST] else -1)
        self.list.blockSignals(was_blocked)
        for part, can in {self.previous: spots, self.next: spots, self.fix_all: spots, self.fix: current}.items():
            if not can and part.hasFocus():
                self.header.setFocus()  # not a number, as Qt would have it, that keeps Undo to itself
            part.setEnabled(bool(can))
        self.empty.setText(self.tr("Looking…") if self._missed.is_looking else self.tr("No missed spots"))
        self.empty.setVisible(not spots)
        self.list.setVisible(bool(spots))
        found = self.tr("{count} found").format(count=len(spots)) if spots else self.tr("No missed spots")
        self.header.show_summary(found if self._missed.is_on else "")

    def _fill(self, spots: tuple[Spot, ...]) -> None:
        self._shown = spots
        was_blocked = self.list.blockSignals(True)
        self.list.clear()
        self.list.ensurePolished()
        for spot in spots[:_MOST]:
            rect = spot.rect
            text = self.tr("{kind} · {area} px · at {x}, {y}").format(
                kind=self.titles(spot.kind), area=spot.area, x=rect.x, y=rect.y
            )
            QListWidgetItem(text, self.list)
        if len(spots) > _MOST:
            more = QListWidgetItem(self.tr("and {count} more").format(count=len(spots) - _MOST), self.list)
            more.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.blockSignals(was_blocked)
        self.list.setFixedHeight(_ROW_PX * max(1, min(_ROWS, len(spots))) + 2)

    def _lay_out(self) -> None:
        chips = FlowLayout(spacing=theme.HALF)
        for button in self.kinds.values():
            chips.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(theme.HALF)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addStretch(1)
        for button in (self.fix, self.fix_all):
            button.setProperty("scale", "small")
            row.addWidget(button)
        self.list.setAccessibleName(self.header.text())
        self.content.addLayout(chips)
        self.content.addWidget(self.empty)
        self.content.addWidget(self.list)
        self.content.addLayout(row)
        self.content.addWidget(self.gap)
        self.content.addWidget(self.area)
