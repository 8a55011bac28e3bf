"""Small pieces of text: tooltips that wrap, notes, links, headings."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from picpik_studio.ui import theme


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
    result = label(text, tone, parent)
    result.setWordWrap(True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


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
    result.setText(f'{escape(text)}&nbsp;· <a href="#" style="{style}">{escape(target)}</a>')
    result.setAccessibleName(f"{text}: {target}")
    return result


def line(parent: QWidget | None = None) -> QWidget:
    """Return a thin horizontal line."""
    result = QFrame(parent)
    result.setProperty("line", "horizontal")
    return result
