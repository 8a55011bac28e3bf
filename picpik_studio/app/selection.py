"""Selections: what is asked of a service to find something in a picture, and what its answer says where it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2
import numpy as np

from picpik_studio.app.action import Action
from picpik_studio.app.generation import THUMBNAIL_PX, cut_picture
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.results import demand_shape
from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.document import Snapshot
from picpik_studio.core.fill import Region
from picpik_studio.core.footprint import bounds
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Offset, Point, Rect, Size
from picpik_studio.core.guided import enlarged
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.core.morphology import MAX_AREA, fill_holes, remove_specks
from picpik_studio.core.outpaint import at_offset
from picpik_studio.files.images import decode_result, encode_png, thumbnail

SIDE_PX: Final = 1536
"""The longer side of the copy that is looked at: finding something needs no more, and the full-size picture gives the
edge back (`core.guided`)."""

OPAQUE: Final = 255
_LEAST_AREA, _AREA_SHARE = 16, 4e-5
"""Up to which area, in pixels and as a share of the picture, a part of a selection or a hole in it is noise."""
_CRISP = np.interp(np.arange(256), (96, 160), (0, 255)).round().astype(np.uint8)
"""What becomes of each degree of belonging: the half stays the half."""


@dataclass(frozen=True)
class Click:
    """A place in image pixels that belongs to what is wanted, or does not."""

    point: Point
    excludes: bool = False


@dataclass(frozen=True, eq=False)
class Found:
    """What a service has found in a picture: `planes` are the readings, the likeliest first (uint8 of the sent size).

    255 is inside, the other way round where `is_inverted`. `is_certain`: which way round it is, is known. `place` is
    where the picture that it was found in lies on the canvas, None for all of it.
    """

    planes: tuple[Plane, ...]
    action: Action
    index: int = 0
    is_inverted: bool = False
    is_certain: bool = True
    place: Rect | None = None

    def moved(self, offset: Offset) -> "Found":
        """Return the same where it lies on a canvas that has moved by `offset`."""
        return self if self.place is None else replace(self, place=self.place.translated(*offset))

    def inverted(self) -> "Found":
        """Return the same the other way round, which is then what the person wants."""
        return replace(self, is_inverted=not self.is_inverted, is_certain=True)

    def stepped(self, step: int) -> "Found":
        """Return the same with the next reading (1) or the one before (-1), round and round."""
        return replace(self, index=(self.index + step) % len(self.planes))

    def full(self, pixels: Pixels) -> Plane:
        """Return the chosen reading at the size of `pixels` (the picture on its canvas), read-only. Slow."""
        height, width = pixels.shape[:2]
        if self.place is not None and self.place != (0, 0, width, height):
            there = replace(self, place=None).full(_cut_out(pixels, self.place))
            return read_only(at_offset(there, Offset(self.place.x, self.place.y), Size(width, height)))
        plane = settled(enlarged(self.planes[self.index], pixels))
        return read_only(cv2.bitwise_not(plane).astype(np.uint8, copy=False)) if self.is_inverted else plane


def _cut_out(pixels: Pixels, place: Rect) -> Pixels:
    """Return what `pixels` have at `place`, which may reach past them; nothing there."""
    result = np.zeros((place.height, place.width, pixels.shape[2]), pixels.dtype)
    common = place.intersected(Rect(0, 0, pixels.shape[1], pixels.shape[0]))
    if not common.is_empty:
        result[common.translated(-place.x, -place.y).slices] = pixels[common.slices]
    return result


def settled(alpha: Plane) -> Plane:
    """Return how much a pixel belongs to something (uint8 HxW) as painting: with a narrow edge, no specks, no pinholes.

    What a cut-out needs, a little of hair and haze far outside, would be painting that is too faint to repaint.
    """
    crisp = np.asarray(cv2.LUT(alpha, _CRISP), np.uint8)
    area = min(max(_LEAST_AREA, round(_AREA_SHARE * alpha.size)), MAX_AREA)
    return read_only(fill_holes(remove_specks(crisp, area), area))


def sent_frame(size: Size) -> Frame:
    """Return the whole picture of `size`, sent at most SIDE_PX a side."""
    factor = min(1.0, SIDE_PX / max(size))
    return Frame(Rect.of(size), Size(*(max(1, round(side * factor)) for side in size)))


def prepare_selection(snapshot: Snapshot, connection_id: str, clicks: Sequence[Click] = ()) -> GenerationRequest:
    """Make the request that has the subject of a picture found, or what was clicked. Slow: for a worker.

    Raises ParameterError.
    """
    size = snapshot.picture.size
    frame = sent_frame(size)
    pixels = cut_picture(snapshot, frame)
    mapping: dict[str, Any] = {"OnlyMask": True}
    if clicks:
        mapping["IncludePointList"] = [_pixel(frame, click.point) for click in clicks if not click.excludes]
        mapping["ExcludePointList"] = [_pixel(frame, click.point) for click in clicks if click.excludes]
    request = GenerationRequest(
        connection_id=connection_id,
        request_uuid=str(uuid.uuid4()),
        mapping=mapping,
        picture=encode_png(pixels),
        mask=b"",
        reference=None,
        frame=frame,
        area=Rect.of(size),
        weight=b"",
        parameters={},
        picture_hash=snapshot.picture.jobs_hash,
        size=size,
        origin=snapshot.origin,
        thumbnail=encode_png(thumbnail(pixels, THUMBNAIL_PX)),
        action=Action.CLICKS if clicks else Action.SUBJECT,
    )
    request.wire()
    return request


def read_found(request: GenerationRequest, answers: Sequence[bytes], *, is_certain: bool) -> Found:
    """Return what `answers` (a job's results, as they came) say was found. Slow.

    `is_certain`: the service is known to draw what is inside in white. What was clicked tells of any service which way
    round it draws. Raises FileError for a broken answer, ResultError for one of another shape.
    """
    planes = tuple(_plane(data, request.frame.sent) for data in answers)
    found = Found(planes, request.action, is_certain=is_certain)
    inside = request.mapping.get("IncludePointList", ())
    if is_certain or not inside:
        return found
    is_dark = all(planes[0][point["Y"], point["X"]] < THRESHOLD for point in inside)
    return replace(found, is_inverted=is_dark, is_certain=True)


def region_of(plane: Plane) -> Region:
    """Return where `plane` is not 0, and its values there."""
    rect = bounds(plane)
    return rect, plane[rect.slices]


def _pixel(frame: Frame, point: Point) -> dict[str, int]:
    """Return a place of the document as a pixel of what is sent."""
    x, y = point.x * frame.scale_x, point.y * frame.scale_y
    return {"X": min(max(int(x), 0), frame.sent.width - 1), "Y": min(max(int(y), 0), frame.sent.height - 1)}


def _plane(data: bytes, size: Size) -> Plane:
    """Return an answer as uint8 of `size`: its alpha channel where that says something, else its brightness."""
    pixels = decode_result(data)
    demand_shape(pixels, size)
    alpha = pixels[..., 3]
    grey = alpha if alpha.min() < OPAQUE else np.rint(pixels[..., :3].mean(axis=2)).astype(np.uint8)
    if grey.shape != size[::-1]:
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return read_only(grey)
