"""Writes a picture and signs it (Content Credentials, C2PA); one that cannot be signed is written all the same."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from picpik_studio.files import crediting
from picpik_studio.files.crediting import Claim, Credential
from picpik_studio.files.errors import SigningError
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOT_INSTALLED = QT_TRANSLATE_NOOP(
    "Files", 'Saved without Content Credentials: they need an extra, installed by: pip install "picpik-studio[c2pa]"'
)
DISK = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: to sign, the disk must have room for the picture twice ({why})."
)
UNFORESEEN = QT_TRANSLATE_NOOP("Files", "Saved without Content Credentials: something unforeseen went wrong ({why}).")


class _Watched:
    """A file that remembers why it could not be written, which the library does not tell."""

    def __init__(self, file: BinaryIO) -> None:
        self.trouble: OSError | None = None
        self._file = file

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        """Write as ever. Raises OSError."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.trouble = error
            raise


class SignedWriter:
    """Calls `write` with a file that has no name yet, and fills the open file that it is itself called with.

    `write` is called again, with that file, where the picture cannot be signed.

    For `files.atomic`: the picture is written beside, signed into another file beside, and then takes its place.
    `failure` says afterwards why there are no Content Credentials; `remarks` what they could not say.
    """

    def __init__(
        self, write: Callable[[BinaryIO], object], path: Path, kind: str, claim: Claim, credential: Credential
    ) -> None:
        self.failure: SigningError | None = None
        self.remarks: tuple[str, ...] = ()
        self._write = write
        self._folder = path.resolve().parent
        self._kind = kind
        self._claim = claim
        self._credential = credential

    def __call__(self, file: BinaryIO) -> None:
        """Write the picture into an open, empty file that may be read too. Raises OSError and what `write` raises."""
        with TemporaryFile(dir=self._folder) as plain:
            self._write(plain)
            plain.seek(0)
            watched = _Watched(file)
            try:
                self.remarks = self._sign(plain, cast("BinaryIO", watched))
            except SigningError as error:
                self.failure = error
            except Exception as error:  # noqa: BLE001 - whatever foreign code does must not cost the person's picture
                self.failure = SigningError(UNFORESEEN, why=f"{type(error).__name__}: {error}")
            if watched.trouble is not None:
                self.failure = SigningError(DISK, why=watched.trouble.strerror or type(watched.trouble).__name__)
        if self.failure is not None:  # it is made anew, not copied: the disk may have room for one file only
            file.seek(0)
            file.truncate()
            self._write(file)

    def _sign(self, plain: BinaryIO, file: BinaryIO) -> tuple[str, ...]:
        if not crediting.IS_INSTALLED:
            raise SigningError(NOT_INSTALLED)
        from picpik_studio.files import manifest  # noqa: PLC0415 - the library is large, and most people never sign

        return manifest.sign(plain, file, self._kind, self._claim, self._credential)
