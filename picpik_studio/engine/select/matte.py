"""From "how sure" to an alpha channel: what is sure stays, and the band between is decided by the picture's colours."""

from dataclasses import dataclass

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.engine.select.saliency import Map

WORK_SIDE = 1024
"""The longer side at which colours are compared; the picture's own edges come back with the guided filter."""

_ROUNDS = 3
_LEAST_SIDE = 3
_HAIR_SHARE = 0.35
"""From this part of the band on that stays undecided, its edge is taken for hair (HairOptimization "auto")."""
_FINE, _COARSE = 1e-5, 1e-3
_SURE = 0.5


@dataclass(frozen=True)
class Knobs:
    """ErodeSize (0 to 40), ForegroundThreshold and BackgroundThreshold (0 to 255), HairOptimization (auto, on, off)."""

    erode_size: int = 15
    foreground: int = 240
    background: int = 15
    hair: str = "auto"


def matte(colours: Pixels, found: Map, knobs: Knobs, outside: Plane | None = None, *, side: int = WORK_SIDE) -> Plane:
    """Return the alpha channel (uint8 HxW) of what was `found` in `colours` (uint8 HxWx3, BGR).

    What is surer than `foreground` is 255 and what is less sure than `background` is 0, but for a band of `erode_size`
    pixels on either side of the edge. Colours decide inside the band (GrabCut), and the picture's own edges its
    softness (guided filter): fine for hair, coarse else. Nothing is taken from `outside` (not 0).
    Colours are compared at `side` pixels on the longer side.
    """
    scale = min(1.0, side / max(colours.shape[:2]))
    small, rough = _resized(colours, scale), _resized(found, scale)
    marks = _marks(rough, knobs, scale)
    if outside is not None:
        marks[_resized(outside, scale) > 0] = cv2.GC_BGD
    is_inside = _rooted(decided(small, marks), rough)
    doubt = np.isin(marks, (cv2.GC_PR_BGD, cv2.GC_PR_FGD))
    is_hair = knobs.hair == "on" or (knobs.hair == "auto" and _is_hairy(rough, doubt))
    alpha = _softened(colours, is_inside, is_hair=is_hair)
    if outside is not None:
        alpha[outside > 0] = 0
    return alpha


def decided(colours: Pixels, marks: Plane) -> Plane:
    """Return 255 where `marks` (GrabCut's classes, uint8 HxW) end as foreground of `colours`, else 0.

    C. Rother et al., "GrabCut", SIGGRAPH 2004. Where a class has no pixel at all, the marks decide alone.
    """
    sure = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD))
    if sure.all() or not sure.any() or min(marks.shape) < _LEAST_SIDE:
        return np.where(sure, 255, 0).astype(np.uint8)
    cv2.setRNGSeed(0)
    inside, beyond = np.zeros((1, 65)), np.zeros((1, 65))
    classes = marks.copy()
    cv2.grabCut(np.ascontiguousarray(colours), classes, (0, 0, 0, 0), inside, beyond, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.where(np.isin(classes, (cv2.GC_FGD, cv2.GC_PR_FGD)), 255, 0).astype(np.uint8)


def _rooted(inside: Plane, found: Map) -> Plane:
    """Return `inside` without the parts in which nothing was found: colours alone like to pick up what lies about."""
    count, labels = cv2.connectedComponents(inside)
    kept = np.zeros(count, np.uint8)
    kept[np.unique(labels[found > _SURE])] = 255
    kept[0] = 0
    rooted: Plane = kept[labels]
    return rooted


def _marks(found: Map, knobs: Knobs, scale: float) -> Plane:
    """Return GrabCut's classes: sure inside and outside of the band, likely within it."""
    side = 2 * round(knobs.erode_size * scale) + 1
    core = np.ones((side, side), np.uint8)
    inside = cv2.erode((found * 255 > knobs.foreground).astype(np.uint8), core)
    beyond = cv2.erode((found * 255 < knobs.background).astype(np.uint8), core)
    marks = np.where(found > _SURE, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[beyond > 0] = cv2.GC_BGD
    marks[inside > 0] = cv2.GC_FGD
    return marks


def _is_hairy(found: Map, doubt: np.ndarray) -> bool:
    """Whether much of the band is neither in nor out for the network: an edge of hair or fur, not of a thing."""
    undecided = doubt & (found > 0.1) & (found < 0.9)  # noqa: PLR2004 - a tenth from sure
    return bool(doubt.any()) and float(undecided.sum()) > _HAIR_SHARE * float(doubt.sum())


def _softened(colours: Pixels, inside: Plane, *, is_hair: bool) -> Plane:
    """Return `inside` at the size of `colours` with the edges of the picture: K. He, "Guided Image Filtering" (2013).

    Alpha is a linear function of the grey picture in each window; the picture's contrast against `epsilon` says how
    much its detail counts.
    """
    height, width = colours.shape[:2]
    rough = cv2.resize(inside, (width, height), interpolation=cv2.INTER_LINEAR)
    radius = max(1, round(max(height, width) / (80 if is_hair else 400)))
    box = (2 * radius + 1, 2 * radius + 1)
    grey = cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    alpha = rough.astype(np.float32) / 255
    mean_grey, mean_alpha = cv2.blur(grey, box), cv2.blur(alpha, box)
    variance = cv2.blur(grey * grey, box) - mean_grey * mean_grey
    covariance = cv2.blur(grey * alpha, box) - mean_grey * mean_alpha
    slope = covariance / (variance + (_FINE if is_hair else _COARSE))
    offset = mean_alpha - slope * mean_grey
    soft = cv2.blur(slope, box) * grey + cv2.blur(offset, box)
    return np.rint(np.clip(soft, 0, 1) * 255).astype(np.uint8)


def _resized(array: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1:
        return array
    height, width = array.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(array, size, interpolation=cv2.INTER_AREA)
