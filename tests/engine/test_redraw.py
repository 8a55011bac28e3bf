import io

import cv2
import numpy as np
import pytest
import requests
from PIL import Image

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.footprint import weight
from picpik_studio.files.reading import decode_result
from tests.engine.service import Engine, dab, order, texture, uri


def results(engine: Engine, params: dict[str, object]) -> tuple[dict[str, object], list[Pixels]]:
    answer = engine.call("ModifyMaskedPixels", **params)
    assert (answer["RetCode"], answer["Message"]) == (0, "")
    detail = engine.ended(answer["TaskUID"])
    assert detail["Status"] == "Finished", detail["ErrorMassage"]
    pictures = []
    for address in detail["ImgList"]:
        with requests.get(address, timeout=10) as response:
            assert response.headers["content-type"] == "image/png"
            pictures.append(decode_result(response.content))
    return detail, pictures


@pytest.mark.parametrize(("blur", "invert"), [(0, False), (12, False), (64, False), (4, True)])
def test_outside_the_footprint_nothing_changes_and_inside_all_is_new(
    engine: Engine, blur: int, *, invert: bool
) -> None:
    picture, mask = texture(131, 97), dab(131, 97)
    # The repaint area is black, so that what is left of it would be seen.
    reach = weight(255 - mask if invert else mask, blur, invert=invert)
    picture[reach == 255] = (0, 0, 0, 255)
    sent = 255 - mask if invert else mask
    _detail, (answer,) = results(engine, order(picture, sent, {"MaskBlur": blur, "InvertMask": invert}))
    assert np.array_equal(answer[reach == 0], picture[reach == 0])
    assert answer[reach == 255][:, :3].mean() > 40


def test_a_batch_counts_its_seeds_up_and_equal_seeds_make_equal_pictures(engine: Engine) -> None:
    picture, mask = texture(96, 96), dab(96, 96)
    detail, batch = results(engine, order(picture, mask, Seed=40, BatchSize=3))
    _, (second,) = results(engine, order(picture, mask, Seed=41))
    assert detail["Seed"] == 40
    assert len(batch) == 3
    assert np.array_equal(batch[1], second)
    assert not np.array_equal(batch[0], batch[1])


def test_a_random_seed_is_reported_and_makes_the_same_again(engine: Engine) -> None:
    picture, mask = texture(80, 80), dab(80, 80)
    detail, (first,) = results(engine, order(picture, mask, Seed=-1))
    assert isinstance(detail["Seed"], int)
    assert detail["Seed"] >= 0
    _, (again,) = results(engine, order(picture, mask, Seed=detail["Seed"]))
    assert np.array_equal(first, again)


def test_width_and_height_are_those_of_the_answer(engine: Engine) -> None:
    _, (answer,) = results(engine, order(texture(100, 80), dab(100, 80), Width=160, Height=64))
    assert answer.shape[:2] == (64, 160)


def test_strength_above_one_brings_back_what_lay_there(engine: Engine) -> None:
    picture, mask = texture(96, 96), dab(96, 96)
    picture[mask > 0] = (0, 0, 255, 255)
    inside = cv2.erode(mask, np.ones((15, 15), np.uint8)) > 0
    red = [
        results(engine, order(picture, mask, {"ReferStrength": strength, "MaskBlur": 0}))[1][0][inside][:, 2].mean()
        for strength in (1.0, 2.0)
    ]
    assert red[1] > red[0] + 30


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_masks_of_any_mode_and_size_are_taken(engine: Engine, mode: str) -> None:
    picture, mask = texture(96, 64), dab(48, 32)
    image = Image.fromarray(mask)
    image = Image.fromarray(mask.astype(np.uint16) * 257) if mode == "I;16" else image.convert(mode)
    file = io.BytesIO()
    image.save(file, "PNG")
    params = order(picture, mask, {"MaskBlur": 0})
    params["ImageAndMaskList"] = [*params["ImageAndMaskList"][:1], uri(file.getvalue())]  # type: ignore[index]  # a list
    _, (answer,) = results(engine, params)
    assert np.array_equal(answer[0], picture[0])
    assert not np.array_equal(answer, picture)


def test_pictures_without_the_data_header_and_as_jpeg_are_taken(engine: Engine) -> None:
    params = order(texture(64, 64), dab(64, 64))
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "green").save(file, "JPEG")
    bare = uri(file.getvalue(), "image/jpeg").split(",")[1]
    params["ImageAndMaskList"] = [bare, params["ImageAndMaskList"][1]]  # type: ignore[index]  # a list
    _, (answer,) = results(engine, params)
    assert np.array_equal(answer[0, 0], decode_result(file.getvalue())[0, 0])


def test_a_mask_over_everything_fails_with_a_reason(engine: Engine) -> None:
    full = np.full((64, 64), 255, np.uint8)
    detail = engine.ended(engine.call("ModifyMaskedPixels", **order(texture(64, 64), full))["TaskUID"])
    assert (detail["Status"], detail["ErrorCode"], detail["ImgList"]) == ("Error", 230, [])
    assert "covers everything" in detail["ErrorMassage"]


def test_an_empty_mask_changes_nothing(engine: Engine) -> None:
    picture = texture(64, 64)
    _, (answer,) = results(engine, order(picture, np.zeros((64, 64), np.uint8)))
    assert np.array_equal(answer, picture)
