"""The commands about the brush."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("brush.swap", QT_TRANSLATE_NOOP("Commands", "Swap brush and eraser"),
            QT_TRANSLATE_NOOP("Commands", "Paint or erase; with shapes, add or subtract."),
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
# fmt: on
