"""What is published: the sdist is the whole project, the wheel the whole program."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.sources import PACKAGE, ROOT, git_files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel from the checkout; return the folder that holds them."""
    folder = tmp_path_factory.mktemp("dist")
    line = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder)]
    subprocess.run(line, cwd=ROOT, capture_output=True, check=True)
    return folder


def test_the_sdist_holds_what_git_holds(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert names - {"PKG-INFO"} == set(git_files())


def test_the_wheel_holds_the_package_and_its_resources(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    resources = {f"{PACKAGE}/_{name}" for name in git_files("resources")}
    assert names == set(git_files(PACKAGE)) | resources
    assert f"{PACKAGE}/_resources/icons/picpik-studio.svg" in names
    assert f"{PACKAGE}/py.typed" in names


def test_the_wheel_says_what_it_is(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        licence = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
        assert f"picpik-studio = {PACKAGE}.__main__:main" in archive.read(entry).decode()
        assert licence
