"""The tools."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("brush.paint", QT_TRANSLATE_NOOP("Commands", "Brush"),
            QT_TRANSLATE_NOOP("Commands", "Paint over what shall change."),
            ("B",), "Tool", icon="brush", checkable=True, hold="spring"),
    Command("brush.erase", QT_TRANSLATE_NOOP("Commands", "Eraser"),
            QT_TRANSLATE_NOOP("Commands", "Take painting away; the right button erases with any tool."),
            ("E",), "Tool", icon="eraser", checkable=True, hold="spring"),
)
# fmt: on
