"""Reads results from their files: as patches, and what of the same painting went as other jobs. Slow: for workers."""

from contextlib import suppress

from picpik_studio.app.job import Job, ResultRef
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.results import to_patch
from picpik_studio.app.session_state import Sent
from picpik_studio.app.submitting import read_file
from picpik_studio.core.geometry import Offset
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.errors import PicPikError
from picpik_studio.files.masks import read_mask


def load(jobs: Jobs, ref: ResultRef, picture: Picture, origin: Offset) -> Patch:
    """Return a result as a patch for `picture` on a canvas with this `origin`. Raises as `to_patch`."""
    request = jobs.request(ref.job_id)
    return to_patch(request, read_file(ref.path), picture, job_id=ref.job_id, index=ref.index, origin=origin)


def parts_beside(jobs: Jobs, job_id: str) -> dict[int, tuple[Job, ...]]:
    """Return the jobs that have the other parts of the same painting, by the number of the part, newest first."""
    job = jobs.get(job_id)
    beside: dict[int, tuple[Job, ...]] = {}
    if job is None or job.part is None:
        return beside
    for other in jobs.of_picture(job.picture_hash):
        if other.part is not None and other.part.whole == job.part.whole and other.part.number != job.part.number:
            beside[other.part.number] = (other, *beside.get(other.part.number, ()))
    return beside


def sent_beside(jobs: Jobs, job_id: str, origin: Offset) -> Sent:
    """Return where the other parts of the same painting are repainted, on a canvas with this `origin`.

    What cannot be read any more is left out.
    """
    sent = []
    for job, *_ in parts_beside(jobs, job_id).values():
        with suppress(PicPikError):
            request = jobs.request(job.id)
            place = request.area.translated(*request.way_to(origin))
            sent.append((place, read_mask(request.weight, request.area.size)))
    return tuple(sent)
