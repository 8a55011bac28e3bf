"""The icons of `resources/icons` in the colours of the theme, drawn once each and kept.

An icon is a line drawing whose colour is `currentColor`. It is drawn for a plain screen, and for the sharpest one that
the computer has. Drawing takes a fifth of a millisecond, so what is seen later is drawn later (`actions`, `menus`).
"""

import math
from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from picpik_studio.resources import resource
from picpik_studio.ui import theme

_FACE_SIZES = (16, 32, 64, 128)
_PICTURES: Final = 256
GAP: Final = 4
"""What is added to the distance between a button's icon and its text, in px."""


@cache
def icon(name: str, colour: str = theme.TEXT, size: int = theme.ICON) -> QIcon:
    """Return the icon `name`, `size` px square: in `colour`, and grey while disabled. Raises FileNotFoundError."""
    result = QIcon()
    for scale in scales():
        drawn = _drawn(name, colour, size, scale)
        result.addPixmap(drawn, QIcon.Mode.Normal)
        result.addPixmap(_greyed(drawn), QIcon.Mode.Disabled)
    return result


@cache
def spaced_icon(name: str, colour: str = theme.TEXT, size: int = theme.ICON) -> QIcon:
    """Return the icon with `GAP` px of nothing at its right, for a button that has a text after it.

    Styles leave 4 px at most between icon and text, and no style sheet can change that. Raises FileNotFoundError.
    """
    result = QIcon()
    for scale in scales():
        drawn = _with_gap(_drawn(name, colour, size, scale))
        result.addPixmap(drawn, QIcon.Mode.Normal)
        result.addPixmap(_greyed(drawn), QIcon.Mode.Disabled)
    return result


def put_icon(button: QAbstractButton, name: str, colour: str = theme.TEXT, size: int = theme.ICON) -> None:
    """Put an icon before a button's text, at the distance that the eye wants. Raises FileNotFoundError."""
    button.setIcon(spaced_icon(name, colour, size))
    button.setIconSize(QSize(size + GAP, size))


@lru_cache(_PICTURES)
def pixmap(name: str, colour: str = theme.TEXT, size: int = theme.ICON, *, scale: float = 1.0) -> QPixmap:
    """Return the icon `name` as a picture for a screen of `scale` device pixels a pixel. Raises FileNotFoundError.

    Whoever asks again has the same one, which nobody paints on: lists ask for it in every paint of a row.
    """
    return _drawn(name, colour, size, scale)


@cache
def application_icon() -> QIcon:
    """Return the program's own picture, at the sizes that systems ask for."""
    result = QIcon()
    for size in _FACE_SIZES:
        result.addPixmap(_drawn("picpik-studio", theme.TEXT, size, 1))
    return result


def scales() -> tuple[int, ...]:
    """Return how many device pixels a pixel has where an icon may be seen: one, and those of the sharpest screen."""
    sharpest = math.ceil(max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0))
    return (1, sharpest) if sharpest > 1 else (1,)


def _with_gap(drawn: QPixmap) -> QPixmap:
    scale = drawn.devicePixelRatio()
    result = QPixmap(drawn.width() + round(GAP * scale), drawn.height())
    result.setDevicePixelRatio(scale)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return result


def _greyed(drawn: QPixmap) -> QPixmap:
    """Return the same lines in the colour of what is disabled; one fill is four times as fast as drawing anew."""
    result = QPixmap(drawn)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(result.rect(), QColor(theme.DISABLED))
    painter.end()
    return result


def _drawn(name: str, colour: str, size: int, scale: float) -> QPixmap:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    side = round(size * scale)
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(scale)
    return result
