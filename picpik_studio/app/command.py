"""What one row of the table of commands says.

The standard library only: the shell paints from this table before anything heavy is imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from picpik_studio.texts import QT_TRANSLATE_NOOP

Menu = Literal["File", "Edit", "Mask", "Tool", "Brush", "View", "Job", "Help", ""]

Rule = Literal[
    "always",
    "document",
    "mask",
    "undo",
    "redo",
    "modified",
    "submit",
    "job",
    "running",
    "ended",
    "shown",
    "new",
    "parts",
    "changed",
    "inspected",
    "patch",
    "patches",
    "steps",
    "spot",
    "spots",
    "selection",
    "clicks",
    "dropping",
    "canvas",
]
"""When a command can be used. `document`: one is open; `mask`: something is painted; `undo`, `redo`: there is a step;
`modified`: there is something to save; `submit`: a document is open and no key is missing; `job`: one is selected in
the list, `running` and `ended`: and it still runs, or has ended; `shown`: a result is shown in place, `new`: and it is
not accepted yet, `parts`: nor are other parts of the same repaint area that have come; `changed`: one is, or was
accepted; `inspected`: what its service had changed is known; `patch`: one is accepted; `patches`: two that can be seen
are; `steps`: there are live steps; `spots`: missed spots were found, `spot`: and one is the current one; `selection`:
one is previewed; `clicks`: something was clicked to be selected; `dropping`: either of these, or one is being found;
`canvas`: another canvas is drafted."""

Hold = Literal["", "while", "spring"]
"""What holding the key of a command means. `while`: it lasts as long as the key is held; `spring`: a tap switches to
it for good, and holding it is for as long as it is held."""

WHY_NOT: Mapping[str, str] = MappingProxyType(
    {
        "document": QT_TRANSLATE_NOOP("Commands", "Open a picture first."),
        "mask": QT_TRANSLATE_NOOP("Commands", "Nothing is painted yet."),
        "undo": QT_TRANSLATE_NOOP("Commands", "There is no step to take back."),
        "redo": QT_TRANSLATE_NOOP("Commands", "No step was taken back."),
        "modified": QT_TRANSLATE_NOOP("Commands", "There is nothing to save."),
        "submit": QT_TRANSLATE_NOOP("Commands", "Open a picture first."),
        "job": QT_TRANSLATE_NOOP("Commands", "Select a job in the list first."),
        "running": QT_TRANSLATE_NOOP("Commands", "Select a job that is running first."),
        "ended": QT_TRANSLATE_NOOP("Commands", "Select a job that has ended first."),
        "shown": QT_TRANSLATE_NOOP("Commands", "Show a result first."),
        "new": QT_TRANSLATE_NOOP("Commands", "Show a result that is not accepted yet."),
        "parts": QT_TRANSLATE_NOOP("Commands", "Show a result of which other parts have come too."),
        "changed": QT_TRANSLATE_NOOP("Commands", "Show or accept a result first."),
        "inspected": QT_TRANSLATE_NOOP("Commands", "Show a result, or choose an accepted one, first."),
        "patch": QT_TRANSLATE_NOOP("Commands", "Accept a result first."),
        "patches": QT_TRANSLATE_NOOP("Commands", "There are not two results to be seen."),
        "steps": QT_TRANSLATE_NOOP("Commands", "There are no live steps."),
        "spot": QT_TRANSLATE_NOOP("Commands", "Go to a missed spot first."),
        "spots": QT_TRANSLATE_NOOP("Commands", "No missed spots were found."),
        "selection": QT_TRANSLATE_NOOP("Commands", "Select something first."),
        "clicks": QT_TRANSLATE_NOOP("Commands", "Click something in the picture first."),
        "dropping": QT_TRANSLATE_NOOP("Commands", "There is no selection."),
        "canvas": QT_TRANSLATE_NOOP("Commands", "Drag the frame of the canvas tool first."),
    }
)
"""Why a command cannot be used now, by its rule."""

MENUS: tuple[tuple[Menu, str], ...] = (
    ("File", QT_TRANSLATE_NOOP("Commands", "&File")),
    ("Edit", QT_TRANSLATE_NOOP("Commands", "&Edit")),
    ("Mask", QT_TRANSLATE_NOOP("Commands", "&Repaint area")),
    ("Tool", QT_TRANSLATE_NOOP("Commands", "&Tool")),
    ("Brush", QT_TRANSLATE_NOOP("Commands", "&Brush")),
    ("View", QT_TRANSLATE_NOOP("Commands", "&View")),
    ("Job", QT_TRANSLATE_NOOP("Commands", "&Job")),
    ("Help", QT_TRANSLATE_NOOP("Commands", "&Help")),
)
"""The menu bar from left to right: key and title."""


@dataclass(frozen=True)
class Command:
    """One thing that can be done; `id` is `room.verb` and never changes, for keymaps refer to it.

    `keys` are Qt's portable key texts of the default keymap, the first one shown beside the title. Commands of one
    `menu` stand in the order of the table, with a line between two `section`s; an empty `menu` means keys, buttons and
    the palette only. `icon` is the name of a Lucide icon under `resources/icons`, or empty. A `repeatable` command
    repeats while its key is held. A costly one may cost money, and never hangs on a bare key.
    """

    id: str
    title: str
    help: str
    keys: tuple[str, ...] = ()
    menu: Menu = ""
    section: int = 0
    enabled: Rule = "always"
    icon: str = ""
    checkable: bool = False
    repeatable: bool = False
    hold: Hold = ""
    is_costly: bool = False
