"""The commands about the canvas: its size, and the frame that is drafted."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("canvas.size", QT_TRANSLATE_NOOP("Commands", "Canvas size…"),
            QT_TRANSLATE_NOOP("Commands", "Take the canvas tool and type how large the picture shall be."),
            ("Ctrl+Alt+C",), "Edit", section=2, enabled="document"),
    Command("canvas.crop", QT_TRANSLATE_NOOP("Commands", "Crop to the repaint area"),
            QT_TRANSLATE_NOOP("Commands", "Cut away all around what is painted."),
            (), "Edit", section=2, enabled="mask", icon="crop"),
    Command("canvas.apply", QT_TRANSLATE_NOOP("Commands", "Apply the canvas frame"),
            QT_TRANSLATE_NOOP("Commands", "Put the picture on the drafted canvas. On the picture: Enter."),
            (), "Edit", section=2, enabled="canvas", icon="check"),
    Command("canvas.reset", QT_TRANSLATE_NOOP("Commands", "Put the canvas frame back"),
            QT_TRANSLATE_NOOP("Commands", "Lay the frame round the picture as it is. On the picture: Esc."),
            (), "Edit", section=2, enabled="canvas", icon="x"),
)
# fmt: on
