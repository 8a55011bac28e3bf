"""Writing the picture as it is seen: compressed as wished, with what its file says of how it came about."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from picpik_studio.app.crediting import claim_of, credential_of
from picpik_studio.app.notices import Notice, Notices
from picpik_studio.app.origins import Origin, origins_of, sidecar, stamped
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.settings import Settings
from picpik_studio.core.document import Snapshot
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Metadata
from picpik_studio.files import iptc, xmp
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.crediting import SIGNED, Claim, Credential, ParentFile
from picpik_studio.files.errors import SigningError
from picpik_studio.files.exif_comment import without_place
from picpik_studio.files.fingerprint import fingerprint_of
from picpik_studio.files.kinds import format_for
from picpik_studio.files.signed_writing import SignedWriter
from picpik_studio.files.writing import Ready, ready
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOSSY: Final = QT_TRANSLATE_NOOP(
    "Session", "A JPEG stores every pixel anew. Save as PNG or TIFF to keep what was not repainted exactly as it was."
)
SAVED: Final = QT_TRANSLATE_NOOP("Session", "Saved as {name}.")
SAVED_SIGNED: Final = QT_TRANSLATE_NOOP("Session", "Saved as {name}, with Content Credentials.")
UNSIGNED_KIND: Final = QT_TRANSLATE_NOOP(
    "Session", "This format carries no Content Credentials: save as PNG, JPEG, TIFF, WebP or AVIF to have them."
)
UNREMEMBERED: Final = QT_TRANSLATE_NOOP(
    "Session", "The list of jobs could not note this file: when it is opened again, the results so far stay away."
)
UNSIGNED: Final = "unsigned"
"""The key of the notice that a picture was not signed."""
SIDECAR: Final = ".picpik.json"
"""What is put behind a picture's name for the file beside it."""


@dataclass(frozen=True)
class Wishes:
    """How a picture is to be written. `quality` (1 to 100) and `subsampling` are for JPEG.

    `as_opened`: a JPEG that was opened as one is compressed as it was. `parameters`: their text goes into the file;
    `sidecar`: all that is known goes beside it; `strips_place`: where the photograph was taken stays out;
    `credential`: with what it is signed, None for not at all.
    """

    quality: int = 95
    subsampling: str = "4:4:4"
    as_opened: bool = True
    parameters: bool = False
    sidecar: bool = False
    strips_place: bool = False
    credential: Credential | None = None

    @classmethod
    def of(cls, settings: Settings, passphrase: Callable[[], str] = str) -> "Wishes":
        """Return what the person has set; `passphrase` unlocks their key, called in a worker when it is needed."""
        return cls(
            quality=settings.number("jpeg_quality"),
            subsampling=settings.text("jpeg_subsampling"),
            as_opened=settings.is_on("jpeg_as_opened"),
            parameters=settings.is_on("write_parameters"),
            sidecar=settings.is_on("write_sidecar"),
            strips_place=settings.is_on("strip_place"),
            credential=credential_of(settings, passphrase),
        )


@dataclass(frozen=True)
class Written:
    """What is to be said of a picture that was written: marked texts, and why it was not signed as was wished."""

    remarks: tuple[str, ...]
    unsigned: SigningError | None = None
    is_signed: bool = False

    @property
    def said(self) -> str:
        """The marked text that it was saved, as `name`."""
        return SAVED_SIGNED if self.is_signed else SAVED


def write_picture(
    path: Path,
    snapshot: Snapshot,
    wishes: Wishes,
    origins: tuple[Origin, ...] = (),
    parent: ParentFile | None = None,
) -> Written:
    """Write what `snapshot` shows, with the opened picture's metadata. Slow. Raises FileError.

    `origins` are the results that lie over it, `parent` is the file that it was opened from.
    """
    picture, kind = snapshot.picture, format_for(path.name)
    metadata = stamped(
        _without_place(picture.metadata) if wishes.strips_place else picture.metadata,
        origins,
        with_parameters=wishes.parameters,
    )
    keeps_own = kind != "JPEG" or (wishes.as_opened and picture.metadata.jpeg is not None)
    quality = None if keeps_own else wishes.quality
    made = ready(path.name, snapshot.rows, picture.has_alpha, metadata, quality=quality, subsampling=wishes.subsampling)
    claim = claim_of(
        path.name,
        origins,
        parent,
        with_parameters=wishes.parameters,
        keeps_history=not wishes.strips_place,
        is_recut=picture.opened is not None,
    )
    written = _put(path, made, claim, wishes.credential)
    if wishes.sidecar and origins:
        beside = path.with_name(path.name + SIDECAR)
        write_atomic(beside, sidecar(path.name, picture.opened_hash, fingerprint_of(path).sha256, origins))
    return replace(written, remarks=(*written.remarks, LOSSY)) if kind == "JPEG" else written


def as_wished(state: SessionState, patches: tuple[Patch, ...]) -> Callable[[Path, Snapshot], Written]:
    """Return `write_picture` for what one session shows with `patches`, with all that is to be said of it.

    What it writes is remembered, so that the jobs of the picture find it when it is opened again.
    """
    program, parent = state.program, state.parent
    wishes, origins = Wishes.of(program.settings, program.passphrase.reveal), origins_of(patches, program.jobs.get)

    def write(path: Path, snapshot: Snapshot) -> Written:
        written = write_picture(path, snapshot, wishes, origins, parent)
        is_known = program.saved.remember(path, snapshot.picture, snapshot.origin)
        return written if is_known else replace(written, remarks=(*written.remarks, UNREMEMBERED))

    return write


def say_written(notices: Notices, written: Written) -> None:
    """Tell what is to be known of a picture that was written."""
    for remark in written.remarks:
        notices.say("info", remark, key=remark)
    if written.unsigned is not None:
        notices.show(
            Notice("warning", written.unsigned.template, MappingProxyType(written.unsigned.values), key=UNSIGNED)
        )


def _put(path: Path, made: Ready, claim: Claim, credential: Credential | None) -> Written:
    """Write the file, signed where that is wished and possible."""
    if credential is None or made.kind not in SIGNED:
        write_atomic(path, made.write)
        return Written((*made.remarks, *(() if credential is None else (UNSIGNED_KIND,))))
    writer = SignedWriter(made.write, path, made.kind, claim, credential)
    write_atomic(path, writer)
    return Written((*made.remarks, *writer.remarks), writer.failure, is_signed=writer.failure is None)


def _without_place(metadata: Metadata) -> Metadata:
    return replace(
        metadata,
        exif=without_place(metadata.exif) if metadata.exif else None,
        xmp=xmp.without_place(metadata.xmp) if metadata.xmp else None,
        iptc=iptc.without_place(metadata.iptc) if metadata.iptc else None,
    )
