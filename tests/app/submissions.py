"""A session that sends what is painted to a cloud, and waiting for what comes of it."""

from pathlib import Path

import cv2
import numpy as np

from picpik_studio.app.session import Session
from tests.app.cloud import Cloud
from tests.app.conftest import Bench, document_of
from tests.app.requests import mask


def painted_session(bench: Bench, cloud: Cloud, folder: Path) -> Session:
    """Return a session with a photograph that is painted on, which sends to the cloud."""
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    path = folder / "photo.png"
    cv2.imwrite(str(path), np.random.default_rng(3).integers(0, 256, (120, 200, 3), dtype=np.uint8))
    made.open_path(path)
    bench.until(lambda: made.document is not None)
    document_of(made).replace_mask(mask())
    return made


def submitted(bench: Bench, session: Session, count: int = 1, **given: object) -> None:
    """Send it `count` times with these parameters, and wait until all jobs have ended."""
    for name, value in given.items():
        session.parameters.set(name, value)
    jobs = bench.program.jobs
    before = len(jobs.all)
    for _ in range(count):
        session.submit()
    bench.until(lambda: len(jobs.all) == before + count and all(job.is_ended for job in jobs.all))


def shown(bench: Bench, session: Session) -> tuple[str, int]:
    """Wait until a result is shown; return which one."""
    bench.until(lambda: session.shown)
    assert session.shown is not None
    return session.shown.job_id, session.shown.index


def is_shown(session: Session, index: int) -> bool:
    """Whether image `index` of any job is shown."""
    return session.shown is not None and session.shown.index == index
