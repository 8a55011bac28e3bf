"""The commands about jobs and their results."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("job.submit", QT_TRANSLATE_NOOP("Commands", "Submit"),
            QT_TRANSLATE_NOOP("Commands", "Have the repaint area redrawn with these parameters."),
            ("Ctrl+Return", "Ctrl+Enter"), "Job", enabled="submit", icon="sparkles", is_costly=True),
    Command("job.erase", QT_TRANSLATE_NOOP("Commands", "Erase"),
            QT_TRANSLATE_NOOP("Commands", "Remove what is painted over and fill it from around; needs no prompt."),
            ("Ctrl+Shift+E",), "Job", enabled="submit", icon="bandage", is_costly=True),
    Command("job.cancel", QT_TRANSLATE_NOOP("Commands", "Cancel the job"),
            QT_TRANSLATE_NOOP("Commands", "Stop the selected job at the service too."),
            ("Shift+X",), "Job", section=1, enabled="running", icon="circle-stop"),
    Command("job.retry", QT_TRANSLATE_NOOP("Commands", "Send the job again"),
            QT_TRANSLATE_NOOP("Commands", "Send the selected job once more, exactly as it was."),
            (), "Job", section=1, enabled="ended", icon="refresh-cw", is_costly=True),
    Command("job.copy_uid", QT_TRANSLATE_NOOP("Commands", "Copy the TaskUID"),
            QT_TRANSLATE_NOOP("Commands", "Copy the service's name of the selected job."),
            (), "Job", section=1, enabled="job", icon="clipboard"),
    Command("job.reuse", QT_TRANSLATE_NOOP("Commands", "Use its parameters again"),
            QT_TRANSLATE_NOOP("Commands", "Set all parameters to those of the selected job."),
            (), "Job", section=1, enabled="job", icon="sliders-horizontal"),
    Command("job.forget", QT_TRANSLATE_NOOP("Commands", "Remove from the list"),
            QT_TRANSLATE_NOOP("Commands", "Remove the selected job and the files of its results."),
            (), "Job", section=1, enabled="ended", icon="trash-2"),
    Command("result.previous", QT_TRANSLATE_NOOP("Commands", "Previous result"),
            QT_TRANSLATE_NOOP("Commands", "Show the result before this one."),
            (",",), "Job", section=2, enabled="document", icon="chevron-left", repeatable=True),
    Command("result.next", QT_TRANSLATE_NOOP("Commands", "Next result"),
            QT_TRANSLATE_NOOP("Commands", "Show the result after this one."),
            (".",), "Job", section=2, enabled="document", icon="chevron-right", repeatable=True),
    Command("result.accept", QT_TRANSLATE_NOOP("Commands", "Accept the result"),
            QT_TRANSLATE_NOOP("Commands", "Lay the shown result over the picture; one step to undo."),
            ("Return", "Enter"), "Job", section=2, enabled="shown", icon="check"),
    Command("result.hide", QT_TRANSLATE_NOOP("Commands", "Hide the result"),
            QT_TRANSLATE_NOOP("Commands", "Take the shown result out of the strip; its job keeps it."),
            ("Del", "Backspace"), "Job", section=2, enabled="shown", icon="eye-off"),
    Command("result.leave", QT_TRANSLATE_NOOP("Commands", "Show the picture without the result"),
            QT_TRANSLATE_NOOP("Commands", "Stop showing the result; it stays in the strip."),
            ("Esc",), "Job", section=2, enabled="shown", icon="x"),
    Command("result.save", QT_TRANSLATE_NOOP("Commands", "Save the result…"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the shown result to a file."),
            (), "Job", section=2, enabled="shown", icon="download"),
    Command("result.reuse_seed", QT_TRANSLATE_NOOP("Commands", "Use its seed again"),
            QT_TRANSLATE_NOOP("Commands", "Set the seed to the one that made the shown result."),
            (), "Job", section=2, enabled="shown", icon="dice-5"),
)
# fmt: on
