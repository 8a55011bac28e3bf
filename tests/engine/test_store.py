"""What the store keeps, and what it makes of a folder that is not as it was left."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from picpik_studio.engine.errors import StoreError
from picpik_studio.engine.folders import open_stores
from picpik_studio.engine.store import KEPT_SECONDS, Store
from tests.engine.test_scheduler import accepted


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    (store,) = open_stores(folder)
    yield store
    store.close()


def reopened(store: Store, folder: Path) -> list[Store]:
    store.close()
    return open_stores(folder)


def test_everything_is_there_again_in_order(folder: Path) -> None:
    (store,) = open_stores(folder)
    tasks = [accepted(store, uid) for uid in ("b", "a", "c")]
    now = time.time()
    store.change("a", status="Error", error_code=230, error_text="why", ended=now)
    (again,) = reopened(store, folder)
    assert [task.uid for task in again.tasks] == ["b", "a", "c"]
    assert again.get("a") == replace(tasks[1], status="Error", error_code=230, error_text="why", ended=now)
    assert again.get("nobody") is None
    assert [uid for uid, _uuid in again.acceptances()] == ["b", "a", "c"]
    again.close()


def test_an_ended_task_keeps_its_status_and_loses_its_inputs(store: Store) -> None:
    task = accepted(store, "a")
    assert store.inputs(task) == (b"picture", b"mask")
    store.change("a", status="Terminated", ended=time.time())
    assert store.change("a", status="Finished").status == "Terminated"
    with pytest.raises(OSError, match="a-picture"):
        store.inputs(task)


def test_a_change_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    before = accepted(store, "a")
    with pytest.raises(TypeError):
        store.change("a", no_such_field=1)
    with pytest.raises(KeyError):
        store.change("nobody", status="Running")
    assert store.get("a") == before
    assert store.change("a", status="Running").status == "Running"


def test_what_ended_a_day_ago_is_forgotten_with_its_results(store: Store) -> None:
    for uid in ("old", "new", "running"):
        accepted(store, uid)
        store.put_result(f"{uid}-0", b"png")
    store.change("old", status="Finished", ended=1000.0)
    store.change("new", status="Finished", ended=1001.0)
    store.sweep(1000.0 + KEPT_SECONDS)
    assert [task.uid for task in store.tasks] == ["new", "running"]
    assert [store.has_result(f"{uid}-0") for uid in ("old", "new", "running")] == [False, True, True]


@pytest.mark.parametrize(
    "damage",
    ["INSERT INTO tasks VALUES ('x', 1, '{\"uid\": \"x\"}')", "INSERT INTO tasks VALUES ('x', 1, 'no json')", ""],
)
def test_a_broken_store_is_set_aside_and_the_service_starts_all_the_same(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    (store,) = open_stores(folder)
    name = store.folder.name
    store.close()
    database = folder / name / "tasks.sqlite"
    if damage:
        connection = sqlite3.connect(database)
        connection.execute(damage)
        connection.commit()
        connection.close()
    else:
        database.write_bytes(b"not a database at all" * 100)
    for _start in range(2):
        (fresh,) = open_stores(folder)
        assert fresh.folder.name != name
        assert fresh.tasks == ()
        fresh.close()
    assert (folder / f"{name}.broken").is_dir()
    assert "set aside" in caplog.text
    caplog.clear()


def test_folders_that_hold_nothing_any_more_are_removed(folder: Path) -> None:
    (first,) = open_stores(folder)
    (second,) = open_stores(folder)
    (third,) = open_stores(folder)
    accepted(third, "a")
    for store in (first, second, third):
        store.close()
    stores = open_stores(folder)
    assert "a" in {task.uid for store in stores for task in store.tasks}
    assert len(stores) <= 2
    assert len(list(folder.iterdir())) == len(stores)
    for store in stores:
        store.close()


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot use its folder"):
        open_stores(tmp_path / "file" / "below")
