"""Small pieces of text: tooltips that wrap, notes, links, headings."""

import re
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from picpik_studio.ui import theme

_LONG_RUN = re.compile(r"(\S{24})(?=\S)")
_MAY_BREAK = "\u200b"


def tip(title: str, *sentences: str) -> str:
    """Return a tooltip that wraps: the title, then what is said of it; empty sentences are left out."""
    lines = [f"<b>{escape(title)}</b>", *(escape(sentence) for sentence in sentences if sentence)]
    return f"<qt>{'<br>'.join(lines)}</qt>"


def label(text: str, tone: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a plain text of the theme's `tone`."""
    result = QLabel(text, parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        result.setProperty("tone", tone)
    return result


def note(text: str = "", tone: str = "second", parent: QWidget | None = None) -> QLabel:
    """Return a text that wraps and can be selected, as long as it needs to be."""
    result = Note(parent)
    result.setText(text)
    if tone:
        result.setProperty("tone", tone)
    return result


class Note(QLabel):
    """A text that wraps; an address or a path without a blank may wrap too, so that it never widens a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(_LONG_RUN.sub(f"\\1{_MAY_BREAK}", text))


def link(text: str, target: str, parent: QWidget | None = None) -> QLabel:
    """Return a quiet sentence with a link behind it; `linkActivated` tells that it was followed."""
    result = QLabel(parent)
    result.setTextFormat(Qt.TextFormat.RichText)
    result.setProperty("tone", "second")
    result.setWordWrap(True)
    result.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    style = f"color:{theme.ACCENT};text-decoration:none"
    before = f"{escape(text)}&nbsp;· " if text else ""
    result.setText(f'{before}<a href="#" style="{style}">{escape(target)}</a>')
    result.setAccessibleName(f"{text}: {target}" if text else target)
    return result


def ignored_note(parent: QWidget | None = None) -> QLabel:
    """Return the quiet words at what the chosen model makes no use of."""
    translate = QCoreApplication.translate
    result = link(translate("Panels", "Not used by this model"), translate("Panels", "Connections"), parent)
    result.setToolTip(translate("Panels", "What is set here is kept, and other connections may use it."))
    result.hide()
    return result


def line(parent: QWidget | None = None) -> QWidget:
    """Return a thin horizontal line."""
    result = QFrame(parent)
    result.setProperty("line", "horizontal")
    return result


class OneLine(QLabel):
    """A text of one line that is cut with an ellipsis where there is no room; the tooltip has all of it."""

    def __init__(self, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if tone:
            self.setProperty("tone", tone)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(tip(text) if text else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
