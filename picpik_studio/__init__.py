"""PicPik Studio: paint what shall change in a photograph and have it redrawn."""

import importlib

__version__ = "0.1.0"

# Names of the Python door, each imported at its first use (PEP 562), so that `--version` loads no NumPy.
_LAZY = {
    "Document": "picpik_studio.core.document",
    "redraw": "picpik_studio.app.redraw",
}

__all__ = ["Document", "__version__", "redraw"]


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LAZY[name]), name)
