"""The default fill: PatchMatch copies what lies around the hole into it. It invents nothing and knows no prompt."""

from dataclasses import dataclass

import cv2
import numpy as np
import patchmatch
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.engine.errors import NothingToCopyError
from picpik_studio.engine.fills.detail import carried
from picpik_studio.engine.fills.drift import levelled
from picpik_studio.engine.fills.features import layers, three_layers
from picpik_studio.engine.fills.field import Field
from picpik_studio.engine.fills.regions import regions
from picpik_studio.engine.fills.scale import Scale
from picpik_studio.engine.fills.search import RADIUS, Effort, Nodes, Search
from picpik_studio.engine.fills.smooth import smooth
from picpik_studio.texts import QT_TRANSLATE_NOOP

LAYOUT_SIDE = 320
"""The size at which it is decided what goes where (longer side, pixels)."""
_LIBRARY_RADIUS = 3
_SEEDS = 2**32
_ANYWHERE = Effort(rounds=4, jumps=(4, 2, 1), window=LAYOUT_SIDE // 2)


@dataclass(frozen=True)
class _Pass:
    """One size at which patches are chosen and blended in turns."""

    side: int
    turns: int
    effort: Effort
    softness: float


_PASSES = (
    _Pass(160, 3, Effort(rounds=1, jumps=(4, 2, 1), window=16), softness=1.5),
    _Pass(320, 3, Effort(rounds=1, jumps=(4, 2, 1), window=16), softness=1.5),
    _Pass(640, 2, Effort(rounds=1, jumps=(2, 1), window=8), softness=1.0),
)
_NOTHING = QT_TRANSLATE_NOOP(
    "Engine", "The repaint area covers everything: leave a part of the picture to copy from, or send more of it."
)


def fill(pixels: Pixels, hole: Plane, *, seed: int, avoid: Plane | None = None) -> Pixels:
    """Return `pixels` (uint8 HxWx3) with the hole (uint8 HxW, not 0 = fill) filled; all else stays to the bit.

    Nothing is copied from the hole or from `avoid` (uint8 HxW, not 0 = never). Equal arguments give equal results;
    `seed` is taken modulo 2^32. Not for two threads at once: the library's seed is one for the process. Raises
    NothingToCopyError.
    """
    known = np.where(hole > 0, 0, 255).astype(np.uint8)
    if avoid is not None:
        known[avoid > 0] = 0
    result = pixels.copy()
    if not hole.any():
        return result
    if not known.any():
        raise NothingToCopyError(_NOTHING)
    for number, region in enumerate(regions(hole)):
        part = result[region.crop.slices]
        native = Scale(part.copy(), region.hole, known[region.crop.slices])
        part[...] = np.where(region.hole[..., None] > 0, _filled(native, (seed + number) % _SEEDS), part)
    return result


def _filled(native: Scale, seed: int) -> Pixels:
    """Fill one region: lay it out small, weave it from patches at growing sizes, carry the finest detail over."""
    scale = native.at(LAYOUT_SIDE)
    if not _centres(scale).any():
        return smooth(native.pixels, native.known)
    field, woven = _layout(scale, seed), scale.pixels
    for step in _PASSES:
        next_scale = native.at(step.side)
        if not _centres(next_scale).any():
            continue
        field, scale = field.on(scale, next_scale), next_scale
        field, woven = _refined(scale, field, step, seed)
    woven = levelled(scale, field, woven)
    return woven if scale is native else carried(native, scale, woven, field)


def _layout(scale: Scale, seed: int) -> Field:
    """Decide what goes where: PatchMatch fills three layers, then each place looks for the patch that it became."""
    known = three_layers(scale)
    patchmatch.set_random_seed(seed)
    other = ((scale.known == 0) & (scale.hole == 0)).astype(np.uint8)
    found = patchmatch.inpaint(
        known, scale.hole, global_mask=other if other.any() else None, patch_size=_LIBRARY_RADIUS
    )
    nodes = Nodes.over(scale.box, scale.hole)
    search = Search(np.asarray(found, dtype=np.uint8), known, _centres(scale), nodes, seed)
    return Field.of(scale.box, nodes, *search.run(_ANYWHERE))


def _refined(scale: Scale, field: Field, step: _Pass, seed: int) -> tuple[Field, Pixels]:
    """Weave the hole from the field's patches and look near them for better ones, in turns."""
    known, centres, nodes = layers(scale), _centres(scale), Nodes.over(field.box, scale.hole)
    woven = field.woven(scale, known, step.softness)
    for turn in range(step.turns):
        search = Search(woven, known, centres, nodes, seed + turn)
        search.begin(*field.sources(nodes))
        field = Field.of(field.box, nodes, *search.run(step.effort))
        woven = field.woven(scale, known, step.softness)
    return field, np.rint(woven[..., :3]).clip(0, 255).astype(np.uint8)


def _centres(scale: Scale) -> NDArray[np.bool_]:
    """Return where the whole patch round a pixel is known."""
    side = 2 * RADIUS + 1
    eroded = cv2.erode(scale.known, np.ones((side, side), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(eroded > 0)
