"""What is said of results: their names, what was proved of them, and what the service had changed."""

from PySide6.QtCore import QCoreApplication, QLocale

from picpik_studio.app.inspecting import Inspecting
from picpik_studio.app.session import Session
from picpik_studio.core.patch import Patch
from picpik_studio.core.proof import Proof

_PERCENT = 100


def patch_name(patch: Patch, session: Session) -> str:
    """Return a patch's own name, or what it came from: its seed, its place in the batch, or that it was flattened."""
    if patch.name:
        return patch.name
    translate = QCoreApplication.translate
    if patch.is_flat:
        return translate("Results", "Flattened")
    job = session.program.jobs.get(patch.job_id)
    seeds = {ref.index: ref.seed for ref in job.results} if job is not None else {}
    seed = seeds.get(patch.image_index)
    if seed is not None:
        return translate("Results", "Seed {seed}").format(seed=seed)
    return translate("Results", "Result {number}").format(number=patch.image_index + 1)


def proof_words(proof: Proof, *, of_all: bool = False) -> str:
    """Return what was proved, with its numbers; `of_all`: of the document with everything that lies over it."""
    translate, locale = QCoreApplication.translate, QLocale()
    text = (
        translate("Results", "{differing} of {outside} pixels differ outside the footprints")
        if of_all
        else translate("Results", "{differing} of {outside} pixels differ outside the footprint")
    )
    locale.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)  # in groups of three, whatever the language
    return text.format(differing=locale.toString(proof.differing), outside=locale.toString(proof.outside))


def service_words(inspecting: Inspecting) -> str:
    """Return what the service had changed outside the footprint of the result that is looked at."""
    translate, look = QCoreApplication.translate, inspecting.service
    if look is None:
        if inspecting.is_busy:
            return translate("Results", "looking at what the service had changed…")
        if inspecting.found is not None and not inspecting.found.is_one:
            return translate("Results", "cannot be told of several results at once, for each was sent by itself")
        return translate("Results", "what the service was sent is not kept any more")
    change = look.change
    if not change.changed:
        return translate("Results", "the service had changed nothing there")
    text = translate("Results", "the service had changed {percent} of them, by up to {largest} of 255")
    return text.format(percent=_share(change.changed, change.outside), largest=change.largest)


def _share(part: int, whole: int) -> str:
    """Return a share in percent; what is there at all is never 0 %."""
    percent = _PERCENT * part / max(whole, 1)
    digits = 0 if percent >= 10 else 1 if percent >= 0.1 else 3  # noqa: PLR2004 - two figures that say something
    return f"{QLocale().toString(percent, 'f', digits)} %"
