"""The commands about the view and the window."""

import sys

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# macOS itself hides the program by Cmd+H, which is what Qt makes of Ctrl+H there; its Meta is the Control key.
_HIDE_KEYS = ("Meta+H",) if sys.platform == "darwin" else ("Ctrl+H",)

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("view.zoom_in", QT_TRANSLATE_NOOP("Commands", "Zoom in"),
            QT_TRANSLATE_NOOP("Commands", "Come nearer; the wheel zooms at the cursor."),
            ("Ctrl++", "Ctrl+="), "View", enabled="document", icon="zoom-in", repeatable=True),
    Command("view.zoom_out", QT_TRANSLATE_NOOP("Commands", "Zoom out"),
            QT_TRANSLATE_NOOP("Commands", "Go farther away; the wheel zooms at the cursor."),
            ("Ctrl+-",), "View", enabled="document", icon="zoom-out", repeatable=True),
    Command("view.fit", QT_TRANSLATE_NOOP("Commands", "Fit in the window"),
            QT_TRANSLATE_NOOP("Commands", "Show the whole picture."),
            ("Ctrl+0",), "View", enabled="document", icon="maximize"),
    Command("view.fit_mask", QT_TRANSLATE_NOOP("Commands", "Fit to the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Show all that is painted as large as possible."),
            ("Shift+Z",), "View", enabled="mask", icon="scan-search"),
    Command("view.actual", QT_TRANSLATE_NOOP("Commands", "100 %"),
            QT_TRANSLATE_NOOP("Commands", "Show one pixel of the picture as one of the screen."),
            ("Ctrl+1",), "View", enabled="document", icon="actual-size"),
    Command("view.pan", QT_TRANSLATE_NOOP("Commands", "Move the picture"),
            QT_TRANSLATE_NOOP("Commands", "Hold the key and drag, with any tool; chosen here it takes the hand."),
            ("Space",), "View", enabled="document", icon="hand", hold="while"),
    Command("view.mask", QT_TRANSLATE_NOOP("Commands", "Next view of the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Film, outline, black and white, off."),
            ("Q",), "View", section=1, enabled="document", icon="contrast"),
    Command("view.hide_film", QT_TRANSLATE_NOOP("Commands", "Hide the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Hide the film over the repaint area, or show it again."),
            _HIDE_KEYS, "View", section=1, enabled="document", icon="eye-off", checkable=True),
    Command("view.footprint", QT_TRANSLATE_NOOP("Commands", "Footprint"),
            QT_TRANSLATE_NOOP("Commands", "A line around all that the service may change, crosses on what it loses."),
            ("Shift+Q",), "View", section=1, enabled="document", icon="scan-search", checkable=True),
    Command("view.frame", QT_TRANSLATE_NOOP("Commands", "Show the frame"),
            QT_TRANSLATE_NOOP("Commands", "A line around the part of the picture that is sent, with its size."),
            ("Shift+U",), "View", section=1, enabled="document", icon="frame", checkable=True),
    Command("view.original", QT_TRANSLATE_NOOP("Commands", "Show the original"),
            QT_TRANSLATE_NOOP("Commands", "See the picture as it was opened: hold the key, or choose it again."),
            ("\\", "O"), "View", section=1, enabled="document", icon="image", checkable=True, hold="while"),
    Command("view.wipe", QT_TRANSLATE_NOOP("Commands", "Wipe slider"),
            QT_TRANSLATE_NOOP("Commands", "Drag a line: left of it the original, right of it the picture as it is."),
            ("Shift+\\", "|"), "View", section=1, enabled="changed", checkable=True),
    Command("view.difference", QT_TRANSLATE_NOOP("Commands", "Difference from the original"),
            QT_TRANSLATE_NOOP("Commands", "Black where nothing was changed; what was is seen four times as clear."),
            ("Ctrl+\\",), "View", section=1, enabled="changed", checkable=True),
    Command("view.service_change", QT_TRANSLATE_NOOP("Commands", "What the service had changed"),
            QT_TRANSLATE_NOOP("Commands", "A heat map of all that came back changed outside the footprint."),
            ("Shift+P",), "View", section=1, enabled="inspected", icon="flame", checkable=True),
    Command("view.pixel_grid", QT_TRANSLATE_NOOP("Commands", "Pixel grid"),
            QT_TRANSLATE_NOOP("Commands", "Thin lines between the pixels, from 800 % on."),
            ("Ctrl+'",), "View", section=2, icon="grid-3x3", checkable=True),
    Command("view.navigator", QT_TRANSLATE_NOOP("Commands", "Navigator"),
            QT_TRANSLATE_NOOP("Commands", "The whole picture in a corner, while a part of it is out of sight."),
            ("N",), "View", section=2, icon="map", checkable=True),
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
# fmt: on
