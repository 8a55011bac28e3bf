"""At every screen scale a press paints the very pixels under the pointer, by mouse and by pen."""

import json
import os
import subprocess
import sys

import pytest

_PROBE = """
import json, os, tempfile
os.environ["PICPIK_STUDIO_HOME"] = tempfile.mkdtemp()
import numpy as np
from PySide6.QtWidgets import QApplication
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Point
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.dispatcher import Dispatcher
from tests.ui.easel import Hand, Pen, picture_bytes

app = QApplication([])
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
print(json.dumps({"scale": canvas.device_scale, "found": found}), flush=True)
canvas.close_feed()
canvas.deleteLater()
session.close()
program.close()
dispatcher.close()
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "1.75", "2", "2.25"])
def test_a_press_paints_the_pixel_under_it(scale: str) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    done = subprocess.run([sys.executable, "-c", _PROBE], env=env, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["scale"] == float(scale)
    assert len(told["found"]) >= 12
    for zoom, x, y, columns, rows in told["found"]:
        assert (columns, rows) == ([x], [y]), f"at {zoom}"
