"""Finds the files of `resources/` in a checkout, in an installed wheel and in a frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file below `resources/`.

    The checkout's folder is preferred, so that a stale copy in an environment never wins. Raises FileNotFoundError.
    """
    for root in (_PACKAGE.parent / "resources", _PACKAGE / "_resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"This installation lacks the resource {'/'.join(parts)}: install the program again.")
