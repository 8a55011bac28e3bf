"""Giving up what is being sent: at once while it is not whole, not at all once it is."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from picpik_studio.api import errors
from picpik_studio.api.client import Client
from picpik_studio.api.stopping import Stop
from picpik_studio.api.transport import Timeouts, Transport
from tests.api.service import Reply, Seen, Service, accept, running
from tests.api.test_client import PRIVATE, PUBLIC, REQUEST
from tests.api.test_network import BIG


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept(TaskUID="t-1")) as service:
        yield service


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60)))
    yield client
    client.close()


def test_an_upload_is_given_up_and_the_client_lives_on(service: Service, client: Client) -> None:
    stop = Stop()
    with pytest.raises(errors.ClosedError) as caught:
        client.modify_masked_pixels(BIG, lambda done, total: stop.wish() if done > total // 4 else None, stop)
    assert (caught.value.sent, caught.value.may_have_started) == (False, False)
    assert stop.is_wished
    assert service.seen == []
    assert client.modify_masked_pixels(REQUEST) == "t-1"


def test_a_wish_that_comes_first_lets_nothing_leave(service: Service, client: Client) -> None:
    stop = Stop()
    stop.wish()
    with pytest.raises(errors.ClosedError):
        client.modify_masked_pixels(REQUEST, None, stop)
    assert service.seen == []


def test_an_upload_that_nobody_takes_is_given_up(client: Client) -> None:
    stop, is_stuck = Stop(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as deaf, ThreadPoolExecutor(1) as pool:
        stuck = Client(f"http://127.0.0.1:{deaf.getsockname()[1]}", PUBLIC, PRIVATE)
        asked = pool.submit(stuck.modify_masked_pixels, BIG, lambda _done, _total: is_stuck.set(), stop)
        assert is_stuck.wait(60)
        stop.wish()
        error = asked.exception(60)
        stuck.close()
    assert isinstance(error, errors.ClosedError)
    assert error.sent is False
    client.close()


def test_an_answer_that_is_awaited_still_comes(service: Service, client: Client) -> None:
    def answer(seen: Seen) -> Reply:
        service.hang(seen)
        return Reply({"RetCode": 0, "TaskUID": "late"})

    service.answer = answer
    stop = Stop()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.modify_masked_pixels, REQUEST, None, stop)
        assert service.waiting.wait(60)
        stop.wish()
        service.released.set()
        assert asked.result(60) == "late"
