"""Notices that hold only while a document is as it was, and the Undo that they offer."""

from collections.abc import Callable

from picpik_studio.app.notices import Notice
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.document import Document
from picpik_studio.core.edits import Edit


def say_while(state: SessionState, notice: Notice, holds: Callable[[], bool]) -> None:
    """Show `notice`, which has a key of its own, until an edit, an undo or another document ends `holds`.

    On the dispatch thread. Without a document it is shown, and no one takes it back.
    """
    document, notices = state.document, state.program.notices
    notices.show(notice)
    if document is None:
        return
    leave: list[Callable[[], None]] = []

    def look(_what: object) -> None:
        if state.document is not document or not holds():
            for each in leave:
                each()
            notices.withdraw(notice.key)

    leave += (document.changed.connect(look), state.changed.connect(look))


def undo_if_last(document: Document, edit: Edit | None) -> None:
    """Undo, unless something else was done since."""
    if document.history.last is edit:
        document.undo()
