"""What the program says, over the top of the canvas: a few cards at once, the rest waits."""

from collections import deque
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from picpik_studio.app.notices import Notice, Notices
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.text import note
from picpik_studio.ui.words import said

AT_ONCE: Final = 3
"""How many notices are shown at once."""

SHOWN_MS: Final = {"info": 6000, "success": 5000, "warning": 0, "error": 0}
"""How long a notice stays; 0 until it is dismissed. One with an action stays longer."""

_ACTION_MS = 6000
_MOST_WIDTH = 560
_MARGIN = 2 * theme.GRID
_ICON = 18
_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "error": "circle-x"}
_COLOURS = {"info": theme.ACCENT, "success": theme.SUCCESS, "warning": theme.WARNING, "error": theme.ERROR}


class NoticeCard(QFrame):
    """One notice; `gone` tells that it was dismissed, acted on, or has been shown long enough."""

    gone = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.words = note(said(notice.template, notice.values), "", self)
        self.action: QPushButton | None = None
        self.dismiss = icon_button("x", self.tr("Dismiss"), self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.gone)
        self.setProperty("card", "notice")
        self.setProperty("tone", notice.kind)
        self.setAccessibleName(self._kind_title() + ": " + self.words.text())
        self._lay_out()
        self._restart()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while it is being read."""
        super().enterEvent(event)
        self.timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew."""
        super().leaveEvent(event)
        self._restart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Dismiss at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.gone.emit()
        else:
            super().keyPressEvent(event)

    def _restart(self) -> None:
        stays = SHOWN_MS[self.notice.kind]
        if stays:
            self.timer.start(stays + (_ACTION_MS if self.notice.action else 0))

    def _act(self) -> None:
        self.gone.emit()
        if self.notice.action is not None:
            self.notice.action.run()

    def _kind_title(self) -> str:
        return {
            "info": self.tr("Note"),
            "success": self.tr("Done"),
            "warning": self.tr("Warning"),
            "error": self.tr("Error"),
        }[self.notice.kind]

    def _lay_out(self) -> None:
        kind = self.notice.kind
        picture = QLabel(self)
        picture.setPixmap(pixmap(_ICONS[kind], _COLOURS[kind], _ICON, scale=self.devicePixelRatioF()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GRID + theme.HALF, theme.GRID - 2, theme.GRID, theme.GRID - 2)
        layout.setSpacing(theme.GRID)
        layout.addWidget(picture)
        layout.addWidget(self.words, 1)
        if self.notice.action is not None:
            self.action = QPushButton(said(self.notice.action.label), self)
            self.action.setProperty("scale", "small")
            self.action.clicked.connect(self._act)
            self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(self.action)
        self.dismiss.clicked.connect(self.gone)
        layout.addWidget(self.dismiss)


class NoticeBar(QWidget):
    """Lies over the top of its parent, as wide as it needs, and keeps there; hidden while nothing is said.

    A notice with a key takes the place of the one under the same key; the same words are not shown twice.
    """

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[NoticeCard] = []
        self._waiting: deque[Notice] = deque()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.HALF)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        if parent is not None:
            parent.installEventFilter(self)
        follow(self, notices.shown, self.show_notice)
        follow(self, notices.withdrawn, self.withdraw)

    @property
    def cards(self) -> tuple[NoticeCard, ...]:
        """What is shown now, the oldest first."""
        return tuple(self._cards)

    @property
    def waiting(self) -> int:
        """How many notices wait for room."""
        return len(self._waiting)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, in the place of the one that it replaces, or as soon as there is room."""
        old = next((card for card in self._cards if _is_same(card.notice, notice)), None)
        if old is not None:
            place = self._cards.index(old)
            self._take_away(old)
            self._put(notice, place)
            return
        self._waiting = deque(each for each in self._waiting if not _is_same(each, notice))
        self._waiting.append(notice)
        self._fill()

    def withdraw(self, key: str) -> None:
        """Take away what is shown or waits under a key."""
        self._waiting = deque(each for each in self._waiting if each.key != key)
        for card in tuple(each for each in self._cards if each.notice.key == key):
            self._gone(card)

    def dismiss_all(self) -> None:
        """Take everything away, also what waits."""
        self._waiting.clear()
        for card in tuple(self._cards):
            self._take_away(card)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the parent's size changes."""
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _fill(self) -> None:
        while self._waiting and len(self._cards) < AT_ONCE:
            self._put(self._waiting.popleft(), len(self._cards))
        self._place()

    def _put(self, notice: Notice, place: int) -> None:
        card = NoticeCard(notice, self)
        card.gone.connect(lambda: self._gone(card))
        self._cards.insert(place, card)
        self._layout.insertWidget(place, card)
        card.show()
        self._place()
        self._announce(card)

    def _gone(self, card: NoticeCard) -> None:
        if card in self._cards:
            self._take_away(card)
            self._fill()

    def _take_away(self, card: NoticeCard) -> None:
        self._cards.remove(card)
        self._layout.removeWidget(card)
        card.timer.stop()
        card.hide()
        card.deleteLater()

    def _place(self) -> None:
        """Lie in the middle of the parent's top edge, as high as the cards need."""
        self.setVisible(bool(self._cards))
        parent = self.parentWidget()
        if parent is None or not self._cards:
            return
        width = min(_MOST_WIDTH, parent.width() - 2 * _MARGIN)
        self._layout.activate()
        height = self._layout.heightForWidth(width)
        self.setGeometry(
            (parent.width() - width) // 2, _MARGIN, width, max(height, self._layout.minimumSize().height())
        )
        self.raise_()

    def _announce(self, card: NoticeCard) -> None:
        """Have a screen reader speak the notice."""
        event = QAccessibleAnnouncementEvent(self, card.accessibleName())
        if card.notice.kind == "error":
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


def _is_same(one: Notice, other: Notice) -> bool:
    """Whether one notice takes the other's place."""
    if one.key or other.key:
        return one.key == other.key
    return one.kind == other.kind and one.text == other.text
