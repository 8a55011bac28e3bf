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
    inside = None
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
    elif widget.focusPolicy().value & _BY_TAB:
        yield widget
    if inside is not None:
        yield from stops(inside)
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from stops(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)
