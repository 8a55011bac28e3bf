"""What came back: from the service's bytes to a patch that lies over the picture."""

import uuid
from typing import Final

import numpy as np

from picpik_studio.app.errors import ResultError
from picpik_studio.app.request import GenerationRequest
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.frame import place_result
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.seam import Borders, fall_off
from picpik_studio.files.colour import from_srgb8
from picpik_studio.files.images import decode_result
from picpik_studio.files.masks import read_mask
from picpik_studio.texts import QT_TRANSLATE_NOOP

ASPECT_TOLERANCE: Final = 0.02
"""A result may have another size than was asked for, if its shape is the same to within so much."""

WRONG_SHAPE: Final = QT_TRANSLATE_NOOP(
    "Results", "The result is {width} x {height} instead of {wanted_width} x {wanted_height}: it does not fit."
)
OTHER_PICTURE: Final = QT_TRANSLATE_NOOP("Results", "This result was made from another picture.")
OUTSIDE: Final = QT_TRANSLATE_NOOP(
    "Results", "This result lies outside the canvas, which was cropped or moved: undo that, or enlarge it, to see it."
)
LABEL: Final = QT_TRANSLATE_NOOP("Results", "Accept result")


def to_patch(
    request: GenerationRequest, data: bytes, picture: Picture, *, job_id: str, index: int, origin: Offset = NOWHERE
) -> Patch:
    """Return image `index` of a job as a patch for `picture`, in its depth and profile. Slow: for a worker.

    `data` is the service's own file. Outside the request's footprint the patch weighs nothing. On a canvas that has
    been changed since (`origin` is its own) it lies where it belongs, and is cropped by the borders. Raises ResultError
    when the result has another shape, lies wholly outside, or the picture is another one; FileError for a broken file.
    """
    if picture.jobs_hash != request.picture_hash:
        raise ResultError(OTHER_PICTURE)
    pixels = decode_result(data)
    demand_shape(pixels, request.frame.sent)
    rect, placed = place_result(request.frame, pixels, request.size)
    weight = read_mask(request.weight, request.area.size)
    box = footprint.bounds(weight)
    place = box.translated(rect.x, rect.y)
    sent_fall_off = fall_off(weight[box.slices], Borders.of(place, request.size)) if not box.is_empty else 0
    there = place.translated(*request.way_to(origin)).intersected(Rect.of(picture.size))
    part = there.translated(-rect.x, -rect.y).translated(*-request.way_to(origin)).slices
    if not weight[part].any():
        raise ResultError(OUTSIDE)
    return Patch(
        id=f"{job_id}-{index}-{uuid.uuid4().hex[:8]}",
        rect=there,
        pixels=_like(picture, placed[part]),
        weight=np.ascontiguousarray(weight[part]),
        job_id=job_id,
        image_index=index,
        label=LABEL,
        fall_off_px=sent_fall_off,
    )


def demand_shape(pixels: Pixels, wanted: Size) -> None:
    """See that a result (uint8 HxWx4) has the shape that was asked for, in whatever size. Raises ResultError."""
    height, width = pixels.shape[:2]
    stretch = (width / height) / (wanted.width / wanted.height)
    if abs(stretch - 1) > ASPECT_TOLERANCE:
        raise ResultError(
            WRONG_SHAPE, width=width, height=height, wanted_width=wanted.width, wanted_height=wanted.height
        )


def _like(picture: Picture, pixels: Pixels) -> Pixels:
    """Return sRGB pixels (uint8 BGRX) in the picture's profile, depth and layout, opaque."""
    opaque = np.ascontiguousarray(pixels)
    opaque[..., 3] = 255
    alike = from_srgb8(opaque, picture.metadata.icc, picture.pixels.dtype)
    return np.ascontiguousarray(alike[..., : picture.pixels.shape[2]])
