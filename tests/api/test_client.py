"""The client against a real service on 127.0.0.1: what is sent, and what is made of each answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from picpik_studio.api import errors
from picpik_studio.api.client import Client, Started
from picpik_studio.api.signing import is_signed
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.wire import (
    DataUri,
    ExtractContents,
    Mask,
    ModifyMaskedPixels,
    RemoveBackground,
    RemoveContents,
    ResizeImage,
    checked,
)
from tests.api.service import Reply, Seen, Service, accept, reply, running

PUBLIC, PRIVATE = "public-abcdefg", "private-123456"
PICTURE = DataUri("image/png", bytes(range(256)) * 8000)
REQUEST = checked(
    ModifyMaskedPixels,
    {
        "MainModel": {"ModelCode": "m-1", "Extra": {"kept": 1}},
        "Masked": {"ImageIndex": 0, "MaskIndex": 1},
        "ImageAndMaskList": [PICTURE, DataUri("image/png", b"mask")],
        "PositivePrompts": ["窓, a cat"],
    },
)


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept(TaskUID="t-1")) as service:
        yield service


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60)))
    yield client
    client.close()


def test_a_submission_is_signed_whole_and_returns_its_task(service: Service, client: Client) -> None:
    told: list[int] = []
    assert client.modify_masked_pixels(REQUEST, lambda done, _total: told.append(done)) == "t-1"
    (seen,) = service.seen
    sent = seen.json
    assert is_signed(sent, PRIVATE)
    assert (sent["Action"], sent["PublicKey"]) == ("ModifyMaskedPixels", PUBLIC)
    assert sent["MainModel"] == {"ModelCode": "m-1", "Extra": {"kept": 1}}
    assert sent["ImageAndMaskList"][0] == b"".join(PICTURE.pieces()).decode()
    assert len(sent["request_uuid"]) == 36
    assert PRIVATE.encode() not in seen.body
    assert told[-1] == len(seen.body)


def test_the_length_goes_alone_without_chunks(service: Service, client: Client) -> None:
    client.modify_masked_pixels(REQUEST)
    (seen,) = service.seen
    assert seen.headers["Content-Length"] == str(len(seen.body))
    assert "Transfer-Encoding" not in seen.headers
    assert seen.headers["Content-Type"] == "application/json"
    assert not {"Authorization", "Cookie"} & seen.headers.keys()


def test_a_request_uuid_of_the_callers_is_kept(service: Service, client: Client) -> None:
    own = checked(ModifyMaskedPixels, {"request_uuid": "mine", **_mapping()})
    client.modify_masked_pixels(own)
    assert service.seen[0].json["request_uuid"] == "mine"


def test_the_other_calls(service: Service, client: Client) -> None:
    detail = {"TaskUID": "t-1", "Status": "Running"}
    service.answer = accept(
        TaskDetailList=[detail],
        TaskUIDList=["t-1", "t-2"],
        TotalCredits=100,
        UsedCredits=3,
        ExpireTimestamp=1790000000,
        MainModels={"One": {"ModelCode": "m-1"}},
    )
    assert [each.Status for each in client.list_tasks_details(["t-1"])] == ["Running"]
    assert client.list_running_tasks().uids == ("t-1", "t-2")
    client.terminate_task("t-1")
    assert client.get_credit_balance().UsedCredits == 3
    assert client.list_models().main[0].ModelCode == "m-1"
    sent = [seen.json for seen in service.seen]
    assert all(is_signed(each, PRIVATE) for each in sent)
    assert [each["Action"] for each in sent] == [
        "ListTasksDetails",
        "ListRunningTasks",
        "TerminateTask",
        "GetCreditBalance",
        "ListModels",
    ]
    assert (sent[0]["TaskUIDList"], sent[2]["TaskUID"]) == (["t-1"], "t-1")


def test_nothing_out_of_range_leaves_even_when_a_constructor_let_it_in(service: Service, client: Client) -> None:
    wrong = ModifyMaskedPixels(
        MainModel=REQUEST.MainModel,
        Masked=Mask(ImageIndex=0, MaskIndex=1, MaskBlur=65),
        ImageAndMaskList=REQUEST.ImageAndMaskList,
    )
    with pytest.raises(errors.ParameterError, match=r"Masked\.MaskBlur is 65.* 0 to 64"):
        client.modify_masked_pixels(wrong)
    assert service.seen == []


@pytest.mark.parametrize("action", ["", "ModifyMaskedPixelsResponse", None])
def test_the_answers_action_and_uuid_do_not_matter(service: Service, client: Client, action: str | None) -> None:
    service.answer = accept(TaskUID="t", Action=action, request_uuid="another")
    assert client.modify_masked_pixels(REQUEST) == "t"


@pytest.mark.parametrize("status", [200, 201, 400, 403, 500])
def test_a_json_body_counts_whatever_the_http_status(service: Service, client: Client, status: int) -> None:
    service.answer = reply({"RetCode": 171, "Message": "Signature wrong"}, status)
    with pytest.raises(errors.CredentialsError, match=r"private key .* \(RetCode 171: Signature wrong\)"):
        client.list_models()
    service.answer = reply({"RetCode": 0, "TaskUID": "t"}, status)
    assert client.modify_masked_pixels(REQUEST) == "t"


@pytest.mark.parametrize("ret_code", ["0", 0])
def test_a_code_may_be_a_text(service: Service, client: Client, ret_code: object) -> None:
    service.answer = accept(RetCode=ret_code, TaskUID="t")
    assert client.modify_masked_pixels(REQUEST) == "t"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome</html>",
        b"",
        b"[1, 2]",
        b'"text"',
        b'{"Hello": 1}',
        b'{"RetCode": true}',
        b'{"RetCode": "x"}',
        b'{"RetCode": null}',
        b'{"RetCode": 0, "half',
        b"\xff\xfe{",
        b"[" * 100_000,
    ],
)
def test_what_is_no_answer_of_the_service_is_said(service: Service, client: Client, body: bytes) -> None:
    service.answer = reply(body)
    with pytest.raises(errors.NotJsonError, match=r"127\.0\.0\.1 answers, but not as a PICPIK service") as caught:
        client.modify_masked_pixels(REQUEST)
    assert caught.value.may_have_started
    service.answer = reply(body, 502)
    with pytest.raises(errors.HttpError, match="HTTP 502"):
        client.list_models()


def test_a_byte_order_mark_does_not_matter(service: Service, client: Client) -> None:
    service.answer = reply(b'\xef\xbb\xbf{"RetCode": 0, "TaskUID": "t"}')
    assert client.modify_masked_pixels(REQUEST) == "t"


@pytest.mark.parametrize("answer", [{"RetCode": 0}, {"RetCode": 0, "TaskUID": ""}, {"RetCode": 0, "TaskUID": 5}])
def test_an_acceptance_without_a_task_may_have_started_one(
    service: Service, client: Client, answer: dict[str, Any]
) -> None:
    service.answer = reply(answer)
    with pytest.raises(errors.NotJsonError, match="named no task") as caught:
        client.modify_masked_pixels(REQUEST)
    assert caught.value.may_have_started


def test_the_services_words_are_one_short_line(service: Service, client: Client) -> None:
    service.answer = reply({"RetCode": 230, "Message": "wrong\n\n" + "x" * 5000})
    with pytest.raises(errors.RefusedParameterError) as caught:
        client.list_models()
    assert caught.value.reason.startswith("wrong xxx")
    assert len(caught.value.reason) == 300


def test_a_lost_answer_is_asked_for_again_but_a_submission_is_not(service: Service, client: Client) -> None:
    def first_is_lost(_seen: Seen) -> Reply | None:
        return None if len(service.seen) == 1 else Reply({"RetCode": 0, "TaskUIDList": ["t"]})

    service.answer = first_is_lost
    assert client.list_running_tasks().uids == ("t",)
    assert len(service.seen) == 2
    service.seen.clear()
    with pytest.raises(errors.LostAnswerError) as caught:
        client.modify_masked_pixels(REQUEST)
    assert len(service.seen) == 1
    assert caught.value.sent is None
    assert caught.value.may_have_started


def test_it_shows_its_host_and_no_key(service: Service, client: Client) -> None:
    assert repr(client) == "Client(127.0.0.1)"
    assert str(service.port) not in repr(client)


def _mapping() -> dict[str, Any]:
    return {
        "MainModel": {"ModelCode": "m-1"},
        "Masked": {"ImageIndex": 0, "MaskIndex": 1},
        "ImageAndMaskList": REQUEST.ImageAndMaskList,
    }


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (RemoveContents, {"RawImage": PICTURE, "Mask": PICTURE}),
        (RemoveBackground, {"RawImage": PICTURE, "Box": [1, 2, 3, 4]}),
        (ExtractContents, {"RawImage": PICTURE, "IncludePointList": [{"X": 1, "Y": 2}]}),
        (ResizeImage, {"Image": PICTURE, "Width": 640, "Height": 480}),
    ],
)
def test_what_makes_images_starts_a_task(
    service: Service, client: Client, kind: type[RemoveContents], fields: dict[str, object]
) -> None:
    assert client.start(checked(kind, fields)) == Started("t-1", beside={"RetCode": 0, "TaskUID": "t-1"})
    (seen,) = service.seen
    assert seen.json["Action"] == kind.ACTION
    assert is_signed(seen.json, PRIVATE)


def test_what_makes_images_may_answer_with_them_at_once_but_not_with_nothing() -> None:
    request = checked(ResizeImage, {"Image": PICTURE, "Width": 640, "Height": 480})
    with running(accept(Image="data:image/png;base64,iVBORw0KGgo=", Seed=4, ConsumeApiPoint="2")) as service:
        client = Client(service.url, PUBLIC, PRIVATE)
        started = client.start(request)
        assert started[:5] == ("", (b"\x89PNG\r\n\x1a\n",), (), 4, 2)
        assert started.beside == {"RetCode": 0, "Seed": 4, "ConsumeApiPoint": "2"}
        service.answer = accept()
        with pytest.raises(errors.NotJsonError, match="named no task"):
            client.start(request)
        client.close()
