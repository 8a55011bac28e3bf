"""The areas of a window: hidden and shown together, and gone through by one key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from picpik_studio.ui.panels.controls.reading_order import stops
from picpik_studio.ui.parts import Parts
from picpik_studio.ui.shell import Shell


class Areas:
    """The parts around the canvas. `show(shown=False)` leaves the canvas alone in the window."""

    def __init__(self, shell: Shell, parts: Parts) -> None:
        self._shell = shell
        self._parts = parts
        self.are_shown = True

    def show(self, *, shown: bool) -> None:
        """Show the areas around the canvas, or hide them."""
        self.are_shown = shown
        shell = self._shell
        for area in (shell.tools, shell.options, shell.side):
            area.setVisible(shown)
        self.show_results()
        if not shown:
            self.focus_canvas()

    def show_results(self) -> None:
        """Show the strip of results when there is something in it; not in the middle of a gesture.

        The canvas gives its room to the strip: under a held button nothing may move, and a picture that was zoomed
        stays where it is on the screen.
        """
        if self._parts.canvas.pointer.active is not None:
            return
        with self._parts.canvas.standing_still():
            self._shell.results.setVisible(self.are_shown and self._parts.results.is_filled)
            centre = self._shell.centre.layout()
            if centre is not None:
                centre.activate()  # now, not when the events have come round

    def focus_canvas(self) -> None:
        """Give the keyboard to the middle of the window."""
        self._middle().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next(self) -> None:
        """Give the keyboard to the next area: canvas, results, prompt and parameters, jobs, options, tools."""
        firsts = [(area, first) for area in self._in_order() if (first := _first(area)) is not None]
        focused = QApplication.focusWidget()
        here = next((i for i, (area, _) in enumerate(firsts) if focused is not None and _holds(area, focused)), -1)
        if firsts:
            firsts[(here + 1) % len(firsts)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _middle(self) -> QWidget:
        return self._shell.stage.currentWidget() or self._shell.stage

    def _in_order(self) -> tuple[QWidget, ...]:
        parts, shell = self._parts, self._shell
        return (self._middle(), shell.results, parts.parameters, parts.jobs, shell.options, shell.tools)


def _holds(area: QWidget, widget: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)


def _first(area: QWidget) -> QWidget | None:
    """Return the area, or the first widget in it, as it is read, that the keyboard can reach now."""
    return next((widget for widget in stops(area) if widget.isVisible() and widget.isEnabled()), None)
