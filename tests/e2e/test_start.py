"""`packaging/start` as a person without a display runs it: the real window, the real service, real files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.core.footprint import weight
from tests.sources import ROOT

SAMPLE = ROOT / "resources" / "samples" / "autumn.jpg"
MASK = SAMPLE.with_name("autumn-mask.png")

# The script, but with the environment of this test run for its own: making one needs a network.
_START = """
import pathlib, runpy, sys
folder = pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(folder))
import environment
environment.ensure = lambda **_options: pathlib.Path(sys.executable)
runpy.run_path(str(folder / "start"), run_name="__main__")
"""


@pytest.fixture
def start(tmp_path: Path) -> "Start":
    return Start(tmp_path)


class Start:
    """Runs `packaging/start` in a folder, without a display."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LC_ALL", "LC_CTYPE"}
        env = {name: value for name, value in os.environ.items() if name not in hidden}
        line = [sys.executable, "-c", _START, str(ROOT / "packaging"), *words]
        return subprocess.run(line, cwd=self.folder, env=env, capture_output=True, text=True, check=False)


def _read(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert picture is not None, path
    return picture.astype(np.uint8)


def _assert_redrawn(result: Path, blur: int) -> None:
    """The result is the sample outside the footprint, bit by bit, and has texture of its own inside."""
    before, after = _read(SAMPLE), _read(result)
    mask = cv2.imread(str(MASK), cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    footprint = weight(mask.astype(np.uint8), blur, invert=False) > 0
    assert after.shape == before.shape
    assert np.array_equal(after[~footprint], before[~footprint])
    painted = mask > 0
    assert (after[painted] != before[painted]).any(axis=1).mean() > 0.9
    detail = np.abs(cv2.Laplacian(cv2.cvtColor(after, cv2.COLOR_BGR2GRAY), cv2.CV_32F))
    assert detail[painted].mean() > 0.3 * detail[~painted].mean()


def test_without_a_display_the_main_job_is_done_all_the_same(start: Start) -> None:
    ran = start()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stderr == ""
    uids = set(re.findall(r"TaskUID (\w+)", ran.stdout))
    assert len(uids) == 1
    for word in ("submitted", "Finished", "finished", "applied", " 0 of ", "redrawn.png", "window.png"):
        assert word in ran.stdout
    _assert_redrawn(start.folder / "redrawn.png", blur=12)
    window = _read(start.folder / "window.png")
    assert window.shape == (900, 1440, 3)
    assert window.std() > 20
    written = {path.name for path in start.folder.iterdir() if path.is_file() and not path.name.startswith(".coverage")}
    assert written == {"redrawn.png", "window.png"}


def test_words_are_passed_on_with_their_paths_and_the_exit_code(start: Start) -> None:
    ran = start("redraw", str(SAMPLE), "--mask", str(MASK), "-o", "out.png", "--mask-blur", "4", "--seed", "1")
    assert ran.returncode == 0, ran.stderr
    _assert_redrawn(start.folder / "out.png", blur=4)
    assert start("redraw", "nothing.png", "--mask", str(MASK), "-o", "out.png").returncode in {1, 2}


@pytest.mark.parametrize("words", [("--sample",), (str(SAMPLE),)])
def test_a_window_without_a_display_is_refused_in_one_sentence(words: tuple[str, ...], start: Start) -> None:
    ran = start(*words)
    assert ran.returncode != 0
    assert "no display" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_it_is_called_by_the_name_that_was_typed(start: Start) -> None:
    assert "(see packaging/start redraw --help)" in start("redraw").stderr
    assert "usage: packaging/start [PICTURE]" in start("--help").stdout
    assert start("--version").stdout.startswith("picpik-studio ")
