"""What a canvas shows, and where clicks land, at a screen scale: each scale needs a process of its own, and has one."""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SCALES = ("1", "1.25", "1.5", "1.75", "2", "2.25")

EXACT = """
import json
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from picpik_studio.core.geometry import Point, Size
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.view import CanvasView

app = QApplication.instance() or QApplication([])
y, x = np.mgrid[:90, :120]
pixels = np.dstack([x, y, (x * 7 + y * 3) % 256, np.full_like(x, 255)]).astype(np.uint8)
window, view = QWidget(), CanvasView()
row = QHBoxLayout(window)
row.setContentsMargins(7, 5, 3, 3)
row.addWidget(view)
view.scene.photo = Photo.of(pixels, has_alpha=False)
view.set_picture_size(Size(120, 90))
window.resize(401, 323)
window.show()
app.processEvents()
view.zoom_to(1)
image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3]
corners = np.argwhere((seen == pixels[0, 0, :3]).all(axis=2))
exact = [c.tolist() for c in corners if np.array_equal(seen[c[0]:c[0] + 90, c[1]:c[1] + 120], pixels[..., :3])]
middle = view.scene.placement.to_widget(Point(60.5, 45.5))
on_window = view.mapTo(window, middle)
back = view.to_image(middle)
place = [on_window.y() * view.device_scale - exact[0][0], on_window.x() * view.device_scale - exact[0][1]]
bare = 0
for size in ((401, 323), (402, 324), (403, 325), (404, 326)):
    window.resize(*size)
    app.processEvents()
    sheet = QImage(window.size() * view.device_scale, QImage.Format.Format_RGB32)
    sheet.setDevicePixelRatio(view.device_scale)
    sheet.fill(0xFF00FF)
    window.render(sheet)
    drawn = np.frombuffer(sheet.constBits(), np.uint32)
    bare += int(np.count_nonzero(drawn & 0xFFFFFF == 0xFF00FF))
print(json.dumps({"scale": view.device_scale, "exact": len(exact), "back": list(back), "place": place, "bare": bare}))
"""


CLICKS = """
import json
import time
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point
from picpik_studio.core.turn import Turn
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.dispatcher import Dispatcher
from tests.ui.easel import Hand, picture_bytes

app = QApplication.instance() or QApplication([])
dispatcher = Dispatcher()
program = Program(dispatcher)
session = Session(program)
window, canvas = QWidget(), Canvas(session)
row = QHBoxLayout(window)
row.setContentsMargins(7, 5, 3, 3)
row.addWidget(canvas)
window.resize(401, 323)
window.show()
session.open_bytes(picture_bytes(120, 90), "easel.png")
end = time.monotonic() + 30
while not canvas.is_ready and time.monotonic() < end:
    app.processEvents()
document, tool = session.document, session.tool
tool.size, tool.hardness, tool.opacity = 1, 1.0, 1.0
wrong, clicks = [], 0
for turn in (Turn(), Turn(90), Turn(0, is_mirrored=True), Turn(30)):
    canvas.turn_to(turn)
    for zoom in (1.0, 1.6667, 3.0, 8.0, 21.5, 64.0):
        canvas.zoom_to(zoom)
        for x, y in ((60, 45), (57, 43), (61, 46)):
            middle = canvas.to_widget(Point(x + 0.5, y + 0.5))
            spots = [middle]
            if turn.is_square and zoom >= 8:  # near the pixel's edges too
                reach = (zoom / 2 - 1) / canvas.device_scale
                spots += [middle + QPointF(dx, dy) * reach for dx in (-1, 1) for dy in (-1, 1)]
            for spot in spots:
                Hand(canvas).drag(spot)
                mask = document.mask.pixels
                strongest = [list(map(int, np.unravel_index(mask.argmax(), mask.shape)))]
                hit = np.argwhere(mask >= 128).tolist() if spot is middle else strongest  # a brush touches neighbours
                document.fill_mask(0)
                clicks += 1
                if hit != [[y, x]]:
                    wrong.append([turn.degrees, zoom, x, y, hit])
scale = canvas.device_scale
canvas.close_feed()
session.close()
program.close()
dispatcher.close()
print(json.dumps({"scale": scale, "clicks": clicks, "wrong": wrong}))
"""


SEEN = (
    CLICKS.split("wrong, clicks = [], 0", maxsplit=1)[0]
    + """
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QMouseEvent

def click(column, row):
    # as a system tells it: a whole device pixel of the window, from its corner
    scale, origin = canvas.device_scale, canvas.mapTo(window, QPoint(0, 0))
    place = QPointF(column / scale, row / scale) - origin
    left, none, no_keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        QApplication.sendEvent(canvas, QMouseEvent(kind, place, place + QPointF(window.pos()), left, held, no_keys))

colours = np.ascontiguousarray(document.pixels).view(np.uint32)[..., 0] | 0xFF000000  # as RGB32 has them
wrong, clicks = [], 0
for turn in (Turn(), Turn(90), Turn(180), Turn(0, is_mirrored=True)):
    canvas.turn_to(turn)
    for zoom in (1.0, 2.0, 3.0, 8.0, 21.5):
        canvas.zoom_to(zoom)
        for x, y in ((60, 45), (57, 43), (61, 46)):
            image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            seen = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
            rows, columns = np.nonzero(seen == colours[y, x])
            for row, column in {(min(rows), min(columns)), (max(rows), max(columns)), (min(rows), max(columns))}:
                click(int(column), int(row))
                mask = document.mask.pixels
                strongest = [list(map(int, np.unravel_index(mask.argmax(), mask.shape)))]
                hit = np.argwhere(mask >= 128).tolist() if zoom == 1 else strongest  # near an edge a brush covers more
                document.undo()
                canvas.leaveEvent(QEvent(QEvent.Type.Leave))  # without the brush's outline the pixels are seen
                clicks += 1
                if hit != [[y, x]]:
                    wrong.append([turn.degrees, zoom, x, y, hit])
"""
    + CLICKS[CLICKS.index("scale = canvas.device_scale\ncanvas.close_feed") :]
)


PRESSES = """
import json
import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.dispatcher import Dispatcher
from tests.ui.easel import Hand, Pen, picture_bytes

app = QApplication.instance() or QApplication([])
dispatcher = Dispatcher()
program = Program(dispatcher)
session = Session(program)
canvas = Canvas(session)
canvas.resize(701, 503)
canvas.show()
session.open_bytes(picture_bytes(300, 200), "p.png")
while not canvas.is_ready:
    app.processEvents()
session.tool.size, session.tool.hardness = 1, 1
mask = session.document.mask.pixels
found = []
for draw in (Hand(canvas).drag, Pen(canvas).draw):  # the mouse first: beside a pen that is near it is not heard
    for zoom in (1.0, 4.0, 0.8):
        canvas.zoom_to(zoom)
        for x, y in ((3, 5), (150, 100), (165, 112), (199, 121)):
            at = canvas.to_widget(Point(x + 0.5, y + 0.5))
            if canvas.rect().contains(at.toPoint()):
                draw(at)
                rows, columns = np.nonzero(mask >= 128)
                found.append([zoom, x, y, columns.tolist(), rows.tolist()])
                session.document.undo()

def render(region):  # as when that much of the canvas is to be drawn anew
    canvas.render(sheet, region.boundingRect().topLeft(), region)
    return sheet.copy()

sheet = QImage((canvas.size() * canvas.device_scale).expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
sheet.setDevicePixelRatio(canvas.device_scale)
canvas.zoom_to(1.0)
unlike, rings = [], 0
for size, hardness in ((60, 0.4), (9, 1.0), (2000, 1.0)):
    session.tool.size, session.tool.hardness = size, hardness
    for x, y in ((163.0, 111.0), (166.4, 113.7), (211.0, 140.0)):
        Hand(canvas).move(QPointF(x, y))
        whole = render(QRegion(canvas.rect()))
        canvas.overlays.are_hidden = True
        rings += render(QRegion(canvas.rect())) != whole
        canvas.overlays.are_hidden = False
        render(QRegion(canvas.rect()))
        for left in range(0, canvas.width(), 37):
            column = QRegion(left, 0, 37, canvas.height())
            for region in (column, column.united(QRegion(130, 31, 63, 87))):
                if render(region) != whole:
                    unlike.append([size, x, y, left])
print(json.dumps({"scale": canvas.device_scale, "found": found, "rings": rings, "unlike": unlike}))
canvas.close_feed()
canvas.deleteLater()
session.close()
program.close()
dispatcher.close()
"""


MOVED = """
import json
from PySide6.QtCore import QPointF, QRect
from PySide6.QtWidgets import QApplication
from picpik_studio.core.geometry import Size
from picpik_studio.ui.canvas.view import CanvasView

app = QApplication.instance() or QApplication([])
view = CanvasView()
view.set_picture_size(Size(1200, 900))
seen = []

def look():
    app.processEvents()
    place, middle = view.scene.placement, QPointF(view.width() / 2, view.height() / 2)
    seen.append([view.device_scale, place.scale, list(view.viewport.view), *view.to_image(middle)])

view.setGeometry(QRect(100, 100, 800, 600))
view.show()
look()
view.hide()
view.destroy()  # on the other screen the window has as many device pixels, as one that fills a screen of another scale
view.setScreen(app.screens()[1])
view.setGeometry(QRect(1700, 60, 400, 300))
view.show()
look()
print(json.dumps(seen))
view.close()
"""

PROBES = (EXACT, CLICKS, SEEN, PRESSES)


@functools.cache
def _found(scale: str) -> tuple[dict[str, Any], ...]:
    program = "\n".join(f"exec({probe!r}, {{}})" for probe in PROBES)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    return tuple(map(json.loads, done.stdout.splitlines()))


def found(probe: str, scale: str) -> dict[str, Any]:
    """Return what a probe finds at a screen scale; the first to ask has all of them run, one after the other."""
    return _found(scale)[PROBES.index(probe)]


def seen_on_two_screens(folder: Path) -> list[list[Any]]:
    """Return what `MOVED` sees on a screen of the scale 1 and after that on one of 2; writes into `folder`."""
    sides = {"y": 0, "width": 1600, "height": 1200, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [{"name": "one", "x": 0, **sides}, {"name": "two", "x": 1600, **sides}]
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    own = {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "QT_SCREEN_SCALE_FACTORS": "one=1;two=2"}
    env = {**os.environ, **own}
    done = subprocess.run([sys.executable, "-c", MOVED], env=env, capture_output=True, text=True, check=True)
    seen: list[list[Any]] = json.loads(done.stdout)
    return seen
