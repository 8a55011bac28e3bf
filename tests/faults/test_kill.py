"""An editor that is killed at any moment of a job's life loses nothing that was paid for, and sends nothing twice.

Moments are drawn from a seed, all of them within the job's life: a step of our own code, counted over all threads from
when the job has come into a state, or a byte on the line, in either direction. A life that takes fewer of them than
the one that was measured ends with its job: then that is the moment. After the kill the editor is started again, and
perhaps killed again while it takes its jobs up.
"""

import hashlib
import json
import os
import queue
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from picpik_studio.app.connections import LOCAL
from picpik_studio.app.job import Reason, State
from picpik_studio.app.request_store import load_request
from picpik_studio.app.resuming import NOT_SENT
from picpik_studio.files.journal import Entry, Journal
from tests.app.conftest import Bench
from tests.engine.service import PRIVATE, PUBLIC, Engine
from tests.faults.bench import Ledger, demand_nothing_lost, is_settled, wanted
from tests.faults.editor import Errand
from tests.faults.proxy import Exchange, Gone, Proxy, pass_on

TABLE = "editors killed"
SEED = 20261129
FEW, ALL = 6, 50
LAST = "finished"
LARGE_BYTES = 4_000_000
"""At least so much is sent of the large request."""
FEW_HERE, ALL_HERE = 2, 10
"""For the service of this computer, whose engine ends with its editor."""


class Editors:
    """Starts editors and tells how they ended."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.editor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PICPIK_PUBLIC_KEY": PUBLIC, "PICPIK_PRIVATE_KEY": PRIVATE},
        )

    def run(self, errand: Errand, started: Callable[[int], None] = lambda _pid: None) -> dict[str, int]:
        """Run one to its end; `started` is told its pid."""
        assert self._process.stdin is not None
        self._process.stdin.write(errand.line)
        self._process.stdin.flush()
        started(self._heard()["pid"])
        return self._heard()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def _heard(self) -> dict[str, int]:
        assert self._process.stdout is not None
        value: dict[str, int] = json.loads(self._process.stdout.readline())
        return value


@pytest.fixture(scope="module")
def editors() -> Iterator[Editors]:
    with closing(Editors()) as made:
        yield made


@dataclass(frozen=True)
class Moment:
    """When an editor is killed, as a part of a whole life; `again`: when the next one is, or 0."""

    number: int
    where: str
    part: float
    again: float
    tells_uuid: bool

    def __str__(self) -> str:
        return f"{self.number}"

    def step_of(self, life: dict[str, int]) -> tuple[str, int]:
        """Return the state in which it lies, and how many steps after its beginning."""
        left = round(self.part * sum(steps for state, steps in life.items() if state != LAST))
        for state, steps in life.items():
            if state == LAST or left < steps:
                break
            left -= steps
        return (state, left) if state != LAST else (LAST, 0)


def moments(count: int) -> list[Moment]:
    """Return as many moments, spread by chance over the whole life."""
    chance = random.Random(SEED)  # noqa: S311 - the same moments in every run
    return [
        Moment(
            number,
            where="step" if number % 2 else "byte",
            part=(number + chance.random()) / count,
            again=chance.choice((0.0, chance.random())),
            tells_uuid=number % 4 < 2,
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Whole:
    """How long a life is that nobody ends: in steps of each state, and in bytes on the line."""

    steps: dict[str, int]
    bytes: int


@pytest.fixture(scope="module")
def whole_lives() -> dict[str, Whole]:
    return {}


@dataclass(frozen=True)
class Behind:
    """What an editor is killed in: editors to start, the proxy that they know, and the engine's record."""

    editors: Editors
    proxy: Proxy
    ledger: Ledger
    data: Path
    lives: Whole


@pytest.fixture
def behind(
    editors: Editors, engine: Engine, ledger: Ledger, whole_lives: dict[str, Whole], tmp_path: Path, hasty: object
) -> Iterator[Behind]:
    """Measure a life, once, and give a proxy of its own."""
    assert hasty is not None
    if "cloud" not in whole_lives:
        with closing(Proxy(engine.url)) as proxy:
            editors.run(Errand(str(tmp_path / "first"), proxy.url))  # the engine's first task is slower than the others
            before = proxy.meter.count
            ended = editors.run(Errand(str(tmp_path / "measured"), proxy.url))
            whole_lives["cloud"] = Whole(ended, proxy.meter.count - before)
    with closing(Proxy(engine.url)) as proxy:
        yield Behind(editors, proxy, ledger, tmp_path / "data", whole_lives["cloud"])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_full = metafunc.config.getoption("--full")
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", moments(ALL if is_full else FEW), ids=str)
    if "here" in metafunc.fixturenames:
        drawn = moments(ALL_HERE if is_full else FEW_HERE)
        metafunc.parametrize("here", [replace(each, where="step") for each in drawn], ids=str)


@pytest.fixture
def restarted(tmp_path: Path) -> Iterator[Callable[[], Bench]]:
    """Start an editor over what the killed one left, and let it take that up."""
    benches: list[Bench] = []

    def start() -> Bench:
        bench = Bench(tmp_path / "data")
        benches.append(bench)
        jobs = bench.program.jobs
        jobs.resume()
        bench.until(lambda: not jobs.is_resuming and all(map(is_settled, jobs.all)))
        return bench

    yield start
    for bench in benches:
        bench.close()


def left_behind(data: Path) -> str:
    """Return the state in which the journal has the job."""
    path = data / "jobs.sqlite"
    if not path.exists():
        return "nothing"
    with Journal(path) as journal:
        return "".join(entry.state for entry in journal.all()) or "nothing"


@pytest.mark.soak
def test_an_editor_that_is_killed_loses_nothing_and_sends_nothing_twice(
    *,
    moment: Moment,
    behind: Behind,
    restarted: Callable[[], Bench],
    record_property: Callable[[str, object], None],
) -> None:
    lives, proxy, data = behind.lives, behind.proxy, behind.data
    proxy.tells_uuid = moment.tells_uuid
    if moment.where == "byte":
        proxy.meter.arm(round(moment.part * lives.bytes) + 1)
    state, steps = moment.step_of(lives.steps) if moment.where == "step" else (LAST, 0)
    killed = behind.editors.run(Errand(str(data), proxy.url, state, steps), proxy.meter.aim)
    assert killed == {"signal": signal.SIGKILL}
    left = left_behind(data)
    if moment.again:
        behind.editors.run(Errand(str(data), "", "", round(moment.again * sum(lives.steps.values()) / 2) + 1))
    proxy.wait_until_idle()
    bench = restarted()
    jobs = bench.program.jobs.all
    accepted = behind.ledger.of({*proxy.whole, *(job.request_uuid for job in jobs)})
    demand_nothing_lost(data / "jobs.sqlite", accepted)
    assert all(count == 1 for count in Counter(proxy.whole).values()), proxy.whole
    assert len(accepted) == len(proxy.handed_on) <= 1
    outcome = jobs[0].state.value if jobs else "nothing"
    if not accepted:
        assert outcome in {"nothing", "failed", "unknown"}
    elif moment.tells_uuid:
        assert outcome == "finished"
    else:
        brought_home_by_the_person(bench, accepted[0][1])
    record_property(TABLE, row(moment, left, f"begun {len(accepted)}", outcome))


def test_an_editor_that_is_killed_while_it_uploads_has_sent_nothing(
    behind: Behind, restarted: Callable[[], Bench]
) -> None:
    """Kill it at a tenth, a half and nine tenths of a large body: it is safe to send it again, and that is said."""
    proxy, uuids = behind.proxy, list[str]()
    for part in (0.1, 0.5, 0.9):
        proxy.meter.arm(proxy.meter.count + round(part * LARGE_BYTES))
        killed = behind.editors.run(Errand(str(behind.data), proxy.url, is_large=True), proxy.meter.aim)
        assert killed == {"signal": signal.SIGKILL}
        assert left_behind(behind.data).endswith("sending")
        proxy.wait_until_idle()
        (job,) = restarted().program.jobs.all
        assert (job.state, job.can_retry) == (State.FAILED, True)
        assert job.message == Reason(NOT_SENT)
        uuids.append(job.request_uuid)
    assert (proxy.whole, behind.ledger.of(uuids)) == ([], [])


def test_an_editor_that_was_asleep_goes_on(behind: Behind, restarted: Callable[[], Bench]) -> None:
    """Let it sleep while an answer is awaited, and wake up when every connection is gone."""
    proxy, pids = behind.proxy, queue.SimpleQueue[int]()

    def sleep(_exchange: Exchange) -> None:
        pid = pids.get(timeout=30)
        os.kill(pid, signal.SIGSTOP)
        proxy.hang_up()
        os.kill(pid, signal.SIGCONT)
        raise Gone

    proxy.put_in("poll", sleep, 1)
    assert LAST in behind.editors.run(Errand(str(behind.data), proxy.url), pids.put)
    assert (left_behind(behind.data), len(proxy.whole)) == ("finished", 1)
    assert [job.state for job in restarted().program.jobs.all] == [State.FINISHED]


def brought_home_by_the_person(bench: Bench, uid: str) -> None:
    """See that a task is a job's, or is offered; then the person says so, and it comes home."""
    jobs = bench.program.jobs
    job = jobs.all[0]
    if job.state is State.UNKNOWN:
        assert uid in job.candidates
        jobs.adopt(job.id, uid)
        bench.until(lambda: jobs.all[0].is_ended)
    assert (jobs.all[0].state, jobs.all[0].task_uid) == (State.FINISHED, uid)


@pytest.mark.soak
def test_an_editor_that_is_killed_with_its_own_engine_finds_its_tasks_again(
    *,
    here: Moment,
    editors: Editors,
    whole_lives: dict[str, Whole],
    tmp_path: Path,
    restarted: Callable[[], Bench],
    record_property: Callable[[str, object], None],
) -> None:
    data = tmp_path / "data"
    if "here" not in whole_lives:
        whole_lives["here"] = Whole(editors.run(Errand(str(tmp_path / "measured"), LOCAL)), 0)
    killed = editors.run(Errand(str(data), LOCAL, *here.step_of(whole_lives["here"].steps)))
    assert killed == {"signal": signal.SIGKILL}
    left = left_behind(data)
    bench = restarted()
    jobs = bench.program.jobs.all
    accepted = Ledger(data / "engine").of(job.request_uuid for job in jobs)
    demand_nothing_lost(data / "jobs.sqlite", accepted)
    outcome = jobs[0].state.value if jobs else "nothing"
    assert outcome == ("finished" if accepted else "failed" if jobs else "nothing")
    assert len(accepted) <= 1
    record_property(TABLE, row(here, left, f"begun {len(accepted)}", outcome))


def test_the_request_is_in_the_journal_before_the_first_byte_and_the_task_before_the_next(
    engine: Engine, bench: Bench
) -> None:
    """Look into the journal from the other end of the line, whenever a call arrives."""
    kept: list[Entry] = []

    def look(exchange: Exchange) -> None:
        with Journal(bench.data / "jobs.sqlite") as journal:
            kept.extend(journal.all())
        pass_on(exchange)

    with closing(Proxy(engine.url)) as proxy:
        proxy.put_in("submit", look, 1)
        made = wanted(proxy.url)
        bench.program.jobs.submit(made)
        bench.until(lambda: len(kept) == 1)
        proxy.put_in("poll", look, 1)
        bench.until(lambda: bench.program.jobs.all[0].is_ended)
        sent, asked = kept
        assert (sent.state, sent.record["task_uid"], sent.record["connection_id"]) == ("sending", None, proxy.url)
        assert sent.record["may_have_left"], "before the last piece left"
        assert {"submitted": asked.record["task_uid"]} == {asked.state: bench.program.jobs.all[0].task_uid}
    with Journal(bench.data / "jobs.sqlite") as journal:
        again = load_request(journal, sent.record["request"])
    assert again.wire() == made.wire()
    assert [sent.record["request"][name] for name in ("picture", "mask")] == [
        hashlib.sha256(data).hexdigest() for data in (made.picture, made.mask)
    ]


def row(moment: Moment, left: str, *outcome: str) -> list[str]:
    """Return a row of the table."""
    how = f"killed at {moment.where} {moment.part:.0%}"
    again = f"and at {moment.again / 2:.0%} of the next" if moment.again else ""
    return [how, again, "uuid told" if moment.tells_uuid else "uuid not told", f"left {left}", *outcome]
