"""The canvas as it looks, against small pictures: `pytest --update-snapshots` makes them anew, to be looked at."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from picpik_studio.core.arrays import Pixels, plane
from picpik_studio.core.brush import Brush
from picpik_studio.core.geometry import Point, Size
from picpik_studio.core.raster import Stamps
from picpik_studio.ui.canvas.cursor import BrushCursor
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.scene import FilmView
from picpik_studio.ui.canvas.view import CanvasView
from tests.ui.test_canvas_view import seen

FOLDER = Path(__file__).parent.parent / "snapshots"
SIZE = Size(150, 110)
MEAN_DIFFERENCE = 1.0
"""Of 255, over all pixels: another version of Qt may round otherwise, but not look otherwise."""


DABS = (
    (Brush(50, 0.9), Point(105, 55)),
    (Brush(46, 0.0), Point(48, 40)),
    (Brush(30, 1, 0.4), Point(48, 88)),
)
"""Hard, soft, and too faint to count."""


def photograph() -> Pixels:
    """Return a sky over a meadow, with a tree."""
    y, x = np.mgrid[: SIZE.height, : SIZE.width]
    pixels = np.dstack([230 - y, 190 - y // 2, 140 + x // 4, np.full_like(x, 255)]).astype(np.uint8)
    pixels[70:, :, :3] = (40, 120, 60)
    cv2.circle(pixels, [105, 55], 22, (30, 80, 40, 255), -1)
    return pixels


def a_view(qtbot: QtBot, film_view: FilmView, *, inverted: bool, zoom: float) -> CanvasView:
    mask = plane(*SIZE)
    for brush, place in DABS:
        Stamps(brush).at(place).paint(mask)
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(200, 150)
    view.scene.photo = Photo.of(photograph(), has_alpha=False)
    view.scene.film = FilmLevels(mask)
    view.scene.film_view, view.scene.inverted = film_view, inverted
    view.set_picture_size(SIZE)
    view.show()
    view.zoom_to(zoom)
    cursor = BrushCursor()
    cursor.position = view.rect().center().toPointF()
    cursor.place(cursor.position, Brush(36, 0.4), zoom, 1.0, erases=True)
    view.overlays.append(cursor.draw)
    return view


@pytest.mark.parametrize(
    ("name", "film_view", "inverted", "zoom"),
    [
        ("film", "film", False, 1.0),
        ("keep", "film", True, 1.0),
        ("outline", "outline", False, 1.0),
        ("black-white", "black_white", False, 1.0),
        ("near", "film", False, 5.0),
        ("far", "film", False, 0.5),
    ],
)
def test_it_looks_as_it_did(
    qtbot: QtBot, request: pytest.FixtureRequest, name: str, film_view: FilmView, inverted: bool, zoom: float
) -> None:
    demand_looks(request, f"canvas-{name}", seen(a_view(qtbot, film_view, inverted=inverted, zoom=zoom))[..., :3])


def demand_looks(request: pytest.FixtureRequest, name: str, looks: Pixels) -> None:
    """Compare what is seen (HxWx3) with the picture that is kept under this name, or keep it."""
    path = FOLDER / f"{name}.png"
    if request.config.getoption("--update-snapshots"):
        path.write_bytes(cv2.imencode(".png", looks)[1].tobytes())
    kept = cv2.imread(str(path))
    assert kept is not None, f"there is no {path.name}: run pytest with --update-snapshots, and look at it"
    assert kept.shape == looks.shape
    assert np.abs(kept.astype(int) - looks).mean() <= MEAN_DIFFERENCE
