"""What becomes of accepted results when something is gone or goes wrong, in a session without a window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from picpik_studio.app.errors import RefusedError
from picpik_studio.app.session import Session
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.proof import Proof
from picpik_studio.core.seam import AS_SENT, Seam
from tests.app.conftest import Bench, document_of, session_with


@pytest.fixture
def session(bench: Bench, tmp_path: Path) -> Iterator[Session]:
    """A session with a photograph, which sends nothing."""
    with session_with(bench, tmp_path) as made:
        yield made


def small_patch() -> Patch:
    """Return a patch of no job."""
    weight = np.full((8, 10), 255, np.uint8)
    return Patch("small", Rect(5, 5, 10, 8), np.full((8, 10, 4), 255, np.uint8), weight, "", 0, "")


def test_a_request_that_cannot_be_read_any_more_hides_no_proof(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_job_id: str) -> None:
        raise RefusedError("gone")

    monkeypatch.setattr(bench.program.jobs, "request", unreadable)
    patch = replace(small_patch(), job_id="nobody")
    document_of(session).add_patch(patch)
    bench.until(lambda: session.inspecting.found is not None)
    assert session.inspecting.service is None


def test_a_look_that_goes_wrong_is_said(bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Proof:
        raise MemoryError

    monkeypatch.setattr("picpik_studio.app.inspecting.prove", fail)
    document_of(session).add_patch(small_patch())
    bench.until(lambda: any("MemoryError" in text for text in bench.said()))
    assert not session.inspecting.is_busy
    assert session.inspecting.found is None


def test_a_seam_of_a_patch_that_is_gone_is_wanted_no_more(bench: Bench, session: Session) -> None:
    document = document_of(session)
    document.add_patch(small_patch())
    session.patches.set_seam(Seam(blend_px=2))
    session.patches.set_seam(Seam(blend_px=3))
    document.set_patches((), "Remove")
    bench.until(lambda: not session.patches.is_busy)
    assert session.patches.seam is None
    document.undo()
    assert session.patches.seam == AS_SENT


def test_flattening_that_goes_wrong_is_said(bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_of(session)
    for name in "ab":
        document.add_patch(replace(small_patch(), id=name))

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("picpik_studio.app.patches.patch_list.flattened", fail)
    session.patches.flatten()
    bench.until(lambda: not session.patches.is_busy)
    assert any("MemoryError" in text for text in bench.said())
    assert len(session.patches.all) == 2
