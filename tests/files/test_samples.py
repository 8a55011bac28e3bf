from pathlib import Path

import numpy as np
import pytest

from picpik_studio.files.images import open_picture, open_preview, save_picture
from picpik_studio.files.masks import read_mask
from picpik_studio.resources import resource

PHOTOS = sorted(path for path in resource("samples").iterdir() if path.suffix == ".jpg")


@pytest.mark.parametrize("path", PHOTOS, ids=lambda path: path.stem)
def test_a_real_photograph_goes_in_and_out(tmp_path: Path, path: Path) -> None:
    opened = open_picture(path)
    picture = opened.picture
    assert (opened.format, opened.remarks) == ("JPEG", ())
    preview = open_preview(path, 400)
    assert preview is not None
    assert preview.size == picture.size
    for ending in ("png", "tif", "webp"):
        save_picture(tmp_path / f"a.{ending}", picture.pixels, picture.has_alpha, picture.metadata)
        again = open_picture(tmp_path / f"a.{ending}").picture
        assert np.array_equal(again.pixels, picture.pixels)
        assert again.content_hash == picture.content_hash
    save_picture(tmp_path / "a.jpg", picture.pixels, picture.has_alpha, picture.metadata)
    decayed = abs(open_picture(tmp_path / "a.jpg").picture.pixels.astype(int) - picture.pixels)
    assert decayed.mean() < 1
    assert (tmp_path / "a.jpg").stat().st_size < 1.2 * path.stat().st_size


@pytest.mark.parametrize("path", PHOTOS, ids=lambda path: path.stem)
def test_its_mask_fits(path: Path) -> None:
    mask = read_mask(path.with_name(f"{path.stem}-mask.png"), open_picture(path).picture.size)
    assert 0.001 < (mask >= 128).mean() < 0.5
