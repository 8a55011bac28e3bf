"""Writing the picture as it is seen: compressed as wished, with what its file says of how it came about."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from picpik_studio.app.origins import Origin, sidecar, stamped
from picpik_studio.app.settings import Settings
from picpik_studio.core.document import Snapshot
from picpik_studio.core.picture import Metadata
from picpik_studio.files import xmp
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.exif_comment import without_place
from picpik_studio.files.images import save_picture
from picpik_studio.files.kinds import format_for
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOSSY: Final = QT_TRANSLATE_NOOP(
    "Session", "A JPEG stores every pixel anew. Save as PNG or TIFF to keep what was not repainted exactly as it was."
)
SIDECAR: Final = ".picpik.json"
"""What is put behind a picture's name for the file beside it."""

_PIECE = 1 << 20


@dataclass(frozen=True)
class Wishes:
    """How a picture is to be written. `quality` (1 to 100) and `subsampling` are for JPEG.

    `as_opened`: a JPEG that was opened as one is compressed as it was. `parameters`: their text goes into the file;
    `sidecar`: all that is known goes beside it; `strips_place`: where the photograph was taken stays out.
    """

    quality: int = 95
    subsampling: str = "4:4:4"
    as_opened: bool = True
    parameters: bool = False
    sidecar: bool = False
    strips_place: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Wishes":
        """Return what the person has set."""
        return cls(
            quality=settings.get("jpeg_quality"),
            subsampling=settings.get("jpeg_subsampling"),
            as_opened=settings.get("jpeg_as_opened"),
            parameters=settings.get("write_parameters"),
            sidecar=settings.get("write_sidecar"),
            strips_place=settings.get("strip_place"),
        )


def write_picture(path: Path, snapshot: Snapshot, wishes: Wishes, origins: tuple[Origin, ...] = ()) -> tuple[str, ...]:
    """Write what `snapshot` shows, with the opened picture's metadata; return remarks. Slow. Raises FileError.

    `origins` are the results that lie over it.
    """
    picture, kind = snapshot.picture, format_for(path.name)
    metadata = stamped(
        _without_place(picture.metadata) if wishes.strips_place else picture.metadata,
        origins,
        with_parameters=wishes.parameters,
    )
    keeps_own = kind != "JPEG" or (wishes.as_opened and picture.metadata.jpeg is not None)
    quality = None if keeps_own else wishes.quality
    remarks = save_picture(
        path, snapshot.rows, picture.has_alpha, metadata, quality=quality, subsampling=wishes.subsampling
    )
    if wishes.sidecar and origins:
        beside = path.with_name(path.name + SIDECAR)
        write_atomic(beside, sidecar(path.name, picture.opened_hash, _sha256(path), origins))
    return (*remarks, LOSSY) if kind == "JPEG" else remarks


def _without_place(metadata: Metadata) -> Metadata:
    return replace(
        metadata,
        exif=without_place(metadata.exif) if metadata.exif else None,
        xmp=xmp.without_place(metadata.xmp) if metadata.xmp else None,
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
