"""What is imported by a window's program is not read once more by Qt's binding."""

import subprocess
import sys

import pytest

from picpik_studio.ui import lean_imports

_START = """
import linecache, sys, types
import picpik_studio.__main__ as door

def opened(words):
    import picpik_studio.ui.shell_parts
    from PySide6.QtCore import QObject, Signal, Slot

    class Bell(QObject):
        rung = Signal(int)

        @Slot(int)
        def hear(self, number):
            self.heard = number

    bell = Bell()
    bell.rung.connect(bell.hear)
    bell.rung.emit(7)
    read = [name for name in linecache.cache if "picpik_studio" in name.replace("-", "_")]
    print(bell.heard, len(read))
    return 0

sys.modules["picpik_studio.main"] = types.SimpleNamespace(main=opened)
if "reading" in sys.argv:
    import picpik_studio.ui.lean_imports
    picpik_studio.ui.lean_imports.stop_source_reading = lambda: False
sys.exit(door.main([]))
"""


def _started(*words: str) -> list[int]:
    ended = subprocess.run([sys.executable, "-c", _START, *words], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return [int(word) for word in ended.stdout.split()]


def test_no_source_is_kept_and_qt_works_as_before() -> None:
    assert _started() == [7, 0]
    heard, read = _started("reading")
    assert heard == 7
    assert read > 10, "the binding has no such hook any more: this module can go"


def test_a_binding_without_the_hook_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "shibokensupport.feature", raising=False)
    assert not lean_imports.stop_source_reading()
