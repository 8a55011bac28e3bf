"""Far spots in frames of their own, from Submit to the picture, in a session without a window."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from tests.app.cloud import Cloud
from tests.app.conftest import Bench

SPOTS = ((slice(200, 240), slice(100, 140)), (slice(300, 330), slice(1300, 1330)))


@pytest.fixture
def session(bench: Bench, cloud: Cloud, tmp_path: Path) -> Iterator[Session]:
    """A session with a wide photograph, whose far spots are to go by themselves."""
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    path = tmp_path / "wide.png"
    cv2.imwrite(str(path), np.random.default_rng(5).integers(0, 256, (560, 1400, 3), dtype=np.uint8))
    made.open_path(path)
    bench.until(lambda: made.document is not None)
    made.parameters.set("split_frames", True)
    yield made
    made.close()


def document_of(session: Session) -> Document:
    assert session.document is not None
    return session.document


def painted(count: int) -> Plane:
    mask = np.zeros((560, 1400), np.uint8)
    for spot in SPOTS[:count]:
        mask[spot] = 255
    return mask


def shows_job(session: Session, job_id: str) -> bool:
    return session.shown is not None and session.shown.job_id == job_id


def test_far_spots_become_a_job_each_and_each_is_laid_where_it_belongs(bench: Bench, session: Session) -> None:
    document_of(session).replace_mask(painted(2))
    jobs = bench.program.jobs
    session.submit()
    bench.until(lambda: len(jobs.all) == 2 and all(job.is_ended for job in jobs.all))
    assert session.submitting == 0
    requests = [jobs.request(job.id) for job in jobs.all]
    assert sorted(request.frame.rect.x for request in requests) == [0, 888]
    for ref in session.results:
        session.show_result(ref.job_id, ref.index)
        bench.until(partial(shows_job, session, ref.job_id))
        session.accept_shown()
    pixels, original = document_of(session).pixels, document_of(session).picture.pixels
    for spot in SPOTS:
        assert (pixels[spot] != original[spot]).any(axis=2).mean() > 0.99
    assert np.array_equal(pixels[:, 400:1000], original[:, 400:1000])


def test_one_spot_stays_one_job_however_it_is_set(bench: Bench, session: Session) -> None:
    document_of(session).replace_mask(painted(1))
    session.submit()
    bench.until(lambda: session.submitting == 0)
    assert len(bench.program.jobs.all) == 1
    bench.until(lambda: bench.program.jobs.all[0].is_ended)


def test_with_nothing_painted_nothing_is_parted(bench: Bench, session: Session) -> None:
    session.submit()
    bench.until(lambda: session.submitting == 0)
    assert not bench.program.jobs.all
    assert any("Nothing is painted" in text for text in bench.said())
