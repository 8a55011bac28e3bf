"""The commands about how the program is set up."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("edit.connections", QT_TRANSLATE_NOOP("Commands", "Connections…"),
            QT_TRANSLATE_NOOP("Commands", "Choose who redraws the picture, and give the keys."),
            (), "Edit", section=3, icon="plug"),
    Command("edit.preferences", QT_TRANSLATE_NOOP("Commands", "Preferences…"),
            QT_TRANSLATE_NOOP("Commands", "Change how the program looks and behaves."),
            ("Ctrl+,",), "Edit", section=3, icon="settings"),
    Command("edit.keys", QT_TRANSLATE_NOOP("Commands", "Keyboard shortcuts…"),
            QT_TRANSLATE_NOOP("Commands", "Give commands other keys, or those of another program."),
            ("Ctrl+Alt+Shift+K",), "Edit", section=3, icon="keyboard"),
)
# fmt: on
