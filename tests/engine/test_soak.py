"""The engine under a pile of work."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from picpik_studio.api.client import Client
from picpik_studio.api.wire import ModifyMaskedPixels, checked
from tests.engine.service import PRIVATE, PUBLIC, Engine, order, texture, until

JOBS = 100
SENDERS = 32
"""As many as the editor's network lane has."""
MEGA = 1 << 20


def memory(pid: int, what: str) -> int:
    """Return VmRSS or VmHWM (its highest so far) of a process, in bytes (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{what}:"))


def workers_memory(pid: int) -> int:
    """Return the most that the processes which a process has started have held, in bytes; all of them together."""
    lists = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    started = [int(child) for line in lists for child in line.split()]
    return sum(memory(child, "VmHWM") for child in started)


def states(engine: Engine, uids: list[str]) -> list[str]:
    details = engine.call("ListTasksDetails", TaskUIDList=uids)["TaskDetailList"]
    return [detail["Status"] for detail in details]


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_hundred_jobs_at_once_end_in_their_order_and_the_engine_stays_small(folder: Path, *, is_full: bool) -> None:
    side, hole, allowed = (1536, 16, 300 * MEGA) if is_full else (64, 4, 40 * MEGA)
    mask = np.zeros((side, side), np.uint8)
    mask[side // 2 : side // 2 + hole, side // 2 : side // 2 + hole] = 255
    params = order(texture(side, side), mask, {"MaskBlur": 0})
    length = len(json.dumps(params))
    with Engine(folder) as engine:
        client = Client(engine.url, PUBLIC, PRIVATE)
        request = checked(ModifyMaskedPixels, params)
        assert engine.ended(client.modify_masked_pixels(request), 300)["Status"] == "Finished"
        before, workers_before = memory(engine.pid, "VmHWM"), workers_memory(engine.pid)
        gate = threading.Barrier(SENDERS)
        with ThreadPoolExecutor(SENDERS) as senders:
            waits = [senders.submit(gate.wait, 60) for _ in range(SENDERS)]
            sent = [senders.submit(client.modify_masked_pixels, request) for _ in range(JOBS)]
            assert len([wait.result(60) for wait in waits]) == SENDERS
            uids = {future.result(600) for future in sent}
        in_order = engine.call("ListRunningTasks")["TaskUIDList"]
        assert (len(uids), set(in_order) <= uids) == (JOBS, True)

        def look() -> list[str]:
            seen = states(engine, in_order)
            assert seen == sorted(seen, key=["Finished", "Running", "Queuing"].index), seen
            return seen

        until(look, lambda seen: set(seen) == {"Finished"}, 1500 if is_full else 300)
        assert set(states(engine, list(uids))) == {"Finished"}
        grown, workers_grown = memory(engine.pid, "VmHWM") - before, workers_memory(engine.pid) - workers_before
        told = f"{before / MEGA:.0f} MB, {grown / MEGA:.0f} MB more at most, workers {workers_grown / MEGA:.0f} MB more"
        print(f"{JOBS} jobs of {length / MEGA:.1f} MB: {told}")  # noqa: T201 - figures
        assert workers_before > 0
        assert (grown < allowed, workers_grown < allowed) == (True, True)
        client.close()


@pytest.mark.soak
@pytest.mark.parametrize("what", ["lists", "names", "words"])
def test_a_body_that_would_be_gigabytes_of_objects_stays_as_large_as_it_is(folder: Path, what: str) -> None:
    count = 8 << 20
    with Engine(folder) as engine:
        assert engine.ended(engine.accepted())["Status"] == "Finished"
        before = memory(engine.pid, "VmHWM")
        if what == "words":
            answer = engine.call("RemoveContents", RawImage="AAAA " * (count // 2), Mask="AAAA")
        else:
            answer = engine.post(b'{"a":[' + (b"[]," if what == "lists" else b'{"":0},') * count + b"0]}")
        code, said = (230, "is not a picture") if what == "words" else (240, "more than 100000 fields and elements")
        assert (answer["RetCode"], said in answer["Message"]) == (code, True), answer
        grown = memory(engine.pid, "VmHWM") - before
        print(f"{what}: {grown / MEGA:.0f} MB more at most")  # noqa: T201 - figures
        assert grown < 120 * MEGA
