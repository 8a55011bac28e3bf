"""The commands that turn and mirror the view."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("view.turn_left", QT_TRANSLATE_NOOP("Commands", "Turn the view left"),
            QT_TRANSLATE_NOOP("Commands", "Turn the view by 15 degrees; the picture itself stays as it is."),
            ("Alt+Left",), "View", section=3, enabled="document", icon="rotate-ccw", repeatable=True),
    Command("view.turn_right", QT_TRANSLATE_NOOP("Commands", "Turn the view right"),
            QT_TRANSLATE_NOOP("Commands", "Turn the view by 15 degrees; the picture itself stays as it is."),
            ("Alt+Right",), "View", section=3, enabled="document", icon="rotate-cw", repeatable=True),
    Command("view.turn_drag", QT_TRANSLATE_NOOP("Commands", "Turn the view by hand"),
            QT_TRANSLATE_NOOP("Commands", "Drag while the key is held, with Shift by 15 degrees; or choose it again."),
            ("R",), "View", section=3, enabled="document", checkable=True, hold="while"),
    Command("view.mirror", QT_TRANSLATE_NOOP("Commands", "Mirror the view"),
            QT_TRANSLATE_NOOP("Commands", "See the picture as in a mirror; the picture itself stays as it is."),
            ("Shift+H",), "View", section=3, enabled="document", icon="flip-horizontal", checkable=True),
    Command("view.turn_back", QT_TRANSLATE_NOOP("Commands", "Upright view"),
            QT_TRANSLATE_NOOP("Commands", "Turn the view back, not mirrored; Esc twice does so too."),
            ("Shift+R",), "View", section=3, enabled="document"),
)
# fmt: on
