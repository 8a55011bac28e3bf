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
    Command("mask.grow", QT_TRANSLATE_NOOP("Commands", "Grow…"),
            QT_TRANSLATE_NOOP("Commands", "Make the painting larger by a number of pixels."),
            (), "Mask", section=1, enabled="mask"),
    Command("mask.shrink", QT_TRANSLATE_NOOP("Commands", "Shrink…"),
            QT_TRANSLATE_NOOP("Commands", "Make the painting smaller by a number of pixels."),
            (), "Mask", section=1, enabled="mask"),
    Command("mask.smooth", QT_TRANSLATE_NOOP("Commands", "Smooth…"),
            QT_TRANSLATE_NOOP("Commands", "Round corners, dents and spikes of the painting's edge."),
            (), "Mask", section=1, enabled="mask"),
    Command("mask.feather", QT_TRANSLATE_NOOP("Commands", "Feather…"),
            QT_TRANSLATE_NOOP("Commands", "Make the painting's edge soft."),
            ("Shift+F6",), "Mask", section=1, enabled="mask"),
    Command("mask.fill_holes", QT_TRANSLATE_NOOP("Commands", "Fill holes"),
            QT_TRANSLATE_NOOP("Commands", "Paint everything that the painting encloses."),
            ("Shift+F",), "Mask", section=1, enabled="mask"),
    Command("mask.remove_specks", QT_TRANSLATE_NOOP("Commands", "Remove specks…"),
            QT_TRANSLATE_NOOP("Commands", "Take away painted dots up to a number of pixels."),
            (), "Mask", section=1, enabled="mask"),
    Command("mask.apply_steps", QT_TRANSLATE_NOOP("Commands", "Apply the live steps"),
            QT_TRANSLATE_NOOP("Commands", "Paint what the live steps make, and take them away."),
            (), "Mask", section=2, enabled="steps", icon="check"),
    Command("spots.next", QT_TRANSLATE_NOOP("Commands", "Next missed spot"),
            QT_TRANSLATE_NOOP("Commands", "Look for pinholes, gaps and specks, and go from one to the next."),
            ("F7",), "Mask", section=3, enabled="mask", icon="scan-search"),
    Command("spots.previous", QT_TRANSLATE_NOOP("Commands", "Previous missed spot"),
            QT_TRANSLATE_NOOP("Commands", "Go to the missed spot before this one."),
            ("Shift+F7",), "Mask", section=3, enabled="mask"),
    Command("spots.fix", QT_TRANSLATE_NOOP("Commands", "Fix the missed spot"),
            QT_TRANSLATE_NOOP("Commands", "Paint the current pinhole or gap, or take the speck away."),
            ("Ctrl+F7",), "Mask", section=3, enabled="spot"),
    Command("spots.fix_all", QT_TRANSLATE_NOOP("Commands", "Fix all missed spots"),
            QT_TRANSLATE_NOOP("Commands", "Put every listed spot right; one step to undo."),
            ("Ctrl+Shift+F7",), "Mask", section=3, enabled="spots"),
)
# fmt: on
