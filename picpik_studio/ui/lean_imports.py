"""Keeps Qt's binding from reading the source of everything that is imported after it."""

import sys
from types import ModuleType

import PySide6.QtCore  # noqa: F401 - with it comes the binding's hook

_FEATURES = "shibokensupport.feature"
_HOOK = "feature_imported"


def stop_source_reading() -> bool:
    """Put the binding's hook aside that looks into each new module for `from __feature__ import`, which we never say.

    It reads every source file through `linecache`, which keeps them all: 60 ms of a start, and 19 MB. There is no
    switch for it. A binding that has no such hook is left as it is; say whether there was one.
    """
    features = sys.modules.get(_FEATURES)
    if features is None or not callable(getattr(features, _HOOK, None)):
        return False
    setattr(features, _HOOK, _look_away)
    return True


def _look_away(module: ModuleType) -> None:
    """Take a module for one that asks for no feature, as those are that were never looked at."""
