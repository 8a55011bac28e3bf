"""Of far spots every request is seen that will leave, and each leaves as it was seen, to the byte, or not at all."""

import base64
import hashlib
import json
import os
import signal
from collections.abc import Iterator
from functools import partial

import cv2
import numpy as np
import pytest

from picpik_studio.app.action import Action
from picpik_studio.app.framing import SEVERAL
from picpik_studio.app.generation import ONE_DISSOLVES
from picpik_studio.app.job import State
from picpik_studio.app.models import ModelChoice
from picpik_studio.app.packing import Encoding
from picpik_studio.app.preflight import CHANGED, RESTARTED, Preflight
from picpik_studio.app.preflight_sheets import Looked
from picpik_studio.app.preflight_warnings import NO_PROMPT
from picpik_studio.app.sending import OTHER
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect
from tests.app.cloud import Cloud
from tests.app.conftest import Bench

WIDE, HIGH = 2000, 560
SPOTS = (Rect(100, 200, 60, 60), Rect(1000, 250, 50, 40), Rect(1900, 300, 5, 5))
"""The last one is so small that a blur dissolves it."""


def opened(bench: Bench, session: Session) -> Session:
    session.parameters.set("split_frames", True)
    session.parameters.set("positive_prompts", ["a cat"])
    photo = np.random.default_rng(2).integers(0, 256, (HIGH, WIDE, 3), dtype=np.uint8)
    session.open_bytes(cv2.imencode(".png", photo)[1].tobytes(), "noise.png")
    bench.until(lambda: session.document is not None)
    assert session.document is not None
    session.document.replace_mask(painted())
    return session


def painted() -> Plane:
    mask = np.zeros((HIGH, WIDE), np.uint8)
    for spot in SPOTS:
        mask[spot.slices] = 255
    return mask


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    made.parameters.set("main_model", ModelChoice("m"))
    yield opened(bench, made)
    made.close()


@pytest.fixture
def local(bench: Bench) -> Iterator[Session]:
    """A session that sends to this computer's engine, a process of its own."""
    made = Session(bench.program)
    made.parameters.set("mask_blur", 2)
    yield opened(bench, made)
    made.close()


def looked_at(bench: Bench, preflight: Preflight) -> Looked:
    bench.until(lambda: preflight.fraction is None)
    assert preflight.looked is not None, preflight.error
    return preflight.looked


def look(bench: Bench, session: Session, action: Action = Action.REDRAW, percent: int = 100) -> Preflight:
    preflight = session.preflight()
    preflight.look(action, percent)
    looked_at(bench, preflight)
    return preflight


def is_seen(preflight: Preflight, number: int) -> bool:
    return preflight.looked is not None and preflight.looked.number == number


def all_ended(bench: Bench, count: int) -> bool:
    jobs = bench.program.jobs.all
    return len(jobs) == count and all(job.is_ended for job in jobs)


def digests(looked: Looked) -> list[str]:
    return sorted(sheet.draft.digest for sheet in looked.sheets if sheet.draft is not None)


@pytest.mark.parametrize("action", [Action.REDRAW, Action.ERASE])
@pytest.mark.parametrize("encoding", ["png", "jpeg"])
@pytest.mark.parametrize("percent", [100, 50])
def test_each_of_them_is_sent_as_it_was_shown_to_the_byte(
    bench: Bench, session: Session, cloud: Cloud, action: Action, encoding: Encoding, percent: int
) -> None:
    preflight = look(bench, session, action, percent)
    preflight.encode(encoding)
    looked = looked_at(bench, preflight)
    rects = [sheet.request.frame.rect for sheet in looked.sheets]
    assert [rect.intersected(spot) for rect, spot in zip(rects, SPOTS, strict=True)] == list(SPOTS)
    for number, sheet in enumerate(looked.sheets):
        preflight.turn_to(number)
        bench.until(partial(is_seen, preflight, number))
        pictures = looked_at(bench, preflight).pictures
        assert pictures.image.levels[0].shape[:2] == sheet.request.frame.sent[::-1]
        sent = cv2.imdecode(np.frombuffer(sheet.request.picture, np.uint8), cv2.IMREAD_COLOR)
        assert np.array_equal(pictures.image.levels[0][..., :3], np.asarray(sent))
        assert (pictures.mask.levels[0] == 255).sum() == sheet.made.repainted > 0
        assert sheet.request.picture.startswith(b"\xff\xd8" if encoding == "jpeg" else b"\x89PNG")
    assert session.document is not None
    session.document.clear_mask()
    session.parameters.set("split_frames", False)
    session.parameters.set("positive_prompts", ["something else"])
    preflight.submit()
    bench.until(lambda: all_ended(bench, 3))
    assert preflight.is_sent
    bodies = [body for body in cloud.bodies if f'"Action":"{action}"'.encode() in body]
    assert sorted(hashlib.sha256(body).hexdigest() for body in bodies) == digests(looked)
    assert sum(map(len, bodies)) == looked.length
    assert {json.loads(body)["request_uuid"] for body in bodies} == {
        json.loads(sheet.text)["request_uuid"] for sheet in looked.sheets
    }


def test_a_plain_submit_sends_the_same_requests(bench: Bench, session: Session, cloud: Cloud) -> None:
    sheets = looked_at(bench, look(bench, session)).sheets
    session.submit()
    bench.until(lambda: all_ended(bench, 3))
    sent = {pictures_in(body) for body in cloud.bodies if b"ModifyMasked" in body}
    assert sent == {(sheet.request.picture, sheet.request.mask) for sheet in sheets}


def pictures_in(body: bytes) -> tuple[bytes, ...]:
    uris = json.loads(body)["ImageAndMaskList"]
    return tuple(base64.b64decode(uri.partition(",")[2]) for uri in uris)


def test_what_is_to_be_known_is_told_of_all_or_by_number(bench: Bench, session: Session) -> None:
    session.parameters.set("positive_prompts", [])
    warned = {each.reason.template: each.numbers for each in looked_at(bench, look(bench, session)).warnings}
    assert warned[SEVERAL] == ()
    assert warned[NO_PROMPT] == ()
    assert warned[ONE_DISSOLVES] == (2,)


def test_it_is_turned_to_the_others_and_the_latest_wish_wins(bench: Bench, session: Session) -> None:
    preflight = look(bench, session)
    assert is_seen(preflight, 0)
    preflight.turn(-1)
    assert is_seen(preflight, 0)
    preflight.turn(1)
    preflight.turn(1)
    bench.until(partial(is_seen, preflight, 2))
    assert preflight.can_submit
    preflight.turn(1)
    preflight.look(percent=25)
    preflight.turn_to(0)
    assert looked_at(bench, preflight).number == 2
    preflight.turn_to(1)
    preflight.close()
    preflight.encode("jpeg")
    assert looked_at(bench, preflight).number == 1
    preflight.encode("png")
    assert session.document is not None
    looked_at(bench, preflight)


def test_a_service_that_has_restarted_is_looked_at_again_and_gets_nothing_else(bench: Bench, local: Session) -> None:
    preflight = look(bench, local)
    before = looked_at(bench, preflight)
    killed(bench)
    preflight.submit()
    after = looked_at(bench, preflight)
    assert all_ended(bench, 0)
    assert before.news is None
    assert after.news is not None
    assert after.news.template == RESTARTED
    assert not set(digests(before)) & set(digests(after))
    assert [sheet.text for sheet in before.sheets] == [sheet.text for sheet in after.sheets]
    preflight.submit()
    bench.until(lambda: all_ended(bench, 3))
    assert {job.state for job in bench.program.jobs.all} == {State.FINISHED}


def killed(bench: Bench) -> None:
    """Kill this computer's engine, as a crash would."""
    pid = bench.program.service.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    bench.until(lambda: bench.program.service.pid is None)


def test_one_that_restarts_after_the_last_look_is_sent_nothing_either(bench: Bench, local: Session) -> None:
    looked = looked_at(bench, look(bench, local))
    killed(bench)
    jobs = bench.program.jobs
    jobs.submit(looked.requests[0], None)
    bench.until(lambda: all_ended(bench, 1))
    (job,) = jobs.all
    assert (job.state, job.task_uid) == (State.FAILED, None)
    assert job.message is not None
    assert job.message.template == OTHER
    # Its request is kept, and goes out as it is now when the person says so.
    jobs.retry(job.id)
    bench.until(lambda: all_ended(bench, 2))
    assert jobs.all[-1].state is State.FINISHED


def test_other_keys_are_looked_at_again_too(
    bench: Bench, session: Session, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    preflight = look(bench, session)
    monkeypatch.setenv("PICPIK_PUBLIC_KEY", "another")
    preflight.submit()
    news = looked_at(bench, preflight).news
    assert news is not None
    assert news.template == CHANGED
    monkeypatch.delenv("PICPIK_PUBLIC_KEY")
    preflight.submit()
    looked = looked_at(bench, preflight)
    assert (looked.client, preflight.can_submit, looked.length, looked.requests) == (None, False, 0, ())
    assert "keys" in str(looked.trouble)
    assert set(cloud.arrived) == {"ListModels"}
    assert bench.program.jobs.all == ()


def test_what_is_given_up_while_it_is_asked_who_signs_is_not_sent(bench: Bench, session: Session, cloud: Cloud) -> None:
    preflight = look(bench, session)
    preflight.submit()
    preflight.close()
    later = look(bench, session)
    later.submit()
    bench.until(lambda: all_ended(bench, 3))
    assert (preflight.is_sent, later.is_sent) == (False, True)
    assert cloud.count("ModifyMaskedPixels") == 3


def test_the_pieces_of_an_area_that_is_too_large_for_one_frame_are_seen_each(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    photo = np.random.default_rng(4).integers(0, 256, (96, 4000, 3), dtype=np.uint8)
    before = session.document
    session.open_bytes(cv2.imencode(".png", photo)[1].tobytes(), "strip.png")
    bench.until(lambda: session.document is not before and session.document is not None)
    assert session.document is not None
    area = np.zeros((96, 4000), np.uint8)
    area[30:60, 100:3900] = 255
    session.document.replace_mask(area)
    preflight = look(bench, session)
    looked = looked_at(bench, preflight)
    first, second = (sheet.request.frame for sheet in looked.sheets)
    assert not first.is_scaled
    assert not second.is_scaled
    assert not first.rect.intersected(second.rect).is_empty
    preflight.submit()
    bench.until(lambda: all_ended(bench, 2))
    bodies = [body for body in cloud.bodies if b"ModifyMasked" in body]
    assert sorted(hashlib.sha256(body).hexdigest() for body in bodies) == digests(looked)
