"""The first sight of the photograph with which the program is started: soon, upright, and where it will stay."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.app.settings import Settings
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.files import limits
from picpik_studio.files.images import Preview, open_preview
from picpik_studio.ui import first_sight, theme
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.images import pixels_of
from picpik_studio.ui.first_sight import LEAST_PX, FirstSight, SightView
from picpik_studio.ui.shell import Shell
from tests.files import profiles
from tests.files.making import photo, stored
from tests.ui.easel import a_canvas

ADOBE = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(563 / 256), wtpt=profiles.D50)
BESIDE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from picpik_studio import main
from picpik_studio.app import opening
from picpik_studio.ui.shell import Shell
begun = main._furnish
opening.open_preview = lambda *_asked, **_more: print("made again")
def furnish(shell, settings, argv):
    sight = shell.sight
    sight._thread.join()
    assert sight.image is not None, "there is something to go on from"
    close = begun(shell, settings, argv)
    session = shell.findChild(main_window.MainWindow).session
    print(session.preview.size, session.preview.pixels.shape, shell.sight, shell.stage.count())
    def ended():
        if session.document is not None:
            print(session.document.size)
            timer.stop()
            shell.close()
    timer = QTimer(shell, interval=20)
    timer.timeout.connect(ended)
    timer.start()
    return close
main._furnish = furnish
from picpik_studio.ui import main_window
sys.exit(main.main([sys.argv[1]]))
"""


def a_jpeg(width: int, height: int, **options: object) -> bytes:
    return stored(
        Image.fromarray(np.ascontiguousarray(photo(width, height)[..., 2::-1])), "JPEG", quality=95, **options
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "picture.jpg"


def sight_of(qtbot: QtBot, path: Path) -> FirstSight:
    """Return a sight whose thread has ended."""
    sight = FirstSight(path)
    qtbot.waitUntil(lambda: not sight._thread.is_alive())
    sight.close()
    return sight


def seen(sight: FirstSight) -> Pixels:
    assert sight.image is not None
    return pixels_of(sight.image)


def preview(path: Path) -> Preview:
    found = open_preview(path, 2048)
    assert found is not None
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("icc", [None, ADOBE])
def test_it_shows_what_the_preview_of_an_open_program_shows(
    qtbot: QtBot, written: Path, orientation: int, icc: bytes | None
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    written.write_bytes(a_jpeg(300, 200, exif=exif, icc_profile=icc))
    sight, expected = sight_of(qtbot, written), preview(written)
    assert sight.size == expected.size == ((300, 200) if orientation < 5 else (200, 300))
    assert abs(seen(sight).astype(int) - expected.pixels)[..., :3].max() <= 8, "two decoders, two colour engines"


@pytest.mark.parametrize(
    ("size", "reduced"), [((6000, 40), (1500, 10)), ((2457, 60), (1229, 30)), ((2455, 60), (2455, 60))]
)
def test_it_is_reduced_by_what_the_decoder_is_good_at(
    qtbot: QtBot, written: Path, size: tuple[int, int], reduced: tuple[int, int]
) -> None:
    written.write_bytes(a_jpeg(*size))
    sight = sight_of(qtbot, written)
    assert sight.size == size
    assert seen(sight).shape == (reduced[1], reduced[0], 4)
    assert max(reduced) >= LEAST_PX


def test_grey_is_seen_grey(qtbot: QtBot, written: Path) -> None:
    written.write_bytes(stored(Image.fromarray(photo(64, 48)[..., 0]), "JPEG"))
    pixels = seen(sight_of(qtbot, written))
    assert np.array_equal(pixels[..., 0], pixels[..., 1])
    assert np.array_equal(pixels[..., 0], pixels[..., 2])


def test_what_it_cannot_show_it_leaves_to_the_opening(
    qtbot: QtBot, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(file, "JPEG")
    for data in (stored(Image.new("RGB", (40, 30)), "PNG"), b"no picture", b"", a_jpeg(40, 30)[:100], file.getvalue()):
        written.write_bytes(data)
        assert sight_of(qtbot, written).image is None
    written.unlink()
    assert sight_of(qtbot, written).image is None
    os.mkfifo(written)
    assert sight_of(qtbot, written).image is None
    written.unlink()
    written.write_bytes(a_jpeg(40, 30))
    monkeypatch.setattr(first_sight, "LIMITS", limits.Limits(pixels=1199))
    assert sight_of(qtbot, written).image is None


@pytest.mark.parametrize("size", [(600, 400), (4000, 90), (90, 3000), (50, 40)])
def test_it_stands_where_the_canvas_will_show_the_picture(
    qtbot: QtBot, session: Session, written: Path, size: tuple[int, int]
) -> None:
    written.write_bytes(a_jpeg(*size))
    view = SightView(sight_of(qtbot, written))
    qtbot.addWidget(view)
    canvas: Canvas = a_canvas(qtbot, session)
    view.resize(canvas.size())
    session.open_path(written)
    qtbot.waitUntil(lambda: canvas.is_ready)
    placement = canvas.scene.placement
    assert placement is not None
    place = view.place
    found = (place.x(), place.y(), place.width(), place.height())
    assert np.abs(np.subtract(found, tuple(placement.picture))).max() <= 1


def test_an_empty_place_is_surround_and_gives_way(qtbot: QtBot, written: Path) -> None:
    written.write_bytes(b"")
    sight = sight_of(qtbot, written)
    shell = Shell(Settings(), sight)
    qtbot.addWidget(shell)
    shell.show()
    view = shell.stage.currentWidget()
    assert isinstance(view, SightView)
    assert view.place.isEmpty()
    assert view.grab().toImage().pixelColor(5, 5).name() == theme.SURROUND
    shell.end_sight()
    assert shell.stage.currentWidget() is shell.empty


def test_a_program_that_starts_with_a_photograph_goes_on_from_its_first_sight(home: Path, written: Path) -> None:
    written.write_bytes(a_jpeg(2600, 1300))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PICPIK_STUDIO_HOME": str(home)}
    line = [sys.executable, "-c", BESIDE, str(written)]
    done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{Size(2600, 1300)} (650, 1300, 4) None 2", str(Size(2600, 1300))]


CLOSED = """
import sys
from PySide6.QtWidgets import QApplication
from picpik_studio import main
from picpik_studio.ui.shell import Shell
main._furnish = lambda *_given: print("furnished")
begun = main._begin
def begin(shell, argv):
    shell.close()
    return begun(shell, argv)
main._begin = begin
code = main.main([])
print("numpy" in sys.modules, "picpik_studio.ui.running" in sys.modules)
sys.exit(code)
"""


def test_a_window_that_is_closed_while_it_is_brought_in_is_not_furnished(home: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PICPIK_STUDIO_HOME": str(home)}
    line = [sys.executable, "-c", CLOSED]
    done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True False\n", "")
