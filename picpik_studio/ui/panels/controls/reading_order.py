"""The order in which Tab goes through a panel: as it is read, not as its parts happened to be made."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_BY_TAB: Final = Qt.FocusPolicy.TabFocus.value


def put_in_reading_order(widget: QWidget) -> None:
    """Have Tab follow the layouts inside `widget`; call it again for a part of it whose contents have changed."""
    for before, after in pairwise(stops(widget)):
        QWidget.setTabOrder(before, after)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Walk through what Tab may stop at in `widget`, itself included, hidden parts too."""
    ahead: list[QWidget | QLayout] = [widget]
    while ahead:
        part = ahead.pop()
        if isinstance(part, QLayout):
            ahead += reversed(_held(part))
            continue
        inside: QWidget | QLayout | None = None
        if isinstance(part, QScrollArea):
            inside = part.widget()
        elif part.focusPolicy().value & _BY_TAB:
            yield part
        if inside is None:
            inside = part.layout()
        if inside is not None:
            ahead.append(inside)


def _held(layout: QLayout) -> list[QWidget | QLayout]:
    """Return the widgets and layouts in a layout, in order."""
    held: list[QWidget | QLayout] = []
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        widget = item.widget()
        part = widget if widget is not None else item.layout()
        if part is not None:
            held.append(part)
    return held
