"""An editor without a window behind the proxy, and what must hold of it whatever the network does."""

import logging
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from picpik_studio.app.generation import prepare
from picpik_studio.app.job import Job, State
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.resuming import UNSURE
from picpik_studio.app.sending import LOST
from picpik_studio.core.document import Snapshot
from picpik_studio.files.journal import Journal
from tests.app.requests import picture, values
from tests.engine.service import PRIVATE, PUBLIC

MODEL = "local-patchmatch"
_SMALL, _LARGE = (96, 64), (1400, 1200)


def wanted(url: str, *, is_large: bool = False) -> GenerationRequest:
    """Return a request; a large one fills every buffer between here and the proxy.

    Little is repainted, and nothing beside it: the engine shall answer, and what it paints is looked at elsewhere.
    """
    size = _LARGE if is_large else _SMALL
    area = np.zeros(size[::-1], np.uint8)
    area[28:36, 40:56] = 255
    given = values(main_model=MODEL, frame_mode="whole", mask_blur=0)
    return prepare(Snapshot(picture(*size), (), area), given, url)


def is_settled(job: Job) -> bool:
    """Whether nothing more happens to a job by itself."""
    is_looked_for = job.message is not None and job.message.template not in {LOST, UNSURE} and not job.is_cancelling
    return job.is_ended or (job.state is State.UNKNOWN and is_looked_for)


class Ledger:
    """What the engine has accepted, by its own record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, uuids: Iterable[str]) -> list[tuple[str, str]]:
        """Return (request_uuid, TaskUID) of every acceptance of these requests, in order."""
        wanted_uuids = set(uuids)
        return [(uuid, uid) for uuid, uid in self._all() if uuid in wanted_uuids]

    def _all(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for path in self._folder.glob("*/tasks.sqlite"):
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                found += database.execute("SELECT request_uuid, uid FROM acceptances ORDER BY number").fetchall()
        return found


def demand_nothing_lost(journal: Path, accepted: Iterable[tuple[str, str]]) -> None:
    """See that each task that was accepted is a job's in the journal, or offered by one that is unknown."""
    with Journal(journal) as kept:
        entries = kept.all()
    known = {str(entry.record["task_uid"]) for entry in entries}
    offered = {uid for entry in entries if entry.state == "unknown" for uid in entry.record["candidates"]}
    missing = [uid for _uuid, uid in accepted if uid not in known | offered]
    names = ("task_uid", "candidates", "message")
    assert not missing, [missing, *([entry.state, *map(entry.record.get, names)] for entry in entries)]


def demand_no_key(data: Path, said: Iterable[str], records: Iterable[logging.LogRecord]) -> None:
    """See that neither key is in a file of the editor's, in what it said, or in a log."""
    texts = [*said, *(record.getMessage() for record in records)]
    blobs = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    for key in (PUBLIC, PRIVATE):
        assert not any(key in text for text in texts)
        assert not any(key.encode() in blob for blob in blobs)


def demand_a_sentence(text: str) -> None:
    """See that something is a sentence for people: filled in, ended, and nothing of the machinery."""
    assert re.fullmatch(r"[A-Z“1-9].*[.)!?]", text), text
    assert not re.search(r"[{}]|Traceback|Error\b|Exception|urllib|Pool\(|0x[0-9a-f]{6}|\bNone\b", text), text
