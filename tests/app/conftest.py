"""A program without a window, and a service that does as it is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app import bringing, sending, settling, watching
from picpik_studio.app.job import Job
from picpik_studio.app.lanes import QueueDispatcher
from picpik_studio.app.notices import Notice
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.app.watching import Pace
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Size
from tests.app.cloud import PRIVATE_KEY, PUBLIC_KEY, Cloud, running_cloud
from tests.app.lent_engine import lent_engine, running_engine
from tests.app.requests import HEIGHT, WIDTH, mask

__all__ = ["lent_engine", "running_engine"]

PATIENCE_SECONDS = 120.0
SIZE = Size(WIDTH, HEIGHT)
QUICK = Pace(0.01, 0.05, 0.05, 5)


class Bench:
    """A program, what it said, and the way to let time pass in it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.dispatcher = QueueDispatcher()
        self.program = Program(self.dispatcher, data=data)
        self.notices: list[Notice] = []
        self.program.notices.shown.connect(self.notices.append)
        self._heard: dict[str, Job] = {}
        self.program.jobs.changed.connect(lambda job: self._heard.update({job.id: job}))
        self.program.jobs.removed.connect(lambda job_id: self._heard.pop(job_id, None))

    def until(self, condition: Callable[[], object]) -> None:
        """Let the program work until `condition` holds and is told; fail when it never comes."""
        assert self.dispatcher.run_until(lambda: bool(condition()) and self.is_told, PATIENCE_SECONDS), self.notices

    @property
    def is_told(self) -> bool:
        """Whether everybody has heard how the jobs stand: for anybody who looks, they do so a moment earlier."""
        jobs = {job.id: job for job in self.program.jobs.all}
        return jobs.keys() == self._heard.keys() and all(job is self._heard[name] for name, job in jobs.items())

    def said(self) -> list[str]:
        return [notice.text for notice in self.notices]

    def close(self) -> None:
        assert self.program.close(PATIENCE_SECONDS), "a thread lives on"


def document_of(session: Session) -> Document:
    """Return the document that a session has open by now."""
    assert session.document is not None
    return session.document


@contextmanager
def session_with(bench: Bench, folder: Path, size: Size = SIZE, seed: int = 3) -> Iterator[Session]:
    """Give a session in which a photograph of noise is open, `photo.png` in `folder`; it is closed at the end."""
    made = Session(bench.program)
    path = folder / "photo.png"
    shape = (size.height, size.width, 3)
    cv2.imwrite(str(path), np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8))
    try:
        made.open_path(path)
        bench.until(lambda: made.document is not None)
        yield made
    finally:
        made.close()


def send_to(bench: Bench, cloud: Cloud) -> None:
    """Have the program send to `cloud`."""
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")


@pytest.fixture
def session(bench: Bench, cloud: Cloud, tmp_path: Path) -> Iterator[Session]:
    """A session with a photograph that is painted on, which sends to the cloud."""
    send_to(bench, cloud)
    with session_with(bench, tmp_path) as made:
        document_of(made).replace_mask(mask())
        yield made


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A cloud whose keys are in the environment, and which is asked often."""
    monkeypatch.setenv("PICPIK_PUBLIC_KEY", PUBLIC_KEY)
    monkeypatch.setenv("PICPIK_PRIVATE_KEY", PRIVATE_KEY)
    monkeypatch.setattr(watching, "CLOUD_PACE", QUICK)
    monkeypatch.setattr(sending, "PAUSES_SECONDS", (0.01, 0.01, 0.01))
    monkeypatch.setattr(bringing, "PAUSES_SECONDS", (0.01, 0.01, 0.01))
    monkeypatch.setattr(settling, "PAUSES_SECONDS", (0.01, 0.01, 0.01))
    with running_cloud() as service:
        yield service


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "data")
    yield made
    made.close()
