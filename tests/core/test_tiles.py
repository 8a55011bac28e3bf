"""Tiles of one value are found by rows as they are one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import tiles
from picpik_studio.core.arrays import Plane, plane
from picpik_studio.core.geometry import Rect
from picpik_studio.core.tiles import TILE, TileIndex, tile_in, tiles_of, uniform_value, uniform_values
from tests.core.making import document


@st.composite
def patchworks(draw: st.DrawFn) -> Plane:
    """Return a plane of up to 12 x 12 tiles, most of which have one value, some with a pixel that has another."""
    width, height = draw(st.integers(1, 12 * TILE)), draw(st.integers(1, 12 * TILE))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pixels = plane(width, height)
    for index in tiles_of(Rect(0, 0, width, height)):
        tile_in(pixels, index)[...] = generator.choice([0, 1, 254, 255])
    for _ in range(draw(st.integers(0, 20))):
        pixels[generator.integers(0, height), generator.integers(0, width)] = generator.integers(0, 256)
    return pixels


@given(patchworks(), st.integers(0, 2**32 - 1), st.sampled_from([0.1, 0.6, 1.0]))
def test_many_are_looked_at_as_one_is(pixels: Plane, seed: int, share: float) -> None:
    every = tiles_of(Rect(0, 0, pixels.shape[1], pixels.shape[0]))
    asked = [index for index in every if np.random.default_rng((seed, *index)).random() < share]
    assert list(uniform_values(pixels, asked)) == [uniform_value(tile_in(pixels, index)) for index in asked]


def test_rows_that_begin_at_odd_bytes_are_looked_at_too() -> None:
    pixels = np.zeros((9 * TILE, 9 * TILE + 1), np.uint8)
    pixels[3, TILE + 4] = 7
    asked = tiles_of(Rect(0, 0, 9 * TILE + 1, 9 * TILE))
    assert [index for index, value in zip(asked, uniform_values(pixels, asked), strict=True) if value is None] == [
        TileIndex(1, 0)
    ]


def test_a_whole_picture_is_not_looked_at_tile_by_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled, undone, done again: a call for each of 900 tiles is what an edit of all took longest for."""
    calls: list[int] = []
    real = tiles.uniform_value

    def counted(tile: Plane) -> int | None:
        calls.append(tile.size)
        return real(tile)

    target = document(30 * TILE, 30 * TILE)
    monkeypatch.setattr(tiles, "uniform_value", counted)
    target.fill_mask(255)
    assert target.undo()
    assert not target.mask.pixels.any()
    assert target.redo()
    assert (target.mask.pixels == 255).all()
    target.fill_mask(255)
    assert not target.history.can_redo
    assert target.undo(), "what changed nothing is no edit"
    assert not target.mask.pixels.any()
    assert not calls
