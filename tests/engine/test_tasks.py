import numpy as np
import requests

from tests.engine.service import Engine, dab, order, texture, until


def slow(engine: Engine) -> str:
    """Start a task that takes a while (nobody waits for its end); return its TaskUID."""
    picture, mask = texture(420, 420), np.zeros((420, 420), np.uint8)
    mask[90:330, 90:330] = 255
    return engine.accepted(**order(picture, mask, BatchSize=16))


def test_an_ended_task_is_among_the_running_until_it_was_asked_for(engine: Engine) -> None:
    uid = engine.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64), request_uuid="u-1"))["TaskUID"]
    for _ in range(3):
        assert uid in engine.call("ListRunningTasks")["TaskUIDList"]
    detail = engine.ended(uid)
    assert detail["request_uuid"] == "u-1"
    assert detail["ConsumeApiPoint"] == 0
    assert uid not in engine.call("ListRunningTasks")["TaskUIDList"]


def test_the_same_request_uuid_is_taken_again(engine: Engine) -> None:
    params = order(texture(64, 64), dab(64, 64), request_uuid="twice")
    uids = {engine.call("ModifyMaskedPixels", **params)["TaskUID"] for _ in range(2)}
    assert len(uids) == 2
    for uid in uids:
        engine.ended(uid)


def test_terminating_ends_the_work_at_once_and_the_next_task_goes_on(engine: Engine) -> None:
    first = slow(engine)
    quick = engine.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
    until(lambda: engine.detail(first)["Status"], lambda status: status == "Running")
    assert engine.detail(quick)["Status"] == "Queuing"
    assert engine.call("TerminateTask", TaskUID=first)["RetCode"] == 0
    detail = engine.detail(first)
    assert (detail["Status"], detail["ImgList"]) == ("Terminated", [])
    assert engine.ended(quick)["Status"] == "Finished"
    assert engine.call("TerminateTask", TaskUID=first)["RetCode"] == 0
    assert engine.detail(first)["Status"] == "Terminated"


def test_a_task_that_waits_can_be_terminated(engine: Engine) -> None:
    first, second = slow(engine), slow(engine)
    assert engine.call("TerminateTask", TaskUID=second)["RetCode"] == 0
    assert engine.call("TerminateTask", TaskUID=first)["RetCode"] == 0
    assert [engine.detail(uid)["Status"] for uid in (first, second)] == ["Terminated", "Terminated"]


def test_many_tasks_are_done_in_their_order(engine: Engine) -> None:
    params = order(texture(64, 64), dab(64, 64))
    uids = [engine.call("ModifyMaskedPixels", **params)["TaskUID"] for _ in range(8)]
    ended: list[str] = []
    while len(ended) < len(uids):
        details = engine.call("ListTasksDetails", TaskUIDList=uids)["TaskDetailList"]
        states = [detail["Status"] for detail in details]
        assert states == sorted(states, key=["Finished", "Running", "Queuing"].index)
        ended = [status for status in states if status == "Finished"]


def test_unknown_tasks_are_left_out_and_repeated_ones_told_once(engine: Engine) -> None:
    uid = engine.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
    engine.ended(uid)
    details = engine.call("ListTasksDetails", TaskUIDList=[uid, "nobody", uid])["TaskDetailList"]
    assert [detail["TaskUID"] for detail in details] == [uid]


def test_balance_and_models(engine: Engine) -> None:
    assert engine.call("GetCreditBalance")["TotalCredits"] == 0
    model = engine.call("ListModels")["MainModels"]["PatchMatch"]
    assert model["ModelCode"] == "local-patchmatch"
    assert "PositivePrompts" in model["Ignores"]


def test_result_names_cannot_be_guessed(engine: Engine) -> None:
    uid = engine.call("ModifyMaskedPixels", **order(texture(64, 64), dab(64, 64)))["TaskUID"]
    (address,) = engine.ended(uid)["ImgList"]
    token = address.rsplit("/", 1)[1].removesuffix(".png")
    assert len(bytes.fromhex(token)) == 16
    with requests.get(address.replace(token, "0" * 32), timeout=10) as response:
        assert response.status_code == 404
