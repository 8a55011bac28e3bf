"""Jobs as the journal keeps them: plain JSON values, read leniently (another version may have written them)."""

import base64
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picpik_studio.app.action import Action
from picpik_studio.app.job import Job, PartOf, Reason, ResultRef, State
from picpik_studio.core.proof import Proof

Record = dict[str, Any]

_PLAIN = (
    "id",
    "connection_id",
    "request_uuid",
    "created",
    "picture_hash",
    "batch",
    "task_uid",
    "status_word",
    "started",
    "ended",
    "credits",
    "seed",
    "prompt",
    "owner",
    "is_watched",
    "deadline",
    "may_have_left",
)  # fmt: skip - a list of names


def to_record(job: Job) -> Record:
    """Return `job` as JSON values; `from_record` makes it again."""
    record: Record = {name: getattr(job, name) for name in _PLAIN}
    record["action"] = job.action.value
    record["message"] = job.message and _message(job.message)
    record["results"] = [_result_record(ref) for ref in job.results]
    record["thumbnail"] = base64.b64encode(job.thumbnail).decode("ascii")
    record["document"] = str(job.document) if job.document else None
    record["urls"] = list(job.urls)
    record["unreadable"] = [str(path) for path in job.unreadable]
    record["candidates"] = list(job.candidates)
    record["told"] = [list(extra) for extra in job.told]
    record["extras"] = [list(extra) for extra in job.extras]
    record["part"] = job.part and list(job.part)
    record["request"] = dict(job.request)
    return record


def from_record(state: str, record: Mapping[str, Any]) -> Job:
    """Return the job that `record` describes. Raises KeyError, TypeError or ValueError when it describes none.

    Records that do not say yet whether a job had left are read as if it had: that is never sent again in silence.
    """
    known = {"may_have_left": True, **{name: record[name] for name in _PLAIN if name in record}}
    message = record.get("message")
    document, part = record.get("document"), record.get("part")
    return Job(
        **known,
        state=State(state),
        action=Action(record.get("action", Action.REDRAW)),
        message=Reason(message["template"], MappingProxyType(dict(message["values"])), message.get("detail", ""))
        if message
        else None,
        results=tuple(_result(record["id"], item) for item in record.get("results", ())),
        thumbnail=base64.b64decode(record.get("thumbnail", "")),
        document=Path(document) if document else None,
        part=PartOf(*part) if part else None,
        urls=tuple(record.get("urls", ())),
        unreadable=tuple(Path(path) for path in record.get("unreadable", ())),
        candidates=tuple(record.get("candidates", ())),
        told=tuple((str(name), str(text)) for name, text in record.get("told", ())),
        extras=tuple((str(name), str(text)) for name, text in record.get("extras", ())),
        request=MappingProxyType(dict(record.get("request", {}))),
    )


def _result_record(ref: ResultRef) -> Record:
    return {
        "index": ref.index,
        "seed": ref.seed,
        "path": str(ref.path),
        "hidden": ref.hidden,
        "thumbnail": base64.b64encode(ref.thumbnail).decode("ascii"),
        "proof": ref.proof and [ref.proof.outside, ref.proof.differing],
    }


def _result(job_id: str, item: Mapping[str, Any]) -> ResultRef:
    proof = item.get("proof")
    return ResultRef(
        job_id,
        item["index"],
        item["seed"],
        Path(item["path"]),
        base64.b64decode(item["thumbnail"]),
        item["hidden"],
        Proof(*proof) if proof else None,
    )


def _message(reason: Reason) -> Record:
    return {"template": reason.template, "values": _plain(reason.values), "detail": reason.detail}


def _plain(values: Mapping[str, object]) -> Record:
    return {name: value if isinstance(value, (int, float, str)) else str(value) for name, value in values.items()}
