"""Turns a checked call that starts something into a task; what is wrong with it is refused before anything is kept."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Final

import msgspec

from picpik_studio.api.wire import (
    Coordinate,
    DataUri,
    ExtractContents,
    Model,
    ModifyMaskedPixels,
    RemoveBackground,
    RemoveContents,
    Request,
    ResizeImage,
)
from picpik_studio.core.geometry import Point, Rect, Size
from picpik_studio.engine.errors import INVALID, TOO_LARGE, Refusal
from picpik_studio.engine.scheduler import SEEDS
from picpik_studio.engine.select.matte import Knobs
from picpik_studio.engine.task import QUEUING, Task
from picpik_studio.engine.work import INPUT_LIMITS, Order
from picpik_studio.engine.works import CutOrder, SizeOrder
from picpik_studio.files.errors import FileError, TooLargeError
from picpik_studio.files.reading import open_picture
from picpik_studio.texts import QT_TRANSLATE_NOOP

CODE: Final = "local-patchmatch"
MAX_PICTURES: Final = 8
MAX_POINTS: Final = 64
MAX_TEXT: Final = 20_000
MAX_NAME: Final = 200

_NO_MODEL = QT_TRANSLATE_NOOP("Engine", "MainModel.ModelCode is {code!r}, but this service only has {own}.")
_TOO_MANY = QT_TRANSLATE_NOOP("Engine", "ImageAndMaskList has {count} pictures; at most {most} are taken.")
_TOO_LONG = QT_TRANSLATE_NOOP("Engine", "{field} is {count} characters long; at most {most} are taken.")
_MANY_POINTS = QT_TRANSLATE_NOOP("Engine", "{field} has {count} points; at most {most} are taken.")
_NO_POINT = QT_TRANSLATE_NOOP("Engine", "IncludePointList is empty: name a pixel of what shall be extracted.")
_OUTSIDE = QT_TRANSLATE_NOOP("Engine", "{field} is ({x}, {y}), outside the picture of {width} x {height} pixels.")
_BOX = QT_TRANSLATE_NOOP("Engine", "Box is {box}, but no part of the picture of {width} x {height} pixels lies in it.")
_PICTURE = QT_TRANSLATE_NOOP("Engine", "{field} cannot be used: {why}")


@dataclass(frozen=True)
class Accepted:
    """A call that may become a task: its `order` (of `works.WORKS`), `pictures` and how many images it makes."""

    request: Request
    order: object
    pictures: tuple[bytes, ...]
    names: tuple[str, ...] = ("picture",)
    seed: int = -1
    batch: int = 1

    def task(self) -> Task:
        """Return a new task of it; a seed that was left to chance is drawn now."""
        uid = secrets.token_hex(10)
        return Task(
            uid=uid,
            action=self.request.ACTION,
            request_uuid=self.request.request_uuid or "",
            status=QUEUING,
            created=time.time(),
            seed=self.seed if self.seed >= 0 else secrets.randbelow(SEEDS),
            order=msgspec.to_builtins(self.order),
            inputs=tuple(f"{uid}-{name}" for name in self.names),
            tokens=tuple(secrets.token_hex(16) for _ in range(self.batch)),
        )


def modify(request: ModifyMaskedPixels) -> Accepted:
    """Accept ModifyMaskedPixels. Raises Refusal, as all of these do."""
    _check_model(request.MainModel)
    if len(request.ImageAndMaskList) > MAX_PICTURES:
        raise Refusal(TOO_LARGE, _TOO_MANY, count=len(request.ImageAndMaskList), most=MAX_PICTURES)
    _check_length("PositivePrompts", request.PositivePrompts)
    _check_length("NegativePrompts", request.NegativePrompts)
    _check_name(request)
    pictures = request.ImageAndMaskList
    for index, picture in enumerate(pictures):
        _size(f"ImageAndMaskList[{index}]", picture)
    masked = request.Masked
    order = Order(Size(request.Width, request.Height), masked.MaskBlur, masked.InvertMask, masked.ReferStrength)
    used = tuple(bytes(pictures[index].buffer) for index in (masked.ImageIndex, masked.MaskIndex))
    return Accepted(request, order, used, ("picture", "mask"), request.Seed, request.BatchSize)


def remove_contents(request: RemoveContents) -> Accepted:
    """Accept RemoveContents: the same fill at the picture's own size, and nothing of what was there."""
    _check_name(request)
    size = _size("RawImage", request.RawImage)
    _size("Mask", request.Mask)
    order = Order(size, request.MaskBlur, request.InvertMask, 0.0)
    return Accepted(request, order, (bytes(request.RawImage.buffer), bytes(request.Mask.buffer)), ("picture", "mask"))


def remove_background(request: RemoveBackground) -> Accepted:
    """Accept RemoveBackground; a box that reaches past the picture ends at its border."""
    _check_name(request)
    size = _size("RawImage", request.RawImage)
    order = CutOrder(_knobs(request), request.OnlyMask, _box(request.Box, size) if request.Box else None)
    return Accepted(request, order, (bytes(request.RawImage.buffer),))


def extract_contents(request: ExtractContents) -> Accepted:
    """Accept ExtractContents."""
    _check_name(request)
    if not request.IncludePointList:
        raise Refusal(INVALID, _NO_POINT)
    size = _size("RawImage", request.RawImage)
    included = _points("IncludePointList", request.IncludePointList, size)
    excluded = _points("ExcludePointList", request.ExcludePointList, size)
    order = CutOrder(_knobs(request), request.OnlyMask, None, included, excluded)
    return Accepted(request, order, (bytes(request.RawImage.buffer),))


def resize_image(request: ResizeImage) -> Accepted:
    """Accept ResizeImage."""
    _check_name(request)
    _size("Image", request.Image)
    return Accepted(request, SizeOrder(Size(request.Width, request.Height)), (bytes(request.Image.buffer),))


def _check_model(model: Model) -> None:
    if model.ModelCode != CODE:
        raise Refusal(INVALID, _NO_MODEL, code=model.ModelCode[:80], own=CODE)


def _check_length(field: str, parts: Sequence[str], most: int = MAX_TEXT) -> None:
    length = sum(map(len, parts))
    if length > most:
        raise Refusal(TOO_LARGE, _TOO_LONG, field=field, count=length, most=most)


def _check_name(request: Request) -> None:
    _check_length("request_uuid", [request.request_uuid or ""], MAX_NAME)


def _size(field: str, picture: DataUri) -> Size:
    """Decode a picture once before its task is accepted, so that a broken one is refused with a reason."""
    try:
        return open_picture(bytes(picture.buffer), limits=INPUT_LIMITS, name=field).picture.size
    except FileError as error:
        code = TOO_LARGE if isinstance(error, TooLargeError) else INVALID
        raise Refusal(code, _PICTURE, field=field, why=error) from None


def _knobs(request: RemoveBackground | ExtractContents) -> Knobs:
    return Knobs(
        request.ErodeSize, request.ForegroundThreshold, request.BackgroundThreshold, str(request.HairOptimization)
    )


def _box(corners: Sequence[int], size: Size) -> Rect:
    """Return the part of the picture between two opposite corners, x1, y1, x2, y2."""
    left, right = sorted(corners[::2])
    top, bottom = sorted(corners[1::2])
    box = Rect(left, top, right - left, bottom - top).intersected(Rect.of(size))
    if box.is_empty:
        raise Refusal(INVALID, _BOX, box=list(corners), width=size.width, height=size.height)
    return box


def _points(field: str, points: Sequence[Coordinate], size: Size) -> tuple[Point, ...]:
    """Return the middles of the pixels that were named."""
    if len(points) > MAX_POINTS:
        raise Refusal(TOO_LARGE, _MANY_POINTS, field=field, count=len(points), most=MAX_POINTS)
    for index, point in enumerate(points):
        if not Rect.of(size).contains(Point(point.X, point.Y)):
            where = f"{field}[{index}]"
            raise Refusal(INVALID, _OUTSIDE, field=where, x=point.X, y=point.Y, width=size.width, height=size.height)
    return tuple(starmap(Point, ((point.X + 0.5, point.Y + 0.5) for point in points)))
