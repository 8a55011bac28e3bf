"""A screen of one's own under Xvfb: its pointer is moved by XTEST, its pixels are read back. By ctypes, no package.

Only what happens outside the program's process is seen here: what a person would see, and when.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from picpik_studio.core.arrays import Plane

SIZE: Final = (1680, 1050)
_ALL_PLANES = 0xFFFFFFFF
_Z_PIXMAP = 2
_LEFT = 1
_PAUSE_S = 0.0001


class LackingError(Exception):
    """What this machine lacks for a screen of one's own, in one sentence."""


class _Image(ctypes.Structure):
    """The beginning of Xlib's XImage."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_ubyte)),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


class Screen:
    """One X display, with its pointer and its pixels. Raises LackingError when the libraries are not there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._x, self._test = _library("X11"), _library("Xtst")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display:
            raise LackingError(f"The display {name} cannot be opened.")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        """Leave the display."""
        self._x.XCloseDisplay(self._display)

    def move(self, x: int, y: int) -> None:
        """Move the pointer there, as a mouse would."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def button(self, *, is_down: bool) -> None:
        """Press the left button, or let it go."""
        self._test.XTestFakeButtonEvent(self._display, _LEFT, int(is_down), ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def pixels(self, x: int, y: int, width: int, height: int) -> Plane:
        """Return what the screen shows there, uint8 HxWx4 BGRX, a copy."""
        image = self._x.XGetImage(
            self._display, self._root, x, y, width, height, ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP
        )
        head = image.contents
        rows = np.ctypeslib.as_array(head.data, (head.height, head.bytes_per_line))
        result: Plane = rows[:, : 4 * width].reshape(height, width, 4).copy()
        self._x.XDestroyImage(image)
        return result

    def wait(self, is_there: Callable[[], bool], seconds: float) -> float:
        """Look again and again until `is_there`; return the moment (time.monotonic). Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while not is_there():
            if time.monotonic() > deadline:
                raise TimeoutError("What was waited for did not come to the screen")
            time.sleep(_PAUSE_S)
        return time.monotonic()


@contextmanager
def a_screen() -> Iterator[Screen]:
    """Give a screen of its own, started and ended here. Raises LackingError."""
    program = shutil.which("Xvfb")
    if program is None:
        raise LackingError("Xvfb is not installed, so there is no screen to look at: apt-get install xvfb.")
    ours, theirs = os.pipe()
    line = [program, "-displayfd", str(theirs), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(line, pass_fds=(theirs,), stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        if not number:
            raise LackingError("Xvfb does not start here.")
        screen = Screen(f":{number}")
        try:
            yield screen
        finally:
            screen.close()
    finally:
        server.terminate()
        server.wait(10)


def _library(name: str) -> ctypes.CDLL:
    path = ctypes.util.find_library(name)
    if path is None:
        raise LackingError(f"The library lib{name} is not installed.")
    return ctypes.CDLL(path)
