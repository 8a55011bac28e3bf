"""Importing a repaint area: what is counted, what is put in, and that one undo takes it back."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.importing import Choice, Found, Mode
from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document
from picpik_studio.files.masks import write_mask
from tests.app.conftest import Bench

WIDTH, HEIGHT = 200, 120


@pytest.fixture
def session(bench: Bench) -> Iterator[Session]:
    made = Session(bench.program)
    yield made
    made.close()


@pytest.fixture
def document(bench: Bench, session: Session, tmp_path: Path) -> Document:
    pixels = np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "photo.png"), pixels)
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not None)
    assert session.document is not None
    return session.document


def rows(first: int, end: int) -> Plane:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[first:end] = 255
    return mask


def looked(bench: Bench, session: Session, path: Path) -> Found:
    found: list[Found] = []
    session.importing.look_at_file(path, found.append)
    bench.until(lambda: found)
    return found[0]


def stored(path: Path, mask: Plane) -> Path:
    Image.fromarray(mask).save(path)
    return path


@pytest.mark.parametrize("turns", [(False, False), (False, True), (True, False), (True, True)])
@pytest.mark.parametrize("mode", ["replace", "add", "subtract", "intersect"])
def test_what_is_counted_is_what_comes(
    bench: Bench, session: Session, document: Document, tmp_path: Path, mode: Mode, turns: tuple[bool, bool]
) -> None:
    is_inverted, is_keep = turns
    session.parameters.set("invert_mask", is_keep)
    now, file = rows(0, 48), rows(36, 60)
    document.replace_mask(255 - now if is_keep else now)
    found = looked(bench, session, stored(tmp_path / "mask.png", file))
    choice = Choice(found.file.readings[0], mode)
    choice = choice.inverted() if is_inverted else choice
    area = 255 - file if is_inverted else file
    expected = {
        "replace": area,
        "add": now | area,
        "subtract": now & ~area,
        "intersect": now & area,
    }[mode]
    assert found.share(choice) == (expected == 255).mean()
    assert np.array_equal(found.small(choice), expected)
    before = document.mask.pixels.copy()
    session.importing.take(found, choice)
    bench.until(lambda: not np.array_equal(document.mask.pixels, before))
    assert np.array_equal(document.mask.pixels, 255 - expected if is_keep else expected)
    document.undo()
    assert np.array_equal(document.mask.pixels, before)


def test_a_replaced_painting_lies_in_its_file(
    bench: Bench, session: Session, document: Document, tmp_path: Path
) -> None:
    found = looked(bench, session, stored(tmp_path / "mask.png", rows(5, 9)))
    session.importing.take(found, Choice(found.file.readings[0]))
    bench.until(document.mask.pixels.any)
    assert not session.is_mask_modified


@pytest.mark.parametrize("is_keep", [False, True])
def test_what_was_exported_as_painted_comes_back_exactly(
    bench: Bench, session: Session, document: Document, tmp_path: Path, *, is_keep: bool
) -> None:
    session.parameters.set("invert_mask", is_keep)
    soft = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
    document.replace_mask(soft)
    session.export_mask(tmp_path / "mask.png")
    bench.until(lambda: bench.notices)
    document.clear_mask()
    found = looked(bench, session, tmp_path / "mask.png")
    assert found.file.is_ours
    session.importing.take(found, Choice(found.file.readings[0]))
    bench.until(document.mask.pixels.any)
    assert np.array_equal(document.mask.pixels, soft)


def test_ours_is_never_taken_for_inverted(bench: Bench, session: Session, document: Document, tmp_path: Path) -> None:
    assert not document.mask.pixels.any()
    ground = 255 - rows(40, 50)
    ground[:, :20] = ground[:, -20:] = 255
    write_mask(tmp_path / "ours.png", ground)
    ours = looked(bench, session, tmp_path / "ours.png")
    theirs = looked(bench, session, stored(tmp_path / "theirs.png", ground))
    assert not ours.file.readings[0].is_inverted
    assert theirs.file.readings[0].is_inverted
    assert not theirs.looks_inverted(Choice(theirs.file.readings[0]))
    assert theirs.looks_inverted(Choice(theirs.file.readings[0]).inverted())


def test_a_file_that_does_not_fit_is_said(bench: Bench, session: Session, document: Document, tmp_path: Path) -> None:
    session.importing.look_at_file(stored(tmp_path / "mask.png", rows(0, 9)[:, :50]), lambda _found: None)
    bench.until(lambda: bench.notices)
    assert "mask has 50 by 120 pixels" in bench.said()[0]
    assert not document.mask.pixels.any()


def test_another_document_is_left_alone(bench: Bench, session: Session, document: Document, tmp_path: Path) -> None:
    found = looked(bench, session, stored(tmp_path / "mask.png", rows(5, 9)))
    session.open_path(tmp_path / "photo.png")
    bench.until(lambda: session.document is not document)
    session.importing.take(found, Choice(found.file.readings[0]))
    assert session.document is not None
    assert not session.document.mask.pixels.any()
    assert not document.mask.pixels.any()


def test_without_a_document_there_is_nothing_to_import_into(session: Session) -> None:
    with pytest.raises(RefusedError, match="No picture is open"):
        session.importing.look_at_file(Path("x.png"), lambda _found: None)
