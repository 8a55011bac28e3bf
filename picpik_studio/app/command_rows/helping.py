"""The commands that help."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("help.page", QT_TRANSLATE_NOOP("Commands", "Help"),
            QT_TRANSLATE_NOOP("Commands", "How a picture is changed, and what every command does."),
            ("F1",), "Help", icon="circle-help"),
    Command("help.palette", QT_TRANSLATE_NOOP("Commands", "Find a command…"),
            QT_TRANSLATE_NOOP("Commands", "Type what you want to do, and Enter does it."),
            ("Ctrl+K",), "Help", icon="search"),
    Command("help.keys", QT_TRANSLATE_NOOP("Commands", "Keys"),
            QT_TRANSLATE_NOOP("Commands", "List every command with its keys, to search in."),
            ("Ctrl+/",), "Help", icon="keyboard"),
    Command("help.about", QT_TRANSLATE_NOOP("Commands", "About PicPik Studio"),
            QT_TRANSLATE_NOOP("Commands", "The version, the licences and the folders of the program."),
            (), "Help", icon="info"),
)
# fmt: on
