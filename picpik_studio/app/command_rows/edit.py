"""The commands about steps and the clipboard."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("edit.undo", QT_TRANSLATE_NOOP("Commands", "Undo"),
            QT_TRANSLATE_NOOP("Commands", "Take the last step back."),
            ("Ctrl+Z",), "Edit", enabled="undo", icon="undo-2", repeatable=True),
    Command("edit.redo", QT_TRANSLATE_NOOP("Commands", "Redo"),
            QT_TRANSLATE_NOOP("Commands", "Do the step again that was taken back."),
            ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", enabled="redo", icon="redo-2", repeatable=True),
    Command("edit.copy", QT_TRANSLATE_NOOP("Commands", "Copy picture"),
            QT_TRANSLATE_NOOP("Commands", "Copy the picture with the accepted results to the clipboard."),
            ("Ctrl+C",), "Edit", section=1, enabled="document", icon="copy"),
    Command("edit.copy_merged", QT_TRANSLATE_NOOP("Commands", "Copy merged"),
            QT_TRANSLATE_NOOP("Commands", "Copy the picture as it is seen: with the result that is shown, too."),
            ("Ctrl+Shift+C",), "Edit", section=1, enabled="document"),
    Command("edit.paste", QT_TRANSLATE_NOOP("Commands", "Paste"),
            QT_TRANSLATE_NOOP("Commands", "Open the clipboard's picture, or use it as the reference."),
            ("Ctrl+V",), "Edit", section=1, icon="clipboard-paste"),
)
# fmt: on
