"""The naive twin of the window: a scene of pixmaps, its film made anew and handed over whole at every move.

Told what to do by the same lines as `window`, as far as it knows them: `python -m tests.benchmarks.naive_window W H`.
"""

import json
import os
import sys

import cv2
import numpy as np
from PySide6.QtCore import QPoint, QSocketNotifier, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from picpik_studio.core.geometry import Size
from tests.benchmarks.paint_latency import tinted
from tests.benchmarks.screen import SIZE
from tests.benchmarks.window import say


class NaiveView(QGraphicsView):
    """Paints discs of 200 pixels."""

    def __init__(self, size: Size) -> None:
        self._scene = QGraphicsScene()
        super().__init__(self._scene)
        self._size = size
        self._grey = np.full((size.height, size.width, 4), 128, np.uint8)
        photo = QImage(self._grey.data, size.width, size.height, 4 * size.width, QImage.Format.Format_RGB32)
        self._scene.addItem(QGraphicsPixmapItem(QPixmap.fromImage(photo)))
        self._film = QGraphicsPixmapItem()
        self._scene.addItem(self._film)
        self._mask = np.zeros((size.height, size.width), np.uint8)
        self.resize(*SIZE)
        self._ears = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self._hear)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt names it
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = self.mapToScene(event.position().toPoint())
            cv2.circle(self._mask, [round(place.x()), round(place.y())], 100, 255, -1)
            self._film.setPixmap(tinted(self._mask))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt names it
        self.mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt names it
        event.accept()

    def _hear(self) -> None:
        for line in os.read(0, 65536).splitlines():
            word, *_values = json.loads(line)
            if word == "quit":
                QApplication.quit()
            say(self._placed() if word == "zoom" else {})

    def _placed(self) -> dict[str, object]:
        self.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        zoom = self.transform().m11()
        corner = self.viewport().mapToGlobal(self.mapFromScene(0, 0) + QPoint(0, 0))
        return {
            "zoom": zoom,
            "rect": [corner.x(), corner.y(), int(self._size.width * zoom), int(self._size.height * zoom)],
        }


def main(words: list[str]) -> int:
    app = QApplication(words[:1])
    view = NaiveView(Size(int(words[1]), int(words[2])))
    view.show()
    say({"started": True})
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
