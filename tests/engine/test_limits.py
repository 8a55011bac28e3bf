"""What a signed caller can have of the service at most, and that a wrong signature tells nothing."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests

from picpik_studio.engine import accepting, calls
from picpik_studio.engine.bodies import IN_MEMORY
from picpik_studio.files import reading
from picpik_studio.files.images import encode_mask_png
from tests.engine.service import PRIVATE, PUBLIC, dab, order, signed, texture, until, uri
from tests.engine.serving import Served, serving
from tests.engine.slow import Slow


@pytest.fixture
def service(folder: Path) -> Iterator[Served]:
    with serving(folder) as served:
        yield served


@pytest.fixture
def working(folder: Path) -> Iterator[Served]:
    """A service that does its work, in threads."""
    with ThreadPoolExecutor(1) as executor, serving(folder, executor) as served:
        yield served


def codes(service: Served, times: int) -> list[int]:
    """Submit as many tasks at once; return the RetCodes."""
    body = signed("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))
    with ThreadPoolExecutor(times) as pool:
        return sorted(answer["RetCode"] for answer in pool.map(service.post, [body] * times))


def test_a_crowd_that_comes_at_once_does_not_get_past_the_length_of_the_queue(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MAX_WAITING", 3)
    assert codes(service, 20) == [0] * 4 + [153] * 16  # one is being worked on and waits no more
    assert len(service.call("ListRunningTasks")["TaskUIDList"]) == 4


def test_what_is_kept_has_its_limit_and_what_was_told_goes_first(
    working: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MAX_KEPT", 3)
    uids = [working.accepted() for _ in range(3)]
    params = order(texture(64, 64), dab(64, 64))
    full = working.call("ModifyMaskedPixels", **params)
    assert (full["RetCode"], "keeps 3 tasks" in full["Message"]) == (153, True)
    (second_url,) = working.ended(uids[1])["ImgList"]
    newest = working.accepted(**params)
    details = working.call("ListTasksDetails", TaskUIDList=[*uids, newest])["TaskDetailList"]
    assert [detail["TaskUID"] for detail in details] == [uids[0], uids[2], newest]
    with requests.get(second_url, timeout=30) as response:
        assert response.status_code == 404


def test_the_bytes_of_results_have_their_limit_too(
    working: Served, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uids = [working.accepted() for _ in range(3)]
    first_url, *_ = [working.ended(uid)["ImgList"][0] for uid in uids]
    monkeypatch.setattr(calls, "MAX_KEPT_BYTES", sum(path.stat().st_size for path in files(folder)))
    newest = working.accepted()
    details = working.call("ListTasksDetails", TaskUIDList=[*uids, newest])["TaskDetailList"]
    assert [detail["TaskUID"] for detail in details] == [*uids[1:], newest], "the one that ended first has gone"
    with requests.get(first_url, timeout=30) as response:
        assert response.status_code == 404
    working.ended(newest)
    monkeypatch.setattr(calls, "MAX_KEPT_BYTES", 1)
    last = working.accepted()
    assert working.call("ListRunningTasks")["TaskUIDList"] == [last]
    known = working.call("ListTasksDetails", TaskUIDList=[*uids, newest])["TaskDetailList"]
    assert known == [], "all that were told had to go"
    monkeypatch.setattr(calls, "MAX_KEPT_BYTES", 0)
    full = working.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))
    assert (full["RetCode"], "its limit" in full["Message"]) == (153, True)


def files(folder: Path) -> list[Path]:
    return [*folder.rglob("results/*.png")]


def test_small_bodies_that_are_large_pictures_wait_for_each_other_and_questions_for_none(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(reading.open_picture)
    monkeypatch.setattr(accepting, "open_picture", slow)
    large = uri(encode_mask_png(np.zeros((2000, 2000), np.uint8)))
    body = signed("RemoveContents", RawImage=large, Mask=large)
    assert len(body) < IN_MEMORY
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(service.post, body) for _ in range(20)]
        try:
            until(lambda: slow.inside, lambda inside: inside == 2)
            for _ in range(5):
                assert service.call("ListRunningTasks")["RetCode"] == 0
        finally:
            slow.go.set()
        assert {future.result(60)["RetCode"] for future in sent} == {0}
    assert slow.most == 2


@pytest.mark.parametrize("length", [0, 1, 39, 40, 41, 1000])
@pytest.mark.parametrize("alike", [0, 1, 20, 39])
def test_a_wrong_signature_is_compared_whole_wherever_it_differs(
    service: Served, monkeypatch: pytest.MonkeyPatch, length: int, alike: int
) -> None:
    right = json.loads(signed("ListModels"))["Signature"]
    wrong = (right[:alike] + "g" * 1000)[:length]
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:  # noqa: ANN401 - as the real one
        compared.append((bytes(one), bytes(other)))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    body = json.dumps({"Action": "ListModels", "PublicKey": PUBLIC, "Signature": wrong}).encode()
    answer = service.post(body)
    assert (answer["RetCode"], answer["Message"]) == (171, "Signature does not fit the parameters and the key.")
    assert compared == [(PUBLIC.encode(), PUBLIC.encode()), (wrong.encode(), right.encode())]


def test_a_signature_is_the_callers_alone_and_covers_all_that_is_sent(service: Served) -> None:
    params = json.loads(signed("TerminateTask", TaskUID="x"))
    for changed in (
        {**params, "TaskUID": "y"},
        {**params, "More": 1},
        {name: value for name, value in params.items() if name != "TaskUID"},
        {**params, "Signature": hashlib.sha1(PRIVATE.encode()).hexdigest()},  # noqa: S324 - the protocol's own
        {**params, "Signature": ""},
    ):
        assert service.post(json.dumps(changed).encode())["RetCode"] == 171
    nothing: tuple[object, ...] = (None, 5, [], {}, True)
    for none in nothing:
        changed = {**params, "Signature": none}
        assert service.post(json.dumps(changed).encode())["RetCode"] == 170


def test_a_result_lies_under_128_random_bits_of_its_own(working: Served) -> None:
    uid = working.accepted(**order(texture(64, 64), dab(64, 64), BatchSize=3))
    urls = working.ended(uid)["ImgList"]
    tokens = [re.fullmatch(r"http://127\.0\.0\.1:\d+/results/([0-9a-f]{32})\.png", url) for url in urls]
    assert all(tokens)
    assert len({match[1] for match in tokens if match}) == 3
    assert not any(uid in url for url in urls)
    for url in urls:
        with requests.get(url, timeout=30) as response:
            assert (response.status_code, response.content[:4]) == (200, b"\x89PNG")
        last = url[-5]
        guess = url[:-5] + ("0" if last != "0" else "1") + ".png"
        with requests.get(guess, timeout=30) as response:
            assert response.status_code == 404
