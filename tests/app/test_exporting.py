"""The repaint area as the service gets it."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.errors import NothingToRepaintError, RefusedError
from picpik_studio.app.exporting import area_as_sent
from picpik_studio.app.generation import prepare
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.recipe import Grow, Recipe
from picpik_studio.files.mask_reading import read_mask_file
from picpik_studio.files.masks import read_mask
from tests.app.conftest import Bench
from tests.app.requests import HEIGHT, WIDTH, picture, values


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    made = Session(bench.program)
    yield made
    made.close()


def soft() -> Plane:
    area = np.zeros((HEIGHT, WIDTH), np.uint8)
    area[40:60, 50:90] = 255
    area[60, 50:90] = 128
    area[61, 50:90] = 127
    return area


def hard() -> Plane:
    return np.where(soft() >= 128, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("is_keep", [False, True])
def test_it_is_cut_at_half_and_white_is_repainted(*, is_keep: bool) -> None:
    sent = area_as_sent(Snapshot(picture(), (), soft()), values(invert_mask=is_keep))
    assert np.array_equal(sent, 255 - hard() if is_keep else hard())


def test_live_steps_are_applied() -> None:
    snapshot = Snapshot(picture(), (), soft(), Recipe((Grow(px=3),)))
    expected = np.where(Grow(px=3).apply(soft()) >= 128, 255, 0)
    assert np.array_equal(area_as_sent(snapshot, values()), expected)
    assert expected.sum() > hard().sum()


def test_outside_the_frame_nothing_is_sent() -> None:
    rect = Rect(0, 0, 70, 120)
    sent = area_as_sent(Snapshot(picture(), (), soft()), values(frame_mode=rect))
    expected = hard()
    expected[:, 70:] = 0
    assert np.array_equal(sent[:, :70], expected[:, :70])
    assert not sent[:, 80:].any()


@pytest.mark.parametrize("is_keep", [False, True])
def test_it_is_what_is_in_the_request(*, is_keep: bool) -> None:
    snapshot, given = Snapshot(picture(), (), soft()), values(invert_mask=is_keep, frame_mode="whole")
    request = prepare(snapshot, given, "local")
    sent = read_mask(request.mask, request.frame.sent)
    inside = request.frame.rect.intersected(Rect.of(Size(WIDTH, HEIGHT)))
    assert request.frame.sent == request.frame.rect.size, "not scaled"
    own = sent[inside.translated(-request.frame.rect.x, -request.frame.rect.y).slices]
    assert np.array_equal(255 - own if is_keep else own, area_as_sent(snapshot, given)[inside.slices])


def test_nothing_painted_is_refused() -> None:
    with pytest.raises(NothingToRepaintError):
        area_as_sent(Snapshot(picture(), (), np.zeros((HEIGHT, WIDTH), np.uint8)), values())


def opened(bench: Bench, session: Session, tmp_path: Path) -> Document:
    cv2.imwrite(str(tmp_path / "photo.png"), picture().pixels[..., :3])
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not None)
    assert session.document is not None
    return session.document


@pytest.mark.parametrize("is_keep", [False, True])
def test_the_file_says_that_its_white_is_repainted(
    bench: Bench, session: Session, tmp_path: Path, *, is_keep: bool
) -> None:
    opened(bench, session, tmp_path).replace_mask(soft())
    session.parameters.set("invert_mask", is_keep)
    session.exporting.export_as_sent(tmp_path / "sent.png")
    bench.until(lambda: bench.notices)
    assert "as the service gets it was written to sent.png" in bench.said()[0]
    found = read_mask_file(tmp_path / "sent.png", Size(WIDTH, HEIGHT))
    assert found.is_ours
    assert np.array_equal(found.plane(found.readings[0]), 255 - hard() if is_keep else hard())


def test_what_cannot_be_sent_is_said(bench: Bench, session: Session, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="No picture is open"):
        session.exporting.export_as_sent(tmp_path / "sent.png")
    opened(bench, session, tmp_path)
    session.exporting.export_as_sent(tmp_path / "sent.png")
    bench.until(lambda: bench.notices)
    assert "Nothing is painted" in bench.said()[0]
    assert not (tmp_path / "sent.png").exists()
