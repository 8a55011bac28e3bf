"""When which commands can be used, as their table says it by rule."""

from picpik_studio.app.commands import Rule
from picpik_studio.app.job import Job
from picpik_studio.app.session import Session


def allowed(
    session: Session, *, is_ready: bool, has_paint: bool, job: Job | None, can_compare: bool, has_draft: bool
) -> dict[Rule, bool]:
    """Return every rule as it stands.

    `is_ready`: the document can be worked on; `has_paint`: something is painted; `job`: the selected one;
    `can_compare`: something was laid over the picture; `has_draft`: another canvas is drafted.
    """
    document = session.document if is_ready else None
    history = document.history if document is not None else None
    return {
        "always": True,
        "document": document is not None,
        "mask": document is not None and has_paint,
        "undo": history is not None and history.can_undo,
        "redo": history is not None and history.can_redo,
        "modified": session.is_modified,
        "submit": document is not None,
        "job": job is not None,
        "running": job is not None and job.can_cancel,
        "ended": job is not None and job.is_ended,
        "changed": document is not None and can_compare,
        "inspected": document is not None and session.inspecting.service is not None,
        "patch": document is not None and bool(document.patches),
        "patches": document is not None and sum(patch.is_visible for patch in document.patches) > 1,
        "shown": document is not None and session.shown is not None,
        "new": document is not None and session.can_accept,
        "parts": document is not None and session.accepting.together > 0,
        "steps": document is not None and bool(document.recipe.steps),
        "spot": document is not None and session.missed.current is not None,
        "spots": document is not None and bool(session.missed.spots),
        "selection": session.selecting.preview.found is not None,
        "clicks": bool(session.selecting.clicks),
        "canvas": document is not None and has_draft,
        "dropping": session.selecting.is_open,
    }
