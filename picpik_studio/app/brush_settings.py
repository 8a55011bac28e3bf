"""What of the brush is kept from one start of the program to the next, and is alike in all windows."""

import contextlib
from collections.abc import Callable

from picpik_studio.app.settings import Settings
from picpik_studio.core.pressure import Curve, Pen
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.errors import PicPikError

_PERCENT = 100
_SHARES = {"brush_spacing": "spacing", "brush_smoothing": "smoothing"}
_PEN = ("pen_pressure", "pen_curve")
_PRESSURE = {(False, False): "none", (True, False): "size", (False, True): "opacity", (True, True): "both"}


def keep_brush(settings: Settings, tool: ToolSettings) -> Callable[[], None]:
    """Give `tool` the spacing, smoothing and pen of `settings`, and keep them alike until the result is called."""
    for name in (*_SHARES, *_PEN):
        _read(settings, tool, name)
    leave = (
        settings.changed.connect(lambda name: _read(settings, tool, name)),
        tool.changed.connect(lambda name: _write(settings, tool, name)),
    )

    def stop() -> None:
        for disconnect in leave:
            disconnect()

    return stop


def _read(settings: Settings, tool: ToolSettings, name: str) -> None:
    if name in _SHARES:
        setattr(tool, _SHARES[name], settings.number(name) / _PERCENT)
    elif name in _PEN:
        tool.pen = pen_of(settings)


def _write(settings: Settings, tool: ToolSettings, name: str) -> None:
    # A file that cannot be written to is told when a person changes it in Preferences; it holds for this run.
    with contextlib.suppress(PicPikError):
        for setting, share in _SHARES.items():
            if name == share:
                settings.set(setting, round(getattr(tool, share) * _PERCENT))
        if name == "pen":
            pen = tool.pen
            settings.set("pen_curve", str(pen.curve))
            settings.set("pen_pressure", _PRESSURE[pen.is_felt and pen.sizes, pen.is_felt and pen.fades])


def pen_of(settings: Settings) -> Pen:
    """Return the pen as it is set; a curve that makes no sense gives way to the straight one."""
    what = settings.text("pen_pressure")
    curve = Curve.read(settings.text("pen_curve"))
    return Pen(is_felt=what != "none", sizes=what in ("size", "both"), fades=what in ("opacity", "both"), curve=curve)
