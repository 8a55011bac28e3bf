"""Erase, cut out, extract and resize over real HTTP, to the pixel."""

import cv2
import numpy as np
import pytest
import requests

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.footprint import weight
from picpik_studio.core.geometry import Size
from picpik_studio.engine.enlarge import resized
from picpik_studio.files.images import encode_mask_png, encode_png
from tests.engine.service import Engine, dab, texture, uri
from tests.engine.test_select import BALL, overlap, scene


def answered(engine: Engine, action: str, **params: object) -> list[Pixels]:
    """Have a task done; return its images as they are, BGR(A) or grey."""
    answer = engine.call(action, **params)
    assert answer["RetCode"] == 0, answer["Message"]
    detail = engine.ended(answer["TaskUID"])
    assert (detail["Status"], detail["Action"]) == ("Finished", action), detail["ErrorMassage"]
    found = []
    for url in detail["ImgList"]:
        with requests.get(url, timeout=30) as response:
            found.append(cv2.imdecode(np.frombuffer(response.content, np.uint8), cv2.IMREAD_UNCHANGED))
    return [np.asarray(image, dtype=np.uint8) for image in found]


def picture() -> tuple[Pixels, dict[str, object]]:
    colours = scene()[0]
    pixels = np.dstack([colours, np.full(colours.shape[:2], 255, np.uint8)])
    return colours, {"RawImage": uri(encode_png(pixels))}


@pytest.mark.parametrize("invert", [False, True])
def test_erasing_fills_the_footprint_and_leaves_all_else(engine: Engine, invert: bool) -> None:
    pixels, mask = texture(97, 131), dab(97, 131)
    sent = {"RawImage": uri(encode_png(pixels)), "Mask": uri(encode_mask_png(255 - mask if invert else mask))}
    (image,) = answered(engine, "RemoveContents", **sent, MaskBlur=3, InvertMask=invert)
    footprint = weight(mask, 3, invert=False)
    assert np.array_equal(image[footprint == 0], pixels[..., :3][footprint == 0])
    assert not np.array_equal(image[mask > 0], pixels[..., :3][mask > 0])


def test_the_background_is_removed_and_no_colour_changed(engine: Engine) -> None:
    colours, sent = picture()
    _colours, ball, box = scene()
    (image,) = answered(engine, "RemoveBackground", **sent)
    assert np.array_equal(image[..., :3], colours)
    assert overlap(image[..., 3], ball | box) > 0.9
    (mask,) = answered(engine, "RemoveBackground", **sent, OnlyMask=True)
    assert np.array_equal(mask, image[..., 3])


def test_what_is_clicked_comes_in_several_readings(engine: Engine) -> None:
    _colours, sent = picture()
    points = [{"X": BALL[0], "Y": BALL[1]}]
    found = answered(engine, "ExtractContents", **sent, IncludePointList=points, OnlyMask=True)
    assert 1 <= len(found) <= 6
    assert max(overlap(mask, scene()[1]) for mask in found) > 0.9


def test_a_picture_is_enlarged(engine: Engine) -> None:
    pixels = texture(80, 60)
    (image,) = answered(engine, "ResizeImage", Image=uri(encode_png(pixels)), Width=160, Height=120)
    assert np.array_equal(image, resized(pixels, Size(160, 120), has_alpha=False)[..., :3])


@pytest.mark.parametrize(
    ("action", "params", "code", "said"),
    [
        ("ExtractContents", {"IncludePointList": []}, 230, "IncludePointList is empty"),
        ("ExtractContents", {"IncludePointList": [{"X": 300, "Y": 0}]}, 230, "IncludePointList[0] is (300, 0)"),
        ("ExtractContents", {"IncludePointList": [{"X": 1, "Y": 1}] * 65}, 240, "65 points"),
        ("ExtractContents", {}, 220, "IncludePointList"),
        ("RemoveBackground", {"Box": [400, 0, 500, 10]}, 230, "Box"),
        ("RemoveBackground", {"Box": [1, 2, 3]}, 230, "Box"),
        ("RemoveBackground", {"ErodeSize": 41}, 230, "ErodeSize"),
        ("RemoveBackground", {"HairOptimization": "maybe"}, 230, "HairOptimization"),
        ("RemoveContents", {"Mask": "bm8="}, 230, "Mask"),
        ("ResizeImage", {"Image": "bm8=", "Width": 100, "Height": 100}, 230, "Image"),
        ("ResizeImage", {"Image": "bm8=", "Width": 100, "Height": 4097}, 230, "Height"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    engine: Engine, action: str, params: dict[str, object], code: int, said: str
) -> None:
    answer = engine.call(action, **({} if action == "ResizeImage" else picture()[1]), **params)
    assert (answer["RetCode"], said in answer["Message"]) == (code, True), answer["Message"]


def test_enlarging_keeps_flat_colours_and_lets_nothing_under_clear_pixels_shine_through() -> None:
    flat = np.full((20, 30, 4), (10, 120, 240, 255), np.uint8)
    assert np.array_equal(resized(flat, Size(77, 51), has_alpha=False), np.full((51, 77, 4), (10, 120, 240, 255)))
    flat[:, 15:] = (255, 255, 255, 0)
    larger = resized(flat, Size(120, 80), has_alpha=True)
    seen = larger[..., 3] > 128
    assert np.abs(larger[seen][:, :3].astype(int) - (10, 120, 240)).max() <= 2
    assert resized(flat, Size(30, 20), has_alpha=True) is flat


def test_making_smaller_averages() -> None:
    pixels = texture(64, 64)
    half = resized(pixels, Size(32, 32), has_alpha=False)
    assert np.abs(half.astype(float) - cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA)).max() <= 1
