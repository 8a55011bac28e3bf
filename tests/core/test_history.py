from picpik_studio.core.edits import Editable
from picpik_studio.core.events import DocumentEvent
from picpik_studio.core.geometry import EMPTY, Rect
from picpik_studio.core.history import History


class Named:
    """An edit that changes nothing."""

    def __init__(self, label: str, size_bytes: int = 1) -> None:
        self.label = label
        self.size_bytes = size_bytes

    def swap(self, document: Editable) -> Rect:
        del document
        return EMPTY

    def events(self, rect: Rect) -> tuple[DocumentEvent, ...]:
        del rect
        return ()


def history(*labels: str) -> History:
    made = History()
    for label in labels:
        made.push(Named(label))
    return made


def label(edit: object) -> str:
    assert isinstance(edit, Named)
    return edit.label


def test_nothing_can_be_done_at_first() -> None:
    empty = history()
    assert not empty.can_undo
    assert not empty.can_redo
    assert (empty.undo(), empty.redo()) == (None, None)
    assert (empty.undo_label, empty.redo_label) == ("", "")


def test_back_and_forth() -> None:
    steps = history("a", "b")
    assert (steps.undo_label, steps.redo_label) == ("b", "")
    assert label(steps.undo()) == "b"
    assert (steps.undo_label, steps.redo_label) == ("a", "b")
    assert label(steps.redo()) == "b"
    assert label(steps.undo()) == "b"
    assert label(steps.undo()) == "a"
    assert steps.redo_label == "a"


def test_a_new_edit_ends_the_redoing() -> None:
    steps = history("a", "b")
    steps.undo()
    steps.push(Named("c"))
    assert not steps.can_redo
    assert [label(steps.undo()), label(steps.undo())] == ["c", "a"]


def test_the_oldest_are_given_up_and_counted() -> None:
    steps = History(budget_bytes=10)
    for name in "abcd":
        steps.push(Named(name, 4))
    assert (steps.dropped, steps.size_bytes) == (2, 8)
    assert [label(steps.undo()), label(steps.undo())] == ["d", "c"]
    assert not steps.can_undo


def test_the_newest_stays_even_when_it_is_too_large() -> None:
    steps = History(budget_bytes=10)
    steps.push(Named("small", 1))
    steps.push(Named("huge", 100))
    assert steps.undo_label == "huge"
    assert steps.dropped == 1
