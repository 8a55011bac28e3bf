"""Requests: what is sent, what is refused, and that nothing outside the footprint ever changes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.modify import ModifyMaskedPixels
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.errors import NothingToRepaintError, RefusedError, ResultError
from picpik_studio.app.framing import MOSTLY, choose_frame
from picpik_studio.app.generation import DISSOLVING, ONE_DISSOLVES, prepare
from picpik_studio.app.inspecting import look_at_service
from picpik_studio.app.packing import Packing
from picpik_studio.app.parameters import Values
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.request_store import load_request, store_request
from picpik_studio.app.results import to_patch
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.files.journal import Journal
from picpik_studio.files.masks import read_mask
from tests.app.cloud import solid
from tests.app.requests import HEIGHT, WIDTH, mask, picture, request, snapshot, values


def decoded(data: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))


def laid_over(made: GenerationRequest, shot: Snapshot, data: bytes) -> tuple[Pixels, Plane]:
    """Return the picture with the result over it, and the weight at every pixel of it."""
    patch = to_patch(made, data, shot.picture, job_id="job", index=0)
    weight = np.zeros((shot.picture.size.height, shot.picture.size.width), np.uint8)
    weight[patch.rect.slices] = patch.weight
    return replace(shot, patches=(patch,)).pixels, weight


PLACES = st.builds(
    lambda width, height, seed, dabs: (width, height, seed, dabs),
    st.integers(1, 90),
    st.integers(1, 90),
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(0, 89), st.integers(0, 89), st.integers(1, 40), st.integers(128, 255)), max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(
    place=PLACES,
    blur=st.integers(0, 64),
    invert=st.booleans(),
    mode=st.sampled_from(["mask", "whole", "rect"]),
    sides=st.sampled_from([(None, None), (64, 64), (200, 96), (None, 333)]),
)
def test_outside_the_footprint_nothing_changes_and_all_that_is_painted_does(
    place: tuple[int, int, int, list[tuple[int, int, int, int]]],
    *,
    blur: int,
    invert: bool,
    mode: str,
    sides: tuple[int | None, int | None],
) -> None:
    width, height, seed, dabs = place
    painted = np.zeros((height, width), np.uint8)
    for x, y, size, value in dabs:
        painted[y : y + size, x : x + size] = value
    shot = Snapshot(picture(width, height, seed=seed), (), painted)
    frame = Rect(width // 3, height // 3, width, height) if mode == "rect" else mode
    given_values = values(mask_blur=blur, invert_mask=invert, frame_mode=frame, width=sides[0], height=sides[1])
    try:
        made = prepare(shot, given_values, "local")
    except NothingToRepaintError:
        return
    result, weight = laid_over(made, shot, solid(*made.frame.sent))
    repaint = footprint.repaint(painted, invert=invert)
    inside = np.zeros_like(repaint)
    inside[made.frame.rect.intersected(Rect.of(Size(width, height))).slices] = 255
    assert np.array_equal(result[weight == 0], shot.picture.pixels[weight == 0])
    assert (weight[(repaint & inside) == 255] == 255).all()
    assert (result[weight == 255][:, :3] == (10, 200, 30)).all()
    assert not weight[inside == 0].any()


def test_the_sent_pictures_have_the_sent_size_and_the_mask_only_black_and_white() -> None:
    made = request("local")
    sent = made.frame.sent
    assert decoded(made.picture).shape == (sent.height, sent.width, 3)
    assert set(np.unique(decoded(made.mask))) == {0, 255}
    assert (made.mapping["Width"], made.mapping["Height"]) == sent
    wire = made.wire()
    assert isinstance(wire, ModifyMaskedPixels)
    assert [uri.mime for uri in wire.ImageAndMaskList] == ["image/png", "image/png"]
    assert (made.batch, made.seed, made.prompt) == (1, 7, "")


def test_transparency_is_sent_on_mid_grey() -> None:
    pixels = np.zeros((100, 100, 4), np.uint8)
    shot = Snapshot(Picture(pixels, True, Metadata()), (), mask(100, 100))
    sent = decoded(prepare(shot, values(), "local").picture)
    assert (sent == 128).all()


def test_a_result_makes_transparent_pixels_opaque_inside_the_footprint_alone() -> None:
    pixels = np.zeros((100, 100, 4), np.uint8)
    shot = Snapshot(Picture(pixels, True, Metadata()), (), mask(100, 100))
    made = prepare(shot, values(mask_blur=4), "local")
    result, weight = laid_over(made, shot, solid(*made.frame.sent))
    assert np.array_equal(result[..., 3], weight)


@pytest.mark.parametrize(
    ("painted", "given_values", "sentence"),
    [
        (np.zeros((120, 200), np.uint8), values(), "Nothing is painted"),
        (np.full((120, 200), 127, np.uint8), values(), "too faint"),
        (np.full((120, 200), 255, np.uint8), values(invert_mask=True), "KEEP"),
        (mask(), values(frame_mode=Rect(150, 90, 40, 20)), "outside the frame"),
    ],
)
def test_nothing_to_repaint_is_refused_in_a_clear_sentence(painted: Plane, given_values: Values, sentence: str) -> None:
    with pytest.raises(NothingToRepaintError, match=sentence):
        prepare(snapshot(painted), given_values, "local")


def test_a_frame_outside_the_picture_is_refused() -> None:
    with pytest.raises(RefusedError, match="200 x 120"):
        prepare(snapshot(), values(frame_mode=Rect(500, 500, 64, 64)), "local")


def test_no_model_is_refused() -> None:
    with pytest.raises(ParameterError, match="model"):
        prepare(snapshot(), replace(values(), main_model=None), "local")


@pytest.mark.parametrize(
    ("painted", "given_values", "sentence"),
    [
        (np.full((120, 200), 255, np.uint8), values(), "whole picture"),
        (mask(), values(frame_mode=Rect(0, 0, 80, 120)), "Part of the repaint area"),
        (mask(), values(width=640), "at 320 %"),
        (mask(), values(width=640, height=64), "stretched to 640 x 64"),
    ],
)
def test_what_should_be_known_before_is_said(painted: Plane, given_values: Values, sentence: str) -> None:
    remarks = [remark.text for remark in prepare(snapshot(painted), given_values, "local").remarks]
    assert any(sentence in remark for remark in remarks), remarks


def test_a_reference_image_goes_along_upright_and_not_too_large() -> None:
    made = request("local", reference=solid(3000, 30), reference_strength=0.25)
    assert made.reference is not None
    assert decoded(made.reference).shape == (26, 2560, 3)
    wire = made.wire()
    assert isinstance(wire, ModifyMaskedPixels)
    assert wire.Image2Image is not None
    assert (wire.Image2Image.ImageIndex, wire.Image2Image.ReferStrength) == (2, 0.25)
    assert wire.ImageAndMaskList[2].mime == "image/jpeg"
    assert made.parameters["reference"] is None


def test_a_transparent_reference_is_laid_on_grey() -> None:
    clear = cv2.imencode(".png", np.zeros((20, 20, 4), np.uint8))[1].tobytes()
    made = request("local", reference=clear)
    assert made.reference is not None
    assert abs(int(decoded(made.reference).mean()) - 128) <= 1


def test_a_result_of_another_shape_is_refused_and_one_of_another_size_is_fitted() -> None:
    made = request("local")
    sent = made.frame.sent
    with pytest.raises(ResultError, match="does not fit"):
        to_patch(made, solid(sent.height, sent.width), picture(), job_id="job", index=0)
    result, weight = laid_over(made, snapshot(), solid(sent.width * 2, sent.height * 2))
    assert (result[weight == 255][:, :3] == (10, 200, 30)).all()


def test_a_result_does_not_go_onto_another_picture() -> None:
    with pytest.raises(ResultError, match="another picture"):
        to_patch(request("local"), solid(64, 64), picture(50, 50), job_id="job", index=0)


def test_a_request_comes_out_of_the_journal_as_it_went_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = request("local", reference=solid(64, 64), positive_prompts="a\nb")
    with Journal(tmp_path_factory.mktemp("data") / "jobs.sqlite") as journal:
        record = store_request(journal, made)
        journal.put("job", "prepared", {"request": record})
        kept = load_request(journal, record)
        with pytest.raises(RefusedError, match="cannot be read"):
            load_request(journal, {**record, "frame": [1, 2]})
    for name in ("picture", "mask", "weight", "thumbnail", "reference", "frame", "area", "size", "request_uuid"):
        assert getattr(kept, name) == getattr(made, name), name
    assert (kept.mapping, kept.parameters, kept.prompt) == (made.mapping, made.parameters, "a, b")
    assert kept.again().request_uuid != kept.request_uuid


def test_what_looks_like_the_wrong_way_round_is_said_before_it_is_sent() -> None:
    half = np.zeros((100, 100), np.uint8)
    half[:50] = 255
    chosen = values()
    assert not any(remark.template == MOSTLY for remark in choose_frame(half, chosen)[1])
    half[50] = 255
    said = [remark for remark in choose_frame(half, chosen)[1] if remark.template == MOSTLY]
    assert [dict(remark.values) for remark in said] == [{"percent": 51}]


def test_what_a_service_would_dissolve_is_said_and_not_of_this_computer() -> None:
    dab = np.zeros((HEIGHT, WIDTH), np.uint8)
    dab[50:60, 70:80] = 255
    (said,) = [
        remark for remark in prepare(snapshot(dab), values(mask_blur=30), "picpik").remarks if "blur" in remark.text
    ]
    assert said.template == ONE_DISSOLVES
    assert said.text.startswith("1 spot would dissolve at this edge blur: 0 of 100 pixels survive.")
    safe = values(mask_blur=said.values["blur"])
    assert not any("blur" in remark.text for remark in prepare(snapshot(dab), safe, "picpik").remarks)
    assert not any("blur" in remark.text for remark in prepare(snapshot(dab), values(mask_blur=30), LOCAL).remarks)
    two = dab + np.roll(dab, 60, axis=1)
    assert any(remark.template == DISSOLVING for remark in prepare(snapshot(two), values(mask_blur=30), "x").remarks)


def test_what_a_service_changed_is_looked_for_outside_the_blur_that_was_sent() -> None:
    made = prepare(snapshot(), values(mask_blur=16), "local", packing=Packing(percent=50))
    look = look_at_service(made, made.picture)
    expected = footprint.weight(read_mask(made.mask, made.frame.sent), 8, invert=False)
    assert made.mask_blur == 8
    assert np.array_equal(look.change.footprint, expected)
