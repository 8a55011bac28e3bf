"""Keys as other programs have them: what each preset changes of the default keymap, which is Photoshop's.

A command that a preset does not name keeps its default keys, except those that the preset gives to another command.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Preset = Literal["photoshop", "krita", "gimp", "iopaint"]

Keys = tuple[str, ...]

_KRITA: Mapping[str, Keys] = {
    "tool.rectangle": ("Ctrl+R",),
    "tool.ellipse": ("J",),
    "tool.lasso": ("L",),
    "tool.bucket": ("F",),
    "tool.wand": ("W",),
    "tool.hand": ("H",),
    "mask.all": ("Ctrl+A", "Shift+Backspace"),
    "mask.none": ("Ctrl+Shift+A", "Ctrl+D"),
    "mask.invert": ("Ctrl+Shift+I", "Ctrl+I"),
    "view.actual": ("1", "Ctrl+1"),
    "view.fit": ("2", "Ctrl+0"),
    "view.zoom_in": ("+", "Ctrl++", "Ctrl+="),
    "view.zoom_out": ("-", "Ctrl+-"),
    "view.turn_left": ("4",),
    "view.turn_right": ("6",),
    "view.turn_back": ("5",),
    "view.mirror": ("M",),
    "view.full_screen": ("Ctrl+Shift+F", "F11"),
}

_GIMP: Mapping[str, Keys] = {
    "brush.paint": ("P", "B"),
    "brush.erase": ("Shift+E",),
    "tool.rectangle": ("R",),
    "tool.ellipse": ("E",),
    "tool.lasso": ("F",),
    "tool.polygon": ("L",),
    "tool.wand": ("U", "W"),
    "tool.bucket": ("Shift+B", "G"),
    "tool.zoom": ("Z",),
    "tool.hand": ("H",),
    "tool.canvas": ("Shift+C",),
    "mask.all": ("Ctrl+A",),
    "mask.none": ("Ctrl+Shift+A", "Ctrl+D"),
    "view.mask": ("Shift+Q", "Q"),
    "view.actual": ("1", "Ctrl+1"),
    "view.fit": ("Ctrl+Shift+J", "Ctrl+0"),
    "view.zoom_in": ("+", "Ctrl++", "Ctrl+="),
    "view.zoom_out": ("-", "Ctrl+-"),
    "edit.redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "file.save_as": ("Ctrl+Shift+S", "Ctrl+Shift+E"),
}

_IOPAINT: Mapping[str, Keys] = {
    "view.original": ("Tab", "\\", "O"),
    "view.panels": ("F",),
    "mask.all": ("Ctrl+A",),
    "help.keys": ("H", "Ctrl+/"),
    "tool.hand": ("Shift+H",),
    "edit.preferences": ("S", "Ctrl+,"),
    "edit.redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
    "job.reuse": ("R",),
}

CHANGES: Mapping[Preset, Mapping[str, Keys]] = MappingProxyType(
    {"photoshop": {}, "krita": _KRITA, "gimp": _GIMP, "iopaint": _IOPAINT}
)
"""What each preset changes: a command's id and all its keys there. Ids that this version lacks are passed over."""

_LETTERS = ("QWERTSDFGVBZXCA", "POIUYLKJHMN/.,;")
_MIRROR = {left: right for pair in zip(*_LETTERS, strict=True) for left, right in (pair, pair[::-1])}


def mirrored(modifiers: frozenset[str], key: str) -> str:
    """Return the key at the same place of the other half of the keyboard, for who draws with the left hand.

    Only what is pressed alone or with Shift changes sides: Ctrl with a letter means the same in all programs.
    """
    return _MIRROR.get(key, key) if modifiers <= {"Shift"} else key
