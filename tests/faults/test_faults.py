"""Every fault at every stage: no job lost, none sent twice, no key told, one clear sentence."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest

from picpik_studio.app.job import Job, State
from tests.app.conftest import Bench
from tests.faults.bench import Ledger, demand_a_sentence, demand_no_key, demand_nothing_lost, is_settled, wanted
from tests.faults.faults import FOR_EVER, Case, End, cases
from tests.faults.proxy import Exchange, Gone, Proxy, pass_on

TABLE = "faults and outcomes"
_ERRORS = {"error", "warning"}
AT_ONCE = 8


class Trial:
    """One case being tried."""

    def __init__(self, case: Case, bench: Bench, proxy: Proxy, ledger: Ledger) -> None:
        self.case = case
        self.bench = bench
        self.jobs = bench.program.jobs
        self.proxy = proxy
        self.ledger = ledger
        self.sentences: list[str] = []
        self.heard: dict[str, Job] = {}
        self.jobs.changed.connect(self._heard)
        proxy.tells_uuid = case.end not in {"offered", "asked"}

    @property
    def job(self) -> Job:
        """The job that was submitted last."""
        return self.jobs.all[-1]

    @property
    def uuids(self) -> list[str]:
        return [job.request_uuid for job in self.jobs.all]

    def put_the_fault_in(self) -> None:
        """Put the fault in; connections are refused from the exchange before on, until something is said of it."""
        case, proxy = self.case, self.proxy
        if case.fault is not None:
            proxy.put_in(case.stage, case.fault, case.times)
        elif case.stage == "submit":
            proxy.refuse()
        else:
            proxy.put_in("submit" if case.stage == "poll" else "poll", self._refuse_next, FOR_EVER)

    def _refuse_next(self, exchange: Exchange) -> None:
        """Answer, and take no connection after the answer that leads to the stage in question."""
        answer = exchange.hand_on()
        is_last = exchange.stage == "submit" or b'"Finished"' in answer.body
        if is_last:
            self.proxy.refuse()
        exchange.answer(answer)
        if is_last:
            raise Gone

    def settle(self) -> Job:
        """Wait until the job is settled and everybody has heard of it."""
        self.bench.until(lambda: self.heard.get(self.job.id) == self.job and is_settled(self.job))
        return self.job

    def _heard(self, job: Job) -> None:
        self.heard[job.id] = job
        if job.message is None:
            return
        self.sentences.append(job.message.text)
        if self.case.fault is None and not is_settled(job):
            self.proxy.lift()


def by_itself(trial: Trial) -> None:
    assert trial.job.state is State.FINISHED, trial.job.message


def offered(trial: Trial) -> None:
    job = trial.job
    ((_uuid, uid),) = trial.ledger.of(trial.uuids)
    assert (job.state, uid in job.candidates) == (State.UNKNOWN, True)
    trial.proxy.lift()
    trial.jobs.adopt(job.id, uid)
    trial.bench.until(lambda: trial.job.is_ended)
    assert trial.job.state is State.FINISHED


def asked(trial: Trial) -> None:
    job = trial.job
    assert (job.state, trial.ledger.of(trial.uuids)) == (State.UNKNOWN, [])
    trial.proxy.lift()
    trial.jobs.send_again(job.id)
    trial.bench.until(lambda: len(trial.jobs.all) == 2)
    assert trial.settle().state is State.FINISHED


def refused(trial: Trial) -> None:
    job = trial.job
    assert (job.state, trial.ledger.of(trial.uuids)) == (State.FAILED, [])
    trial.proxy.lift()
    trial.jobs.retry(job.id)
    trial.bench.until(lambda: len(trial.jobs.all) == 2)
    assert trial.settle().state is State.FINISHED


def gone(trial: Trial) -> None:
    job = trial.job
    assert (job.state, job.is_owed, job.can_look) == (State.FAILED, True, True)
    trial.proxy.lift()
    trial.jobs.look_again(job.id)
    trial.bench.until(lambda: trial.job.state is State.FINISHED)


def kept(trial: Trial) -> None:
    job = trial.job
    assert job.state is State.FAILED
    (path,) = job.unreadable
    assert path.exists()
    trial.proxy.lift()
    trial.jobs.look_again(job.id)
    trial.bench.until(lambda: trial.job.state is State.FINISHED)


def misfit(trial: Trial) -> None:
    job = trial.job
    assert (job.state, "does not fit" in str(job.message)) == (State.FINISHED, True)


ENDS: dict[End, Callable[[Trial], None]] = {
    "by itself": by_itself,
    "offered": offered,
    "asked": asked,
    "refused": refused,
    "gone": gone,
    "kept": kept,
    "misfit": misfit,
}


@pytest.fixture
def try_out(
    hasty: Callable[[Proxy, float], None], bench: Bench, proxy: Proxy, ledger: Ledger
) -> Callable[[Case], Trial]:
    def begin(case: Case) -> Trial:
        hasty(proxy, case.read_s)
        trial = Trial(case, bench, proxy, ledger)
        trial.put_the_fault_in()
        return trial

    return begin


@pytest.mark.parametrize("case", [*cases()], ids=str)
def test_a_fault(
    *,
    case: Case,
    try_out: Callable[[Case], Trial],
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    trial = try_out(case)
    bench, ledger = trial.bench, trial.ledger
    trial.jobs.submit(wanted(trial.proxy.url, is_large=case.is_large))
    trial.settle()
    demand_nothing_lost(bench.data / "jobs.sqlite", ledger.of(trial.uuids))
    demand_one_sentence(trial)
    sentence = trial.job.message.text if trial.job.message else " / ".join(dict.fromkeys(trial.sentences))
    sent = Counter(trial.proxy.whole)[trial.job.request_uuid]
    ENDS[case.end](trial)
    demand_sent_once(trial)
    demand_nothing_lost(bench.data / "jobs.sqlite", ledger.of(trial.uuids))
    demand_no_key(bench.data, [*bench.said(), *trial.sentences], caplog.records)
    begun = len(ledger.of(trial.uuids))
    record_property(TABLE, [case.stage, case.name, case.end, f"sent {sent}", f"begun {begun}", sentence])


def test_jobs_that_are_sent_at_once_meet_at_the_engine_and_each_is_accepted_once(
    bench: Bench, proxy: Proxy, ledger: Ledger
) -> None:
    """Hold each until all are on their way into the engine."""
    jobs, together = bench.program.jobs, threading.Barrier(AT_ONCE)

    def meet(exchange: Exchange) -> None:
        with proxy.in_turn(exchange):
            together.wait(60)
        pass_on(exchange)

    proxy.put_in("submit", meet, AT_ONCE)
    for _ in range(AT_ONCE):
        jobs.submit(wanted(proxy.url))
    bench.until(lambda: all(job.is_ended for job in jobs.all))
    assert [job.state for job in jobs.all] == [State.FINISHED] * AT_ONCE
    accepted = ledger.of(job.request_uuid for job in jobs.all)
    assert sorted(accepted) == sorted((job.request_uuid, job.task_uid) for job in jobs.all)
    assert sorted(proxy.handed_on) == sorted(job.request_uuid for job in jobs.all)


def demand_one_sentence(trial: Trial) -> None:
    """See that what is wrong is said once, in a sentence; and that nothing is said where all went well in the end."""
    shown = {notice.key or notice.text: notice for notice in trial.bench.notices}  # the last under each key
    notices = [notice for notice in shown.values() if notice.kind in _ERRORS]
    for sentence in trial.sentences:
        demand_a_sentence(sentence)
    if trial.case.end == "by itself":
        assert (trial.job.message, notices) == (None, [])
    else:
        assert trial.job.message is not None
        assert [notice.text for notice in notices] == [trial.job.message.text]


def demand_sent_once(trial: Trial) -> None:
    """See that each request was accepted at most once, and left whole more than once only when it was turned away."""
    accepted = Counter(uuid for uuid, _uid in trial.ledger.of(trial.uuids))
    assert all(count == 1 for count in accepted.values()), accepted
    is_turned_away = "429" in trial.case.name or "153" in trial.case.name
    assert is_turned_away or all(count == 1 for count in Counter(trial.proxy.whole).values()), trial.proxy.whole
    assert Counter(trial.proxy.handed_on) == accepted
