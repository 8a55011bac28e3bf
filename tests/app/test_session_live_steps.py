"""What is sent while live steps are on: what they make of the painting at submit, whatever a worker has yet."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from picpik_studio.app.generation import NOTHING_LEFT
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.core.recipe import Grow, Recipe, RemoveSpecks, Shrink
from tests.app.cloud import Cloud, sent_picture
from tests.app.conftest import Bench
from tests.app.requests import HEIGHT, WIDTH, mask

STEPS = Recipe((Grow(px=6), RemoveSpecks(up_to=20)))


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    photo = cv2.imencode(".png", np.zeros((HEIGHT, WIDTH, 3), np.uint8))[1].tobytes()
    made.open_bytes(photo, "black.png")
    made.refresh_models()
    bench.until(lambda: made.document is not None and made.models)
    yield made
    made.close()


def opened(session: Session) -> Document:
    assert session.document is not None
    return session.document


def known(document: Document) -> Plane | None:
    return document.derived


def test_a_submit_does_not_wait_for_the_film_and_takes_no_old_one(bench: Bench, session: Session, cloud: Cloud) -> None:
    document = opened(session)
    document.replace_mask(mask())
    document.set_recipe(STEPS)
    bench.until(lambda: known(document) is not None and not session.deriving.is_busy)
    painted = mask()
    painted[80:100, 20:50] = 255
    document.replace_mask(painted)
    assert known(document) is None
    session.submit()
    bench.until(lambda: cloud.count("ModifyMaskedPixels"))
    sent = sent_picture(cloud.tasks["task-1"].request, 1)
    expected = STEPS.apply(painted) >= 128
    assert np.array_equal((sent if sent.ndim == 2 else sent[..., 0]) >= 128, expected)
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[-1].is_ended)


def test_steps_that_leave_nothing_are_named_and_nothing_is_sent(bench: Bench, session: Session, cloud: Cloud) -> None:
    document = opened(session)
    document.replace_mask(mask())
    document.set_recipe(Recipe((Shrink(px=90),)))
    session.submit()
    bench.until(lambda: not session.submitting)
    assert NOTHING_LEFT in bench.said()
    assert not cloud.count("ModifyMaskedPixels")
    document.set_recipe(document.recipe.switched(0, is_on=False))
    session.submit()
    bench.until(lambda: cloud.count("ModifyMaskedPixels"))
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[-1].is_ended)
