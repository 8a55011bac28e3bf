"""What patches are compared by: colours, and how rough the texture is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.engine.fills.scale import Scale

Layers = NDArray[np.float32]
"""Blue, green, red and roughness, 0 to 255, HxWx4."""

_LUMA = (0.114, 0.587, 0.299)
_SIGMA = 2.0
_GAIN = 2.0


def layers(scale: Scale) -> Layers:
    """Return the colours and the roughness of every pixel; what the hole has is of no meaning.

    Compared by colours alone, a large hole washes out: smooth patches are near to everything. With the mean gradient
    as a layer of its own, rough surroundings ask for rough patches (after A. Newson and others, Video Inpainting of
    Complex Scenes, 2014, section 3.3).
    """
    colours = scale.pixels.astype(np.float32)
    return np.dstack([colours, _roughness(_luma(colours), scale.known)])


def three_layers(scale: Scale) -> Pixels:
    """Return brightness, colour contrast and roughness, uint8 HxWx3, 0 in the hole.

    For the library, which compares three channels: those of colour become the one in which this picture differs most.
    """
    colours = scale.pixels.astype(np.float32)
    luma = _luma(colours)
    result = np.dstack([luma, _contrast(colours, luma, scale.known), _roughness(luma, scale.known)])
    result[scale.hole > 0] = 0
    return np.rint(result).clip(0, 255).astype(np.uint8)


def _luma(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(colours @ np.array(_LUMA, np.float32), dtype=np.float32)


def _contrast(colours: NDArray[np.float32], luma: NDArray[np.float32], known: Plane) -> NDArray[np.float32]:
    """Return the colour differences (blue, red) along the axis in which the known pixels differ most, around 128."""
    chroma = np.dstack([colours[..., 0] - luma, colours[..., 2] - luma])
    centred = chroma - chroma[known > 0].mean(axis=0)
    sample = centred[known > 0]
    axis = np.linalg.eigh(sample.T @ sample)[1][:, 1]
    return np.asarray(centred @ axis + 128, dtype=np.float32)


def _roughness(luma: NDArray[np.float32], known: Plane) -> NDArray[np.float32]:
    """Return the mean gradient of the known pixels nearby, in grey levels a pixel, amplified."""
    across = cv2.Sobel(luma, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(luma, cv2.CV_32F, 0, 1, ksize=1)
    inner = cv2.erode(known, np.ones((3, 3), np.uint8)).astype(np.float32) / 255
    steep = cv2.GaussianBlur(cv2.magnitude(across, down) * inner, (0, 0), _SIGMA)
    share = cv2.GaussianBlur(inner, (0, 0), _SIGMA)
    return np.asarray(np.minimum(_GAIN * steep / np.maximum(share, 1e-3), 255), dtype=np.float32)
