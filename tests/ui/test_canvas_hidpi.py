"""At every screen scale one pixel of the picture is one of the screen at 100 %, and the pointer hits the right one."""

import json
import os
import subprocess
import sys

import pytest

_PROBE = """
import json
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from picpik_studio.core.geometry import Point, Size
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.view import CanvasView

app = QApplication([])
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
view.show_actual_size()
image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3]
corners = np.argwhere((seen == pixels[0, 0, :3]).all(axis=2))
exact = [c.tolist() for c in corners if np.array_equal(seen[c[0]:c[0] + 90, c[1]:c[1] + 120], pixels[..., :3])]
middle = view.scene.placement.to_widget(Point(60.5, 45.5))
on_window = view.mapTo(window, middle)
back = view.to_image(middle)
place = [on_window.y() * view.device_scale - exact[0][0], on_window.x() * view.device_scale - exact[0][1]]
print(json.dumps({"scale": view.device_scale, "exact": len(exact), "back": list(back), "place": place}))
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2", "2.25"])
def test_exact_at_every_scale(scale: str) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    done = subprocess.run([sys.executable, "-c", _PROBE], env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["scale"] == float(scale)
    assert found["exact"] == 1
    assert found["back"] == pytest.approx([60.5, 45.5])
    assert found["place"] == pytest.approx([45.5, 60.5], abs=0.5), "the pointer is where the pixel is seen"
