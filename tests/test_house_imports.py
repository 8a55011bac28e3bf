"""What may be loaded when: the light doors stay light, and the command line needs no Qt on the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.sources import PACKAGE, ROOT

HEAVY = {"numpy", "cv2", "PIL", "msgspec", "requests", "keyring", "starlette", "uvicorn", "patchmatch"}


def _loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after running `code`."""
    tail = "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_the_version_is_told_without_numpy() -> None:
    loaded = _loaded_after(
        f"from {PACKAGE}.__main__ import main\ntry:\n    code = main(['--version'])\nexcept SystemExit as end:\n"
        "    code = end.code\nassert not code"
    )
    assert not HEAVY & loaded
    assert "PySide6" not in loaded


def test_the_package_alone_loads_none_of_its_rooms() -> None:
    loaded = _loaded_after(f"import {PACKAGE}")
    assert {name for name in loaded if name.startswith(f"{PACKAGE}.")} == set()


def test_the_package_hands_out_its_python_door_at_the_first_use() -> None:
    assert "numpy" in _loaded_after(f"from {PACKAGE} import redraw, Document\nassert callable(redraw)")


def test_the_package_has_no_other_names() -> None:
    code = f"import {PACKAGE}\ntry:\n    {PACKAGE}.nothing\nexcept AttributeError as error:\n    print(error)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "nothing" in ran.stdout


@pytest.mark.parametrize("module", [f"{PACKAGE}.app.commands", f"{PACKAGE}.app.settings"])
def test_what_the_shell_is_made_of_is_the_standard_library(module: str) -> None:
    assert not (HEAVY | {"PySide6"}) & _loaded_after(f"import {module}")


def test_the_shell_paints_before_anything_heavy_is_loaded() -> None:
    loaded = _loaded_after(f"import {PACKAGE}.ui.shell")
    assert not HEAVY & loaded
    assert "PySide6.QtWidgets" in loaded


@pytest.fixture
def without_egl(tmp_path: Path, home: Path) -> dict[str, str]:
    """Return the environment of a machine on which Qt cannot be loaded, for the program and all its children."""
    for name in ("PySide6", "shiboken6"):
        package = tmp_path / "broken" / name
        package.mkdir(parents=True)
        text = "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')\n"
        (package / "__init__.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "broken"), str(ROOT)])
    return os.environ | {"PYTHONPATH": path, "PICPIK_STUDIO_HOME": str(home)}


def _program(words: list[str], env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", PACKAGE, *words]
    return subprocess.run(line, env=env, cwd=folder, capture_output=True, text=True, check=False)


def test_qt_is_really_out_of_reach(without_egl: dict[str, str], tmp_path: Path) -> None:
    line = [sys.executable, "-c", "import PySide6.QtWidgets"]
    ran = subprocess.run(line, env=without_egl, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "libEGL" in ran.stderr


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["redraw", "--help"]])
def test_the_command_line_speaks_without_qt(words: list[str], without_egl: dict[str, str], tmp_path: Path) -> None:
    ran = _program(words, without_egl, tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout


def test_the_command_line_redraws_without_qt(without_egl: dict[str, str], tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (96, 128, 3), np.uint8)
    picture = cv2.GaussianBlur(noise, (0, 0), 3)
    mask = np.zeros((96, 128), np.uint8)
    mask[40:60, 50:80] = 255
    cv2.imwrite(str(tmp_path / "photo.png"), picture)
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    words = ["redraw", "photo.png", "--mask", "mask.png", "-o", "out.png", "--mask-blur", "0", "--seed", "1"]
    ran = _program(words, without_egl, tmp_path)
    assert ran.returncode == 0, ran.stderr
    out = cv2.imread(str(tmp_path / "out.png"))
    assert out is not None
    changed = (out != picture).any(axis=2)
    assert changed[mask > 0].mean() > 0.5
    assert not changed[mask == 0].any()


def test_everybody_imports_downwards_only() -> None:
    code = "from importlinter.cli import lint_imports_command as check; check(['--no-cache'])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert " 0 broken" in ran.stdout
