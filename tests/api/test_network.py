"""What a network can do to a call, over real sockets: each has its own sentence, and says what may have been sent."""

import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from picpik_studio.api import errors
from picpik_studio.api.client import Client
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.wire import DataUri, ModifyMaskedPixels, checked
from tests.api.service import Service, accept, answer_half_and_wait, cut_off, reply, running, take_a_little_and_reset
from tests.api.test_client import PRIVATE, PUBLIC, REQUEST

BIG = checked(
    ModifyMaskedPixels,
    {
        "MainModel": {"ModelCode": "m-1"},
        "Masked": {"ImageIndex": 0, "MaskIndex": 1},
        "ImageAndMaskList": [DataUri("image/png", bytes(30_000_000)), DataUri("image/png", b"mask")],
    },
)
SMALL = checked(
    ModifyMaskedPixels,
    {
        "MainModel": {"ModelCode": "m-1"},
        "Masked": {"ImageIndex": 0, "MaskIndex": 1},
        "ImageAndMaskList": [DataUri("image/png", b"picture"), DataUri("image/png", b"mask")],
    },
)
"""Leaves whole whether anybody reads it or not: the system itself takes all of it."""


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept(TaskUID="t-1")) as service:
        yield service


@pytest.fixture
def make() -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def client(url: str, *, connect_s: float = 30, read_s: float = 30) -> Client:
        made.append(Client(url, PUBLIC, PRIVATE, transport=Transport(Timeouts(connect_s, read_s))))
        return made[-1]

    yield client
    for each in made:
        each.close()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Give a port that refuses, and is nobody else's meanwhile."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        yield deaf.getsockname()[1]


def test_a_refused_connection_was_never_sent(make: Callable[..., Client], closed_port: int) -> None:
    with pytest.raises(errors.NotReachedError, match=r"127\.0\.0\.1 cannot be reached") as caught:
        make(f"http://127.0.0.1:{closed_port}").modify_masked_pixels(REQUEST)
    assert caught.value.sent is False
    assert not caught.value.may_have_started
    assert caught.value.retryable


def test_an_unknown_name_was_never_sent(make: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(errors.NotReachedError, match=r"known as service\.invalid") as caught:
        make("https://service.invalid").list_models()
    assert caught.value.sent is False


@pytest.mark.parametrize("url", ["nothing", "http://", "ftp://127.0.0.1", f"http://{'a' * 300}.example", "http://a..b"])
def test_what_is_no_address_was_never_sent(make: Callable[..., Client], url: str) -> None:
    with pytest.raises(errors.NotReachedError, match="is not the address of a service") as caught:
        make(url).modify_masked_pixels(REQUEST)
    assert caught.value.sent is False


def test_a_connection_that_never_comes_about(make: Callable[..., Client]) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]  # they fill the queue, so that the next one waits
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        with pytest.raises(errors.TimedOutError, match="could not be reached in time") as caught:
            make(f"http://127.0.0.1:{listener.getsockname()[1]}", connect_s=0.2).modify_masked_pixels(REQUEST)
        for each in waiting:
            each.close()
    assert caught.value.sent is False
    assert not caught.value.may_have_started


def test_an_answer_that_never_comes_leaves_everything_open(service: Service, make: Callable[..., Client]) -> None:
    service.answer = service.hang
    with pytest.raises(errors.TimedOutError, match="did not answer in time") as caught:
        make(service.url, read_s=0.2).modify_masked_pixels(SMALL)
    assert caught.value.sent is None
    assert caught.value.may_have_started
    assert caught.value.retryable


def test_a_connection_that_breaks_before_the_end_was_not_sent(make: Callable[..., Client]) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        thread = threading.Thread(target=take_a_little_and_reset, args=(listener,))
        thread.start()
        with pytest.raises(errors.NetworkError) as caught:
            make(f"http://127.0.0.1:{listener.getsockname()[1]}").modify_masked_pixels(BIG)
        thread.join()
    assert caught.value.sent is False
    assert not caught.value.may_have_started
    assert "while the request was being sent" in str(caught.value)


def test_an_answer_that_is_cut_off_is_lost(service: Service, make: Callable[..., Client]) -> None:
    service.answer = cut_off
    with pytest.raises(errors.LostAnswerError, match="broke before it answered") as caught:
        make(service.url).modify_masked_pixels(REQUEST)
    assert caught.value.sent is None


def test_an_answer_that_stalls_midway_timed_out(make: Callable[..., Client]) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        done = threading.Event()
        thread = threading.Thread(target=answer_half_and_wait, args=(listener, done))
        thread.start()
        with pytest.raises(errors.TimedOutError) as caught:
            make(f"http://127.0.0.1:{listener.getsockname()[1]}", read_s=0.2).modify_masked_pixels(SMALL)
        done.set()
        thread.join()
    assert caught.value.sent is None


def test_a_service_that_does_not_speak_https(service: Service, make: Callable[..., Client]) -> None:
    with pytest.raises(errors.NotReachedError, match="no secure connection") as caught:
        make(service.url.replace("http:", "https:")).modify_masked_pixels(REQUEST)
    assert caught.value.sent is False


def test_a_proxy_that_is_not_there(
    make: Callable[..., Client], closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(errors.NotReachedError, match=r"proxy .* service\.invalid"):
        make("https://service.invalid").modify_masked_pixels(REQUEST)


def test_a_proxy_is_used_for_the_world_but_not_for_this_machine(
    service: Service, make: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", service.url)
    monkeypatch.delenv("no_proxy", raising=False)
    assert make("http://service.invalid/v1").modify_masked_pixels(REQUEST) == "t-1"
    assert service.seen[0].path == "http://service.invalid/v1"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert make(service.url).modify_masked_pixels(REQUEST) == "t-1"
    assert service.seen[1].path == "/"


def test_an_endless_answer_is_cut(
    service: Service, make: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("picpik_studio.api.transport.MAX_ANSWER_BYTES", 1000)
    service.answer = reply(b"x" * 200_000)
    with pytest.raises(errors.TooLargeError, match="reading was stopped") as caught:
        make(service.url).modify_masked_pixels(REQUEST)
    assert caught.value.may_have_started


@pytest.mark.parametrize("code", [171, 172, 999])
def test_no_key_is_in_any_text_repr_or_traceback(service: Service, make: Callable[..., Client], code: int) -> None:
    told = f"PublicKey {PUBLIC} with {PRIVATE} is unknown"
    service.answer = reply({"RetCode": code, "Message": told})
    with pytest.raises(errors.ServiceError) as caught:
        make(service.url).modify_masked_pixels(REQUEST)
    _assert_no_key(caught.value)
    assert caught.value.reason == "PublicKey … with … is unknown"


@pytest.mark.parametrize("way", ["refused", "hang", "html", "lost", "cut"])
def test_no_key_is_in_the_traceback_of_a_broken_call(
    service: Service, make: Callable[..., Client], closed_port: int, way: str
) -> None:
    ways = {"hang": service.hang, "html": reply(b"<html>"), "lost": lambda _seen: None, "cut": cut_off}
    service.answer = ways.get(way, service.hang)
    url = f"http://127.0.0.1:{closed_port}" if way == "refused" else service.url
    with pytest.raises(errors.ApiError) as caught:
        make(url, read_s=0.2).modify_masked_pixels(SMALL)
    _assert_no_key(caught.value)
    _assert_no_key_in_the_locals(caught.value)


def _assert_no_key(error: BaseException) -> None:
    shown = f"{error} {error!r} {error.args} {''.join(traceback.format_exception(error))}"
    assert "picpik_studio" in shown
    assert PRIVATE not in shown
    assert PUBLIC not in shown


def _assert_no_key_in_the_locals(error: BaseException) -> None:
    """Look at what a crash reporter would send: the locals of our own frames."""
    summary = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert summary.__cause__ is None
    assert summary.__context__ is None
    ours = [frame for frame in summary.stack if "tests" not in Path(frame.filename).parts]
    assert len(ours) >= 2
    shown = " ".join(str(frame.locals) for frame in ours)
    assert PRIVATE not in shown
    assert PUBLIC not in shown
