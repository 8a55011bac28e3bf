import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from picpik_studio.core.arrays import Pixels
from picpik_studio.files.colour import from_srgb8, to_srgb8
from tests.files import profiles
from tests.files.making import noise, photo

WIDE = {
    "P3": profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE),
    "Adobe": profiles.matrix_profile(profiles.ADOBE, profiles.gamma(563 / 256)),
    "ProPhoto": profiles.matrix_profile(profiles.PROPHOTO, profiles.gamma(1.8)),
    "linear": profiles.matrix_profile(profiles.ADOBE, profiles.linear()),
    "table": profiles.matrix_profile(profiles.P3, profiles.table(np.linspace(0, 1, 1024) ** 1.8)),
    "parametric 0": profiles.matrix_profile(profiles.ADOBE, profiles.parametric(0, 2.0)),
    "parametric 1": profiles.matrix_profile(profiles.P3, profiles.parametric(1, 2.2, 0.95, 0.05)),
    "parametric 2": profiles.matrix_profile(profiles.P3, profiles.parametric(2, 2.2, 0.9, 0.05, 0.02)),
    "parametric 4": profiles.matrix_profile(
        profiles.P3, profiles.parametric(4, 2.4, 0.94, 0.0558, 0.0845, 0.04, 0.01, 0.01)
    ),
}
SWAPPED = profiles.rgb_by_tables((2, 1, 0))


def by_littlecms(pixels: Pixels, icc: bytes, *, to_srgb: bool) -> NDArray[np.int_]:
    theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB")
    source, target = (theirs, ours) if to_srgb else (ours, theirs)
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    transform = ImageCms.buildTransform(source, target, "RGB", "RGB", intent, ImageCms.Flags.NOOPTIMIZE)
    image = Image.frombytes("RGB", pixels.shape[1::-1], pixels.tobytes(), "raw", "BGRX")
    return np.asarray(transform.apply(image))[..., ::-1].astype(int)


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("to_srgb", [True, False])
def test_colours_are_littlecms_own(name: str, to_srgb: bool) -> None:
    pixels = noise(180, 160)
    ours = (to_srgb8 if to_srgb else from_srgb8)(pixels, WIDE[name])
    off = abs(ours[..., :3].astype(int) - by_littlecms(pixels, WIDE[name], to_srgb=to_srgb))
    assert off.max() <= 2
    assert off.mean() < 0.1
    assert (ours[..., 3] == 255).all()


@pytest.mark.parametrize("name", ["P3", "Adobe"])
def test_soft_colours_come_back(name: str) -> None:
    pixels = photo(300, 200)
    there = from_srgb8(pixels, WIDE[name])
    assert not np.array_equal(there, pixels)
    assert abs(to_srgb8(there, WIDE[name]).astype(int) - pixels).max() <= 3


def test_16_bits_hold_every_srgb_colour() -> None:
    pixels = noise(300, 200, alpha=True)
    there = from_srgb8(pixels, WIDE["P3"], np.uint16)
    assert there.dtype == np.uint16
    assert there.shape == pixels.shape
    assert np.array_equal(to_srgb8(there, WIDE["P3"]), pixels)


def test_16_bits_without_alpha_become_opaque() -> None:
    there = from_srgb8(noise(30, 20), WIDE["P3"], np.uint16)
    assert np.array_equal(to_srgb8(there[..., :3].copy(), WIDE["P3"]), noise(30, 20))


def test_depth_alone_is_exact() -> None:
    pixels = noise(30, 20, alpha=True)
    deep = from_srgb8(pixels, None, np.uint16)
    assert np.array_equal(deep[..., 0], pixels[..., 2].astype(np.uint16) * 257)
    assert np.array_equal(to_srgb8(deep, None), pixels)
    opaque = to_srgb8(deep[..., :3].copy(), None)
    assert np.array_equal(opaque[..., :3], pixels[..., :3])
    assert (opaque[..., 3] == 255).all()


@pytest.mark.parametrize("alpha", [True, False])
def test_alpha_stays(alpha: bool) -> None:
    pixels = noise(30, 20, alpha=alpha)
    for icc in (WIDE["P3"], SWAPPED):
        assert np.array_equal(to_srgb8(pixels, icc)[..., 3], pixels[..., 3])
        assert np.array_equal(from_srgb8(pixels, icc)[..., 3], pixels[..., 3])


def test_a_profile_of_tables_is_left_to_littlecms() -> None:
    pixels = photo(120, 90)
    expected = pixels[..., [2, 1, 0, 3]].astype(int)
    assert abs(to_srgb8(pixels, SWAPPED).astype(int) - expected).max() <= 6
    assert abs(to_srgb8(from_srgb8(pixels, SWAPPED), SWAPPED).astype(int) - pixels).mean() < 6


@pytest.mark.parametrize(
    "icc",
    [
        None,
        b"",
        b"no profile",
        profiles.matrix_profile(profiles.SRGB, profiles.SRGB_CURVE),
        profiles.matrix_profile(profiles.SRGB.round(4), profiles.SRGB_CURVE),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        profiles.grey_profile(profiles.gamma(2.2)),
        profiles.rgb_by_tables((2, 1, 0))[:400],
        profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE)[:150],
        profiles.rgb_by_tables((2, 1, 0))[:130],
        profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE, A2B0=b"what is this table"),
        profiles.matrix_profile(profiles.P3, b"what is this curve"),
        profiles.matrix_profile(profiles.P3, profiles.parametric(9, 1.0)),
        profiles.matrix_profile(profiles.P3, profiles.parametric(0, -1.0)),
        profiles.matrix_profile(np.zeros((3, 3)), profiles.linear()),
        profiles.profile(b"RGB ", {b"rXYZ": b"desc" + bytes(20)}),
        profiles.matrix_profile(profiles.P3, profiles.linear())[:128] + b"\xff" * 400,
    ],
)
def test_there_is_nothing_to_do(icc: bytes | None) -> None:
    pixels = noise(30, 20)
    assert to_srgb8(pixels, icc) is pixels
    assert from_srgb8(pixels, icc) is pixels


def test_a_picture_is_not_changed_in_place() -> None:
    pixels = noise(30, 20)
    pixels.flags.writeable = False
    for icc in (WIDE["P3"], SWAPPED):
        assert to_srgb8(pixels, icc) is not pixels


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (700, 1), (3, 5)])
def test_any_size_and_any_layout_in_memory(shape: tuple[int, int]) -> None:
    height, width = shape
    pixels = noise(width, height)
    scattered = np.repeat(np.repeat(pixels, 2, axis=0), 2, axis=1)[::2, ::2]
    for icc in (WIDE["P3"], SWAPPED):
        assert np.array_equal(to_srgb8(scattered, icc), to_srgb8(pixels, icc))


def test_strips_leave_no_seams() -> None:
    pixels = np.repeat(noise(1500, 1), 1500, axis=0)
    for icc in (WIDE["Adobe"], SWAPPED):
        seen = to_srgb8(pixels, icc)
        assert (seen == seen[:1]).all()
