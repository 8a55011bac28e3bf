"""Requests in the journal: plain JSON with the job, the pictures beside it by their hash."""

from collections.abc import Mapping
from typing import Any

from picpik_studio.app.action import Action
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.job import PartOf
from picpik_studio.app.request import GenerationRequest
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size
from picpik_studio.files.journal import Journal
from picpik_studio.texts import QT_TRANSLATE_NOOP

Record = dict[str, Any]

_PLAIN = ("connection_id", "request_uuid", "picture_hash")
_BLOBS = ("picture", "mask", "weight", "thumbnail")

UNREADABLE = QT_TRANSLATE_NOOP("Jobs", "What was sent with this job cannot be read any more: prepare it anew.")


def store_request(journal: Journal, request: GenerationRequest) -> Record:
    """Keep the request's pictures in the journal; return the JSON that goes into the job's record. Raises FileError."""
    record: Record = {name: getattr(request, name) for name in _PLAIN}
    record |= {name: journal.put_blob(getattr(request, name)) for name in _BLOBS}
    record["action"] = request.action.value
    record["reference"] = None if request.reference is None else journal.put_blob(request.reference)
    record["mapping"] = dict(request.mapping)
    record["parameters"] = dict(request.parameters)
    record["frame"] = [*request.frame.rect, *request.frame.sent]
    record["area"] = list(request.area)
    record["size"] = list(request.size)
    record["origin"] = list(request.origin)
    record["part"] = request.part and list(request.part)
    return record


def load_request(journal: Journal, record: Mapping[str, Any]) -> GenerationRequest:
    """Return the request that `store_request` kept. Raises FileError, and RefusedError when it is not one."""
    try:
        *rect, width, height = record["frame"]
        names = {name: str(record[name]) for name in _BLOBS}
        values: Record = {
            **{name: str(record[name]) for name in _PLAIN},
            "action": Action(record.get("action", Action.REDRAW)),
            "mapping": dict(record["mapping"]),
            "parameters": dict(record["parameters"]),
            "frame": Frame(Rect(*rect), Size(width, height)),
            "area": Rect(*record["area"]),
            "size": Size(*record["size"]),
            "origin": Offset(*record.get("origin", NOWHERE)),
            "part": PartOf(*record["part"]) if record.get("part") else None,
        }
        reference = record["reference"]
    except (KeyError, TypeError, ValueError):
        raise RefusedError(UNREADABLE) from None
    blobs: Record = {name: journal.blob(blob) for name, blob in names.items()}
    blobs["reference"] = None if reference is None else journal.blob(reference)
    return GenerationRequest(**values, **blobs)
