"""What lies over the scene, in its order, and who of it is asked at each paint."""

from collections.abc import Callable

from PySide6.QtGui import QPainter

Overlay = Callable[[QPainter], bool]
"""Draws with a painter that counts the widget's pixels; returns whether it has anything to show, in sight or not."""


class Overlays:
    """Shapes in progress, marks, the brush's outline: most of them have nothing to show for most of the time.

    One that had nothing is not asked again until `ask_all`: at a move of the pointer each of a dozen would only look
    into what the processor's cache has long forgotten. `are_hidden`: they belong to a picture not seen yet.
    """

    def __init__(self) -> None:
        self.are_hidden = False
        self._all: list[Overlay] = []
        self._showing: list[Overlay] | None = None

    def append(self, *overlays: Overlay) -> None:
        """Put them over all others."""
        self._all += overlays
        self.ask_all()

    def insert(self, place: int, overlay: Overlay) -> None:
        """Put one over `place` others, and under the rest."""
        self._all.insert(place, overlay)
        self.ask_all()

    def ask_all(self) -> None:
        """Ask every one at the next paint: something may have begun to be seen."""
        self._showing = None

    def draw(self, painter: QPainter) -> None:
        """Let those draw that have something to show."""
        if self.are_hidden:
            return
        asked = self._all if self._showing is None else self._showing
        self._showing = [overlay for overlay in asked if overlay(painter)]
