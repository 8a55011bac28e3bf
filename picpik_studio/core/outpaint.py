"""Another canvas for a picture: larger on some sides, with a pre-filled area to be repainted, or cropped, or both."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from picpik_studio.core.arrays import Pixels, Plane, plane
from picpik_studio.core.composition import composed
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.prefill import Prefill, prefilled
from picpik_studio.core.snapshot import Snapshot
from picpik_studio.core.tiles import PackedPlane, packed

__all__ = ["DEFAULT_OVERLAP", "MAX_OVERLAP", "Canvas", "CanvasPlan", "Prefill", "at_offset", "recanvassed"]

DEFAULT_OVERLAP = 32
MAX_OVERLAP = 512
GREY = (128, 128, 128)
_LEAST_KEPT = 4  # of a side: no more than one in so many pixels is repainted at each end of the old picture
_REPAINT = 255


@dataclass(frozen=True)
class CanvasPlan:
    """A canvas that is wished for: `rect` in the pixels of the present one, past whose borders it may lie on any side.

    A new area is filled by `prefill`, with `colour` (sRGB, 8 bits) where that is a colour. With `paints_new` it is to
    be repainted, with `overlap_px` (0 to 512) of the old picture along the edges that grow; at least half of the old
    picture is always kept. Raises ValueError out of range.
    """

    rect: Rect
    prefill: Prefill = Prefill.MIRROR
    colour: tuple[int, int, int] = GREY
    overlap_px: int = DEFAULT_OVERLAP
    paints_new: bool = True

    def __post_init__(self) -> None:
        if self.rect.is_empty or not 0 <= self.overlap_px <= MAX_OVERLAP:
            raise ValueError(f"A canvas cannot be {self}")

    @property
    def offset(self) -> Offset:
        """Where what lies at a place now will lie then, seen from there."""
        return Offset(-self.rect.x, -self.rect.y)

    def old_in(self, size: Size) -> Rect:
        """Return what the new canvas has of a picture of `size`, in pixels of the new one; `EMPTY` for nothing."""
        return Rect.of(size).intersected(self.rect).translated(*self.offset)

    def grows(self, size: Size) -> bool:
        """Whether it is larger than a picture of `size` on any side."""
        return not Rect.of(size).encloses(self.rect)


@dataclass(frozen=True, eq=False)
class Canvas:
    """What becomes of a document: everything in the new size, and `offset`, by which what was there has moved.

    `picture` is the base, `composed` (None where no patch is seen) what it is with `patches` over it, `mask` is uint8
    HxW. The arrays belong to whoever takes it. `painted` is the mask that the document has until then.
    """

    picture: Picture
    patches: tuple[Patch, ...]
    composed: Pixels | None
    mask: Plane
    offset: Offset
    painted: PackedPlane


def recanvassed(
    before: Snapshot,
    plan: CanvasPlan,
    *,
    ink: Pixels | None = None,
    invert: bool = False,
    check: Callable[[], None] = lambda: None,
) -> Canvas:
    """Return what `before` is on the canvas of `plan`. Slow: for a worker; `check` may raise to end it.

    What both have is the same to the last bit. The new area is made of the picture as it is seen, patches and all;
    these are moved and cropped, and go where nothing of them is left. `ink` (1x1xC) is the plan's colour in the
    picture's profile and layout, sRGB without it. With `invert` what is painted is kept, so that the new area is
    unpainted. A picture without alpha gains it by a transparent area. Raises ValueError when nothing of the picture is
    left.
    """
    size = before.picture.size
    if plan.old_in(size).is_empty:
        raise ValueError(f"The canvas {tuple(plan.rect)} has nothing of the picture, which is {tuple(size)}")
    has_alpha = before.picture.has_alpha or (plan.prefill is Prefill.TRANSPARENT and plan.grows(size))
    channels = 4 if has_alpha else before.picture.pixels.shape[2]
    placed = (_placed(patch, plan, channels) for patch in before.patches)
    patches = tuple(patch for patch in placed if patch is not None)
    check()
    base = _base(before, plan, channels, ink)
    check()
    picture = replace(
        before.picture,
        pixels=base,
        has_alpha=has_alpha,
        root=before.picture.opened_hash,
        opened=before.picture.opened_part.translated(*plan.offset).intersected(Rect.of(plan.rect.size)),
    )
    seen = None
    if any(patch.is_visible for patch in patches):
        seen = base.copy()
        seen[...] = composed(picture, patches, Rect.of(picture.size))
    check()
    return Canvas(picture, patches, seen, _mask(before.mask, plan, invert=invert), plan.offset, packed(before.mask))


def at_offset(area: Plane, offset: Offset, size: Size, value: int = 0) -> Plane:
    """Return `area` (uint8 HxW) moved by `offset` into a new array of `size`, `value` where it has nothing."""
    result = plane(*size, value)
    moved = Rect(*offset, area.shape[1], area.shape[0])
    common = moved.intersected(Rect.of(size))
    if not common.is_empty:
        result[common.slices] = area[common.translated(-offset.dx, -offset.dy).slices]
    return result


def _base(before: Snapshot, plan: CanvasPlan, channels: int, ink: Pixels | None) -> Pixels:
    """Return the base picture on the new canvas: what it was where it was, and the pre-filled area."""
    size, place = plan.rect.size, plan.old_in(before.picture.size)
    old = place.translated(plan.rect.x, plan.rect.y)
    own = _with_channels(before.picture.pixels[old.slices], channels)
    if place.size == size:
        return own.copy()
    seen = _with_channels(before.pixels_in(old), channels)
    if ink is None:
        ink = _ink(plan.colour, own)
    result = prefilled(seen, place, size, plan.prefill, ink[..., :channels])
    result[place.slices] = own
    return result


def _ink(colour: tuple[int, int, int], like: Pixels) -> Pixels:
    """Return an sRGB colour as a pixel in the layout of `like`."""
    opaque = (*(colour[::-1] if like.dtype == np.uint8 else colour), _REPAINT)
    return (np.array([[opaque[: like.shape[2]]]]) * (np.iinfo(like.dtype).max // _REPAINT)).astype(like.dtype)


def _with_channels(pixels: Pixels, channels: int) -> Pixels:
    """Return `pixels` with an opaque fourth channel where they lack it."""
    if pixels.shape[2] == channels:
        return pixels
    result = np.full((*pixels.shape[:2], channels), np.iinfo(pixels.dtype).max, pixels.dtype)
    result[..., : pixels.shape[2]] = pixels
    return result


def _placed(patch: Patch, plan: CanvasPlan, channels: int) -> Patch | None:
    """Return a patch on the new canvas, cropped by its borders; None where nothing of it is left.

    It is another value even where it lies as before: what is being made of the old one may not fit the new borders.
    """
    place = patch.rect.translated(*plan.offset)
    inside = place.intersected(Rect.of(plan.rect.size))
    part = inside.translated(-place.x, -place.y).slices
    if inside.is_empty or not patch.weight[part].any():
        return None
    if patch.pixels.shape[2] != channels:
        patch = _deepened(patch, channels)
    if inside == place:
        return replace(patch, rect=place)
    fit = patch.fit and replace(patch.fit, pixels=patch.fit.pixels[part].copy(), weight=patch.fit.weight[part].copy())
    alpha = None if patch.alpha is None else patch.alpha[part].copy()
    pixels, weight = patch.pixels[part].copy(), patch.weight[part].copy()
    return replace(patch, rect=inside, pixels=pixels, weight=weight, fit=fit, alpha=alpha)


def _deepened(patch: Patch, channels: int) -> Patch:
    """Return a patch for a picture that has gained alpha."""
    fit = patch.fit and replace(patch.fit, pixels=_with_channels(patch.fit.pixels, channels))
    return replace(patch, pixels=_with_channels(patch.pixels, channels), fit=fit)


def _mask(painted: Plane, plan: CanvasPlan, *, invert: bool) -> Plane:
    """Return the painting on the new canvas, with the new area to be repainted where that is wished."""
    size, repaint = plan.rect.size, 0 if invert else _REPAINT
    old = Size(painted.shape[1], painted.shape[0])
    result = at_offset(painted, plan.offset, size, repaint if plan.paints_new else _REPAINT - repaint)
    if plan.paints_new and plan.grows(old):
        kept = _kept(plan, old)
        inside = result[kept.slices].copy()
        result[...] = repaint
        result[kept.slices] = inside
    return result


def _kept(plan: CanvasPlan, old: Size) -> Rect:
    """Return what of the old picture is not repainted with the new area, in pixels of the new canvas."""
    place, size = plan.old_in(old), plan.rect.size
    across, down = (min(plan.overlap_px, side // _LEAST_KEPT) for side in place.size)
    left, right = (across if grows else 0 for grows in (place.x > 0, place.right < size.width))
    top, bottom = (down if grows else 0 for grows in (place.y > 0, place.bottom < size.height))
    return Rect(place.x + left, place.y + top, place.width - left - right, place.height - top - bottom)
