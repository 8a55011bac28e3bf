"""When a service asks to be left alone for a while."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis.strategies import text

from picpik_studio.api import errors
from picpik_studio.api.client import Client
from picpik_studio.api.waiting import LONGEST_S, retry_after
from tests.api.service import Reply, Service, accept, running
from tests.api.test_client import PRIVATE, PUBLIC, REQUEST

NOON = 1_800_000_000.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("7", 7),
        (" 2.5 ", 2.5),
        ("-3", 0),
        ("soon", 0),
        ("nan", 0),
        ("inf", 0),
        ("1e99", LONGEST_S),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30),
        ("Fri, 15 Jan 2027 07:59:00 GMT", 0),
        ("Fri, 99 Jan 2027 07:59:00 GMT", 0),
    ],
)
def test_seconds_and_dates(header: str | None, seconds: float) -> None:
    assert retry_after(header, NOON) == seconds


@given(text())
def test_whatever_comes_is_some_time_of_a_day(header: str) -> None:
    assert 0 <= retry_after(header) <= LONGEST_S


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept()) as service:
        yield service


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(b"<html>", 429, {"Retry-After": "12"}), errors.HttpError),
        (Reply(b"", 503, {"Retry-After": "12"}), errors.HttpError),
        (Reply({"RetCode": 153}, 200, {"Retry-After": "12"}), errors.ThrottledError),
        (Reply({"RetCode": 150}, 503, {"Retry-After": "12"}), errors.ServiceFaultError),
    ],
)
@pytest.mark.parametrize(
    "call", [lambda client: client.list_models(), lambda client: client.modify_masked_pixels(REQUEST)]
)
def test_every_error_says_for_how_long(
    service: Service, reply: Reply, kind: type[errors.ApiError], call: Callable[[Client], object]
) -> None:
    service.answer = lambda _seen: reply
    client = Client(service.url, PUBLIC, PRIVATE)
    with pytest.raises(kind) as caught:
        call(client)
    client.close()
    assert caught.value.retry_after == 12
    assert errors.ApiError("x").retry_after == 0


def test_a_download_says_it_too(service: Service) -> None:
    service.answer = lambda _seen: Reply(b"", 503, {"Retry-After": "5"})
    client = Client(service.url, PUBLIC, PRIVATE)
    with pytest.raises(errors.DownloadError) as caught:
        client.download(service.url, 10)
    client.close()
    assert (caught.value.retry_after, caught.value.retryable) == (5, True)
