"""What the canvas shows of pictures that the screen cannot show as they are: 16 bits, wide colours."""

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.document import Document
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Metadata
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.png import encode_png
from picpik_studio.ui.canvas.canvas import Canvas
from tests.files import profiles
from tests.ui.easel import Hand, a_canvas, at, open_picture
from tests.ui.test_canvas_feed import RECT, picture, show

ADOBE = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(2.2))
GREEN = (3000, 51_400, 7000)


def deep_file(*, alpha: bool = False, icc: bytes | None = ADOBE, bits: int = 16) -> bytes:
    """Return a PNG of 300 x 200 in which neighbouring pixels differ."""
    y, x = np.mgrid[:200, :300]
    pixels = np.dstack([x * 210, y * 320, (x + y) * 130, np.full_like(x, 65535)]).astype(np.uint16)
    if bits == 8:
        return encode_png((pixels >> 8).astype(np.uint8), metadata=Metadata(icc=icc))
    return encode_png(pixels if alpha else pixels[..., :3], has_alpha=alpha, metadata=Metadata(icc=icc))


def as_seen(document: Document, pixels: Pixels | None = None) -> Pixels:
    """Return what is to be seen of the document (or of such pixels): blue, green, red."""
    return to_srgb8(document.pixels if pixels is None else pixels, document.picture.metadata.icc)[..., :3]


def a_deep_patch(document: Document) -> Patch:
    pixels = np.full((RECT.height, RECT.width, document.pixels.shape[2]), 255, document.pixels.dtype)
    pixels[..., :3] = GREEN if pixels.dtype == np.uint16 else (7, 200, 30)
    pixels[..., 3:] = np.iinfo(pixels.dtype).max
    weight = np.full((RECT.height, RECT.width), 255, np.uint8)
    weight[:, :10] = 0
    return Patch("p", RECT, pixels, weight, "job", 0, "Result")


KINDS = [
    {"icc": ADOBE},
    {"icc": None},
    {"icc": ADOBE, "alpha": True},
    {"icc": ADOBE, "bits": 8},
    {"icc": profiles.rgb_by_tables((1, 2, 0))},
]


def opened(qtbot: QtBot, session: Session, kind: dict[str, object]) -> tuple[Canvas, Document]:
    canvas = a_canvas(qtbot, session, (400, 300))
    return canvas, open_picture(qtbot, session, canvas, deep_file(**kind))  # type: ignore[arg-type] # of its own table


@pytest.mark.parametrize("kind", KINDS)
def test_the_opened_picture_is_seen_in_srgb(qtbot: QtBot, session: Session, kind: dict[str, object]) -> None:
    canvas, document = opened(qtbot, session, kind)
    assert document.pixels.dtype == (np.uint8 if kind.get("bits") == 8 else np.uint16)
    assert np.array_equal(picture(canvas), as_seen(document))


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_seen_in_place_accepted_and_undone(qtbot: QtBot, session: Session, kind: dict[str, object]) -> None:
    canvas, document = opened(qtbot, session, kind)
    before = picture(canvas)
    patch = a_deep_patch(document)
    show(session, patch)
    qtbot.waitUntil(lambda: canvas.scene.inset is not None)
    laid = document.pixels.copy()
    laid[40:110, 70:160] = patch.pixels[0, 0]
    assert np.array_equal(picture(canvas), as_seen(document, laid))
    document.add_patch(patch)
    show(session, None)
    assert np.array_equal(picture(canvas), as_seen(document, laid)), "the old pixels are not seen again between"
    qtbot.waitUntil(lambda: canvas.scene.inset is None)
    assert np.array_equal(picture(canvas), as_seen(document, laid))
    assert np.array_equal(document.pixels, laid), "the document itself keeps its depth"
    document.undo()
    qtbot.waitUntil(lambda: np.array_equal(picture(canvas), before))
    document.redo()
    qtbot.waitUntil(lambda: np.array_equal(picture(canvas), as_seen(document, laid)))


def test_two_changes_one_after_the_other_are_both_seen(qtbot: QtBot, session: Session) -> None:
    canvas, document = opened(qtbot, session, {})
    document.add_patch(a_deep_patch(document))
    document.undo()
    document.redo()
    qtbot.waitUntil(lambda: np.array_equal(picture(canvas), as_seen(document)))


def test_the_original_is_seen_while_it_is_held(qtbot: QtBot, session: Session) -> None:
    canvas, document = opened(qtbot, session, {})
    original = as_seen(document, document.picture.pixels)
    document.add_patch(a_deep_patch(document))
    canvas.feed.hold_original(held=True)
    qtbot.waitUntil(lambda: np.array_equal(picture(canvas), original))


def test_the_colour_under_the_pointer_is_the_one_that_is_seen(qtbot: QtBot, session: Session) -> None:
    canvas, document = opened(qtbot, session, {})
    place = canvas.scene.placement
    assert place is not None
    spot = place.to_image(at(canvas, 120, 80))
    assert canvas.scene.colour_at(spot) == tuple(as_seen(document)[80, 120, ::-1])


def test_it_is_painted_and_the_wand_takes_what_is_alike(qtbot: QtBot, session: Session) -> None:
    canvas, document = opened(qtbot, session, {})
    Hand(canvas).drag(at(canvas, 40, 40), at(canvas, 90, 60))
    assert document.mask.pixels.any()
    document.clear_mask()
    session.tool.tool = "wand"
    session.regions.tolerance = 4
    hand = Hand(canvas)
    hand.press(at(canvas, 150, 100))
    hand.release(at(canvas, 150, 100))
    qtbot.waitUntil(lambda: bool(document.mask.pixels.any()))
    assert document.mask.pixels[100, 150] == 255
    assert cv2.countNonZero(document.mask.pixels) < 5000
