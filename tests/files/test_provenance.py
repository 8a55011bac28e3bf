"""What files say of how they came about: XMP, the parameters' text, EXIF's comment, and where they were taken."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from picpik_studio.core.picture import Metadata
from picpik_studio.files import exif_comment, xmp
from picpik_studio.files.images import open_picture, save_picture
from picpik_studio.files.parameters_text import MadeWith, from_text, to_text
from tests.files.making import image_of, photo, stored

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
HUMAN = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"
OTHERS = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="uuid:1"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:q="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:e="http://ns.adobe.com/exif/1.0/" q:DigitalSourceType="http://old" e:GPSLatitude="48,12N">
<dc:title><r:Alt><r:li xml:lang="x-default">A &amp; B</r:li></r:Alt></dc:title>
<e:GPSLongitude>16,22E</e:GPSLongitude><e:ISO>100</e:ISO></r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>"""
SAID = {xmp.SOURCE_TYPE: AI, xmp.CREATOR_TOOL: 'PicPik "Studio" & 0.1'}


@pytest.mark.parametrize("packet", [None, b"", b"not XML", b"\xff\xfe<\0x\0", b"<x:xmpmeta/>"])
def test_a_packet_is_made_where_there_is_none(packet: bytes | None) -> None:
    made = xmp.with_said(packet, SAID)
    assert xmp.said(made, xmp.SOURCE_TYPE) == AI
    assert made.count(b"DigitalSourceType") == 1


def test_what_a_packet_says_stays_and_is_added_to() -> None:
    made = xmp.with_said(OTHERS, SAID)
    assert b"A &amp; B" in made
    assert b"http://old" not in made
    assert b'r:about="uuid:1"' in made.split(b"</e:ISO>")[1], "both speak of the same picture"
    assert made.startswith(OTHERS[:120])
    again = xmp.with_said(made, {xmp.SOURCE_TYPE: HUMAN})
    assert (xmp.said(again, xmp.SOURCE_TYPE), again.count(b"DigitalSourceType")) == (HUMAN, 1)
    assert b"CreatorTool" in again


def test_an_element_is_read_and_replaced_as_well() -> None:
    packet = OTHERS.replace(b"<e:ISO>", b"<q:DigitalSourceType>http://element</q:DigitalSourceType><e:ISO>")
    packet = packet.replace(b'q:DigitalSourceType="http://old"', b"")
    assert xmp.said(packet, xmp.SOURCE_TYPE) == "http://element"
    assert b"http://element" not in xmp.with_said(packet, SAID)
    assert xmp.said(None, xmp.SOURCE_TYPE) == ""


def test_the_place_goes_out_of_a_packet_and_nothing_else() -> None:
    made = xmp.without_place(OTHERS)
    assert b"GPS" not in made
    assert b"<e:ISO>100</e:ISO>" in made
    assert len(OTHERS) - len(made) < 90
    assert xmp.without_place(b"\xff\xfe") == b"\xff\xfe"


LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), max_size=4)


@given(
    LINES,
    LINES,
    st.dictionaries(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), st.text(min_size=1).map(str.strip), min_size=3),
)
def test_the_parameters_text_goes_out_and_in(prompt: list[str], negative: list[str], pairs: dict[str, str]) -> None:
    made = MadeWith(tuple(prompt), tuple(negative), {name: value.replace("\r", "") for name, value in pairs.items()})
    if any(line.startswith("Negative prompt:") for line in (*prompt, *negative)):
        return
    if any(not value or value.startswith('"') or value != value.strip() for value in made.pairs.values()):
        return
    assert from_text(to_text(made)) == made


def test_the_web_uis_own_text_is_read() -> None:
    text = (
        "a meadow, <lora:grass:0.8>\nin autumn\nNegative prompt: people,\ncars\n"
        "Steps: 20, Sampler: Euler a, CFG scale: 7.5, Seed: 123, Size: 512x768, Model hash: abc, Model: x_y,"
        ' Mask blur: 4, Lora hashes: "grass: 12, b: 3", Version: v1.9'
    )
    made = from_text(text)
    assert made is not None
    assert made.prompt == ("a meadow, <lora:grass:0.8>", "in autumn")
    assert made.negative == ("people,", "cars")
    assert made.pairs["Lora hashes"] == "grass: 12, b: 3"
    assert (made.pairs["Size"], made.pairs["Sampler"], made.pairs["CFG scale"]) == ("512x768", "Euler a", "7.5")


@pytest.mark.parametrize("text", ["", "Screenshot", "a: b, c: d", "my holiday: rain\nand more: rain"])
def test_other_comments_are_no_parameters(text: str) -> None:
    assert from_text(text) is None


TEXT = 'a "meadow"\nNegative prompt: Füße\nSteps: 20, Seed: 1, Size: 8x8'


def exif_block(*, place: bool = True) -> bytes:
    block = Image.Exif()
    block[ExifTags.Base.Make] = "Maker"
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ExposureTime] = 0.5
    if place:
        block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 12.0, 30.0)
    return block.tobytes().removeprefix(b"Exif\0\0")


@pytest.mark.parametrize("block", [None, b"", b"nonsense", exif_block(), exif_block(place=False)])
@pytest.mark.parametrize("text", [TEXT, "", "日本 🌲"])
def test_a_comment_goes_into_a_block_and_out(block: bytes | None, text: str) -> None:
    made = exif_comment.with_comment(block, text)
    assert exif_comment.comment(made) == text
    if block and len(block) > 20:
        assert made[8 : len(block)].count(b"Maker") == 1
        assert len(made) < len(block) + 2 * len(text) + 120
    again = Image.Exif()
    again.load(made)
    value = again.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment]
    assert value == b"UNICODE\0" + text.encode("utf-16-be")
    assert exif_comment.comment(exif_comment.with_comment(made, "other")) == "other"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"ASCII\0\0\0plain \0", "plain"),
        (b"UNICODE\0" + "naïve".encode("utf-16-le"), "naïve"),
        (b"UNICODE\0\xff\xfe" + "x".encode("utf-16-le"), "x"),
        (b"JIS\0\0\0\0\0abc", ""),
        (b"", ""),
    ],
)
def test_comments_of_other_programs_are_read(value: bytes, text: str) -> None:
    block = Image.Exif()
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = value
    assert exif_comment.comment(block.tobytes().removeprefix(b"Exif\0\0")) == text
    assert exif_comment.comment(b"none") == ""


def test_the_place_goes_out_of_exif_and_nothing_else() -> None:
    with_place = exif_block()
    made = exif_comment.without_place(with_place)
    assert made is not None
    assert len(made) == len(with_place), "what a camera keeps at fixed places is still there"
    seen = Image.Exif()
    seen.load(made)
    assert not seen.get_ifd(ExifTags.IFD.GPSInfo)
    assert seen[ExifTags.Base.Make] == "Maker"
    assert seen.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ExposureTime] == 0.5
    assert struct.pack(">II", 48, 1) not in made
    without = exif_block(place=False)
    assert exif_comment.without_place(without) == without
    assert exif_comment.without_place(b"none") is None


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tif", "avif"])
@pytest.mark.parametrize("text", [TEXT, TEXT.replace("meadow", "日本")])
@pytest.mark.parametrize("block", [None, exif_block()])
def test_the_parameters_stay_with_the_picture(tmp_path: Path, ending: str, text: str, block: bytes | None) -> None:
    path = tmp_path / f"a.{ending}"
    save_picture(path, photo(), False, Metadata(exif=block, parameters=text))
    metadata = open_picture(path).picture.metadata
    assert metadata.parameters == text
    with Image.open(path) as image:
        if ending == "png":
            assert image.info["parameters"] == text
        elif ending != "tif":
            assert (image.getexif().get(ExifTags.Base.Make) == "Maker") == (block is not None)


def test_parameters_of_a_file_of_the_web_ui_are_found() -> None:
    file = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - as the web UI itself writes them

    info = PngInfo()
    info.add_text("parameters", TEXT)
    image_of(photo()).save(file, "PNG", pnginfo=info)
    assert open_picture(file.getvalue()).picture.metadata.parameters == TEXT
    assert open_picture(stored(image_of(photo()), "PNG")).picture.metadata.parameters is None
