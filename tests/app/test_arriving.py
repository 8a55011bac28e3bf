"""Which results come to the front by themselves, and which are announced."""

from functools import partial

from picpik_studio.app.arriving import HAS_COME
from picpik_studio.app.session import Session
from tests.app.cloud import Cloud
from tests.app.conftest import Bench, document_of
from tests.app.submissions import is_shown, shown, submitted


def arrived(bench: Bench, session: Session) -> str:
    """Send a request and wait until what it made is home; return its job."""
    submitted(bench, session)
    return bench.program.jobs.all[-1].id


def test_what_was_sent_last_comes_to_the_front_and_enter_means_it(bench: Bench, session: Session) -> None:
    first = arrived(bench, session)
    shown(bench, session)
    session.show_result(first, 0)
    second = arrived(bench, session)
    bench.until(lambda: shown(bench, session) == (second, 0))
    session.accept_shown()
    assert [patch.job_id for patch in document_of(session).patches] == [second]
    assert session.arriving.new == set()


def test_a_result_that_is_picked_from_stays_and_the_new_one_is_marked_and_announced(
    bench: Bench, session: Session
) -> None:
    first = arrived(bench, session)
    shown(bench, session)
    session.tool.tool = "pick"
    second = arrived(bench, session)
    assert shown(bench, session) == (first, 0)
    assert session.arriving.new == {(second, 0)}
    notice = next(notice for notice in bench.notices if notice.template == HAS_COME)
    withdrawn: list[str] = []
    bench.program.notices.withdrawn.connect(withdrawn.append)
    assert notice.action is not None
    notice.action.run()
    bench.until(lambda: shown(bench, session) == (second, 0))
    assert session.arriving.new == set()
    assert notice.key in withdrawn


def test_a_result_that_is_compared_stays(bench: Bench, session: Session) -> None:
    first = arrived(bench, session)
    shown(bench, session)
    session.arriving.is_comparing = lambda: True
    arrived(bench, session)
    assert shown(bench, session) == (first, 0)
    assert HAS_COME in [notice.template for notice in bench.notices]


def test_a_result_that_one_went_to_while_waiting_stays(bench: Bench, session: Session, cloud: Cloud) -> None:
    submitted(bench, session, batch_size=2)
    first, _ = shown(bench, session)
    cloud.words = ["Running"]
    session.submit()
    bench.until(lambda: "task-2" in cloud.tasks)
    session.show_next()
    bench.until(partial(is_shown, session, 1))
    cloud.tasks["task-2"].words = ["Finished"]
    bench.until(lambda: all(job.is_ended for job in bench.program.jobs.all))
    assert shown(bench, session) == (first, 1)
    assert HAS_COME in [notice.template for notice in bench.notices]


def test_a_result_that_comes_during_a_strokeis_shown_at_its_end(bench: Bench, session: Session) -> None:
    session.submit()
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all)
    with document_of(session).begin("stroke"):
        bench.until(lambda: jobs.all[0].is_ended)
        assert session.shown is None
    assert shown(bench, session) == (jobs.all[0].id, 0)
