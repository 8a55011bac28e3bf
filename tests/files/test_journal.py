import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.geometry import Offset
from picpik_studio.files.errors import FileError, LostBlobError
from picpik_studio.files.fingerprint import Fingerprint
from picpik_studio.files.journal import SAVED_STAY, Entry, Journal, SavedFile
from tests.files.making import unmeasured

DAY = 24 * 60 * 60

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    with Journal(tmp_path / "data" / "journal.sqlite", now=clock) as opened:
        yield opened


def test_a_new_journal_is_empty_and_sound(journal: Journal) -> None:
    assert journal.all() == []
    assert journal.set_aside is None


def test_jobs_come_back_oldest_first_after_a_new_start(journal: Journal, clock: Clock) -> None:
    journal.put("b", "prepared", {"seed": -1, "prompt": "eine Brücke 橋"})
    clock.seconds += 1
    journal.put("a", "prepared", {"seed": 2})
    clock.seconds += 1
    journal.put("b", "submitted", {"seed": 3, "list": [1, None, True, 1.5]})
    journal.close()
    with Journal(journal.path) as again:
        assert again.all() == [
            Entry("b", "submitted", 1_000_002.0, {"seed": 3, "list": [1, None, True, 1.5]}),
            Entry("a", "prepared", 1_000_001.0, {"seed": 2}),
        ]


@given(record=st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_every_json_survives(tmp_path_factory: pytest.TempPathFactory, record: dict[str, Any]) -> None:
    with Journal(tmp_path_factory.mktemp("journal") / "j.sqlite") as journal:
        journal.put("a", "prepared", record)
        assert journal.all()[0].record == record


def test_a_path_that_is_no_text_survives(journal: Journal) -> None:
    journal.put("a", "prepared", {"document": "caf\udce9.png"})
    assert journal.all()[0].record == {"document": "caf\udce9.png"}


def test_a_forgotten_job_is_gone(journal: Journal) -> None:
    journal.put("a", "failed", {})
    journal.put("b", "failed", {})
    journal.forget("a")
    journal.forget("never was")
    assert [entry.job_id for entry in journal.all()] == ["b"]


@pytest.mark.parametrize("name", ["PrivateKey", "private_key", "PublicKey", "Signature"])
def test_a_key_is_never_written(journal: Journal, name: str) -> None:
    with pytest.raises(ValueError, match="key or a signature"):
        journal.put("a", "prepared", {"request": [{name: "abc"}]})
    assert journal.all() == []


def test_a_prompt_may_speak_of_keys(journal: Journal) -> None:
    record = {"prompt": 'the "PrivateKey": a golden "signature":'}
    journal.put("a", "prepared", record)
    assert journal.all()[0].record == record


@pytest.mark.parametrize("value", [float("nan"), b"bytes", {1, 2}])
def test_only_json_is_taken(journal: Journal, value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        journal.put("a", "prepared", {"value": value})


def test_the_same_bytes_are_kept_once(journal: Journal) -> None:
    names = {journal.put_blob(b"pixels"), journal.put_blob(b"pixels")}
    assert len(names) == 1
    assert journal.blob(names.pop()) == b"pixels"
    assert journal.blob(journal.put_blob(b"")) == b""


def test_a_blob_that_is_not_there_is_lost(journal: Journal) -> None:
    with pytest.raises(LostBlobError, match="lost"):
        journal.blob("0" * 64)


def test_a_blob_that_changed_on_the_disk_is_lost(journal: Journal) -> None:
    name = journal.put_blob(b"pixels")
    journal._connection.execute("UPDATE blobs SET data = ?", (b"pixel5",))
    with pytest.raises(LostBlobError):
        journal.blob(name)


def is_kept(journal: Journal, name: str) -> bool:
    try:
        journal.blob(name)
    except LostBlobError:
        return False
    return True


def test_a_blob_stays_while_a_record_names_it(journal: Journal, clock: Clock) -> None:
    shared, own, young = journal.put_blob(b"shared"), journal.put_blob(b"own"), b"young"
    journal.put("a", "finished", {"deep": [{"picture": shared}], "mask": f"sha256:{own}"})
    journal.put("b", "finished", {"picture": shared})
    clock.seconds += 2 * DAY
    young_name = journal.put_blob(young)
    journal.forget("a")
    assert (is_kept(journal, shared), is_kept(journal, own), is_kept(journal, young_name)) == (True, False, True)
    clock.seconds += 2 * DAY
    journal.forget("b")
    assert not any(is_kept(journal, name) for name in (shared, own, young_name))


def test_a_blob_that_a_later_record_no_longer_names_goes(journal: Journal, clock: Clock) -> None:
    name = journal.put_blob(b"picture")
    journal.put("a", "prepared", {"picture": name})
    journal.put("a", "submitted", {})
    clock.seconds += 2 * DAY
    journal.forget("other")
    assert not is_kept(journal, name)


def test_forgotten_bytes_give_their_room_back(journal: Journal, clock: Clock) -> None:
    name = journal.put_blob(bytes(range(256)) * 4000)
    journal.put("a", "prepared", {"picture": name})
    journal._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    large = journal.path.stat().st_size
    clock.seconds += 2 * DAY
    journal.forget("a")
    journal._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert journal.path.stat().st_size < large / 10


def test_a_failed_change_leaves_nothing(journal: Journal) -> None:
    journal.put("a", "prepared", {})
    journal._connection.execute("CREATE TRIGGER stop BEFORE INSERT ON uses BEGIN SELECT RAISE(ABORT, 'stop'); END")
    with pytest.raises(FileError):
        journal.put("a", "submitted", {"picture": "0" * 64})
    journal.put("b", "prepared", {})
    assert [(entry.job_id, entry.state) for entry in journal.all()] == [("a", "prepared"), ("b", "prepared")]


def test_threads_share_it(journal: Journal) -> None:
    def work(number: int) -> None:
        for step in range(10):
            journal.put(f"job {number}", str(step), {"blob": journal.put_blob(b"%d" % number)})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = journal.all()
    assert sorted((entry.job_id, entry.state) for entry in entries) == [(f"job {n}", "9") for n in range(6)]
    assert sorted(journal.blob(entry.record["blob"]) for entry in entries) == [b"%d" % n for n in range(6)]


_WRITER = """
import os, sys
from picpik_studio.files.journal import Journal
journal = Journal(sys.argv[1])
for step in range(20):
    journal.put(f"{sys.argv[2]} {step}", "prepared", {"blob": journal.put_blob(sys.argv[2].encode())})
print("written", flush=True)
os._exit(9)  # as killed: nothing is closed, nothing is flushed
"""


def test_processes_share_it_and_what_was_put_outlives_them(tmp_path: Path) -> None:
    path = tmp_path / "new" / "journal.sqlite"
    arguments = [sys.executable, "-c", _WRITER, str(path)]
    processes = [
        subprocess.Popen([*arguments, name], stdout=subprocess.PIPE, env=unmeasured()) for name in ("x", "y", "z")
    ]
    ends = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert ends == [b"written"] * 3
    with Journal(path) as journal:
        assert journal.set_aside is None
        assert {entry.job_id for entry in journal.all()} == {f"{name} {step}" for name in "xyz" for step in range(20)}


def test_each_change_is_synced_before_it_returns(journal: Journal) -> None:
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert journal._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    journal.put("a", "prepared", {})
    assert not journal._connection.in_transaction


def test_saved_files_are_known_after_a_new_start_the_newest_word_counts_and_the_oldest_goes(journal: Journal) -> None:
    files = [Fingerprint(number, f"{number:064x}") for number in range(SAVED_STAY + 1)]
    for file in files[:-1]:
        journal.put_saved(file, SavedFile("root", Offset(file.size_bytes, -7)))
    journal.put_saved(files[0], SavedFile("another", Offset(3, 4)))
    journal.put_saved(files[-1], SavedFile("last", Offset(0, 0)))
    journal.close()
    with Journal(journal.path) as again:
        assert again.saved(files[0]) == SavedFile("another", Offset(3, 4))
        assert again.saved(files[2]) == SavedFile("root", Offset(2, -7))
        assert again.saved(files[-1]) == SavedFile("last", Offset(0, 0))
        assert again.saved(files[1]) is None
        assert [again.has_saved(size) for size in (0, 1, 2, SAVED_STAY, SAVED_STAY + 1)] == [
            True,
            False,
            True,
            True,
            False,
        ]
