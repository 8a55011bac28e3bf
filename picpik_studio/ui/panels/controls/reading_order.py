"""The order in which Tab goes through a panel: as it is read, not as its parts happened to be made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def put_in_reading_order(widget: QWidget) -> None:
    """Have Tab follow the layouts inside `widget`; call it again for a part of it whose contents have changed."""
    for before, after in pairwise(stops(widget)):
        QWidget.setTabOrder(before, after)


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Walk through what Tab may stop at in `widget`, itself included, hidden parts too."""
    if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and not isinstance(widget, QScrollArea):
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    layout = widget.layout()
    if inside is not None:
        yield from stops(inside)
    elif layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from stops(widget)
        elif inner is not None:
            yield from _in_layout(inner)
