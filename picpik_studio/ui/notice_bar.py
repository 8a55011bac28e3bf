"""What the program says, over the top of the canvas: the newest cards, and how many older ones lie behind them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from picpik_studio.app.notices import Notice, Notices
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.icons import pixmap
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.text import label, note, tip
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
        self.earlier = label("", "second", self)
        self.dismiss = icon_button("x", self.tr("Dismiss"), self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.gone)
        self.setProperty("card", "notice")
        self.setProperty("tone", notice.kind)
        self.setAccessibleName(self._kind_title() + ": " + self.words.text())
        self._lay_out()
        self._restart()

    def show_earlier(self, sentences: Sequence[str]) -> None:
        """Say how many notices lie behind this one, and in the tooltip which."""
        self.earlier.setText(self.tr("{count} earlier").format(count=len(sentences)))
        self.earlier.setToolTip(tip(self.tr("They come back when these are dismissed."), *sentences))
        self.earlier.setVisible(bool(sentences))

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
        self.earlier.hide()
        layout.addWidget(self.earlier)
        self.dismiss.clicked.connect(self.gone)
        layout.addWidget(self.dismiss)


class NoticeBar(QWidget):
    """Lies over the top of its parent, as wide as it needs, and keeps there; hidden while nothing is said.

    A notice with a key takes the place of the one under the same key; the same words are not shown twice. Where there
    is no room for one more, the oldest gives way: news is over then, what must be dismissed comes back after the rest.
    Esc that nothing in the parent wanted dismisses the newest.
    """

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[NoticeCard] = []
        self._earlier: list[Notice] = []
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
    def earlier(self) -> int:
        """How many notices lie behind those that are shown."""
        return len(self._earlier)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, in the place of the one that it replaces, or after the others."""
        old = next((card for card in self._cards if _is_same(card.notice, notice)), None)
        place = self._cards.index(old) if old is not None else len(self._cards)
        if old is not None:
            self._take_away(old)
        self._earlier = [each for each in self._earlier if not _is_same(each, notice)]
        card = self._put(notice, place)
        if len(self._cards) > AT_ONCE:
            self._fold(self._cards[0])
        self._place()
        self._announce(card)

    def withdraw(self, key: str) -> None:
        """Take away what was said under a key."""
        self._earlier = [each for each in self._earlier if each.key != key]
        for card in tuple(each for each in self._cards if each.notice.key == key):
            self._gone(card)
        self._place()

    def dismiss_all(self) -> None:
        """Take everything away, also what lies behind."""
        self._earlier.clear()
        for card in tuple(self._cards):
            self._take_away(card)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the parent's size changes; take the Esc that came as far as the parent."""
        if watched is not self.parent():
            return False
        if event.type() is QEvent.Type.Resize:
            self._place()
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.KeyPress and self._cards:
            self._gone(self._cards[-1])
            return True
        return False

    def _put(self, notice: Notice, place: int) -> NoticeCard:
        card = NoticeCard(notice, self)
        card.gone.connect(lambda: self._gone(card))
        self._cards.insert(place, card)
        self._layout.insertWidget(place, card)
        card.show()
        return card

    def _fold(self, card: NoticeCard) -> None:
        """Make room; keep what must be dismissed."""
        self._take_away(card)
        if not SHOWN_MS[card.notice.kind]:
            self._earlier.append(card.notice)

    def _gone(self, card: NoticeCard) -> None:
        if card not in self._cards:
            return
        self._take_away(card)
        if self._earlier:
            self._put(self._earlier.pop(), 0)
        self._place()

    def _take_away(self, card: NoticeCard) -> None:
        self._cards.remove(card)
        self._layout.removeWidget(card)
        card.timer.stop()
        card.hide()
        card.deleteLater()

    def _place(self) -> None:
        """Lie in the middle of the parent's top edge, as high as the cards need."""
        self.setVisible(bool(self._cards))
        for card in self._cards:
            is_newest = card is self._cards[-1]
            card.show_earlier([said(each.template, each.values) for each in self._earlier] if is_newest else [])
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
