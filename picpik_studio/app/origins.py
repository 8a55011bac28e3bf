"""Where the pixels of a saved picture came from, and what its file says of it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from picpik_studio import __version__
from picpik_studio.app.action import Action
from picpik_studio.app.connections import LOCAL
from picpik_studio.app.job import Job, ResultRef
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Metadata
from picpik_studio.files import xmp
from picpik_studio.files.parameters_text import MadeWith, to_text

TOOL: Final = f"PicPik Studio {__version__}"
PATCHMATCH: Final = "local-patchmatch"
"""The code of this computer's own model, which is none: it copies from around the hole."""

_TERMS: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# "Augmentation, correction or enhancement using a Generative AI model, such as with inpainting or outpainting" (IPTC's
# Digital Source Type NewsCodes, release of 2024-10).
GENERATIVE: Final = f"{_TERMS}compositeWithTrainedAlgorithmicMedia"
# What PatchMatch fills, no model made: pieces of the same photograph are copied where a person has painted. That is
# "augmentation, correction or enhancement by one or more humans using non-generative tools". Not compositeCapture: it
# wants several elements that are all captures of real life, which nobody here knows of the picture. Not
# algorithmicallyEnhanced: it is for what leaves the main content as it was.
BY_HAND: Final = f"{_TERMS}humanEdits"
# What a file already says stays when it says more than we would: made wholly or partly by a model.
_STRONGER: Final = frozenset(
    f"{_TERMS}{term}"
    for term in ("trainedAlgorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia")
)


@dataclass(frozen=True)
class Origin:
    """One accepted result: image `index` (from 0) of `job`, which is None when it was removed since."""

    job: Job | None
    index: int

    @property
    def is_generative(self) -> bool:
        """Whether a trained model made it; also when nothing is known any more."""
        if self.job is None or self.job.connection_id != LOCAL:
            return True
        if self.job.action is Action.UPSCALE:  # enlarging makes nothing; what is enlarged may be made by a model
            made_with = self.job.request.get("parameters", {})
            return bool(made_with) and (made_with.get("main_model") or {}).get("code") != PATCHMATCH
        return self.job.action is Action.REDRAW and model_code(self.job.request.get("mapping", {})) != PATCHMATCH

    @property
    def ref(self) -> ResultRef | None:
        """The result itself, while its job has it."""
        return next((ref for ref in self.job.results if ref.index == self.index), None) if self.job else None

    @property
    def seed(self) -> int | None:
        """The seed that made this very image."""
        return self.ref.seed if self.ref is not None else None


def origins_of(patches: Iterable[Patch], job_of: Callable[[str], Job | None]) -> tuple[Origin, ...]:
    """Return what lies over a picture and can be seen, the undermost first; `job_of` finds a job by its id."""
    sources = (source for patch in patches if patch.is_visible for source in patch.sources)
    return tuple(Origin(job_of(source.job_id), source.image_index) for source in sources)


def stamped(metadata: Metadata, origins: tuple[Origin, ...], *, with_parameters: bool) -> Metadata:
    """Return the metadata of a picture with these results in it: XMP says so, and, if wanted, the parameters' text.

    One text names one result, the last one. Without a result nothing is said.
    """
    if not origins:
        return metadata
    wanted = GENERATIVE if any(origin.is_generative for origin in origins) else BY_HAND
    before = xmp.said(metadata.xmp, xmp.SOURCE_TYPE).replace("https:", "http:")
    said = {xmp.SOURCE_TYPE: before if before in _STRONGER else wanted, xmp.CREATOR_TOOL: TOOL}
    text = next(filter(None, map(parameters_text, reversed(origins))), None) if with_parameters else None
    return replace(
        metadata, xmp=xmp.with_said(metadata.xmp, said), parameters=metadata.parameters if text is None else text
    )


def parameters_text(origin: Origin) -> str | None:
    """Return what a result was made with, in the web UI's form; None when that is not known any more."""
    job = origin.job
    mapping: Mapping[str, Any] = job.request.get("mapping", {}) if job is not None else {}
    if job is None or not mapping:
        return None
    width, height = job.request.get("frame", (0, 0, 0, 0))[-2:]
    model = mapping.get("MainModel") or {}
    inference = model.get("InferenceParams") or {}
    masked = mapping.get("Masked") or mapping
    pairs = {
        "Steps": inference.get("Steps"),
        "Sampler": inference.get("Sampler"),
        "CFG scale": inference.get("CFGScale"),
        "Seed": origin.seed if origin.seed is not None else mapping.get("Seed"),
        "Size": f"{width}x{height}",
        "Model": model_code(mapping),
        "Clip skip": inference.get("ClipSkip"),
        "Mask blur": masked.get("MaskBlur"),
        "Refer strength": masked.get("ReferStrength"),
        "Version": TOOL,
    }
    if not origin.is_generative:  # it uses none of these
        pairs |= dict.fromkeys(("Steps", "Sampler", "CFG scale", "Clip skip"))
    prompts = () if not origin.is_generative else mapping.get("PositivePrompts", ())
    negative = () if not origin.is_generative else mapping.get("NegativePrompts", ())
    known = {name: str(value) for name, value in pairs.items() if value not in {None, ""}}
    return to_text(MadeWith(tuple(prompts), tuple(negative), known))


def sidecar(name: str, picture_hash: str, file_hash: str, origins: tuple[Origin, ...]) -> bytes:
    """Return what is kept beside the file `name`: JSON of each result's parameters, hashes, TaskUID and connection.

    Never a key: no request holds one, and an address loses whatever stands before its host.
    """
    told = {
        "program": TOOL,
        "saved": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": PurePath(name).name,
        "file_sha256": file_hash,
        "opened_picture": picture_hash,
        "results": [_told(origin) for origin in origins],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _told(origin: Origin) -> dict[str, Any]:
    job = origin.job
    if job is None:
        return {"image": origin.index, "note": "its job was removed"}
    request = job.request
    return {
        "action": job.action.value,
        "task_uid": job.task_uid,
        "request_uuid": job.request_uuid,
        "connection": _harmless(job.connection_id),
        "created": datetime.fromtimestamp(job.created, UTC).isoformat(timespec="seconds"),
        "image": origin.index,
        "seed": origin.seed,
        "is_generative": origin.is_generative,
        "frame": list(request.get("frame", ())),
        "area": list(request.get("area", ())),
        "origin": list(request.get("origin", (0, 0))),
        "sent": {name: request.get(name) for name in ("picture", "mask", "reference")},
        "call": dict(request.get("mapping", {})),
        "parameters": dict(request.get("parameters", {})),
    }


def _harmless(connection: str) -> str:
    """Return a connection's id or address without a name, a password or a query in it."""
    if "//" not in connection:
        return connection.rpartition("@")[2]
    parts = urlsplit(connection)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def model_code(mapping: Mapping[str, Any]) -> str:
    """Return the code of the model that a request names; nothing where it names none."""
    return str((mapping.get("MainModel") or {}).get("ModelCode", ""))
