"""The whole way of a picture, from its file to its file: what is not repainted is the same to the bit at any depth."""

import contextlib
import io
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.app.generation import prepare
from picpik_studio.app.results import to_patch
from picpik_studio.app.values import Values
from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import open_picture
from tests.app.requests import values
from tests.files import profiles
from tests.files.making import stored

PROFILES = {
    "none": None,
    "sRGB": profiles.matrix_profile(profiles.SRGB, profiles.SRGB_CURVE),
    "Display P3": profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE),
    "Adobe RGB": profiles.matrix_profile(profiles.ADOBE, profiles.gamma(563 / 256)),
    "ProPhoto": profiles.matrix_profile(profiles.PROPHOTO, profiles.gamma(1.8)),
}
GREY = profiles.grey_profile(profiles.gamma(2.2))


class Kind(NamedTuple):
    """How a file keeps its pixels: `channels` 1, 3 or 4."""

    depth: type[np.uint8] | type[np.uint16]
    channels: int
    ending: str


KINDS = st.builds(
    Kind, st.sampled_from([np.uint8, np.uint16]), st.sampled_from([1, 3, 4]), st.sampled_from(["png", "tif"])
)


def samples_of(size: Size, kind: Kind, seed: int) -> Pixels:
    shape = (size.height, size.width) if kind.channels == 1 else (size.height, size.width, kind.channels)
    samples = np.random.default_rng(seed).integers(0, np.iinfo(kind.depth).max, shape, kind.depth, endpoint=True)
    if kind.channels == 4:
        samples[: size.height // 2, ..., 3] = 0  # colour under alpha 0 is to survive
    return samples


def written_by_others(samples: Pixels, kind: Kind, icc: bytes | None) -> bytes:
    """Return a file that none of our own code has made."""
    if kind.ending == "tif":
        file = io.BytesIO()
        alpha = ["unassalpha"] if kind.channels == 4 else None
        interpretation = "minisblack" if kind.channels == 1 else "rgb"
        tifffile.imwrite(file, samples, photometric=interpretation, iccprofile=icc, metadata=None, extrasamples=alpha)
        return file.getvalue()
    if kind.depth is np.uint8:
        return stored(Image.fromarray(samples), "PNG", icc_profile=icc)
    swapped = samples if kind.channels == 1 else samples[..., [2, 1, 0, 3][: kind.channels]]
    _done, found = cv2.imencode(".png", np.ascontiguousarray(swapped))
    return with_profile(found.tobytes(), icc)


def with_profile(data: bytes, icc: bytes | None) -> bytes:
    """Put a profile into a PNG file, behind its header."""
    if icc is None:
        return data
    body = b"iCCPicc\0\0" + zlib.compress(icc)
    return data[:33] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:]


def read_by_others(path: Path, kind: Kind) -> Pixels:
    if kind.ending == "tif":
        return tifffile.imread(path)
    if kind.depth is np.uint8:
        with Image.open(path) as image:
            return np.asarray(image)
    found = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert found is not None
    return np.asarray(found if kind.channels == 1 else found[..., [2, 1, 0, 3][: kind.channels]])


def answer(size: Size, seed: int) -> bytes:
    """Return what a service may send: another picture altogether."""
    noise = np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 3), np.uint8)
    return stored(Image.fromarray(noise), "PNG")


def laid(shot: Snapshot, wanted: Values, seed: int) -> Patch:
    made = prepare(shot, wanted, "local")
    return to_patch(made, answer(made.frame.sent, seed), shot.picture, job_id=str(seed), index=0)


def painted(size: Size, dabs: list[tuple[int, int, int]]) -> Plane:
    mask = np.zeros((size.height, size.width), np.uint8)
    for x, y, side in dabs:
        mask[y % size.height :, x % size.width :][:side, :side] = 255
    return mask


@contextlib.contextmanager
def saved(shot: Snapshot, kind: Kind) -> Iterator[Path]:
    """Write the picture to a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"picture.{kind.ending}"
        write_picture(path, shot, Wishes())
        yield path


@settings(max_examples=60, deadline=None)
@given(
    kind=KINDS,
    profile=st.sampled_from(sorted(PROFILES)),
    size=st.builds(Size, st.integers(1, 250), st.integers(1, 250)),
    dabs=st.lists(st.tuples(*[st.integers(0, 249)] * 2, st.integers(1, 30)), min_size=1, max_size=3),
    blur=st.integers(0, 64),
    data=st.data(),
)
def test_from_file_to_file_nothing_changes_outside_the_footprints(
    kind: Kind, profile: str, size: Size, dabs: list[tuple[int, int, int]], blur: int, data: st.DataObject
) -> None:
    icc = GREY if kind.channels == 1 and PROFILES[profile] is not None else PROFILES[profile]
    samples = samples_of(size, kind, 1)
    picture = open_picture(written_by_others(samples, kind, icc)).picture
    mask = painted(size, dabs)
    inverts = data.draw(st.booleans()) and bool((mask == 0).any())
    modes = st.sampled_from([Rect(0, 0, *size), "mask", "whole"])
    wanted = values(mask_blur=blur, invert_mask=inverts, frame_mode=data.draw(modes))
    first = laid(Snapshot(picture, (), mask), wanted, 1)
    second = laid(Snapshot(picture, (first,), mask), wanted, 2)
    outside = np.ones((size.height, size.width), np.bool_)
    for patch in (first, second):
        outside[patch.rect.slices] &= patch.weight == 0
    assert not outside[footprint.repaint(mask, invert=inverts) == 255].any()
    with saved(Snapshot(picture, (first, second), mask), kind) as path:
        seen = read_by_others(path, kind)
        again = open_picture(path).picture
    if kind.channels == 1 and seen.ndim == 3:  # colour came in: grey is R, G and B alike from then on
        samples = np.dstack([samples] * 3)
    assert seen.dtype == samples.dtype
    assert np.array_equal(seen[outside], samples[outside])
    assert again.metadata.icc == picture.metadata.icc


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_what_is_repainted_is_what_the_service_sent_in_the_colours_of_the_document(profile: str) -> None:
    """A full weight takes the service's colours alone: one colour in, the same colour back in sRGB."""
    size = Size(64, 64)
    kind = Kind(np.uint16, 3, "tif")
    picture = open_picture(written_by_others(samples_of(size, kind, 3), kind, PROFILES[profile])).picture
    shot = Snapshot(picture, (), np.full((64, 64), 255, np.uint8))
    made = prepare(shot, values(), "local")
    colour = (30, 140, 90)
    data = stored(Image.new("RGB", made.frame.sent, colour), "PNG")
    patch = to_patch(made, data, picture, job_id="one", index=0)
    composed = Snapshot(picture, (patch,), shot.mask).pixels
    assert abs(to_srgb8(composed, picture.metadata.icc)[..., 2::-1].astype(int) - colour).max() <= 1
