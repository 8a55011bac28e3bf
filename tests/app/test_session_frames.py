"""Far spots in frames of their own, from Submit to the picture, in a session without a window."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.dissolving import dissolved
from picpik_studio.app.framing import SEVERAL
from picpik_studio.app.job import Reason
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import Answer
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect, Size
from tests.app.cloud import Cloud
from tests.app.conftest import Bench, document_of, send_to, session_with
from tests.app.requests import values

SPOTS = ((slice(200, 240), slice(100, 140)), (slice(300, 330), slice(1300, 1330)))


@pytest.fixture
def session(bench: Bench, cloud: Cloud, tmp_path: Path) -> Iterator[Session]:
    """A session with a wide photograph, whose far spots are to go by themselves."""
    send_to(bench, cloud)
    with session_with(bench, tmp_path, Size(1400, 560), seed=5) as made:
        made.parameters.set("split_frames", True)
        yield made


def painted(count: int) -> Plane:
    mask = np.zeros((560, 1400), np.uint8)
    for spot in SPOTS[:count]:
        mask[spot] = 255
    return mask


def shows_job(session: Session, job_id: str) -> bool:
    return session.shown is not None and session.shown.job_id == job_id


def has_asked(session: Session, asked: list[str], count: int) -> bool:
    return len(asked) == count and session.submitting == 0


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


def test_all_parts_that_have_come_are_accepted_at_once(bench: Bench, session: Session, cloud: Cloud) -> None:
    document, jobs = document_of(session), bench.program.jobs
    document.replace_mask(painted(2))
    cloud.words = ["Running"]
    session.submit()
    bench.until(lambda: len(cloud.tasks) == 2)
    cloud.tasks["task-1"].words = ["Finished"]
    bench.until(lambda: session.shown is not None)
    first = session.shown
    assert session.accepting.together == 0
    cloud.tasks["task-2"].words = ["Finished"]
    bench.until(lambda: session.accepting.together == 2)
    assert session.shown is first
    assert [weight.max() for _place, weight in (first.beside if first is not None else ())] == [255]
    jobs.retry(jobs.all[0].id)
    bench.until(lambda: len(cloud.tasks) == 3)
    cloud.tasks["task-3"].words = ["Finished"]
    bench.until(lambda: len(session.results) == 3)
    session.accepting.accept_all()
    bench.until(lambda: document.patches)
    for spot in SPOTS:
        assert (document.pixels[spot] != document.picture.pixels[spot]).any(axis=2).mean() > 0.99
    assert (len(document.patches), session.accepting.together, bench.said()[-1]) == (
        2,
        0,
        "2 parts are in the picture now.",
    )
    document.undo()
    assert document.patches == ()


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


def test_every_part_is_said_to_be_one_of_several_and_so_once(bench: Bench, session: Session) -> None:
    document_of(session).replace_mask(painted(2))
    session.submit()
    bench.until(lambda: len(bench.program.jobs.all) == 2 and all(job.is_ended for job in bench.program.jobs.all))
    assert {notice.key for notice in bench.notices if "as 2 frames" in notice.text} == {SEVERAL}


def test_what_shall_not_be_sent_keeps_the_other_parts_from_it_too(bench: Bench, session: Session) -> None:
    """The left spot covers all that its frame shows: that is asked about, and what is asked about is one painting."""
    mask = painted(2)
    mask[:, :520] = 255
    document_of(session).replace_mask(mask)
    session.parameters.set("padding", 0)
    session.parameters.set("mask_blur", 0)
    asked: list[str] = []
    answers: list[Answer | None] = [None, "submit"]

    def asker(doubt: Reason, say: Callable[[Answer | None], None]) -> None:
        asked.append(doubt.text)
        say(answers[len(asked) - 1])

    session.ask_doubts_by(asker)
    for count in (1, 2):
        session.submit()
        bench.until(partial(has_asked, session, asked, count))
        assert len(bench.program.jobs.all) == 2 * (count - 1)
    assert asked[0] == asked[1]
    session.submit()
    bench.until(lambda: len(bench.program.jobs.all) == 4 and all(job.is_ended for job in bench.program.jobs.all))
    assert len(asked) == 2


def test_what_the_blur_dissolves_is_found_in_every_part_at_its_own_scale() -> None:
    """A thin line that spans the picture is sent smaller, so that its blur reaches further; a dab beside it is not."""
    mask = np.zeros((400, 6000), np.uint8)
    mask[20:60, 20:4000] = 255
    cv2.circle(mask, [5700, 300], 15, 255, -1)
    together, parted = (dissolved(mask, values(split_frames=each, mask_blur=9)) for each in (False, True))
    assert together is not None
    assert len(together.spots) == 1
    assert together.spots[0].rect.intersected(Rect(5600, 200, 200, 200)) == together.spots[0].rect
    assert parted is None
    alone, lower = (dissolved(mask, values(split_frames=True, mask_blur=blur)) for blur in (20, 9))
    assert lower is None
    assert alone is not None
    assert alone.blur >= 9
