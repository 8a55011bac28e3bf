"""Opens a TIFF file as far as its header, also one that Pillow has no name for; or says why it cannot be opened."""

from PIL import TiffImagePlugin

from picpik_studio.files.errors import NotAPictureError
from picpik_studio.files.tiff_samples import COMPRESSIONS, can_read
from picpik_studio.files.tiff_tags import (
    APART,
    BITS,
    COMPRESSION,
    EXTRA,
    FORMAT,
    MULTIPLIED,
    PHOTOMETRIC,
    PLANES,
    SAMPLES,
    alpha_in,
    check_numbers,
    is_of_16_bits,
)
from picpik_studio.texts import QT_TRANSLATE_NOOP

_DISGUISE = {BITS: (8,), COMPRESSION: 1, PHOTOMETRIC: 1, SAMPLES: 1, FORMAT: (1,)}
_TAKEN_OFF = (PLANES, EXTRA)
_YCC = 6
_GREY_MULTIPLIED = "La"
"""A mode of Pillow's of which it can make nothing else."""
_WEBP = 50001
"""Pillow has the name; what it decodes with is made without it."""


class TiffHeader(TiffImagePlugin.TiffImageFile):
    """A TIFF file of any kind, not decoded. `is_strange`: by `read_samples` only, its mode says nothing."""

    is_strange = False

    @property
    def pixel_bytes(self) -> int:
        """How much memory the samples of a pixel take."""
        tags = self.tag_v2
        return int(tags.get(SAMPLES, 1)) * -(-max(int(bits) for bits in tags.get(BITS, (1,))) // 8)

    def _setup(self) -> None:
        """Look at the tags as Pillow does; if it knows no mode for them, with others in their place meanwhile."""
        try:
            super()._setup()
            self.is_strange = self._is_misread()
        except (SyntaxError, KeyError, IndexError):
            self.is_strange = True
            own = {tag: self.tag_v2[tag] for tag in (*_DISGUISE, *_TAKEN_OFF) if tag in self.tag_v2}
            for tag in own:
                del self.tag_v2[tag]
            for tag, value in _DISGUISE.items():
                self.tag_v2[tag] = value
            try:
                super()._setup()
            finally:
                for tag in _DISGUISE:
                    del self.tag_v2[tag]
                for tag, value in own.items():
                    self.tag_v2[tag] = value

    def _is_misread(self) -> bool:
        """Whether Pillow takes channels that lie apart for others, or divides by alpha less exactly than can be."""
        tags = self.tag_v2
        if tags.get(PLANES) == APART:
            is_unknown = tags.get(PHOTOMETRIC) == _YCC and tags.get(COMPRESSION, 1) in COMPRESSIONS
            return EXTRA in tags or is_of_16_bits(tags) or is_unknown
        return self.mode == _GREY_MULTIPLIED or (can_read(tags) and alpha_in(tags)[1] == MULTIPLIED)


def check_kind(image: TiffHeader, name: str) -> None:
    """Raise NotAPictureError for a file that is sound, but of a kind that cannot be opened."""
    tags = image.tag_v2
    check_numbers(tags, name)
    packed = tags.get(COMPRESSION, 1)
    is_read_plainly = image.is_strange or is_of_16_bits(tags)
    if packed == _WEBP or (is_read_plainly and packed not in COMPRESSIONS):
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” is compressed in a way that cannot be opened here: save it as TIFF with LZW or ZIP, or as"
                " PNG, first.",
            ),
            name=name,
        )
    if image.is_strange and not can_read(tags):
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files", "“{name}” has its colours in a form that cannot be opened here: save it as RGB first."
            ),
            name=name,
        )
