"""PySide6 6.12.0 on Python 3.11 gives references to True, False and None away until the interpreter aborts."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

_CALLS = 2000
_IMMORTAL_SINCE = (3, 12)


def test_qt_calls_keep_the_references_of_true_and_none(qapp: QApplication) -> None:
    thing = QObject()
    before = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(_CALLS):
        thing.signalsBlocked()
        thing.parent()
        qapp.quitOnLastWindowClosed()
        thing.blockSignals(False)
    after = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    if sys.version_info < _IMMORTAL_SINCE:
        lost = [b - a for b, a in zip(before, after, strict=True)]
        assert max(lost) < _CALLS // 10, f"references lost in {_CALLS} calls: {lost}"
    assert (thing.parent(), thing.signalsBlocked()) == (None, False)
