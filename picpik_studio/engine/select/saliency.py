"""What stands out in a picture, as the network U2-Net (small) sees it.

X. Qin et al., "U2-Net: Going Deeper with Nested U-Structure for Salient Object Detection", Pattern Recognition 106
(2020). The weights lie in resources/models; OpenCV runs them.
"""

from functools import cache, lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels
from picpik_studio.resources import resource

Map = NDArray[np.float32]
"""How sure it is that a pixel belongs to something, HxW, 0 to 1."""

SIDE = 320
_MEAN, _DEVIATION = np.array((0.485, 0.456, 0.406), np.float32), np.array((0.229, 0.224, 0.225), np.float32)
"""Of the photographs that the network was trained with: red, green, blue, 0 to 1."""
_OUTPUT = "1959"  # the finest of its seven maps
_FLAT = 1e-6
_REMEMBERED: Final = 16
"""Of how many parts it is remembered what stands out, in 12 MB: clicks on one picture look at the same ones again."""


@cache
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(resource("models", "u2netp.onnx")))


def saliency(colours: Pixels) -> Map:
    """Return what stands out of `colours` (uint8 HxWx3, BGR), stretched so that something always does.

    The network looks at 320 x 320 pixels, whatever the size. About a third of a second. Not for two threads at once.
    """
    height, width = colours.shape[:2]
    smaller = width * height > SIDE * SIDE
    small = cv2.resize(colours, (SIDE, SIDE), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    spread = _spread(small.tobytes())
    return np.asarray(cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


@lru_cache(_REMEMBERED)
def _spread(small: bytes) -> Map:
    """Return what stands out, SIDE x SIDE and to be read only, of so many pixels: uint8, BGR."""
    colours = np.frombuffer(small, np.uint8).reshape(SIDE, SIDE, 3)
    scaled = colours[..., ::-1].astype(np.float32) / max(1.0, float(colours.max()))
    planes = ((scaled - _MEAN) / _DEVIATION).transpose(2, 0, 1)
    network = _network()
    network.setInput(np.ascontiguousarray(planes[None]))
    found = network.forward(_OUTPUT)[0, 0]
    low, high = float(found.min()), float(found.max())
    spread: Map = ((found - low) / max(high - low, _FLAT)).astype(np.float32)
    spread.flags.writeable = False
    return spread
