"""What a saved picture's Content Credentials (C2PA) say of how it came about, and with what they are signed."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from picpik_studio import __version__
from picpik_studio.app.origins import BY_HAND, GENERATIVE, Origin, model_code, parameters_text
from picpik_studio.app.settings import Settings
from picpik_studio.files.crediting import Claim, Credential, ParentFile

GENERATOR: Final = ("PicPik Studio", __version__)
# For whoever reads the picture, in whatever language: the manifest is part of the file, and is not translated.
REDRAWN: Final = "A part of the picture was redrawn by a model."
COPIED: Final = "A part of the picture was filled with copies of its surroundings; no model was used."
RECUT: Final = "The canvas was changed: the picture was cropped, or laid on a larger canvas."
PARAMETERS: Final = "picpik-studio.parameters"
"""What an action calls the text of what it was made with."""


def credential_of(settings: Settings, passphrase: Callable[[], str] = str) -> Credential | None:
    """Return with what the person wants pictures signed; None when they do not."""
    if not settings.is_on("sign_pictures"):
        return None
    chain, key = (settings.text(name) for name in ("sign_chain", "sign_key"))
    return Credential(Path(chain) if chain else None, Path(key) if key else None, passphrase)


def claim_of(
    title: str,
    origins: tuple[Origin, ...],
    parent: ParentFile | None,
    *,
    with_parameters: bool,
    keeps_history: bool,
    is_recut: bool = False,
) -> Claim:
    """Return what is said of a picture that was opened from `parent` and has `origins` in it.

    `is_recut`: its canvas is not the opened picture's any more. Prompts and numbers only `with_parameters`; never a
    key, an address or a TaskUID.
    """
    recut = ({"action": "c2pa.edited", "description": RECUT},) if is_recut else ()
    edits = (*recut, *(_edit(origin, with_parameters=with_parameters) for origin in origins))
    return Claim(title, GENERATOR, edits, parent, keeps_history)


def _edit(origin: Origin, *, with_parameters: bool) -> Mapping[str, Any]:
    """Return C2PA's action for one result."""
    job = origin.job
    text = parameters_text(origin) if with_parameters else None
    said: dict[str, Any] = {
        "action": "c2pa.edited",
        "digitalSourceType": GENERATIVE if origin.is_generative else BY_HAND,
        "softwareAgent": _agent(origin),
        "description": REDRAWN if origin.is_generative else COPIED,
    }
    if job is not None:
        said["when"] = datetime.fromtimestamp(job.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return said | ({"parameters": {PARAMETERS: text}} if text is not None else {})


def _agent(origin: Origin) -> dict[str, str]:
    """Return what did it: the model by its code where one did and is known, else this program."""
    code = model_code(origin.job.request.get("mapping", {})) if origin.job is not None else ""
    name, version = GENERATOR
    return {"name": code} if code and origin.is_generative else {"name": name, "version": version}
