"""The commands about the accepted results."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("patch.page", QT_TRANSLATE_NOOP("Commands", "Accepted results"),
            QT_TRANSLATE_NOOP("Commands", "Show the list of what was accepted, with its seams and its proof."),
            ("F8",), "Job", section=3, enabled="document", icon="layers"),
    Command("patch.raise", QT_TRANSLATE_NOOP("Commands", "Move the accepted result up"),
            QT_TRANSLATE_NOOP("Commands", "Let it lie over the next one. In the list: Alt+Up."),
            (), "Job", section=3, enabled="patch", icon="chevron-up"),
    Command("patch.lower", QT_TRANSLATE_NOOP("Commands", "Move the accepted result down"),
            QT_TRANSLATE_NOOP("Commands", "Let it lie under the next one. In the list: Alt+Down."),
            (), "Job", section=3, enabled="patch", icon="chevron-down"),
    Command("patch.toggle", QT_TRANSLATE_NOOP("Commands", "Hide or show the accepted result"),
            QT_TRANSLATE_NOOP("Commands", "Let it lie over the picture, or not. In the list: Space, or its eye."),
            (), "Job", section=3, enabled="patch", icon="eye-off"),
    Command("patch.remove", QT_TRANSLATE_NOOP("Commands", "Remove the accepted result"),
            QT_TRANSLATE_NOOP("Commands", "Take it away; its job keeps it. In the list: Delete."),
            (), "Job", section=3, enabled="patch", icon="trash-2"),
    Command("patch.flatten", QT_TRANSLATE_NOOP("Commands", "Flatten the accepted results"),
            QT_TRANSLATE_NOOP("Commands", "Make all that can be seen one; the opened picture stays below it."),
            (), "Job", section=3, enabled="patches", icon="layers"),
)
# fmt: on
