"""What lies under `resources/`: icons that can be coloured, samples that may be used, licences that say so."""

import ast
import xml.etree.ElementTree as ET
from pathlib import Path

import cv2
import pytest

from picpik_studio import resources
from picpik_studio.app.commands import COMMANDS
from picpik_studio.resources import resource
from tests.sources import ROOT, package_sources

FOLDER = ROOT / "resources"
ICONS = sorted((FOLDER / "icons").glob("*.svg"))
SAMPLES = sorted((FOLDER / "samples").glob("*.jpg"))
OWN_ICON = "picpik-studio"

LARGEST_SAMPLE = 500_000
_SVG = "{http://www.w3.org/2000/svg}svg"


def _texts() -> set[str]:
    """Return every text constant of the package, whole."""
    return {
        node.value
        for source in package_sources()
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_icon_of_the_command_table_is_there() -> None:
    names = {command.icon for command in COMMANDS if command.icon}
    assert names
    assert names <= {path.stem for path in ICONS}


def test_every_icon_is_used() -> None:
    unused = {path.stem for path in ICONS} - _texts()
    assert not unused


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_drawing_that_takes_the_theme_s_colour(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert root.tag == _SVG
    assert root.get("viewBox")
    if path.stem != OWN_ICON:
        assert root.get("stroke") == "currentColor"
        assert "#" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_has_a_mask_that_fits_and_an_author(path: Path) -> None:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    mask = cv2.imread(str(path.with_name(f"{path.stem}-mask.png")), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert mask is not None
    assert mask.shape == picture.shape[:2]
    assert set(mask.ravel().tolist()) == {0, 255}
    assert 0.002 < (mask > 0).mean() < 0.2
    assert 1_000_000 < picture.shape[0] * picture.shape[1] < 2_000_000
    assert path.stat().st_size < LARGEST_SAMPLE


def test_each_picture_that_others_made_has_its_line_in_the_licences() -> None:
    said = (FOLDER / "licences" / "samples.md").read_text(encoding="utf-8")
    assert SAMPLES
    for path in SAMPLES:
        line = next(line for line in said.splitlines() if f"`resources/samples/{path.name}`" in line)
        assert "creativecommons.org" in line
    lucide = (FOLDER / "licences" / "lucide.txt").read_text(encoding="utf-8")
    assert "ISC License" in lucide
    assert "Copyright" in lucide


def test_a_resource_is_found_in_the_checkout() -> None:
    assert resource("samples", SAMPLES[0].name) == SAMPLES[0]


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource("icons", "nothing.svg")


def test_an_installed_program_finds_its_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "picpik_studio"
    copy = package / "_resources" / "icons" / "x.svg"
    copy.parent.mkdir(parents=True)
    copy.touch()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resource("icons", "x.svg") == copy
    mine = tmp_path / "resources" / "icons" / "x.svg"
    mine.parent.mkdir(parents=True)
    mine.touch()
    assert resource("icons", "x.svg") == mine
