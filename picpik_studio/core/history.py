"""What can be undone and redone."""

from picpik_studio.core.edits import Edit

DEFAULT_BUDGET_BYTES = 512 * 1024 * 1024


class History:
    """Edits that were done, with a place in them: undo goes back, redo forward, a new edit ends the redoing.

    It only keeps the edits; the document swaps them. When they take more than `budget_bytes`, the oldest are given up,
    never the newest; `dropped` counts them, so that it can be said.
    """

    def __init__(self, budget_bytes: int = DEFAULT_BUDGET_BYTES) -> None:
        self._budget = budget_bytes
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self.dropped = 0

    def push(self, edit: Edit) -> None:
        """Take in an edit that was just done."""
        self._undone.clear()
        self._done.append(edit)
        self._keep_budget()

    def undo(self) -> Edit | None:
        """Step back; return the edit to swap, or None when there is none."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit

    def redo(self) -> Edit | None:
        """Step forward; return the edit to swap, or None when there is none."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to redo."""
        return bool(self._undone)

    @property
    def last(self) -> Edit | None:
        """The edit that was done last, or None when there is none, or when one was taken back since."""
        return self._done[-1] if self._done and not self._undone else None

    @property
    def undo_label(self) -> str:
        """The name of the edit that undo takes back, or nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """The name of the edit that redo does again, or nothing."""
        return self._undone[-1].label if self._undone else ""

    @property
    def size_bytes(self) -> int:
        """The memory that all kept edits take."""
        return sum(edit.size_bytes for edit in (*self._done, *self._undone))

    @property
    def edits_done(self) -> int:
        """How many edits lie behind the document, the dropped ones among them."""
        return self.dropped + len(self._done)

    def _keep_budget(self) -> None:
        surplus = self.size_bytes - self._budget
        while surplus > 0 and len(self._done) > 1:
            surplus -= self._done.pop(0).size_bytes
            self.dropped += 1
