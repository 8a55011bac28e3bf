"""A program that cannot start says so and ends; nothing of it lives on unseen."""

import subprocess
import sys

import pytest

_START = """
import sys
from PySide6.QtWidgets import QMessageBox
QMessageBox.critical = staticmethod(lambda *said: print(said[2]))
{broken}
from picpik_studio.main import main
sys.exit(main([]))
"""
_NO_MODULE = "sys.modules['picpik_studio.ui.running'] = None"
_NO_WINDOW = """
from picpik_studio.ui.main_window import MainWindow
def broken(*_arguments):
    raise RuntimeError("picpik_studio.ui.running on purpose")
MainWindow.__init__ = broken
"""


@pytest.mark.parametrize("broken", [_NO_MODULE, _NO_WINDOW])
def test_a_start_that_fails_is_said_and_ends_the_process(broken: str) -> None:
    code = _START.format(broken=broken)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 1, ended.stderr
    assert ended.stdout.startswith("PicPik Studio cannot start: ")
    assert "picpik_studio.ui.running" in ended.stdout
