"""The folders of the service's stores, each under a lock: one a running engine; those of dead engines are adopted."""

import logging
import os
import shutil
import sqlite3
import time
import uuid
from pathlib import Path
from typing import BinaryIO

from picpik_studio.engine.errors import StoreError
from picpik_studio.engine.store import LOCK, BrokenStoreError, Store
from picpik_studio.files.locks import try_lock
from picpik_studio.texts import QT_TRANSLATE_NOOP

BROKEN = ".broken"
BROKEN_SECONDS = 7 * 24 * 3600
"""A store that could not be read is kept for so long."""

_LOG = logging.getLogger(__name__)
_NO_FOLDER = QT_TRANSLATE_NOOP("Engine", "The service cannot use its folder {folder}: {why}")
_TRIES = 5


def open_stores(data_folder: Path) -> list[Store]:
    """Return the store of this engine first, then those of engines that have ended, all locked for this process.

    A folder whose lock is free is taken over; a new one is made only where there is none. Raises StoreError.
    """
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        stores = _free(data_folder) or [_made(data_folder)]
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise StoreError(_NO_FOLDER, folder=data_folder, why=why) from error
    return stores[:1] + _with_tasks(stores[1:])


def adopt_stores(data_folder: Path) -> list[Store]:
    """Return the stores of engines that have ended since, as far as they hold a task."""
    try:
        return _with_tasks(_free(data_folder))
    except OSError:
        _LOG.exception("The folder of the service cannot be read")
        return []


def _with_tasks(stores: list[Store]) -> list[Store]:
    """Return the stores that hold a task; the folders of the others are of no use any more."""
    for store in stores:
        if not store.tasks:
            store.remove()
    return [store for store in stores if store.tasks]


def _free(data_folder: Path) -> list[Store]:
    """Take over every folder that nobody holds, and sweep it. Raises OSError."""
    found = []
    for folder in sorted(data_folder.iterdir()):
        if folder.suffix == BROKEN:
            _bury(folder)
        elif (store := _taken(folder)) is not None:
            found.append(store)
    return found


def _made(data_folder: Path) -> Store:
    """Make a folder and hold it. Raises OSError, sqlite3.Error."""
    for _ in range(_TRIES):
        folder = data_folder / uuid.uuid4().hex
        folder.mkdir()
        (folder / LOCK).touch()
        # Another engine that started in this very moment may have been faster.
        if (lock := _locked(folder)) is not None:
            return _opened(folder, lock)
    raise OSError("no file can be locked there")


def _taken(folder: Path) -> Store | None:
    """Open and sweep a store that somebody left; None when it is held, none, or cannot be used."""
    lock = _locked(folder)
    if lock is None:
        return None
    try:
        store = _opened(folder, lock)
        store.sweep(time.time())
    except BrokenStoreError:
        _LOG.exception("The store %s cannot be read and is set aside", folder.name)
        _set_aside(folder)
    except (OSError, sqlite3.Error):
        _LOG.exception("The store %s cannot be used now", folder.name)
    else:
        return store
    return None


def _opened(folder: Path, lock: BinaryIO) -> Store:
    try:
        return Store(folder, lock)
    except BaseException:
        lock.close()
        raise


def _locked(folder: Path) -> BinaryIO | None:
    """Lock a folder; None when another engine has it, or has just removed it, or it is none."""
    try:
        lock = (folder / LOCK).open("r+b")
    except OSError:
        return None
    try:
        if try_lock(lock) and os.path.samestat(os.fstat(lock.fileno()), (folder / LOCK).stat()):
            return lock
    except OSError:
        pass
    lock.close()
    return None


def _set_aside(folder: Path) -> None:
    """Keep a broken store from being taken again, with the pictures that are in it."""
    try:
        folder.rename(folder.with_name(folder.name + BROKEN))
    except OSError:
        _LOG.exception("The store %s cannot be set aside", folder.name)


def _bury(folder: Path) -> None:
    """Delete what was set aside long ago."""
    try:
        if time.time() - folder.stat().st_mtime > BROKEN_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        _LOG.exception("The folder %s cannot be looked at", folder.name)
