"""The store when the disk fails, when it was killed at a bad moment, and when several engines start at once."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from picpik_studio.engine import folders
from picpik_studio.engine.errors import StoreError
from picpik_studio.engine.folders import BROKEN_SECONDS, adopt_stores, open_stores
from picpik_studio.engine.store import KEPT_SECONDS, Store
from picpik_studio.files import locks
from tests.engine.test_scheduler import accepted


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    (store,) = open_stores(folder)
    yield store
    store.close()


class Failing:
    """A database that fails at the statements that begin so."""

    def __init__(self, real: sqlite3.Connection, beginning: str) -> None:
        self._real = real
        self._beginning = beginning
        self.close = real.close

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        if statement.startswith(self._beginning):
            raise sqlite3.OperationalError("database or disk is full")
        return self._real.execute(statement, values)


def fail_at(store: Store, beginning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_db", Failing(store._db, beginning))


@pytest.mark.parametrize("statement", ["BEGIN", "INSERT INTO tasks", "INSERT INTO acceptances", "COMMIT"])
def test_a_task_that_cannot_be_kept_is_refused_and_leaves_nothing(
    store: Store, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        fail_at(store, statement, patched)
        with pytest.raises(StoreError, match="cannot keep its data on the disk: database or disk is full"):
            accepted(store, "a")
        assert not list(store.tasks)
        assert list((store.folder / "inputs").iterdir()) == []
    accepted(store, "a")
    assert [task.uid for task in store.tasks] == ["a"]
    assert store.acceptances() == [("a", "")]


def test_pictures_that_cannot_be_kept_are_refused_too(store: Store) -> None:
    (store.folder / "inputs").rmdir()
    with pytest.raises(StoreError, match=r"No such file or directory$"):
        accepted(store, "a")
    assert store.tasks == ()


def test_a_change_that_the_disk_refuses_holds_in_memory_and_the_next_one_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, folder: Path
) -> None:
    accepted(store, "a")
    with monkeypatch.context() as patched:
        fail_at(store, "COMMIT", patched)
        assert store.change("a", status="Finished", ended=1.0).status == "Finished"
    assert "task a is not on the disk" in caplog.text
    caplog.clear()
    store.change("a", was_asked=True)
    store.close()
    (again,) = open_stores(folder)
    assert again.tasks == ()  # ended long ago, as the second change told the disk
    again.close()


def test_what_is_begun_is_noted_but_not_on_the_disk(store: Store, folder: Path) -> None:
    accepted(store, "a")
    accepted(store, "b")
    store.change("b", status="Terminated", ended=time.time())
    begun = store.begin("a")
    assert begun is not None
    assert begun.status == "Running"
    assert store.get("a") == begun
    assert (store.begin("b"), store.begin("nobody")) == (None, None)
    store.close()
    (again,) = open_stores(folder)
    assert [task.status for task in again.tasks] == ["Queuing", "Terminated"]
    again.close()


def test_what_a_kill_left_behind_is_cleared_away(store: Store, folder: Path) -> None:
    for uid in ("running", "finished", "failed"):
        accepted(store, uid)
    store.put_result("running-0", b"png")
    store.put_result("finished-0", b"png")
    store.change("finished", status="Finished", ended=time.time())
    store.change("failed", status="Error", ended=time.time())
    store.close()
    inputs, results = store.folder / "inputs", store.folder / "results"
    for left in (inputs / "never-mask", inputs / ".picpik-1.tmp", inputs / "finished-mask", results / "failed-0.png"):
        left.write_bytes(b"left")
    (again,) = open_stores(folder)
    assert {path.name for path in inputs.iterdir()} == {"running-picture", "running-mask"}
    assert {path.name for path in results.iterdir()} == {"running-0.png", "finished-0.png"}
    again.close()


def test_a_task_that_failed_keeps_none_of_its_images(store: Store) -> None:
    accepted(store, "a", images=2)
    store.put_result("a-0", b"png")
    store.change("a", status="Error", ended=time.time())
    assert store.find_result("a-0") is None
    store.put_result("a-1", b"late")
    assert list((store.folder / "results").iterdir()) == []


def test_a_result_is_found_by_its_token_alone_and_not_when_it_is_forgotten(store: Store) -> None:
    accepted(store, "a")
    assert store.find_result("a-0") is None
    store.put_result("a-0", b"png")
    now = time.time()
    store.change("a", status="Finished", ended=now)
    path = store.find_result("a-0")
    assert path is not None
    assert path.read_bytes() == b"png"
    for wrong in ("", "a", "../tasks", "a-1"):
        assert store.find_result(wrong) is None
    store.sweep(now + KEPT_SECONDS)
    assert store.find_result("a-0") is None
    assert not path.exists()


def test_a_token_ends_with_its_day_though_nobody_has_swept_yet(store: Store) -> None:
    accepted(store, "a")
    store.put_result("a-0", b"png")
    store.change("a", status="Finished", ended=time.time() - KEPT_SECONDS + 60)
    assert store.find_result("a-0") is not None
    store.change("a", ended=time.time() - KEPT_SECONDS)
    assert store.result_path("a-0").exists()
    assert store.find_result("a-0") is None


def test_forgetting_that_fails_is_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    accepted(store, "a")
    store.change("a", status="Finished", ended=1.0)
    with monkeypatch.context() as patched:
        fail_at(store, "DELETE", patched)
        store.sweep(time.time())
    assert "cannot be forgotten yet" in caplog.text
    caplog.clear()
    assert [task.uid for task in store.tasks] == ["a"]
    store.sweep(time.time())
    assert store.tasks == ()


def test_after_the_end_nothing_is_written_and_nothing_is_said(store: Store) -> None:
    accepted(store, "a")
    store.change("a", ended=1.0)
    store.close()
    store.change("a", was_asked=True)
    store.sweep(time.time())
    with pytest.raises(StoreError):
        accepted(store, "b")


# Folders


def test_engines_that_start_at_once_share_nothing_and_lose_nothing(folder: Path) -> None:
    folder.mkdir()
    gate = threading.Barrier(4)

    def live(engine: int) -> set[str]:
        uids = set()
        for number in range(6):
            gate.wait(60)
            stores = open_stores(folder)
            uid = f"{engine}-{number}"
            accepted(stores[0], uid)
            if number % 2:
                stores[0].change(uid, status="Finished", ended=1.0)
                stores[0].sweep(time.time())
            else:
                uids.add(uid)
            for store in stores:
                store.close()
        return uids

    with ThreadPoolExecutor(4) as pool:
        uids = set().union(*pool.map(live, range(4)))
    stores = open_stores(folder)
    assert sorted(task.uid for store in stores for task in store.tasks) == sorted(uids)
    assert len(list(folder.iterdir())) == len(stores)
    for store in stores:
        store.close()


def test_a_folder_that_is_being_removed_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store,) = open_stores(folder)
    locked = locks.try_lock

    def late(file: object) -> bool:
        store.remove()  # after the other engine opened the lock's file, before it locks it
        return locked(file)  # type: ignore[arg-type]  # what comes is handed on

    with monkeypatch.context() as patched:
        patched.setattr(folders, "try_lock", late)
        assert folders._locked(store.folder) is None
    assert not store.folder.exists()


def test_a_disk_that_fails_at_the_start_does_not_set_a_store_aside(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (store,) = open_stores(folder)
    accepted(store, "a")
    store.close()
    database = store.folder / "tasks.sqlite"
    database.rename(folder / "away")
    database.mkdir()  # SQLite: "unable to open database file", as without the right to
    (other,) = open_stores(folder)
    assert other.folder != store.folder
    assert "cannot be used now" in caplog.text
    caplog.clear()
    other.close()
    database.rmdir()
    (folder / "away").rename(database)
    stores = open_stores(folder)
    assert [task.uid for each in stores for task in each.tasks] == ["a"]
    for each in stores:
        each.close()


def test_a_folder_in_which_nothing_can_be_locked_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "try_lock", lambda _file: False)  # some network file systems
    with pytest.raises(StoreError, match="no file can be locked there"):
        open_stores(folder)


def test_a_disk_without_room_for_a_new_store_is_said_and_nothing_is_made_again_and_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "_read", full)
    with pytest.raises(StoreError, match="disk is full"):
        open_stores(folder)
    assert len(list(folder.iterdir())) == 1


def test_what_was_set_aside_is_deleted_after_a_week(folder: Path) -> None:
    for name, age in (("old", BROKEN_SECONDS + 60), ("new", BROKEN_SECONDS - 3600)):
        aside = folder / f"{name}.broken"
        (aside / "inputs").mkdir(parents=True)
        then = time.time() - age
        os.utime(aside, (then, then))
    (folder / "engine.log").touch()
    for store in open_stores(folder):
        store.close()
    assert {path.name for path in folder.iterdir() if path.suffix} == {"new.broken", "engine.log"}


def test_a_store_whose_engine_ends_later_is_adopted_with_its_tasks(folder: Path) -> None:
    (first,) = open_stores(folder)
    (second,) = open_stores(folder)
    (third,) = open_stores(folder)
    accepted(first, "a")
    assert adopt_stores(folder) == []
    first.close()
    third.close()
    (adopted,) = adopt_stores(folder)
    assert [task.uid for task in adopted.tasks] == ["a"]
    assert not third.folder.exists()  # there was nothing in it
    adopted.close()
    second.close()


def test_a_data_folder_that_has_gone_is_no_reason_to_end(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert adopt_stores(folder / "gone") == []
    assert "cannot be read" in caplog.text
    caplog.clear()


def test_what_cannot_be_set_aside_or_buried_is_said_and_no_reason_to_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (store,) = open_stores(folder)
    store.close()
    (store.folder / "tasks.sqlite").write_bytes(b"no database" * 1000)
    (folder / "old.broken").symlink_to("nowhere")

    def refuse(*_words: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        assert adopt_stores(folder) == []
    assert "cannot be set aside" in caplog.text
    assert "cannot be looked at" in caplog.text
    caplog.clear()
    assert store.folder.is_dir()
