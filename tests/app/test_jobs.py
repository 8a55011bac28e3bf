"""Jobs against a real service: sent once, watched, brought home."""

from picpik_studio.app.job import Job, State
from picpik_studio.app.notices import Notice
from tests.app.cloud import Cloud, sent_picture, solid
from tests.app.conftest import Bench
from tests.app.requests import request


def ended(bench: Bench, job: Job) -> Job:
    """Return the job when nothing happens to it any more."""

    def now() -> Job:
        current = bench.program.jobs.get(job.id)
        assert current is not None
        return current

    bench.until(lambda: now().is_ended)
    return now()


def test_a_job_goes_through_its_states_and_comes_home(bench: Bench, cloud: Cloud) -> None:
    seen: list[State] = []
    words: list[str] = []
    bench.program.jobs.changed.connect(lambda job: seen.append(job.state))
    bench.program.jobs.changed.connect(lambda job: words.append(job.status_word))
    done = ended(bench, bench.program.jobs.submit(request(cloud.url, batch_size=2)))
    order = list(dict.fromkeys(seen))
    assert order == [
        State.PREPARED,
        State.SENDING,
        State.SUBMITTED,
        State.QUEUED,
        State.RUNNING,
        State.DOWNLOADING,
        State.FINISHED,
    ]  # fmt: skip - a row
    assert list(dict.fromkeys(filter(None, words))) == ["Queuing", "Running", "Finished"]
    assert (done.task_uid, done.credits, done.seed, done.batch) == ("task-1", 3, 7, 2)
    assert [(ref.index, ref.seed) for ref in done.results] == [(0, 7), (1, 8)]
    assert [ref.path.read_bytes() for ref in done.results] == cloud.tasks["task-1"].images
    assert all(ref.thumbnail.startswith(b"\x89PNG") for ref in done.results)
    assert cloud.count("ModifyMaskedPixels") == 1


def test_what_was_prepared_is_what_the_service_sees(bench: Bench, cloud: Cloud) -> None:
    made = request(cloud.url, positive_prompts=("a, b", "窓"), mask_blur=3)
    ended(bench, bench.program.jobs.submit(made))
    sent = cloud.tasks["task-1"].request
    assert sent["PositivePrompts"] == ["a, b", "窓"]
    assert (sent["Masked"]["MaskBlur"], sent["Seed"], sent["request_uuid"]) == (3, 7, made.request_uuid)
    assert sent_picture(sent, 0).shape == (made.frame.sent.height, made.frame.sent.width, 3)
    assert set(sent_picture(sent, 1).ravel()) == {0, 255}


def test_an_unknown_word_with_pictures_counts_as_finished(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Dreaming", "mystery-done"]
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert (done.state, done.status_word) == (State.FINISHED, "mystery-done")


def test_a_job_whose_word_says_nothing_can_be_left_and_looked_at_again(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Dreaming"]
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].status_word == "Dreaming")
    jobs.stop_watching(job.id)
    bench.until(lambda: not jobs.all[0].is_watched)
    cloud.tasks["task-1"].words = ["finished"]
    jobs.look_again(job.id)
    assert ended(bench, job).state is State.FINISHED


def test_the_services_reason_is_shown(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Error"]
    cloud.extra = {"ErrorCode": 12, "ErrorMassage": "no credits left"}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.state is State.FAILED
    assert done.message is not None
    assert "no credits left" in done.message.text


def test_a_refusal_fails_the_job_with_the_services_words(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 230, "Message": "Steps"}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.message is not None
    assert (done.state, "RetCode 230: Steps" in done.message.text) == (State.FAILED, True)
    assert done.can_retry


def test_a_fault_that_began_nothing_is_tried_again(bench: Bench, cloud: Cloud) -> None:
    faults = [{"RetCode": 153, "Message": ""}, {"RetCode": 153, "Message": ""}]
    cloud.override["ModifyMaskedPixels"] = lambda call: (
        faults.pop() if faults else {"RetCode": 0, **cloud._ModifyMaskedPixels(call)}
    )
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert (done.state, cloud.count("ModifyMaskedPixels")) == (State.FINISHED, 3)


def test_no_address_answers_fails_the_job(bench: Bench, cloud: Cloud) -> None:
    made = request("http://127.0.0.1:9/")
    done = ended(bench, bench.program.jobs.submit(made))
    assert (done.state, cloud.arrived) == (State.FAILED, [])


def test_retry_sends_the_same_request_as_a_new_job(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Error"]
    jobs = bench.program.jobs
    first = ended(bench, jobs.submit(request(cloud.url)))
    cloud.words = ["Finished"]
    jobs.retry(first.id)
    bench.until(lambda: len(jobs.all) == 2)
    second = ended(bench, jobs.all[1])
    assert second.state is State.FINISHED
    one, two = (cloud.tasks[uid].request for uid in ("task-1", "task-2"))
    assert one["ImageAndMaskList"] == two["ImageAndMaskList"]
    assert one["request_uuid"] != two["request_uuid"]


def test_a_download_that_breaks_is_tried_again(bench: Bench, cloud: Cloud) -> None:
    cloud.broken_downloads = 3
    assert ended(bench, bench.program.jobs.submit(request(cloud.url))).state is State.FINISHED


def test_results_that_are_gone_fail_the_job_and_can_be_looked_for_again(bench: Bench, cloud: Cloud) -> None:
    cloud.gone = True
    jobs = bench.program.jobs
    failed = ended(bench, jobs.submit(request(cloud.url)))
    assert failed.state is State.FAILED
    cloud.gone = False
    jobs.look_again(failed.id)
    bench.until(lambda: jobs.all[0].state is State.FINISHED)


def test_a_result_that_is_no_picture_leaves_the_others(bench: Bench, cloud: Cloud) -> None:
    pictures = [b"no picture at all", solid(512, 120)]
    cloud.image = lambda _call: pictures.pop(0)
    done = ended(bench, bench.program.jobs.submit(request(cloud.url, batch_size=2)))
    assert done.message is not None
    assert (done.state, [ref.index for ref in done.results]) == (State.FINISHED, [1])
    assert "1 of 2" in done.message.text


def test_finished_without_a_picture_fails_in_the_end(bench: Bench, cloud: Cloud) -> None:
    cloud.words = ["Success"]
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.message is not None
    assert (done.state, "no picture" in done.message.text) == (State.FAILED, True)


def test_a_task_that_the_service_forgot_fails_in_the_end(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ListTasksDetails"] = lambda _call: {"RetCode": 0, "TaskDetailList": []}
    done = ended(bench, bench.program.jobs.submit(request(cloud.url)))
    assert done.message is not None
    assert (done.state, "does not know" in done.message.text) == (State.FAILED, True)


def test_a_service_that_is_away_is_asked_on(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ListTasksDetails"] = lambda _call: {"RetCode": 150, "Message": "down"}
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].message is not None)
    assert jobs.all[0].state is State.SUBMITTED
    cloud.override.clear()
    assert ended(bench, job).state is State.FINISHED


def test_several_jobs_share_one_question(bench: Bench, cloud: Cloud) -> None:
    asked: list[list[str]] = []
    cloud.words = ["Running"]

    def details(call: dict[str, list[str]]) -> dict[str, object]:
        asked.append(call["TaskUIDList"])
        return {"RetCode": 0, **cloud._ListTasksDetails(call)}

    cloud.override["ListTasksDetails"] = details
    jobs = bench.program.jobs
    for _ in range(3):
        jobs.submit(request(cloud.url))
    bench.until(lambda: any(len(uids) == 3 for uids in asked))
    for task in cloud.tasks.values():
        task.words = ["Finished"]
    bench.until(lambda: all(job.is_ended for job in jobs.all))
    assert jobs.running == 0


def test_forgetting_removes_the_job_and_its_files(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    done = ended(bench, jobs.submit(request(cloud.url)))
    removed: list[str] = []
    jobs.removed.connect(removed.append)
    jobs.forget(done.id)
    bench.until(lambda: removed)
    assert (removed, jobs.all, done.results[0].path.exists()) == ([done.id], (), False)


def test_unforeseen_failures_become_notices(bench: Bench) -> None:
    bench.program.tasks.run("pixels", lambda _task: 1 / 0)
    bench.until(lambda: bench.notices)
    assert isinstance(bench.notices[0], Notice)
    assert "ZeroDivisionError" in bench.notices[0].text
