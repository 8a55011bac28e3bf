"""Results on a canvas that has changed since they were asked for: each lies where it belongs, or says why not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picpik_studio.app.errors import ResultError
from picpik_studio.app.generation import prepare
from picpik_studio.app.inspecting import look_at_service
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.request_store import load_request, store_request
from picpik_studio.app.results import to_patch
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, Prefill, recanvassed
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.files.images import encode_png
from picpik_studio.files.journal import Journal
from tests.app.requests import values
from tests.core.canvases import LAYOUTS, canvas_rects, document_of

SIZE = Size(160, 120)


def change_canvas(target: Document, rect: Rect, prefill: Prefill = Prefill.MIRROR) -> None:
    made = recanvassed(target.snapshot(), CanvasPlan(rect, prefill, paints_new=False))
    target.do(CanvasEdit("canvas", made, target))


def painted(target: Document, rect: Rect, **given: object) -> GenerationRequest:
    """Return the request for what lies in `rect` of the document as it is now."""
    target.clear_mask()
    with target.begin("stroke") as editor:
        editor.touch(rect)[rect.slices] = 255
    return prepare(target.snapshot(), values(**given), "local")


def answer(request: GenerationRequest) -> bytes:
    """Return a picture whose every pixel is another one, so that a shift by one would be seen."""
    sent = request.frame.sent
    rows, columns = np.mgrid[: sent.height, : sent.width]
    pixels = np.stack((rows % 251, columns % 241, (rows + columns) % 239, np.full_like(rows, 255)), axis=-1)
    return encode_png(pixels.astype(np.uint8))


def laid(request: GenerationRequest, target: Document) -> Patch:
    data = answer(request)
    return to_patch(request, data, target.picture, job_id="job", index=0, origin=target.origin)


@settings(deadline=None, max_examples=40)
@given(LAYOUTS, st.data())
def test_a_late_result_lies_where_it_was_asked_for_whatever_the_canvas_has_become(
    layout: tuple[type[np.unsignedinteger], int, bool], data: st.DataObject
) -> None:
    target = document_of(SIZE, layout)
    for _ in range(data.draw(st.integers(0, 2))):
        change_canvas(target, data.draw(canvas_rects(target.size)), data.draw(st.sampled_from(Prefill)))
    x, y = data.draw(st.integers(0, target.size.width - 1)), data.draw(st.integers(0, target.size.height - 1))
    request = painted(
        target, Rect(x, y, 30, 20).intersected(Rect.of(target.size)), mask_blur=data.draw(st.integers(0, 8))
    )
    before = laid(request, target)
    whole = before.rect.translated(*target.origin)
    for _ in range(data.draw(st.integers(1, 3))):
        if data.draw(st.booleans()):
            change_canvas(target, data.draw(canvas_rects(target.size)), data.draw(st.sampled_from(Prefill)))
        else:
            target.undo()
    left = whole.intersected(Rect.of(target.size).translated(*target.origin))
    part = left.translated(-whole.x, -whole.y).slices
    if left.is_empty or not before.weight[part].any():
        with pytest.raises(ResultError, match="outside the canvas"):
            laid(request, target)
        return
    patch = laid(request, target)
    target.add_patch(patch)
    assert patch.rect.translated(*target.origin) == left
    assert np.array_equal(patch.weight, before.weight[part])
    assert np.array_equal(patch.pixels[..., :3], before.pixels[part][..., :3])


def test_the_fall_off_is_the_one_that_was_sent_wherever_the_borders_are() -> None:
    target = document_of(SIZE)
    request = painted(target, Rect(0, 40, 40, 40), mask_blur=4)
    before = laid(request, target).fall_off_px
    change_canvas(target, Rect(-60, 0, 220, 120))
    assert laid(request, target).fall_off_px == before > 0


def test_a_request_keeps_its_canvas_in_the_journal_and_an_old_one_had_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    target = document_of(SIZE)
    change_canvas(target, Rect(-40, -30, 200, 150))
    request = painted(target, Rect(10, 10, 20, 20))
    assert (request.origin, request.size) == (Offset(-40, -30), Size(200, 150))
    assert request.picture_hash == document_of(SIZE).picture.content_hash
    with Journal(tmp_path_factory.mktemp("data") / "jobs.sqlite") as journal:
        record = store_request(journal, request)
        journal.put("job", "prepared", {"request": record})
        assert load_request(journal, record).origin == request.origin
        del record["origin"]
        assert load_request(journal, record).origin == NOWHERE


def test_after_a_restart_the_part_that_the_opened_picture_has_is_laid() -> None:
    target = document_of(SIZE)
    change_canvas(target, Rect(-40, 0, 200, 120))
    request = painted(target, Rect(0, 0, 60, 120), mask_blur=0)
    fresh = document_of(SIZE)
    patch = laid(request, fresh)
    assert patch.rect == Rect(0, 0, 20, 120)
    other = Document(Picture(fresh.picture.pixels[::-1].copy(), has_alpha=False))
    with pytest.raises(ResultError, match="another picture"):
        laid(request, other)


def test_what_the_service_had_changed_is_shown_where_its_frame_lies_now() -> None:
    target = document_of(SIZE)
    request = painted(target, Rect(60, 40, 20, 20))
    change_canvas(target, Rect(-40, -30, 200, 150))
    look = look_at_service(request, answer(request), target.origin)
    assert look.frame == replace(request.frame, rect=request.frame.rect.translated(40, 30))


def test_an_enlarged_canvas_raises_no_doubt_but_a_photograph_that_is_all_painted_does() -> None:
    target = document_of(Size(400, 300))
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(-200, -200, 800, 700)))
    target.do(CanvasEdit("canvas", made, target))
    request = prepare(target.snapshot(), values(), "local")
    assert request.doubt is None
    assert not request.remarks
    target.fill_mask(255)
    assert prepare(target.snapshot(), values(), "local").doubt is not None
