"""Redirections, downloads, and ending what is under way."""

import errno
import io
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec import structs

from picpik_studio.api import errors, transport
from picpik_studio.api.client import Client
from picpik_studio.api.sockets import OpenSockets
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.wire import ModifyMaskedPixels
from tests.api.service import Reply, Seen, Service, accept, cut_off, reply, running
from tests.api.test_client import PRIVATE, PUBLIC, REQUEST
from tests.api.test_network import BIG

LIMIT = 1_000_000


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept(TaskUID="t-1")) as service:
        yield service


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60)))
    yield client
    client.close()


def _send_on(status: int, where: Callable[[Seen], str]) -> Callable[[Seen], Reply]:
    def answer(seen: Seen) -> Reply:
        if seen.path == "/":
            return Reply(b"", status, {"Location": where(seen)})
        return Reply({"RetCode": 0, "TaskUID": "there"})

    return answer


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirection_on_the_same_host_gets_the_whole_body_again(
    service: Service, client: Client, status: int
) -> None:
    service.answer = _send_on(status, lambda _seen: "/v1")
    assert client.modify_masked_pixels(REQUEST) == "there"
    first, second = service.seen
    assert (second.method, second.path) == ("POST", "/v1")
    assert first.body == second.body


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_to_another_host_is_not_followed(service: Service, client: Client, status: int) -> None:
    with running(accept(TaskUID="stolen")) as other:
        target = other.url.replace("127.0.0.1", "localhost")
        service.answer = _send_on(status, lambda _seen: target)
        with pytest.raises(errors.RedirectedError, match="enter that address") as caught:
            client.modify_masked_pixels(REQUEST)
        assert target in str(caught.value)
        assert not caught.value.may_have_started
        assert other.seen == []


def test_a_redirection_to_another_port_is_not_followed(service: Service, client: Client) -> None:
    with running(accept(TaskUID="stolen")) as other:
        service.answer = _send_on(307, lambda _seen: other.url)
        with pytest.raises(errors.RedirectedError):
            client.modify_masked_pixels(REQUEST)
        assert other.seen == []


@pytest.mark.parametrize(
    ("here", "there", "is_same"),
    [
        ("https://a.example/", "https://a.example/v1", True),
        ("https://a.example/", "https://a.example:443/", True),
        ("http://a.example/", "https://a.example/", True),
        ("http://a.example:8000/", "https://a.example/", False),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("https://a.example/", "https://b.example/", False),
    ],
)
def test_what_counts_as_the_same_service(*, here: str, there: str, is_same: bool) -> None:
    assert transport._is_same(urlsplit(here), urlsplit(there)) is is_same


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirection_that_would_lose_the_body_is_not_followed(service: Service, client: Client, status: int) -> None:
    service.answer = _send_on(status, lambda _seen: "/v1")
    with pytest.raises(errors.RedirectedError):
        client.list_models()
    assert len(service.seen) == 1


@pytest.mark.parametrize("location", ["/a", ""])
def test_a_redirection_in_a_circle_ends(service: Service, client: Client, location: str) -> None:
    service.answer = lambda seen: Reply(b"", 307, {"Location": location or seen.path})
    with pytest.raises(errors.RedirectedError):
        client.modify_masked_pixels(REQUEST)
    assert len(service.seen) <= 3


def test_a_redirection_to_no_address_ends(service: Service, client: Client) -> None:
    service.answer = reply(b"", 307, Location="//[broken")
    with pytest.raises(errors.NotReachedError, match="not the address"):
        client.modify_masked_pixels(REQUEST)


def test_a_cookie_is_not_kept(service: Service, client: Client) -> None:
    service.answer = lambda _seen: Reply({"RetCode": 0}, 200, {"Set-Cookie": "a=b"})
    client.list_running_tasks()
    client.list_running_tasks()
    assert "Cookie" not in service.seen[1].headers


def test_a_download_sends_no_key_and_nothing_of_the_netrc(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    netrc = home / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password netrc-secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    service.answer = reply(b"picture")
    assert client.download(f"{service.url}/result/token.png", LIMIT) == b"picture"
    (seen,) = service.seen
    assert seen.method == "GET"
    assert "Authorization" not in seen.headers
    assert PUBLIC not in str(seen)
    assert PRIVATE not in str(seen)


def test_a_download_follows_to_another_host(service: Service, client: Client) -> None:
    with running(reply(b"picture")) as store:
        target = store.url.replace("127.0.0.1", "localhost")
        service.answer = reply(b"", 302, Location=f"{target}/there")
        assert client.download(service.url, LIMIT) == b"picture"
        assert store.seen[0].path == "/there"


@pytest.mark.parametrize("location", ["/", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://"])
def test_a_download_that_is_sent_astray_ends(service: Service, client: Client, location: str) -> None:
    service.answer = reply(b"", 302, Location=location)
    with pytest.raises((errors.RedirectedError, errors.NotReachedError)):
        client.download(service.url, LIMIT)


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:1", "http://", "/local"])
def test_only_web_addresses_are_fetched(client: Client, url: str) -> None:
    with pytest.raises(errors.DownloadError, match="no usable address"):
        client.download(url, LIMIT)


def test_a_download_beyond_the_limit_stops(service: Service, client: Client) -> None:
    service.answer = reply(b"x" * (LIMIT + 1))
    with pytest.raises(errors.TooLargeError, match="more than 1 MB"):
        client.download(service.url, LIMIT)
    assert len(client.download(service.url, LIMIT + 1)) == LIMIT + 1


@pytest.mark.parametrize(
    ("status", "word"), [(404, "24 hours"), (410, "24 hours"), (500, "HTTP 500"), (204, "HTTP 204")]
)
def test_a_download_that_is_not_there(service: Service, client: Client, status: int, word: str) -> None:
    service.answer = reply(b"", status)
    with pytest.raises(errors.DownloadError, match=word):
        client.download(service.url, LIMIT)


def test_a_download_that_is_cut_off_is_tried_once_more(service: Service, client: Client) -> None:
    service.answer = lambda seen: cut_off(seen) if len(service.seen) == 1 else Reply(b"whole")
    assert client.download(service.url, LIMIT) == b"whole"
    service.answer = cut_off
    with pytest.raises(errors.LostAnswerError) as caught:
        client.download(service.url, LIMIT)
    assert not caught.value.may_have_started


def test_a_download_goes_into_a_file_piece_by_piece(service: Service, client: Client, tmp_path: Path) -> None:
    service.answer = reply(bytes(range(256)) * 3000)
    with (tmp_path / "result").open("wb") as file:
        client.download_into(file, service.url, LIMIT)
    assert (tmp_path / "result").read_bytes() == bytes(range(256)) * 3000


def test_a_header_that_was_cut_off_is_no_empty_result(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_a_piece_of_a_header, args=(listener,))
        thread.start()
        with pytest.raises(errors.LostAnswerError):
            client.download_into(io.BytesIO(), f"http://127.0.0.1:{listener.getsockname()[1]}/a.png", LIMIT)
        thread.join()


def _answer_a_piece_of_a_header(listener: socket.socket) -> None:
    connection, _peer = listener.accept()
    with connection:
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Len")


def test_an_empty_result_is_one_when_that_is_said(service: Service, client: Client) -> None:
    service.answer = reply(b"")
    assert client.download(service.url, LIMIT) == b""


def test_a_full_disk_is_no_fault_of_the_network(service: Service, client: Client) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    service.answer = reply(b"picture")
    with pytest.raises(OSError, match="No space"):
        client.download_into(Full(), service.url, LIMIT)


def test_a_slow_line_has_as_long_for_each_piece_as_for_an_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds: list[float | None] = []
    monkeypatch.setattr(OpenSockets, "add", lambda _self, connection: seconds.append(connection.sock.gettimeout()))
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(5, 30)))
    client.modify_masked_pixels(REQUEST)
    client.close()
    assert seconds == [30]


def test_many_threads_share_one_client(service: Service, client: Client) -> None:
    service.answer = lambda seen: Reply({"RetCode": 0, "TaskUID": seen.json["PositivePrompts"][0]})
    requests = [_with_prompt(f"prompt {index}") for index in range(24)]
    with ThreadPoolExecutor(8) as pool:
        uids = list(pool.map(client.modify_masked_pixels, requests))
    assert uids == [f"prompt {index}" for index in range(24)]


def _with_prompt(prompt: str) -> ModifyMaskedPixels:
    return structs.replace(REQUEST, PositivePrompts=[prompt])


def test_closing_ends_a_wait_for_an_answer(service: Service, client: Client) -> None:
    service.answer = service.hang
    with ThreadPoolExecutor(2) as pool:
        submitted = pool.submit(client.modify_masked_pixels, REQUEST)
        assert service.waiting.wait(60)
        client.close()
        error = submitted.exception(60)
    assert isinstance(error, errors.ClosedError)
    assert error.sent is None
    assert error.may_have_started
    assert not error.retryable


def test_closing_ends_a_wait_over_a_kept_connection(service: Service, client: Client) -> None:
    client.list_running_tasks()
    service.answer = service.hang
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(client.list_running_tasks)
        assert service.waiting.wait(60)
        client.close()
        assert isinstance(asked.exception(60), errors.ClosedError)


def test_closing_ends_an_upload_before_it_is_whole(service: Service, client: Client) -> None:
    started = threading.Event()
    go_on = threading.Event()

    def pause(_done: int, _total: int) -> None:
        started.set()
        go_on.wait(60)

    with ThreadPoolExecutor(2) as pool:
        submitted = pool.submit(client.modify_masked_pixels, BIG, pause)
        assert started.wait(60)
        client.close()
        go_on.set()
        error = submitted.exception(60)
    assert isinstance(error, errors.ClosedError)
    assert error.sent is False
    assert not error.may_have_started
    assert service.seen == []


def test_a_closed_client_takes_nothing_more(service: Service, client: Client) -> None:
    client.list_running_tasks()
    client.close()
    client.close()
    for call in (
        client.list_models,
        lambda: client.modify_masked_pixels(REQUEST),
        lambda: client.download(service.url, 9),
    ):
        with pytest.raises(errors.ClosedError):
            call()
    assert len(service.seen) == 1
