"""16-bit TIFF files that keep each channel by itself, as a library that is not ours writes them."""

import struct
from typing import Any

import numpy as np
import pytest

from picpik_studio.files.errors import DamagedPictureError
from picpik_studio.files.images import open_picture
from tests.files.test_deep import deep, tiff


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("shape", [{}, {"tile": (16, 16)}, {"rowsperstrip": 1}, {"bigtiff": True}])
@pytest.mark.parametrize("channels", [3, 4])
def test_channels_that_lie_apart_are_opened_to_the_bit(
    compression: str | None, byteorder: str, shape: dict[str, Any], channels: int
) -> None:
    samples = deep(channels=channels)
    if shape == {"bigtiff": True}:
        byteorder = "<"  # the other one is beyond Pillow
    alpha = ["unassalpha"] if channels == 4 else None
    apart = {"planarconfig": "separate", "extrasamples": alpha} | shape
    packed = {"compression": compression, "predictor": compression is not None, "byteorder": byteorder}
    picture = open_picture(tiff(np.moveaxis(samples, 2, 0), **packed, **apart)).picture
    assert picture.has_alpha == (channels == 4)
    assert np.array_equal(picture.pixels, samples)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_channels_that_lie_apart_come_upright_as_those_that_do_not(orientation: int) -> None:
    turned = [(274, 3, 1, orientation, True)]
    together = open_picture(tiff(deep(), extratags=turned)).picture.pixels
    apart = open_picture(tiff(np.moveaxis(deep(), 2, 0), planarconfig="separate", extratags=turned)).picture.pixels
    assert np.array_equal(apart, together)


def test_channels_apart_whose_places_do_not_go_round_are_damage() -> None:
    data = bytearray(tiff(np.moveaxis(deep(), 2, 0), planarconfig="separate", rowsperstrip=8))
    at = min(found for kind in (3, 4) if (found := data.find(struct.pack("<HHI", 279, kind, 15))) > 0)
    data[at + 4 : at + 8] = struct.pack("<I", 12)
    with pytest.raises(DamagedPictureError):
        open_picture(bytes(data))
