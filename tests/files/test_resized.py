"""What a file says of its size, after its canvas was changed."""

import pytest

from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Metadata
from picpik_studio.files.resized import for_size

SIZE = Size(640, 480)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            b'<d exif:PixelXDimension="6000" exif:PixelYDimension = \'4000\' tiff:Make="6000"/>',
            b'<d exif:PixelXDimension="640" exif:PixelYDimension = \'480\' tiff:Make="6000"/>',
        ),
        (
            b"<tiff:ImageWidth>6000</tiff:ImageWidth><tiff:ImageLength> 4000</tiff:ImageLength>",
            b"<tiff:ImageWidth>640</tiff:ImageWidth><tiff:ImageLength> 480</tiff:ImageLength>",
        ),
        (b"<d xmp:CreatorTool='x'/>", b"<d xmp:CreatorTool='x'/>"),
    ],
)
def test_xmp_tells_the_new_size_where_it_told_one(before: bytes, after: bytes) -> None:
    assert for_size(Metadata(xmp=before), SIZE) == Metadata(xmp=after)


def test_what_tells_no_size_stays_and_what_is_no_exif_goes() -> None:
    metadata = Metadata(icc=b"profile", dpi=(72.0, 72.0), parameters="a cat")
    assert for_size(metadata, SIZE) == metadata
    assert for_size(Metadata(exif=b"nonsense"), SIZE).exif is None
