"""The bare twin of the window: a widget that draws a square at the pointer and nothing else, at once.

What a move takes here is the X server's, the toolkit's and the benchmark's own share, which no program can do without.
Told what to do by the same lines as `window`, as far as it knows them: `python -m tests.benchmarks.bare_window`.
"""

import json
import os
import sys

from PySide6.QtCore import QRect, QSocketNotifier, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from picpik_studio.ui import theme
from tests.benchmarks.screen import SIZE
from tests.benchmarks.window import say

_HALF_PX = 60


class BareView(QWidget):
    """Draws squares of one colour on grey."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._square = QRect()
        self.resize(*SIZE)
        self._ears = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self._hear)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt names it
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._square = QRect(0, 0, 2 * _HALF_PX, 2 * _HALF_PX)
            self._square.moveCenter(event.position().toPoint())
            self._square = self._square.intersected(self.rect())
            self.repaint(self._square)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt names it
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.FILM if event.rect() == self._square else "#808080"))
        painter.end()

    def _hear(self) -> None:
        for line in os.read(0, 65536).splitlines():
            word, *_values = json.loads(line)
            if word == "quit":
                QApplication.quit()
            say({"zoom": 1.0, "rect": [self.x(), self.y(), self.width(), self.height()]} if word == "zoom" else {})


def main(words: list[str]) -> int:
    app = QApplication(words[:1])
    view = BareView()
    view.show()
    say({"started": True})
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
