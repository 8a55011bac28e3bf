"""Results on the disk: counted as they come and go, and as another engine finds them."""

from pathlib import Path

import pytest

from picpik_studio.engine.results import Results
from picpik_studio.files.errors import FileError


def test_what_is_kept_is_counted_and_what_goes_is_not(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    assert results.size_bytes == 0
    results.put("a", bytes(100))
    results.put("b", bytes(30))
    results.put("a", bytes(50))
    assert (results.size_bytes, results.has_any(["x", "b"]), results.has_any(["x"])) == (80, True, False)
    results.discard(["a", "never"])
    assert (results.size_bytes, results.path("a").exists()) == (30, False)
    assert Results(tmp_path / "results").size_bytes == 30


def test_what_no_task_needs_is_taken_away(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    results.put("a", b"1")
    results.put("b", b"22")
    (tmp_path / "results" / "half.written").write_bytes(b"x")
    results.keep_only({"b"})
    assert ([path.name for path in (tmp_path / "results").iterdir()], results.size_bytes) == (["b.png"], 2)


def test_one_that_cannot_be_deleted_still_counts(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    results.put("a", b"1")
    results.path("a").unlink()
    results.path("a").mkdir()
    results.discard(["a"])
    results.keep_only(set())
    assert results.size_bytes == 1
    with pytest.raises(FileError):
        results.put("a", b"22")
