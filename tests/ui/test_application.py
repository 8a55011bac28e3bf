"""How Qt draws is said to Qt alone; in a process of its own, for Qt asks only once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.files.making import unmeasured

TASKS = Path("/proc/self/task")
CHILD = """
import os
from PySide6.QtGui import QImage
from picpik_studio.ui.application import Application
app = Application(["test"])
before = len(os.listdir("/proc/self/task"))
QImage(1000, 1000, QImage.Format.Format_RGB32).convertToFormat(QImage.Format.Format_RGBA64)
print(os.environ.get("QT_NO_GUI_THREADPOOL"), len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.skipif(not TASKS.exists(), reason="the threads of Qt are counted where Linux shows them")
@pytest.mark.parametrize("wish", [None, "yes"])
def test_qt_draws_alone_and_no_program_that_is_started_hears_of_it(wish: str | None) -> None:
    given = {"QT_QPA_PLATFORM": "offscreen"} | ({"QT_NO_GUI_THREADPOOL": wish} if wish else {})
    environment = {name: value for name, value in unmeasured().items() if name != "QT_NO_GUI_THREADPOOL"} | given
    done = subprocess.run([sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(wish), "0"]
