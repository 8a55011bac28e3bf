"""Files that come from elsewhere: under another name until they are wanted, gone when they break off."""

from pathlib import Path
from typing import BinaryIO

import pytest

from picpik_studio.files import received
from picpik_studio.files.errors import DiskFullError, FileError, NotAllowedError
from picpik_studio.files.received import keep, receive, sweep


def picture(file: BinaryIO) -> None:
    file.write(b"pic")
    file.write(b"ture")


def test_it_has_its_name_only_when_it_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "results" / "job"
    part = receive(folder, picture, "1")
    assert [path.name for path in folder.iterdir()] == [part.name]
    path = keep(part, "1.png")
    assert (path, path.read_bytes()) == (folder / "1.png", b"picture")
    assert list(folder.iterdir()) == [path]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken(file: BinaryIO) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        receive(tmp_path / "job", broken, "1")
    assert list((tmp_path / "job").iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    def full(_file: BinaryIO) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFullError, match="no room for “1”"):
        receive(tmp_path, full, "1")
    (tmp_path / "file").touch()
    with pytest.raises(FileError):
        receive(tmp_path / "file" / "below", picture, "1")


def test_a_name_that_cannot_be_given_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    part = receive(tmp_path, picture, "1")
    monkeypatch.setattr(received, "sync_folder", refused)
    with pytest.raises(NotAllowedError):
        keep(part, "1.png")


def test_what_a_crash_left_is_swept_away(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    receive(folder, picture, "1")
    keep(receive(folder, picture, "2"), "2.png")
    sweep(folder)
    assert [path.name for path in folder.iterdir()] == ["2.png"]
    sweep(tmp_path / "missing")
