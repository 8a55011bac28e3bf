"""The commands about the repaint area as a whole."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
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
# fmt: on
