"""Sending what is painted in a session, and waiting for what comes of it."""

from picpik_studio.app.session import Session
from tests.app.conftest import Bench


def submitted(bench: Bench, session: Session, count: int = 1, **given: object) -> None:
    """Send it `count` times with these parameters, and wait until all jobs have ended."""
    for name, value in given.items():
        session.parameters.set(name, value)
    jobs = bench.program.jobs
    before = len(jobs.all)
    for _ in range(count):
        session.submit()
    bench.until(lambda: len(jobs.all) == before + count and all(job.is_ended for job in jobs.all))


def shown(bench: Bench, session: Session) -> tuple[str, int]:
    """Wait until a result is shown; return which one."""
    bench.until(lambda: session.shown)
    assert session.shown is not None
    return session.shown.job_id, session.shown.index


def is_shown(session: Session, index: int) -> bool:
    """Whether image `index` of any job is shown."""
    return session.shown is not None and session.shown.index == index
