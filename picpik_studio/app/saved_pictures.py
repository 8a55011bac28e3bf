"""Which saved files are pictures that jobs know: they find their picture again when its file is opened."""

from dataclasses import replace
from pathlib import Path

from picpik_studio.core.geometry import NOWHERE, Offset
from picpik_studio.core.picture import Picture
from picpik_studio.files.errors import FileError
from picpik_studio.files.fingerprint import fingerprint_of, size_of
from picpik_studio.files.journal import Journal, SavedFile


class SavedPictures:
    """Remembers what is saved, and joins what is opened. Both read the whole file: for workers.

    A file is known by its bytes, not by its pixels, which a JPEG changes, nor by its path, which people change. Neither
    ever fails: a picture that was saved is saved, and one that was read is opened, whatever the journal says.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def remember(self, path: Path, picture: Picture, origin: Offset) -> bool:
        """Keep that the file, just written, is `picture` on a canvas of this `origin`; say whether that is kept."""
        try:
            self._journal.put_saved(fingerprint_of(path), SavedFile(picture.jobs_hash, origin))
        except FileError:
            return False
        return True

    def joined(self, source: Path | str | bytes, picture: Picture) -> tuple[Picture, Offset]:
        """Return the picture of a file as one that its jobs know, and where it begins in what they were made from."""
        data = Path(source) if isinstance(source, str) else source
        try:
            is_likely = self._journal.has_saved(size_of(data))
            saved = self._journal.saved(fingerprint_of(data)) if is_likely else None
        except FileError:
            saved = None
        return (picture, NOWHERE) if saved is None else (replace(picture, first_root=saved.root), saved.origin)
