import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.errors import (
    DiskFullError,
    FileError,
    MissingFileError,
    NotAllowedError,
    WriteError,
    reading_failed,
    writing_failed,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither these permissions nor such limits")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"home"}


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize("content", [b"new", bytearray(b"new"), memoryview(b"new"), lambda file: file.write(b"new")])
@pytest.mark.parametrize("before", [None, b"before"])
def test_a_file_is_written_whole(tmp_path: Path, content: bytes, before: bytes | None) -> None:
    path = tmp_path / "a.bin"
    if before is not None:
        path.write_bytes(before)
    write_atomic(path, content)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == {"a.bin"}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EACCES, NotAllowedError),
        (errno.ENOENT, MissingFileError),
        (errno.EIO, WriteError),
    ],
)
def test_a_failure_half_way_leaves_the_old_file_alone(tmp_path: Path, number: int, kind: type[FileError]) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"before")

    def write(file: BinaryIO) -> None:
        file.write(b"half of it")
        raise failing(number)

    with pytest.raises(kind, match=r"a\.bin"):
        write_atomic(str(path), write)
    assert path.read_bytes() == b"before"
    assert names(tmp_path) == {"a.bin"}


def test_any_exception_of_the_writer_passes_and_leaves_nothing(tmp_path: Path) -> None:
    def write(_file: BinaryIO) -> None:
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        write_atomic(tmp_path / "a.bin", write)
    assert names(tmp_path) == set()


@POSIX
def test_a_full_disk_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"before")
    program = (
        "import resource, signal, sys\n"
        "from picpik_studio.files.atomic import write_atomic\n"
        "from picpik_studio.files.errors import DiskFullError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try:\n    write_atomic(sys.argv[1], bytes(200_000))\n"
        "except DiskFullError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "There is no room for “a.bin”: free some space, or save to another disk.\n"
    assert path.read_bytes() == b"before"
    assert names(tmp_path) == {"a.bin"}


@POSIX
def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"before")
    path.chmod(0o640)
    write_atomic(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@POSIX
def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_atomic(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").stat().st_mode == (tmp_path / "usual").stat().st_mode


@POSIX
def test_the_owner_stays_where_the_system_allows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []

    def chown(_path: Path, user: int, group: int) -> None:
        given.append((user, group))
        raise PermissionError(errno.EPERM, "not yours")

    path = tmp_path / "a.bin"
    path.write_bytes(b"before")
    monkeypatch.setattr(os, "chown", chown)
    write_atomic(path, b"new")
    assert given == []
    real = Path.stat

    def of_somebody_else(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = real(self, follow_symlinks=follow_symlinks)
        return os.stat_result((*found[:4], 4321, *found[5:10])) if self.name == "a.bin" else found

    monkeypatch.setattr(Path, "stat", of_somebody_else)
    write_atomic(path, b"newer")
    assert [user for user, _group in given] == [4321]
    assert path.read_bytes() == b"newer"


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link, lost = tmp_path / "deep" / "target.bin", tmp_path / "link.bin", tmp_path / "lost.bin"
    target.write_bytes(b"before")
    link.symlink_to(target)
    lost.symlink_to(tmp_path / "deep" / "not-yet.bin")
    write_atomic(link, b"new")
    write_atomic(lost, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == (tmp_path / "deep" / "not-yet.bin").read_bytes() == b"new"
    assert names(tmp_path / "deep") == {"target.bin", "not-yet.bin"}


@POSIX
def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(NotAllowedError, match="write-protected"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"before"


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.bin").mkdir()
    with pytest.raises(NotAllowedError, match="folder or a device"):
        write_atomic(tmp_path / "a.bin", b"new")


@POSIX
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(NotAllowedError, match="folder or a device"):
        write_atomic("/dev/null", b"new")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"folder for “a\.bin” does not exist"):
        write_atomic(tmp_path / "none" / "a.bin", b"new")


@POSIX
def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise failing(errno.EINVAL)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomic(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"


def test_the_bytes_are_on_the_disk_before_the_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        order.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomic(tmp_path / "a.bin", b"new")
    assert order[:2] == ["file", "replace"]


def test_an_error_without_a_text_is_worded_too() -> None:
    assert "TimeoutError" in str(writing_failed(TimeoutError(), "a.bin"))
    assert "TimeoutError" in str(reading_failed(TimeoutError(), "a.bin"))
    assert writing_failed(failing(errno.EIO), "a.bin").retryable
