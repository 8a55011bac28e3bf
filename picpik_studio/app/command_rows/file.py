"""The commands about files."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("file.open", QT_TRANSLATE_NOOP("Commands", "Open…"),
            QT_TRANSLATE_NOOP("Commands", "Open a picture: PNG, JPEG, WebP, TIFF or BMP."),
            ("Ctrl+O",), "File", icon="folder-open"),
    Command("file.sample", QT_TRANSLATE_NOOP("Commands", "Try the sample"),
            QT_TRANSLATE_NOOP("Commands", "Open the sample photograph with something to remove."),
            (), "File", icon="image"),
    Command("file.new_window", QT_TRANSLATE_NOOP("Commands", "New window"),
            QT_TRANSLATE_NOOP("Commands", "Open another window for another picture."),
            ("Ctrl+N",), "File", icon="app-window"),
    Command("file.save", QT_TRANSLATE_NOOP("Commands", "Save"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the accepted results to its file."),
            ("Ctrl+S",), "File", section=1, enabled="document", icon="save"),
    Command("file.save_as", QT_TRANSLATE_NOOP("Commands", "Save as…"),
            QT_TRANSLATE_NOOP("Commands", "Write the picture with the accepted results to another file."),
            ("Ctrl+Shift+S",), "File", section=1, enabled="document", icon="save-all"),
    Command("file.import_mask", QT_TRANSLATE_NOOP("Commands", "Import repaint area…"),
            QT_TRANSLATE_NOOP("Commands", "Read a mask from a picture of any kind, and see first what it repaints."),
            (), "File", section=2, enabled="document", icon="file-plus"),
    Command("file.export_mask", QT_TRANSLATE_NOOP("Commands", "Export repaint area…"),
            QT_TRANSLATE_NOOP("Commands", "Write the repaint area as a black-and-white PNG, white = repaint."),
            (), "File", section=2, enabled="document", icon="file-down"),
    Command("file.export_sent", QT_TRANSLATE_NOOP("Commands", "Export as sent…"),
            QT_TRANSLATE_NOOP("Commands", "Write the area that Submit repaints: live steps applied, white = repaint."),
            (), "File", section=2, enabled="document", icon="send"),
    Command("file.close", QT_TRANSLATE_NOOP("Commands", "Close window"),
            QT_TRANSLATE_NOOP("Commands", "Close this window; running jobs go on at the next start."),
            ("Ctrl+W",), "File", section=3, icon="x"),
    Command("file.quit", QT_TRANSLATE_NOOP("Commands", "Quit"),
            QT_TRANSLATE_NOOP("Commands", "Close every window; running jobs go on at the next start."),
            ("Ctrl+Q",), "File", section=3, icon="log-out"),
)
# fmt: on
