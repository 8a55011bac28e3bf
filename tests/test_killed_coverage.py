"""What a killed program leaves of its coverage does not spoil the others'."""

from pathlib import Path

import pytest
from coverage import CoverageData

from tests.killed_coverage import remove_broken


def measured(path: Path, name: str) -> bytes:
    """Write what was measured of one file as a program does at its end; return the bytes."""
    data = CoverageData(str(path))
    data.add_arcs({f"/{name}.py": [(line, line + 1) for line in range(3000)]})
    data.close()
    return path.read_bytes()


@pytest.mark.parametrize("part", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_file_that_was_cut_off_goes_and_the_others_are_combined(tmp_path: Path, part: float) -> None:
    whole = [tmp_path / ".coverage.host.1", tmp_path / ".coverage.host.2"]
    for path in whole:
        measured(path, path.suffix[1:])
    killed = tmp_path / ".coverage.host.3"
    data = measured(killed, "killed")
    killed.write_bytes(data[: int(part * len(data))])
    assert remove_broken(tmp_path / ".coverage") == [killed]
    together = CoverageData(str(tmp_path / ".coverage"))
    for path in whole:
        one = CoverageData(str(path))
        one.read()
        together.update(one)
    assert together.measured_files() == {"/1.py", "/2.py"}
    together.close()


def test_pages_that_were_never_written_are_found(tmp_path: Path) -> None:
    path = tmp_path / ".coverage.host.1"
    data = bytearray(measured(path, "a"))
    data[-4096:] = bytes(4096)
    path.write_bytes(data)
    assert remove_broken(tmp_path / ".coverage") == [path]
    assert list(tmp_path.glob(".coverage*")) == []


def test_what_is_whole_and_what_is_already_combined_stays(tmp_path: Path) -> None:
    paths = [tmp_path / ".coverage", tmp_path / ".coverage.host.1"]
    for path in paths:
        measured(path, "a")
    (tmp_path / ".coverage.json").write_text("{}", encoding="utf-8")
    assert remove_broken(tmp_path / ".coverage") == [tmp_path / ".coverage.json"]
    assert all(path.exists() for path in paths)
