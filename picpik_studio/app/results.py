"""What came back: from the service's bytes to a patch that lies over the picture."""

import uuid
from typing import Final

import numpy as np

from picpik_studio.app.errors import ResultError
from picpik_studio.app.request import GenerationRequest
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.frame import place_result
from picpik_studio.core.geometry import Size
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
LABEL: Final = QT_TRANSLATE_NOOP("Results", "Accept result")


def to_patch(request: GenerationRequest, data: bytes, picture: Picture, *, job_id: str, index: int) -> Patch:
    """Return image `index` of a job as a patch for `picture`, in its depth and profile. Slow: for a worker.

    `data` is the service's own file. Outside the request's footprint the patch weighs nothing. Raises ResultError when
    the result has another shape or the picture is another one, FileError when the file is broken.
    """
    if picture.size != request.size:
        raise ResultError(OTHER_PICTURE)
    pixels = decode_result(data)
    demand_shape(pixels, request.frame.sent)
    rect, placed = place_result(request.frame, pixels, request.size)
    weight = read_mask(request.weight, request.area.size)
    box = footprint.bounds(weight)
    part, place = box.slices, box.translated(rect.x, rect.y)
    own = np.ascontiguousarray(weight[part])
    return Patch(
        id=f"{job_id}-{index}-{uuid.uuid4().hex[:8]}",
        rect=place,
        pixels=_like(picture, placed[part]),
        weight=own,
        job_id=job_id,
        image_index=index,
        label=LABEL,
        fall_off_px=fall_off(own, Borders.of(place, picture.size)) if own.size else 0,
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
