"""The table of settings: one row each, from which parsing, Preferences and other rows are made.

Standard library only: the shell reads it before its first paint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from picpik_studio.texts import QT_TRANSLATE_NOOP

SettingKind = Literal["int", "bool", "text", "choice", "colour", "curve", "list"]
SettingGroup = Literal["canvas", "keys", "files", "sending", "notices"]


@dataclass(frozen=True)
class Setting:
    """One setting. `low`, `high`: inclusive, for int; `choices`: values and their titles, for choice.

    What a list holds is checked by who reads it.

    `is_listed`: whether the Preferences dialog shows it; the others have a place of their own in the window.
    """

    name: str
    kind: SettingKind
    default: object
    group: SettingGroup
    title: str
    help: str
    low: int | None = None
    high: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    is_listed: bool = True


SETTING_GROUPS: Mapping[SettingGroup, str] = {
    "canvas": QT_TRANSLATE_NOOP("Settings", "Canvas"),
    "keys": QT_TRANSLATE_NOOP("Settings", "Keys"),
    "files": QT_TRANSLATE_NOOP("Settings", "Files"),
    "sending": QT_TRANSLATE_NOOP("Settings", "Sending"),
    "notices": QT_TRANSLATE_NOOP("Settings", "Notices"),
}

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "overlay_colour",
        "colour",
        "#ff3b6b",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Colour of the repaint area"),
        QT_TRANSLATE_NOOP("Settings", "The film that lies over what will be repainted."),
    ),
    Setting(
        "overlay_opacity",
        "int",
        45,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Strength of the film"),
        QT_TRANSLATE_NOOP("Settings", "How much of the picture the film hides."),
        low=10,
        high=90,
        unit="%",
    ),
    Setting(
        "film_colouring",
        "choice",
        "fixed",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Choice of the colour"),
        QT_TRANSLATE_NOOP("Settings", "Against the picture: the one that stands out where you paint."),
        choices=(
            ("fixed", QT_TRANSLATE_NOOP("Settings", "Always this one")),
            ("picture", QT_TRANSLATE_NOOP("Settings", "Against the picture")),
            ("safe", QT_TRANSLATE_NOOP("Settings", "Colour-blind safe")),
        ),
    ),
    Setting(
        "film_pattern",
        "choice",
        "solid",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Pattern of the film"),
        QT_TRANSLATE_NOOP("Settings", "A pattern is told from the picture where colour alone is not."),
        choices=(
            ("solid", QT_TRANSLATE_NOOP("Settings", "Solid")),
            ("stripes", QT_TRANSLATE_NOOP("Settings", "Stripes")),
            ("dots", QT_TRANSLATE_NOOP("Settings", "Dots")),
            ("checks", QT_TRANSLATE_NOOP("Settings", "Checks")),
        ),
    ),
    Setting(
        "film_side",
        "choice",
        "repaint",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "What the film covers"),
        QT_TRANSLATE_NOOP("Settings", "Only what is seen changes by this. Photoshop's quick mask covers what is kept."),
        choices=(
            ("repaint", QT_TRANSLATE_NOOP("Settings", "The repaint area")),
            ("keep", QT_TRANSLATE_NOOP("Settings", "What is kept")),
        ),
    ),
    Setting(
        "film_view",
        "choice",
        "film",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "View of the repaint area"),
        QT_TRANSLATE_NOOP("Settings", "How a new window shows the repaint area."),
        choices=(
            ("film", QT_TRANSLATE_NOOP("Settings", "Film")),
            ("outline", QT_TRANSLATE_NOOP("Settings", "Outline")),
            ("black_white", QT_TRANSLATE_NOOP("Settings", "Black and white")),
        ),
        is_listed=False,
    ),
    Setting(
        "show_footprint",
        "bool",
        True,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Show the footprint"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "A dashed line around every pixel that the service may change, crosses on what the edge blur dissolves.",
        ),
    ),
    Setting(
        "show_frame",
        "bool",
        False,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Show the frame"),
        QT_TRANSLATE_NOOP("Settings", "A line around the part of the picture that is sent, with its size."),
    ),
    Setting(
        "show_pixel_grid",
        "bool",
        True,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Pixel grid"),
        QT_TRANSLATE_NOOP("Settings", "Thin lines between the pixels, from 800 % on."),
    ),
    Setting(
        "show_navigator",
        "bool",
        False,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Show the navigator"),
        QT_TRANSLATE_NOOP("Settings", "The whole picture in a corner of the canvas, with what of it is seen."),
    ),
    Setting(
        "finger_paints",
        "bool",
        False,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Paint with a finger"),
        QT_TRANSLATE_NOOP("Settings", "One finger paints instead of moving the picture; never while a pen is near."),
    ),
    Setting(
        "brush_spacing",
        "int",
        0,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Spacing of the brush"),
        QT_TRANSLATE_NOOP("Settings", "How far apart its touches lie, as a part of its size; 0 leaves no gaps."),
        low=0,
        high=200,
        unit="%",
    ),
    Setting(
        "brush_smoothing",
        "int",
        0,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Smoothing of the brush"),
        QT_TRANSLATE_NOOP("Settings", "Calms a shaking hand: the pointer pulls the brush by a string. 0 is off."),
        low=0,
        high=100,
        unit="%",
    ),
    Setting(
        "pen_pressure",
        "choice",
        "size",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Pressure of the pen"),
        QT_TRANSLATE_NOOP("Settings", "What a pen that presses more makes stronger."),
        choices=(
            ("none", QT_TRANSLATE_NOOP("Settings", "Ignored")),
            ("size", QT_TRANSLATE_NOOP("Settings", "Size")),
            ("opacity", QT_TRANSLATE_NOOP("Settings", "Opacity")),
            ("both", QT_TRANSLATE_NOOP("Settings", "Size and opacity")),
        ),
    ),
    Setting(
        "pen_curve",
        "curve",
        "0,0 1,1",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Curve of the pen's pressure"),
        QT_TRANSLATE_NOOP("Settings", "How much of the brush a light touch gives."),
    ),
    Setting(
        "undo_budget_mb",
        "int",
        512,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Memory for undo"),
        QT_TRANSLATE_NOOP("Settings", "The oldest steps are forgotten beyond this. A stroke takes about 30 kB."),
        low=32,
        high=16384,
        unit="MB",
    ),
    Setting(
        "key_preset",
        "choice",
        "photoshop",
        "keys",
        QT_TRANSLATE_NOOP("Settings", "Keys as in"),
        QT_TRANSLATE_NOOP("Settings", "The program whose keys your fingers know."),
        choices=(("photoshop", "Photoshop"), ("krita", "Krita"), ("gimp", "GIMP"), ("iopaint", "IOPaint")),
    ),
    Setting(
        "left_handed",
        "bool",
        False,
        "keys",
        QT_TRANSLATE_NOOP("Settings", "Drawing with the left hand"),
        QT_TRANSLATE_NOOP("Settings", "Moves the letters of the tools to the right half of the keyboard."),
    ),
    Setting(
        "key_changes",
        "list",
        [],
        "keys",
        QT_TRANSLATE_NOOP("Settings", "Changed keys"),
        QT_TRANSLATE_NOOP("Settings", "The commands whose keys are others than those of the program chosen above."),
        is_listed=False,
    ),
    Setting(
        "ask_before_overwrite",
        "bool",
        True,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Ask before the original is overwritten"),
        QT_TRANSLATE_NOOP(
            "Settings", "Asks once for each picture, when it is saved under the name it was opened with."
        ),
    ),
    Setting(
        "jpeg_quality",
        "int",
        95,
        "files",
        QT_TRANSLATE_NOOP("Settings", "JPEG quality"),
        QT_TRANSLATE_NOOP("Settings", "For pictures saved as JPEG. 95 is hardly told from the original; 75 is small."),
        low=50,
        high=100,
    ),
    Setting(
        "jpeg_subsampling",
        "choice",
        "4:4:4",
        "files",
        QT_TRANSLATE_NOOP("Settings", "JPEG colour"),
        QT_TRANSLATE_NOOP("Settings", "At a half or a quarter the file is smaller, and edges of colour are softer."),
        choices=(
            ("4:4:4", QT_TRANSLATE_NOOP("Settings", "Full (4:4:4)")),
            ("4:2:2", QT_TRANSLATE_NOOP("Settings", "Half (4:2:2)")),
            ("4:2:0", QT_TRANSLATE_NOOP("Settings", "A quarter (4:2:0)")),
        ),
    ),
    Setting(
        "jpeg_as_opened",
        "bool",
        True,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Compress a JPEG as it was opened"),
        QT_TRANSLATE_NOOP("Settings", "With its own quality and colour, so that what you did not touch changes least."),
    ),
    Setting(
        "write_parameters",
        "bool",
        False,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Write the parameters into the file"),
        QT_TRANSLATE_NOOP(
            "Settings", "Prompt, seed, model and the rest of the last result, as the web UI's pictures carry them."
        ),
    ),
    Setting(
        "write_sidecar",
        "bool",
        False,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Write a report beside the file"),
        QT_TRANSLATE_NOOP(
            "Settings", "A JSON file with the parameters, hashes and TaskUIDs of every result. Never a key."
        ),
    ),
    Setting(
        "strip_place",
        "bool",
        False,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Leave out where it was taken (GPS)"),
        QT_TRANSLATE_NOOP("Settings", "The place is removed from what is saved; the opened file keeps it."),
    ),
    Setting(
        "remember_recent_files",
        "bool",
        True,
        "files",
        QT_TRANSLATE_NOOP("Settings", "Remember recent files"),
        QT_TRANSLATE_NOOP("Settings", "Lists the last pictures in the File menu."),
    ),
    Setting(
        "padding",
        "int",
        64,
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Surroundings"),
        QT_TRANSLATE_NOOP("Settings", "How many pixels around the repaint area a new window sends along as context."),
        low=0,
        high=1024,
        unit="px",
    ),
    Setting(
        "selection_service",
        "choice",
        "local",
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Selections are found by"),
        QT_TRANSLATE_NOOP("Settings", "This computer is quick and free; the chosen connection may charge for each."),
        choices=(
            ("local", QT_TRANSLATE_NOOP("Settings", "This computer")),
            ("connection", QT_TRANSLATE_NOOP("Settings", "The chosen connection")),
        ),
    ),
    Setting(
        "ca_file",
        "text",
        "",
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Certificates of your network"),
        QT_TRANSLATE_NOOP(
            "Settings", "A PEM file that vouches for services beside the usual ones. Most networks need none."
        ),
    ),
    Setting(
        "sent_encoding",
        "choice",
        "png",
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Pictures are sent as"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "By Submit and Erase. PNG is exact; JPEG is much smaller and changes fine detail a little.",
        ),
        choices=(("png", "PNG"), ("jpeg", "JPEG")),
    ),
    Setting(
        "connection",
        "text",
        "local",
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Connection"),
        QT_TRANSLATE_NOOP("Settings", "Who redraws: this computer, or a PICPIK service."),
        is_listed=False,
    ),
    Setting(
        "custom_address",
        "text",
        "",
        "sending",
        QT_TRANSLATE_NOOP("Settings", "Custom address"),
        QT_TRANSLATE_NOOP("Settings", "The address of another service that speaks the PICPIK protocol."),
        is_listed=False,
    ),
    Setting(
        "notify_when_done",
        "bool",
        True,
        "notices",
        QT_TRANSLATE_NOOP("Settings", "Tell me when a job ends behind the window"),
        QT_TRANSLATE_NOOP("Settings", "Shows a notification of the desktop when the window is not in front."),
    ),
)
