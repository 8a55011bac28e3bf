import numpy as np
import pytest

from picpik_studio.core.composite import lay_over
from picpik_studio.core.document import (
    Document,
    EditDropped,
    HistoryChanged,
    MaskChanged,
    PatchesChanged,
    PixelsChanged,
)
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from tests.core.making import document, listen, noise, patch

PLACE = Rect(100, 50, 60, 90)


def paint(target: Document, rect: Rect, value: int = 255, label: str = "Paint") -> None:
    with target.begin(label) as editor:
        editor.touch(rect)[rect.slices] = value
        editor.announce(rect)


def ids(target: Document) -> list[str]:
    return [one.id for one in target.patches]


def test_a_new_document_is_the_picture_with_nothing_to_repaint() -> None:
    fresh = document()
    assert fresh.pixels is fresh.picture.pixels
    assert fresh.size == Size(300, 200)
    assert not fresh.mask.pixels.any()
    assert not fresh.is_modified
    assert fresh.patches == ()


def test_an_edit_is_announced_while_it_goes_on_and_when_it_is_complete() -> None:
    target = document()
    heard = listen(target)
    paint(target, PLACE)
    assert heard == [MaskChanged(PLACE), HistoryChanged()]
    assert target.mask.coverage() == 60 * 90 / 60_000
    assert (target.is_modified, target.is_mask_modified) == (False, True)
    assert target.history.undo_label == "Paint"


def test_several_places_are_announced_together_with_what_holds_them() -> None:
    target = document()
    heard = listen(target)
    corner, beyond = Rect(0, 0, 10, 10), Rect(290, 190, 40, 40)
    with target.begin("Paint") as editor:
        editor.touch(corner)[corner.slices] = 255
        editor.announce(corner, EMPTY, beyond)
    event = heard[0]
    assert isinstance(event, MaskChanged)
    assert event.rect == Rect.of(target.size)
    assert event.parts == (corner, Rect(290, 190, 10, 10))


def test_undo_and_redo_swap_the_tiles_and_say_which() -> None:
    target = document()
    paint(target, PLACE)
    heard = listen(target)
    assert target.undo()
    assert not target.mask.pixels.any()
    assert heard == [MaskChanged(Rect(0, 0, 256, 200)), HistoryChanged()]
    assert not target.is_mask_modified
    assert target.redo()
    assert (target.mask.pixels[PLACE.slices] == 255).all()
    assert not target.redo()


def test_nothing_to_undo_is_said() -> None:
    target = document()
    assert not target.undo()
    assert not target.redo()


def test_an_edit_that_changes_nothing_is_no_edit() -> None:
    target = document()
    heard = listen(target)
    paint(target, PLACE, 0)
    target.clear_mask()
    with target.begin("Nothing"):
        pass
    assert not target.history.can_undo
    assert heard == [
        MaskChanged(PLACE),
        EditDropped(),
        MaskChanged(Rect.of(target.size)),
        EditDropped(),
        EditDropped(),
    ]


def test_a_failed_edit_is_taken_back() -> None:
    target = document()
    paint(target, Rect(0, 0, 300, 60), 90)
    before = target.mask.pixels.copy()

    def fail(_event: object) -> None:
        disconnect()
        raise LookupError

    disconnect = target.changed.connect(fail)
    with pytest.raises(LookupError):
        paint(target, PLACE)
    assert np.array_equal(target.mask.pixels, before)
    assert not target.is_editing
    assert target.history.undo_label == "Paint"


def test_an_aborted_edit_leaves_the_exact_before_state_and_announces_it() -> None:
    target = document()
    target.replace_mask(noise(target.size, 1)[..., 0].astype(np.uint8))
    before = target.mask.pixels.copy()
    heard = listen(target)
    editor = target.begin("Stroke")
    editor.touch(PLACE)[PLACE.slices] = 255
    editor.announce(PLACE)
    editor.abort()
    assert np.array_equal(target.mask.pixels, before)
    assert heard == [MaskChanged(PLACE), MaskChanged(Rect(0, 0, 256, 200)), EditDropped()]
    assert editor.tiles_saved == 4
    assert editor.size == target.size


def test_whoever_hears_of_an_aborted_edit_finds_it_ended() -> None:
    target = document()
    found: list[bool] = []
    editor = target.begin("Stroke")
    editor.touch(PLACE)[PLACE.slices] = 255
    target.changed.connect(lambda _event: found.append(target.is_editing or bool(target.mask.pixels.any())))
    editor.abort()
    assert found == [False, False]


def test_an_ended_edit_cannot_go_on() -> None:
    target = document()
    with target.begin("Stroke") as editor:
        editor.commit()
    for action in (editor.commit, editor.abort, lambda: editor.touch(PLACE), lambda: editor.announce(PLACE)):
        with pytest.raises(RuntimeError, match="'Stroke' has ended"):
            action()


def test_an_empty_or_distant_announcement_says_nothing() -> None:
    target = document()
    heard = listen(target)
    with target.begin("Stroke") as editor:
        editor.announce(EMPTY)
        editor.announce(Rect(1000, 1000, 5, 5))
        assert heard == []


def test_while_an_edit_is_open_all_else_is_refused() -> None:
    target = document()
    paint(target, PLACE)
    editor = target.begin("Stroke")
    assert target.is_editing
    assert not target.undo()
    assert not target.redo()
    for action in (
        target.invert_mask,
        target.clear_mask,
        lambda: target.begin("Other"),
        lambda: target.add_patch(patch(target, PLACE)),
    ):
        with pytest.raises(EditOpenError, match="Finish the stroke first"):
            action()
    editor.commit()
    assert target.undo()


def test_commands_over_the_whole_mask() -> None:
    target = document()
    target.fill_mask(255)
    assert target.mask.coverage() == 1
    target.invert_mask()
    assert target.mask.coverage() == 0
    target.fill_mask(60)
    target.clear_mask()
    mask = noise(target.size, 1)[..., 0].astype(np.uint8)
    target.replace_mask(mask)
    labels = []
    while target.history.can_undo:
        labels.append(target.history.undo_label)
        target.undo()
    assert not target.mask.pixels.any()
    assert labels == [
        "Replace repaint area",
        "Clear repaint area",
        "Fill repaint area",
        "Invert repaint area",
        "Fill repaint area",
    ]
    while target.redo():
        pass
    assert np.array_equal(target.mask.pixels, mask)


def test_inverting_keeps_no_pixels() -> None:
    target = document()
    target.replace_mask(noise(target.size, 1)[..., 0].astype(np.uint8))
    held = target.history.size_bytes
    target.invert_mask()
    assert target.history.size_bytes - held < 1000


@pytest.mark.parametrize("wrong", [np.zeros((300, 200), np.uint8), np.zeros((200, 300), np.uint16)])
def test_another_mask_must_fit(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="A mask of"):
        document().replace_mask(wrong)


def test_saving_is_remembered() -> None:
    target = document()
    target.add_patch(patch(target, PLACE))
    paint(target, PLACE)
    heard = listen(target)
    target.mark_saved(target.snapshot())
    assert heard == [HistoryChanged()]
    assert (target.is_modified, target.is_mask_modified) == (False, False)
    target.undo()
    assert (target.is_modified, target.is_mask_modified) == (False, False), "nothing is painted any more"
    target.undo()
    assert (target.is_modified, target.is_mask_modified) == (True, False)
    target.redo()
    target.redo()
    assert (target.is_modified, target.is_mask_modified) == (False, False)


def test_what_is_done_after_the_saved_moment_is_not_saved() -> None:
    target = document()
    moment = target.snapshot()
    target.add_patch(patch(target, PLACE))
    paint(target, PLACE)
    target.mark_saved(moment)
    assert (target.is_modified, target.is_mask_modified) == (True, True)
    target.remove_patch(target.patches[0].id)
    assert (target.is_modified, target.is_mask_modified) == (False, True)


def test_an_exported_painting_is_kept_until_it_is_painted_on() -> None:
    target = document()
    paint(target, PLACE)
    found = [target.is_mask_modified]
    target.mark_mask_saved(target.snapshot().painting)
    for step in (lambda: None, target.invert_mask, target.undo):
        step()
        found.append(target.is_mask_modified)
    assert found == [True, False, True, False]


def test_a_patch_is_laid_over_and_can_be_undone() -> None:
    target = document()
    original = target.picture.pixels
    one = patch(target, PLACE)
    heard = listen(target)
    target.add_patch(one)
    assert heard == [PatchesChanged(), PixelsChanged(PLACE), HistoryChanged()]
    assert ids(target) == ["a"]
    assert target.pixels is not original
    expected = original.copy()
    expected[PLACE.slices] = lay_over(original[PLACE.slices], one.pixels, one.weight)
    assert np.array_equal(target.pixels, expected)
    with pytest.raises(ValueError, match="read-only"):
        target.pixels[0, 0] = 0
    target.undo()
    assert ids(target) == []
    assert np.array_equal(target.pixels, original)
    target.redo()
    assert np.array_equal(target.pixels, expected)


def test_a_lower_patch_can_be_removed_and_comes_back_below() -> None:
    target = document()
    low, high = patch(target, PLACE, "low", 1), patch(target, PLACE.translated(20, 30), "high", 5)
    target.add_patch(low)
    target.add_patch(high)
    both = target.pixels.copy()
    target.remove_patch("low")
    assert ids(target) == ["high"]
    expected = target.picture.pixels.copy()
    expected[high.rect.slices] = lay_over(expected[high.rect.slices], high.pixels, high.weight)
    assert np.array_equal(target.pixels, expected)
    target.undo()
    assert ids(target) == ["low", "high"]
    assert np.array_equal(target.pixels, both)
    assert target.history.redo_label == "Remove result"
    with pytest.raises(KeyError):
        target.remove_patch("other")


def test_patches_that_do_not_fit_are_refused() -> None:
    target = document()
    target.add_patch(patch(target, PLACE, "a"))
    with pytest.raises(ValueError, match="lies there already"):
        target.add_patch(patch(target, PLACE, "a"))
    with pytest.raises(ValueError, match="does not lie in the picture"):
        target.add_patch(patch(target, Rect(290, 0, 20, 20), "b"))
    deep = Patch("c", PLACE, noise(PLACE.size, dtype=np.uint16), np.zeros((90, 60), np.uint8), "", 0, "")
    with pytest.raises(ValueError, match="another layout"):
        target.add_patch(deep)
    nameless = Patch("d", PLACE, noise(PLACE.size), np.zeros((90, 60), np.uint8), "", 0, "")
    target.add_patch(nameless)
    assert target.history.undo_label == "Accept result"


def test_a_deep_document_composes_at_its_own_depth() -> None:
    target = Document(Picture(noise(Size(80, 60), 3, dtype=np.uint16), has_alpha=False))
    rect = Rect(10, 10, 30, 20)
    one = Patch("a", rect, noise(rect.size, 3, 5, np.uint16), np.full((20, 30), 255, np.uint8), "", 0, "")
    target.add_patch(one)
    assert np.array_equal(target.pixels[rect.slices], one.pixels)


def test_a_snapshot_never_changes() -> None:
    target = document()
    paint(target, PLACE)
    target.add_patch(patch(target, PLACE))
    taken = target.snapshot()
    mask, pixels = target.mask.pixels.copy(), target.pixels.copy()
    target.fill_mask(7)
    target.add_patch(patch(target, Rect(0, 0, 300, 200), "b", 9))
    assert np.array_equal(taken.mask, mask)
    assert np.array_equal(taken.pixels, pixels)
    part = Rect(90, 40, 30, 30)
    assert np.array_equal(taken.pixels_in(part), pixels[part.slices])
    assert taken.pixels is taken.pixels
    for array in (taken.mask, taken.pixels, taken.pixels_in(part)):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0


def test_a_snapshot_without_patches_copies_no_pixels() -> None:
    target = document()
    assert np.shares_memory(target.snapshot().pixels, target.picture.pixels)


def test_a_spare_copy_becomes_the_composed_picture() -> None:
    target = document()
    spare = target.picture.pixels.copy()
    target.composition.receive_spare(spare)
    assert target.pixels is target.picture.pixels
    target.add_patch(patch(target, PLACE))
    assert np.shares_memory(target.pixels, spare)
    target.composition.receive_spare(target.picture.pixels.copy())
    target.undo()
    assert np.shares_memory(target.pixels, spare)
    with pytest.raises(ValueError, match="spare"):
        target.composition.receive_spare(spare[1:])


def test_rows_are_composed_where_they_are_read() -> None:
    target = document(60, 50)
    target.add_patch(patch(target, Rect(10, 15, 30, 20)))
    snapshot = target.snapshot()
    assert (snapshot.rows.shape, snapshot.rows.dtype) == (snapshot.pixels.shape, snapshot.pixels.dtype)
    for part in (slice(0, 10), slice(12, 20), slice(30, 50), slice(None)):
        assert np.array_equal(snapshot.rows[part], snapshot.pixels[part])
