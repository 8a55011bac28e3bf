"""The help: how a picture is changed, and below it every command and gesture as the tables say them."""

from collections.abc import Iterable
from html import escape
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from picpik_studio.app.commands import COMMANDS, MENUS
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.gesture_table import gestures
from picpik_studio.ui.key_names import KEYS_IN_USE, key_text, keys_of
from picpik_studio.ui.words import said

SIZE: Final = QSize(680, 700)


class HelpPage(QDialog):
    """One page to read; its keys follow the keymap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Help"))
        self.page = QTextBrowser(self)
        self.page.setAccessibleName(self.tr("Help"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID + theme.HALF)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.page)
        layout.addWidget(buttons)
        self.page.document().setDocumentMargin(2 * theme.GRID)
        self.page.document().setDefaultStyleSheet(
            f"h2 {{ color: {theme.TEXT}; font-size: 13pt; }} h3 {{ color: {theme.SECOND}; }}"
            f" td.keys {{ color: {theme.ACCENT}; }} td.help {{ color: {theme.SECOND}; }}"
        )
        follow(self, KEYS_IN_USE.changed, self._show)
        self._show()
        self.resize(SIZE)
        self.page.setFocus()

    def _show(self) -> None:
        self.page.setHtml(f"{self._beginning()}{self._commands()}{self._gestures()}")

    def _beginning(self) -> str:
        steps = (
            self.tr("Open a photograph ({key}), drop it on the window, or paste it ({other}).").format(
                key=key_text("file.open"), other=key_text("edit.paste")
            ),
            self.tr("Paint over what shall change. The right button erases; {key} is one step back.").format(
                key=key_text("edit.undo")
            ),
            self.tr(
                "Or have it found: the subject ({subject}) or what you click ({tool}); it is shown; Enter paints it."
            ).format(subject=key_text("selection.subject"), tool=key_text("tool.select")),
            self.tr("Say what shall be there in the prompt if the model reads one, and press Submit ({key}).").format(
                key=key_text("job.submit")
            ),
            self.tr("To have it simply gone, press Erase ({key}): it needs no prompt.").format(
                key=key_text("job.erase")
            ),
            self.tr("{key} shows the very pictures and the request before they are sent.").format(
                key=key_text("job.look")
            ),
            self.tr("For more picture than there is, take the canvas tool ({key}) and drag the edges outwards.").format(
                key=key_text("tool.canvas")
            ),
            self.tr("Go through the results (“{key}” and “{other}”) and accept one ({accept}).").format(
                key=key_text("result.previous"), other=key_text("result.next"), accept=key_text("result.accept")
            ),
            self.tr("Save ({key}). What was not painted is exactly as it was.").format(key=key_text("file.save")),
        )
        more = self.tr("{palette} finds a command by a few letters, {keys} gives commands other keys.").format(
            palette=key_text("help.palette"), keys=key_text("edit.keys")
        )
        listed = "".join(f"<li>{escape(step)}</li>" for step in steps)
        return f"<h2>{escape(self.tr('How a picture is changed'))}</h2><ol>{listed}</ol><p>{escape(more)}</p>"

    def _commands(self) -> str:
        parts = [f"<h2>{escape(self.tr('Every command'))}</h2>"]
        for menu, title in MENUS:
            commands = [command for command in COMMANDS if command.menu == menu]
            rows = ((said(each.title).rstrip("…"), keys_of(each.id), said(each.help)) for each in commands)
            parts.append(f"<h3>{escape(said(title).replace('&', ''))}</h3>{_table(rows)}")
        return "".join(parts)

    def _gestures(self) -> str:
        rows = ((title, keys, "") for title, keys in gestures())
        return f"<h2>{escape(self.tr('With the pointer'))}</h2>{_table(rows)}"


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = (
        f'<tr><td width="34%">{escape(title)}</td><td class="keys" width="24%">{escape(keys)}</td>'
        f'<td class="help">{escape(text)}</td></tr>'
        for title, keys, text in rows
    )
    return f'<table width="100%" cellpadding="3">{"".join(lines)}</table>'
