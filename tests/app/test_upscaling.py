"""Enlarging results: what is sent, what comes back, and the result by itself in a file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers
from PIL import Image

from picpik_studio.api.errors import ParameterError
from picpik_studio.app.action import Action
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import ResultRef, State
from picpik_studio.app.origins import BY_HAND, GENERATIVE, PATCHMATCH, Origin
from picpik_studio.app.session import Session
from picpik_studio.app.upscaling import enlarged_size, prepare_upscale, write_result
from picpik_studio.core.geometry import Size
from picpik_studio.files import xmp
from picpik_studio.files.images import open_picture
from tests.app.cloud import Cloud, decoded, solid
from tests.app.conftest import Bench
from tests.app.requests import mask, request
from tests.app.test_jobs_resume import JOB


@given(integers(1, 4096), integers(1, 4096), floats(0.1, 100))
def test_a_size_keeps_its_shape_within_what_can_be_asked_for(width: int, height: int, factor: float) -> None:
    size = enlarged_size(Size(width, height), factor)
    assert all(64 <= side <= 4096 for side in size)
    if min(size) > 64 and max(size) < 4096:
        assert abs(size.width - factor * width) <= 1
        assert abs(size.height - factor * height) <= 1


def test_what_the_person_sees_is_what_is_enlarged() -> None:
    source = request("local", mask_blur=2)
    sent = source.frame.sent
    made = prepare_upscale(source, solid(*sent), Size(2 * sent.width, 2 * sent.height), "picpik")
    assert (made.action, made.connection_id, made.weight, made.frame) == (
        Action.UPSCALE,
        "picpik",
        source.weight,
        source.frame,
    )
    pixels = cv2.imdecode(np.frombuffer(made.picture, np.uint8), cv2.IMREAD_COLOR)
    before = cv2.imdecode(np.frombuffer(source.picture, np.uint8), cv2.IMREAD_COLOR)
    painted = cv2.imdecode(np.frombuffer(source.mask, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    assert before is not None
    assert painted is not None
    assert (pixels[painted > 0] == (10, 200, 30)).all()
    assert np.array_equal(pixels[:8], before[:8])


def test_a_result_of_another_size_is_enlarged_as_it_is_and_a_size_out_of_range_is_refused() -> None:
    source = request("local")
    made = prepare_upscale(source, solid(64, 64), Size(128, 128), "local")
    assert decoded_size(made.picture) == (64, 64)
    again = prepare_upscale(made, solid(128, 128), Size(256, 256), "local")
    assert again.picture == made.picture
    with pytest.raises(ParameterError):
        prepare_upscale(source, solid(64, 64), Size(5000, 64), "local")


def decoded_size(data: bytes) -> tuple[int, int]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return pixels.shape[1], pixels.shape[0]


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    """A session with one result of the cloud."""
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    photo = np.random.default_rng(3).integers(0, 256, (120, 200, 3), dtype=np.uint8)
    made.open_bytes(cv2.imencode(".png", photo)[1].tobytes(), "photo.png")
    bench.until(lambda: made.document is not None)
    assert made.document is not None
    made.document.replace_mask(mask())
    made.submit()
    bench.until(lambda: made.shown)
    yield made
    made.close()


def test_an_enlarged_result_comes_into_the_strip_and_lies_where_the_result_lay(
    bench: Bench, session: Session, cloud: Cloud
) -> None:
    (first,) = bench.program.jobs.all
    sizes: list[Size] = []
    session.upscaling.measure(first.id, 0, sizes.append)
    bench.until(lambda: sizes)
    wanted = enlarged_size(sizes[0], 2)
    session.upscaling.ask(first.id, 0, wanted)
    bench.until(lambda: len(bench.program.jobs.all) == 2 and bench.program.jobs.all[1].is_ended)
    job = bench.program.jobs.all[1]
    assert (job.action, job.state, job.credits) == (Action.UPSCALE, State.FINISHED, 3)
    sent = cloud.tasks["task-2"].request
    assert (sent["Action"], sent["Width"], sent["Height"]) == ("ResizeImage", *wanted)
    assert decoded(sent["Image"]).shape[:2] == sizes[0][::-1]
    assert [ref.job_id for ref in session.results] == [first.id, job.id]
    before = session.shown
    assert before is not None
    bench.until(lambda: any("too" in said for said in bench.said()))
    offer = bench.notices[-1].action
    assert offer is not None
    offer.run()
    bench.until(lambda: session.shown is not None and session.shown.job_id == job.id)
    assert session.shown is not None
    assert session.shown.patch.rect == before.patch.rect
    assert np.array_equal(session.shown.patch.weight, before.patch.weight)
    session.accept_shown()
    assert bench.program.jobs.all[1].state is State.APPLIED


def test_a_result_is_written_by_itself(bench: Bench, session: Session, tmp_path: Path) -> None:
    (job,) = bench.program.jobs.all
    same, other = tmp_path / "alone.png", tmp_path / "alone.jpg"
    for path in (same, other):
        session.upscaling.save_file(job.id, 0, path)
    bench.until(lambda: other.exists() and sum("alone" in said for said in bench.said()) == 2)
    assert unstamped(same.read_bytes()) == job.results[0].path.read_bytes(), "for the rest as it came"
    for path in (same, other):
        assert xmp.said(open_picture(path).picture.metadata.xmp, xmp.SOURCE_TYPE) == GENERATIVE
    assert decoded_size(other.read_bytes()) == decoded_size(same.read_bytes())


def unstamped(data: bytes) -> bytes:
    """Return a PNG without its iTXt chunk."""
    at = data.index(b"iTXt") - 4
    return data[:at] + data[at + 12 + int.from_bytes(data[at : at + 4]) :]


def test_what_was_said_of_the_picture_before_is_said_of_the_larger_one(tmp_path: Path) -> None:
    (tmp_path / "result.png").write_bytes(solid(64, 64))
    job = replace(JOB, connection_id="local", action=Action.UPSCALE, results=(a_ref(tmp_path / "result.png"),))
    write_result(Origin(job, 0), tmp_path / "plain.png", 90)
    assert said_in(tmp_path / "plain.png") == BY_HAND, "enlarging makes nothing"
    before = xmp.with_said(None, {xmp.SOURCE_TYPE: GENERATIVE})
    write_result(Origin(job, 0), tmp_path / "made.webp", 90, before=before)
    assert said_in(tmp_path / "made.webp") == GENERATIVE
    of_a_result = replace(job, request={"parameters": {"main_model": {"code": "cloud-model"}}})
    write_result(Origin(of_a_result, 0), tmp_path / "larger.png", 90)
    assert said_in(tmp_path / "larger.png") == GENERATIVE, "what is enlarged was made by a model"
    of_a_copy = replace(job, request={"parameters": {"main_model": {"code": PATCHMATCH}}})
    write_result(Origin(of_a_copy, 0), tmp_path / "copy.png", 90)
    assert said_in(tmp_path / "copy.png") == BY_HAND
    with pytest.raises(RefusedError):
        write_result(Origin(job, 7), tmp_path / "none.png", 90)


def test_an_avif_is_not_encoded_anew_for_what_is_said_of_it(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "result.avif")
    job = replace(JOB, results=(a_ref(tmp_path / "result.avif"),))
    write_result(Origin(job, 0), tmp_path / "out.avif", 90)
    assert (tmp_path / "out.avif").read_bytes() == (tmp_path / "result.avif").read_bytes()


def a_ref(path: Path) -> ResultRef:
    return ResultRef("job", 0, None, path, b"")


def said_in(path: Path) -> str:
    return xmp.said(open_picture(path).picture.metadata.xmp, xmp.SOURCE_TYPE)


def test_a_result_that_is_gone_is_not_enlarged(session: Session) -> None:
    with pytest.raises(RefusedError, match="not here any more"):
        session.upscaling.measure("gone", 0, lambda _size: None)
    with pytest.raises(RefusedError, match="not here any more"):
        session.upscaling.ask("gone", 0, Size(64, 64))
    with pytest.raises(RefusedError, match="not here any more"):
        session.upscaling.save_file("gone", 0, Path("x.png"))
