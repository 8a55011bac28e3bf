"""Everything a person can tell the window to do: one row a command, from which menus, buttons, keys and lists are made.

The standard library only: the shell paints from this table before anything heavy is imported.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from picpik_studio.texts import QT_TRANSLATE_NOOP

Menu = Literal["File", "Edit", "Mask", "Brush", "View", "Job", "Help", ""]

Rule = Literal["always", "document", "mask", "undo", "redo", "modified", "submit", "job", "running", "ended", "shown"]
"""When a command can be used. `document`: one is open; `mask`: something is painted; `undo`, `redo`: there is a step;
`modified`: there is something to save; `submit`: a document is open and no key is missing; `job`: one is selected in
the list, `running` and `ended`: and it still runs, or has ended; `shown`: a result is shown in place."""

MENUS: tuple[tuple[Menu, str], ...] = (
    ("File", QT_TRANSLATE_NOOP("Commands", "&File")),
    ("Edit", QT_TRANSLATE_NOOP("Commands", "&Edit")),
    ("Mask", QT_TRANSLATE_NOOP("Commands", "&Repaint area")),
    ("Brush", QT_TRANSLATE_NOOP("Commands", "&Brush")),
    ("View", QT_TRANSLATE_NOOP("Commands", "&View")),
    ("Job", QT_TRANSLATE_NOOP("Commands", "&Job")),
    ("Help", QT_TRANSLATE_NOOP("Commands", "&Help")),
)
"""The menu bar from left to right: key and title."""


@dataclass(frozen=True)
class Command:
    """One thing that can be done; `id` is `menu.verb` and never changes, for keymaps refer to it.

    `keys` are Qt's portable key texts, the first one shown beside the title. Commands of one `menu` stand in the order
    of the table, with a line between two `section`s; an empty `menu` means keys, buttons and the palette only.
    `icon` is the name of a Lucide icon under `resources/icons`, or empty. A `repeatable` command repeats while its key
    is held; a `momentary` one lasts as long as its key is held (it has a start and an end).
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
    momentary: bool = False


# macOS itself hides the program by Cmd+H, which is what Qt makes of Ctrl+H there; its Meta is the Control key.
_HIDE_KEYS = ("Meta+H",) if sys.platform == "darwin" else ("Ctrl+H",)

# A table reads best as rows.
# fmt: off
_FILE = (
    Command("file.open", QT_TRANSLATE_NOOP("Commands", "Open…"),
            QT_TRANSLATE_NOOP("Commands", "Open a picture: PNG, JPEG, WebP, TIFF or BMP."),
            ("Ctrl+O",), "File", icon="folder-open"),
    Command("file.sample", QT_TRANSLATE_NOOP("Commands", "Try the sample"),
            QT_TRANSLATE_NOOP("Commands", "Open the sample photograph with something to remove."),
            (), "File", icon="image"),
    Command("file.new_window", QT_TRANSLATE_NOOP("Commands", "New window"),
            QT_TRANSLATE_NOOP("Commands", "Open another window for another picture."),
            ("Ctrl+N",), "File", icon="app-window"),
    Command("file.save", QT_TRANSLATE_NOOP("Commands", "Save"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the accepted results to its file."),
            ("Ctrl+S",), "File", section=1, enabled="document", icon="save"),
    Command("file.save_as", QT_TRANSLATE_NOOP("Commands", "Save as…"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the accepted results to another file."),
            ("Ctrl+Shift+S",), "File", section=1, enabled="document", icon="save-all"),
    Command("file.import_mask", QT_TRANSLATE_NOOP("Commands", "Import repaint area…"),
            QT_TRANSLATE_NOOP("Commands", "Load a black-and-white picture; what is white will be repainted."),
            (), "File", section=2, enabled="document", icon="file-plus"),
    Command("file.export_mask", QT_TRANSLATE_NOOP("Commands", "Export repaint area…"),
            QT_TRANSLATE_NOOP("Commands", "Write the repaint area as a black-and-white PNG, white = repaint."),
            (), "File", section=2, enabled="document", icon="file-down"),
    Command("file.close", QT_TRANSLATE_NOOP("Commands", "Close window"),
            QT_TRANSLATE_NOOP("Commands", "Close this window; running jobs go on at the next start."),
            ("Ctrl+W",), "File", section=3, icon="x"),
    Command("file.quit", QT_TRANSLATE_NOOP("Commands", "Quit"),
            QT_TRANSLATE_NOOP("Commands", "Close every window; running jobs go on at the next start."),
            ("Ctrl+Q",), "File", section=3, icon="log-out"),
)

_EDIT = (
    Command("edit.undo", QT_TRANSLATE_NOOP("Commands", "Undo"),
            QT_TRANSLATE_NOOP("Commands", "Take the last step back."),
            ("Ctrl+Z",), "Edit", enabled="undo", icon="undo-2", repeatable=True),
    Command("edit.redo", QT_TRANSLATE_NOOP("Commands", "Redo"),
            QT_TRANSLATE_NOOP("Commands", "Do the step again that was taken back."),
            ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", enabled="redo", icon="redo-2", repeatable=True),
    Command("edit.copy", QT_TRANSLATE_NOOP("Commands", "Copy picture"),
            QT_TRANSLATE_NOOP("Commands", "Copy the picture with the accepted results to the clipboard."),
            ("Ctrl+C",), "Edit", section=1, enabled="document", icon="copy"),
    Command("edit.paste", QT_TRANSLATE_NOOP("Commands", "Paste"),
            QT_TRANSLATE_NOOP("Commands", "Open the clipboard's picture, or use it as the reference."),
            ("Ctrl+V",), "Edit", section=1, icon="clipboard-paste"),
    Command("edit.connections", QT_TRANSLATE_NOOP("Commands", "Connections…"),
            QT_TRANSLATE_NOOP("Commands", "Choose who redraws the picture, and give the keys."),
            (), "Edit", section=2, icon="plug"),
    Command("edit.preferences", QT_TRANSLATE_NOOP("Commands", "Preferences…"),
            QT_TRANSLATE_NOOP("Commands", "Change how the program looks and behaves."),
            ("Ctrl+,",), "Edit", section=2, icon="settings"),
)

_MASK = (
    Command("mask.all", QT_TRANSLATE_NOOP("Commands", "Repaint everything"),
            QT_TRANSLATE_NOOP("Commands", "Paint the whole picture."),
            ("Ctrl+A", "F"), "Mask", enabled="document", icon="paint-bucket"),
    Command("mask.none", QT_TRANSLATE_NOOP("Commands", "Clear"),
            QT_TRANSLATE_NOOP("Commands", "Remove all that is painted."),
            ("Ctrl+D",), "Mask", enabled="mask", icon="square-dashed"),
    Command("mask.invert", QT_TRANSLATE_NOOP("Commands", "Invert the painting"),
            QT_TRANSLATE_NOOP("Commands", "Paint what is not painted, and the other way round."),
            ("Ctrl+I",), "Mask", enabled="document", icon="flip-horizontal"),
)

_BRUSH = (
    Command("brush.paint", QT_TRANSLATE_NOOP("Commands", "Brush"),
            QT_TRANSLATE_NOOP("Commands", "Paint over what shall change."),
            ("B",), "Brush", icon="brush", checkable=True),
    Command("brush.erase", QT_TRANSLATE_NOOP("Commands", "Eraser"),
            QT_TRANSLATE_NOOP("Commands", "Take painting away; the right button erases with any tool."),
            ("E",), "Brush", icon="eraser", checkable=True),
    Command("brush.swap", QT_TRANSLATE_NOOP("Commands", "Swap brush and eraser"),
            QT_TRANSLATE_NOOP("Commands", "Change between painting and erasing."),
            ("X",), "Brush", icon="arrow-left-right"),
    Command("brush.smaller", QT_TRANSLATE_NOOP("Commands", "Smaller"),
            QT_TRANSLATE_NOOP("Commands", "Make the brush a tenth smaller."),
            ("[", "Ctrl+Down"), "Brush", section=1, icon="minus", repeatable=True),
    Command("brush.larger", QT_TRANSLATE_NOOP("Commands", "Larger"),
            QT_TRANSLATE_NOOP("Commands", "Make the brush a tenth larger."),
            ("]", "Ctrl+Up"), "Brush", section=1, icon="plus", repeatable=True),
    Command("brush.softer", QT_TRANSLATE_NOOP("Commands", "Softer"),
            QT_TRANSLATE_NOOP("Commands", "Make the brush's edge softer."),
            ("Shift+[", "{", "Ctrl+Shift+Down"), "Brush", section=1, repeatable=True),
    Command("brush.harder", QT_TRANSLATE_NOOP("Commands", "Harder"),
            QT_TRANSLATE_NOOP("Commands", "Make the brush's edge harder."),
            ("Shift+]", "}", "Ctrl+Shift+Up"), "Brush", section=1, repeatable=True),
    Command("brush.reset", QT_TRANSLATE_NOOP("Commands", "Default brush"),
            QT_TRANSLATE_NOOP("Commands", "Give the brush its first size, hardness and opacity."),
            ("D",), "Brush", section=1, icon="rotate-ccw"),
)

_VIEW = (
    Command("view.zoom_in", QT_TRANSLATE_NOOP("Commands", "Zoom in"),
            QT_TRANSLATE_NOOP("Commands", "Come nearer; the wheel zooms at the cursor."),
            ("Ctrl++", "Ctrl+="), "View", enabled="document", icon="zoom-in", repeatable=True),
    Command("view.zoom_out", QT_TRANSLATE_NOOP("Commands", "Zoom out"),
            QT_TRANSLATE_NOOP("Commands", "Go farther away; the wheel zooms at the cursor."),
            ("Ctrl+-",), "View", enabled="document", icon="zoom-out", repeatable=True),
    Command("view.fit", QT_TRANSLATE_NOOP("Commands", "Fit in the window"),
            QT_TRANSLATE_NOOP("Commands", "Show the whole picture."),
            ("Ctrl+0",), "View", enabled="document", icon="maximize"),
    Command("view.actual", QT_TRANSLATE_NOOP("Commands", "100 %"),
            QT_TRANSLATE_NOOP("Commands", "Show one pixel of the picture as one of the screen."),
            ("Ctrl+1",), "View", enabled="document", icon="actual-size"),
    Command("view.mask", QT_TRANSLATE_NOOP("Commands", "Next view of the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Film, outline, black and white, off."),
            ("Q",), "View", section=1, enabled="document", icon="contrast"),
    Command("view.hide_film", QT_TRANSLATE_NOOP("Commands", "Hide the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Hide the film over the repaint area, or show it again."),
            _HIDE_KEYS, "View", section=1, enabled="document", icon="eye-off", checkable=True),
    Command("view.original", QT_TRANSLATE_NOOP("Commands", "Show the original"),
            QT_TRANSLATE_NOOP("Commands", "See the picture as it was opened: hold the key, or choose it again."),
            ("\\", "O"), "View", section=1, enabled="document", icon="image", checkable=True, momentary=True),
    Command("view.panels", QT_TRANSLATE_NOOP("Commands", "Panels"),
            QT_TRANSLATE_NOOP("Commands", "Hide the panels, or show them again."),
            ("Tab",), "View", section=2, icon="panel-right", checkable=True),
    Command("view.full_screen", QT_TRANSLATE_NOOP("Commands", "Full screen"),
            QT_TRANSLATE_NOOP("Commands", "Use the whole screen."),
            ("F11",), "View", section=2, icon="fullscreen", checkable=True),
    Command("view.next_area", QT_TRANSLATE_NOOP("Commands", "Go to the next part of the window"),
            QT_TRANSLATE_NOOP("Commands", "Move the keyboard from the canvas to the panels and back."),
            ("F6",), "View", section=2),
)

_JOB = (
    Command("job.submit", QT_TRANSLATE_NOOP("Commands", "Submit"),
            QT_TRANSLATE_NOOP("Commands", "Have the repaint area redrawn with these parameters."),
            ("Ctrl+Return", "Ctrl+Enter"), "Job", enabled="submit", icon="sparkles"),
    Command("job.cancel", QT_TRANSLATE_NOOP("Commands", "Cancel the job"),
            QT_TRANSLATE_NOOP("Commands", "Stop the selected job at the service too."),
            ("Shift+X",), "Job", section=1, enabled="running", icon="circle-stop"),
    Command("job.retry", QT_TRANSLATE_NOOP("Commands", "Send the job again"),
            QT_TRANSLATE_NOOP("Commands", "Send the selected job once more, exactly as it was."),
            (), "Job", section=1, enabled="ended", icon="refresh-cw"),
    Command("job.copy_uid", QT_TRANSLATE_NOOP("Commands", "Copy the TaskUID"),
            QT_TRANSLATE_NOOP("Commands", "Copy the service's name of the selected job."),
            (), "Job", section=1, enabled="job", icon="clipboard"),
    Command("job.reuse", QT_TRANSLATE_NOOP("Commands", "Use its parameters again"),
            QT_TRANSLATE_NOOP("Commands", "Set all parameters to those of the selected job."),
            (), "Job", section=1, enabled="job", icon="sliders-horizontal"),
    Command("job.forget", QT_TRANSLATE_NOOP("Commands", "Remove from the list"),
            QT_TRANSLATE_NOOP("Commands", "Remove the selected job and the files of its results."),
            (), "Job", section=1, enabled="ended", icon="trash-2"),
    Command("result.previous", QT_TRANSLATE_NOOP("Commands", "Previous result"),
            QT_TRANSLATE_NOOP("Commands", "Show the result before this one."),
            (",",), "Job", section=2, enabled="document", icon="chevron-left", repeatable=True),
    Command("result.next", QT_TRANSLATE_NOOP("Commands", "Next result"),
            QT_TRANSLATE_NOOP("Commands", "Show the result after this one."),
            (".",), "Job", section=2, enabled="document", icon="chevron-right", repeatable=True),
    Command("result.accept", QT_TRANSLATE_NOOP("Commands", "Accept the result"),
            QT_TRANSLATE_NOOP("Commands", "Lay the shown result over the picture; one step to undo."),
            ("Return", "Enter"), "Job", section=2, enabled="shown", icon="check"),
    Command("result.hide", QT_TRANSLATE_NOOP("Commands", "Hide the result"),
            QT_TRANSLATE_NOOP("Commands", "Take the shown result out of the strip; its job keeps it."),
            ("Del", "Backspace"), "Job", section=2, enabled="shown", icon="eye-off"),
    Command("result.leave", QT_TRANSLATE_NOOP("Commands", "Show the picture without the result"),
            QT_TRANSLATE_NOOP("Commands", "Stop showing the result; it stays in the strip."),
            ("Esc",), "Job", section=2, enabled="shown", icon="x"),
    Command("result.save", QT_TRANSLATE_NOOP("Commands", "Save the result…"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the shown result to a file."),
            (), "Job", section=2, enabled="shown", icon="download"),
    Command("result.reuse_seed", QT_TRANSLATE_NOOP("Commands", "Use its seed again"),
            QT_TRANSLATE_NOOP("Commands", "Set the seed to the one that made the shown result."),
            (), "Job", section=2, enabled="shown", icon="dice-5"),
)

_HELP = (
    Command("help.keys", QT_TRANSLATE_NOOP("Commands", "Keys"),
            QT_TRANSLATE_NOOP("Commands", "List every command with its keys, to search in."),
            ("F1", "Ctrl+/"), "Help", icon="keyboard"),
    Command("help.about", QT_TRANSLATE_NOOP("Commands", "About PicPik Studio"),
            QT_TRANSLATE_NOOP("Commands", "The version, the licences and the folders of the program."),
            (), "Help", icon="info"),
)
# fmt: on

COMMANDS: tuple[Command, ...] = (*_FILE, *_EDIT, *_MASK, *_BRUSH, *_VIEW, *_JOB, *_HELP)

BY_ID: Mapping[str, Command] = MappingProxyType({command.id: command for command in COMMANDS})
