"""From a document and its parameters to the request that is sent: the frame, cut, converted and encoded."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import cv2
import numpy as np

from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.errors import NothingToRepaintError
from picpik_studio.app.framing import EVERYTHING, MOSTLY, Part, choose_parts, whole_part, why_nothing
from picpik_studio.app.job import PartOf, Reason
from picpik_studio.app.packing import Packing
from picpik_studio.app.parameters import Values, erase_mapping, request_mapping
from picpik_studio.app.request import GenerationRequest
from picpik_studio.app.values import snapshot_of
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.dissolving import dissolving_spots, saving_blur
from picpik_studio.core.document import Snapshot
from picpik_studio.core.frame import (
    Frame,
    cut_mask,
    cut_pixels,
    document_weight,
    whole_frame,
)
from picpik_studio.core.geometry import Rect, Size, union
from picpik_studio.core.mask import is_ground
from picpik_studio.core.touching import touched
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import (
    MID_GREY,
    encode_jpeg,
    encode_mask_png,
    encode_png,
    flattened,
    open_picture,
    thumbnail,
)
from picpik_studio.texts import QT_TRANSLATE_NOOP

Report = Callable[[float], object]

AS_IT_IS: Final = Packing()
THUMBNAIL_PX: Final = 96
REFERENCE_SIDE_PX: Final = 2560
_TINT_BGR: Final = (107, 59, 255)

NOTHING_LEFT: Final = QT_TRANSLATE_NOOP(
    "Generation", "The live steps leave nothing of what is painted: change one, or switch it off."
)
ALL_DOUBTED: Final = QT_TRANSLATE_NOOP("Generation", "100 % of the frame will be repainted.")
MOST_DOUBTED: Final = QT_TRANSLATE_NOOP("Generation", "{percent} % of the frame will be repainted, its whole edge too.")
DISSOLVING: Final = QT_TRANSLATE_NOOP(
    "Generation",
    "{count} spots would dissolve at this edge blur: {survivors} of {area} pixels survive. None does at {blur}.",
)
ONE_DISSOLVES: Final = QT_TRANSLATE_NOOP(
    "Generation",
    "1 spot would dissolve at this edge blur: {survivors} of {area} pixels survive. It does not at {blur}.",
)


def unheard(_fraction: float) -> None:
    """Stand for a report that nobody hears."""


def prepare(
    snapshot: Snapshot,
    values: Values,
    connection_id: str,
    action: Action = Action.REDRAW,
    packing: Packing = AS_IT_IS,
    report: Report = unheard,
) -> GenerationRequest:
    """Cut, convert and encode what is to be sent to be redrawn or erased. Slow: for a worker.

    The picture is cut out at the frame's sent size, converted to 8-bit sRGB, and laid on mid-grey where it is
    transparent. `report` is told how far it is, 0 to 1, and may raise CancelledError. Raises NothingToRepaintError,
    RefusedError, ParameterError, and FileError for the reference image.
    """
    _demand_paint(snapshot, values)
    part = whole_part(snapshot.derived, values, packing.percent)
    return _prepared(snapshot, part, values, connection_id, _How(action, packing, report))


def prepare_each(
    snapshot: Snapshot,
    values: Values,
    connection_id: str,
    action: Action = Action.REDRAW,
    packing: Packing = AS_IT_IS,
    report: Report = unheard,
) -> tuple[GenerationRequest, ...]:
    """Return every request that is sent for what is painted, in reading order: one for each of its `choose_parts`.

    Slow, and raises, as `prepare`.
    """
    _demand_paint(snapshot, values)
    parts = choose_parts(snapshot.derived, values, packing.percent)
    whole = uuid.uuid4().hex
    first, *others = (
        _prepared(snapshot, part, values, connection_id, _How(action, packing, _share(report, number, len(parts))))
        for number, part in enumerate(parts)
    )
    if not others:
        return (first,)
    if first.doubt is None:  # each part has its share alone: together they may be everything
        frame, photograph = whole_frame(snapshot.picture.size), snapshot.picture.opened_part
        together = Part(union(part.box for part in parts), frame, ())
        first = replace(first, doubt=_doubt(snapshot.derived, together, photograph, invert=values.invert_mask))
    requests = enumerate((first, *others))
    return tuple(replace(each, part=PartOf(whole, number, len(parts))) for number, each in requests)


def _share(report: Report, number: int, count: int) -> Report:
    """Return a report for the making of one of `count` requests."""
    return lambda fraction: report((number + fraction) / count)


class _How(NamedTuple):
    """What is to be made of a part, how it is packed, and who is told how far it is."""

    action: Action
    packing: Packing
    report: Report


def _prepared(snapshot: Snapshot, part: Part, values: Values, connection_id: str, how: _How) -> GenerationRequest:
    """Return the request that sends `part` of a snapshot. Slow."""
    (box, frame, remarks), (action, packing, report) = part, how
    painted, invert = snapshot.derived, values.invert_mask
    report(0.1)
    is_erased, blur = action is Action.ERASE, packing.blur(values.mask_blur)
    sent = replace(values, mask_blur=blur)
    mapping = erase_mapping(sent) if is_erased else request_mapping(sent, frame.sent)
    pixels = cut_picture(snapshot, frame)
    report(0.4)
    mask = cut_mask(frame, painted, invert=invert, within=box)
    area, weight = document_weight(frame, painted, blur, invert=invert, within=box)
    sent_area = footprint.repaint(mask, invert=invert)
    photograph = snapshot.picture.opened_part
    if photograph.size != snapshot.picture.size:  # what a canvas was enlarged by is there to be repainted
        remarks = tuple(remark for remark in remarks if remark.template not in {EVERYTHING, MOSTLY})
    if connection_id != LOCAL:  # this computer repaints all that is painted
        remarks = (*remarks, *_dissolving(sent_area, blur))
    report(0.6)
    request = GenerationRequest(
        connection_id=connection_id,
        request_uuid=str(uuid.uuid4()),
        mapping=mapping,
        picture=packing.packed(pixels),
        mask=encode_mask_png(mask),
        reference=None if values.reference is None or is_erased else _reference(values.reference),
        frame=frame,
        area=area,
        weight=encode_mask_png(weight),
        parameters=snapshot_of(replace(values, reference=None)),
        picture_hash=snapshot.picture.jobs_hash,
        size=snapshot.picture.size,
        origin=snapshot.origin,
        thumbnail=_tinted(pixels, sent_area),
        action=action,
        remarks=remarks,
        doubt=_doubt(painted, part, photograph, invert=invert),
    )
    request.wire()
    report(1.0)
    return request


def _demand_paint(snapshot: Snapshot, values: Values) -> None:
    """Raise NothingToRepaintError when the live steps leave nothing of what is painted."""
    if not snapshot.recipe.is_idle and snapshot.mask.any() and not (values.invert_mask or snapshot.derived.any()):
        raise NothingToRepaintError(NOTHING_LEFT)


def repaint_box(snapshot: Snapshot, values: Values) -> Rect:
    """Return the smallest rectangle around all that would be repainted. Slow; raises NothingToRepaintError."""
    _demand_paint(snapshot, values)
    box = footprint.box(snapshot.derived, invert=values.invert_mask)
    if box.is_empty:
        raise NothingToRepaintError(why_nothing(snapshot.derived, invert=values.invert_mask))
    return box


def _doubt(mask: Plane, part: Part, photograph: Rect, *, invert: bool) -> Reason | None:
    """Return what is to be asked before a request that repaints all that its frame shows, or the ground of it.

    Only what the frame shows of the `photograph` is looked at: what a canvas was enlarged by is there to be repainted.
    """
    inside = part.frame.rect.intersected(photograph)
    if inside.is_empty:
        return None
    repaint = touched(mask, inside, inside.size, invert=invert, within=part.box)
    share = cv2.countNonZero(repaint) / repaint.size
    if share == 1:
        return Reason(ALL_DOUBTED)
    return Reason(MOST_DOUBTED, {"percent": min(99, round(100 * share))}) if is_ground(repaint) else None


def _dissolving(area: Plane, blur: int) -> tuple[Reason, ...]:
    """Return what is to be said of spots that a service's blur leaves nothing of; `area` is R as sent."""
    spots = dissolving_spots(area, blur)
    if not spots:
        return ()
    values: dict[str, object] = {
        "count": len(spots),
        "survivors": sum(spot.survivors for spot in spots),
        "area": sum(spot.area for spot in spots),
        "blur": saving_blur(area, blur),
    }
    return (Reason(ONE_DISSOLVES if len(spots) == 1 else DISSOLVING, values),)


def cut_picture(snapshot: Snapshot, frame: Frame) -> Pixels:
    """Return what the frame shows, uint8 HxWx4 BGRX in sRGB at the sent size."""
    inside = frame.rect.intersected(Rect.of(snapshot.picture.size))
    there = replace(frame, rect=frame.rect.translated(-inside.x, -inside.y))
    pixels = cut_pixels(there, snapshot.pixels_in(inside))
    converted = to_srgb8(pixels, snapshot.picture.metadata.icc)
    return flattened(converted, MID_GREY) if snapshot.picture.has_alpha else converted


def _reference(data: bytes) -> bytes:
    """Return the reference picture as it is sent: upright, sRGB, opaque, at most 2560 pixels a side, JPEG."""
    picture = open_picture(data).picture
    pixels = to_srgb8(picture.pixels, picture.metadata.icc)
    if picture.has_alpha:
        pixels = flattened(pixels, MID_GREY)
    factor = REFERENCE_SIDE_PX / max(picture.size)
    if factor < 1:
        smaller = Size(*(max(1, round(side * factor)) for side in picture.size))
        pixels = cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return encode_jpeg(pixels)


def _tinted(pixels: Pixels, repaint: Plane) -> bytes:
    """Return a small PNG of the cut with the repaint area tinted."""
    small = np.ascontiguousarray(thumbnail(pixels, THUMBNAIL_PX))
    height, width = small.shape[:2]
    weight = cv2.resize(repaint, (width, height), interpolation=cv2.INTER_AREA)[..., None] * (0.45 / 255)
    small[..., :3] = (small[..., :3] * (1 - weight) + np.array(_TINT_BGR) * weight).astype(np.uint8)
    return encode_png(small)
