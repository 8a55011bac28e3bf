"""The live steps: what is done to the painted repaint area before it is used, without touching the strokes."""

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from picpik_studio.app.session import Session
from picpik_studio.core.document import DocumentEvent, MaskChanged, RecipeChanged
from picpik_studio.core.recipe import STEPS, Recipe, Step
from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui import theme
from picpik_studio.ui.amounts import help_of, in_words, title_of
from picpik_studio.ui.binding import follow, follow_document
from picpik_studio.ui.panels.activity import ActivityBar
from picpik_studio.ui.panels.controls.gestures import Gestures
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.text import note, tip
from picpik_studio.ui.panels.step_card import StepCard

ADDED = QT_TRANSLATE_NOOP("Edit", "Add a live step")
CHANGED = QT_TRANSLATE_NOOP("Edit", "Change a live step")
REMOVED = QT_TRANSLATE_NOOP("Edit", "Remove a live step")
MOVED = QT_TRANSLATE_NOOP("Edit", "Move a live step")
_BUSY_MS = 200


class LiveStepsSection(Section):
    """The recipe of the session's document; changes of one drag, or that follow each other quickly, are one edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Live steps"))
        self._session = session
        self._gestures = Gestures(self)
        self._dragged = -1
        self.cards: list[StepCard] = []
        self.empty = note(
            self.tr(
                "Steps grow, smooth or soften what is painted each time it changes. The strokes stay as they are, so "
                "that every step can be changed or taken away later."
            ),
            parent=self,
        )
        self.add = QToolButton(self)
        self.bake = QPushButton(self.tr("Apply to the painting"), self)
        self.activity = ActivityBar(self)
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(_BUSY_MS)
        self._busy.timeout.connect(self.activity.show)
        self._lay_out()
        self.bake.clicked.connect(session.reworking.bake)
        for busy in (session.deriving.busy, session.reworking.busy):
            follow(self, busy, lambda _how: self._show_busy())
        follow(self, session.changed, lambda topic: self._show() if topic == "document" else None)
        follow_document(self, session, self._follow_document, but=MaskChanged)
        self._show()
        self.unfold()

    # What a person does

    @property
    def _recipe(self) -> Recipe:
        document = self._session.document
        return document.recipe if document is not None else Recipe()

    def add_step(self, step: Step) -> None:
        """Take one step more, after the others."""
        self._set(self._recipe.added(step), ADDED)

    def _change(self, index: int, step: object) -> None:
        if isinstance(step, Step):
            if step.is_on != self._recipe.steps[index].is_on:
                self._gestures.begin()
            self._gestures.go_on()
            self._set(self._recipe.replaced(index, step), CHANGED, f"{self._gestures.name}-{index}")

    def _remove(self, index: int) -> None:
        self._set(self._recipe.removed(index), REMOVED)
        stop = self.cards[min(index, len(self.cards) - 1)].box if self.cards else self.add
        stop.setFocus()

    def _move(self, index: int, step: int) -> None:
        to = index + step
        if 0 <= to < len(self.cards):
            self._set(self._recipe.moved(index, to), MOVED)
            self.cards[to].box.setFocus()

    def _hold(self, index: int, is_held: bool) -> None:
        self._gestures.begin()
        self._mark_dragged(index if is_held else -1)

    def _drag(self, at: QPoint) -> None:
        """Change places with the step under the pointer."""
        over = (i for i, card in enumerate(self.cards) if card.rect().contains(card.mapFromGlobal(at)))
        to = next(over, self._dragged)
        if self._dragged >= 0 and to != self._dragged:
            self._set(self._recipe.moved(self._dragged, to), MOVED, f"{self._gestures.name}-drag")
            self._mark_dragged(to)

    def _mark_dragged(self, index: int) -> None:
        self._dragged = index
        for number, card in enumerate(self.cards):
            theme.restyle(card, "held", "true" if number == index else "false")

    def _set(self, recipe: Recipe, label: str, gesture: str = "") -> None:
        document = self._session.document
        if document is not None and not document.is_editing:
            document.set_recipe(recipe, label, gesture=gesture)
        else:
            self._show()

    # What is shown

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, RecipeChanged):
            self._show()

    def _show(self) -> None:
        """Show the steps there are, each in the card of its place."""
        steps = self._recipe.steps
        while len(self.cards) > len(steps):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        for index, step in enumerate(steps):
            if index < len(self.cards):
                self.cards[index].show_step(step)
            else:
                self._add_card(index, step)
        has_document = self._session.document is not None
        self.empty.setVisible(not steps)
        self.add.setEnabled(has_document)
        self.bake.setVisible(bool(steps))
        words = [in_words(step) for step in steps if step.is_on]
        self.header.show_summary(" · ".join(words) or self.tr("None"))

    def _add_card(self, index: int, step: Step) -> None:
        card = StepCard(step, self)
        card.edited.connect(partial(self._change, index))
        card.removed.connect(partial(self._remove, index))
        card.move_wanted.connect(partial(self._move, index))
        card.grip.held.connect(partial(self._hold, index))
        card.grip.dragged.connect(self._drag)
        card.amount.slider.sliderPressed.connect(self._gestures.begin)
        self.cards.append(card)
        self._list.addWidget(card)
        put_in_reading_order(self)

    def _show_busy(self) -> None:
        if not (self._session.deriving.is_busy or self._session.reworking.is_busy):
            self._busy.stop()
            self.activity.hide()
        elif not self._busy.isActive():
            self._busy.start()

    def _lay_out(self) -> None:
        menu = QMenu(self.add)
        menu.setToolTipsVisible(True)
        for kind in STEPS:
            action = menu.addAction(title_of(kind))
            action.setToolTip(tip(title_of(kind), help_of(kind)))
            action.triggered.connect(lambda _checked=False, kind=kind: self.add_step(kind()))
        self.add.setText(self.tr("Add step"))
        self.add.setProperty("kind", "framed")
        self.add.setProperty("menu", "true")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setMenu(menu)
        self.bake.setProperty("scale", "small")
        about = self.tr("Paints what the steps make, and takes them away; one step to undo.")
        self.bake.setToolTip(tip(self.bake.text(), about))
        policy = self.activity.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.activity.setSizePolicy(policy)
        self.activity.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.HALF)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.bake)
        self.content.addWidget(self.empty)
        self.content.addLayout(self._list)
        self.content.addWidget(self.activity)
        self.content.addLayout(row)
