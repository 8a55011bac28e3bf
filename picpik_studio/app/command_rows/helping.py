"""The commands that help."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("help.keys", QT_TRANSLATE_NOOP("Commands", "Keys"),
            QT_TRANSLATE_NOOP("Commands", "List every command with its keys, to search in."),
            ("F1", "Ctrl+/"), "Help", icon="keyboard"),
    Command("help.about", QT_TRANSLATE_NOOP("Commands", "About PicPik Studio"),
            QT_TRANSLATE_NOOP("Commands", "The version, the licences and the folders of the program."),
            (), "Help", icon="info"),
)
# fmt: on
