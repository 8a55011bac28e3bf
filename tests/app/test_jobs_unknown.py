"""A lost answer: looked for at the service, shown to the person, never sent again in silence."""

from picpik_studio.app.job import State
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import request


def lose(bench: Bench, cloud: Cloud) -> str:
    """Submit a job whose answer is lost; return its id when the service was asked about it."""
    cloud.loses_answers = 1
    jobs = bench.program.jobs
    job = jobs.submit(request(cloud.url))
    bench.until(lambda: cloud.count("ListRunningTasks") and jobs.all[0].state is not State.SENDING)
    return job.id


def test_the_cloud_names_candidates_and_the_person_chooses(bench: Bench, cloud: Cloud) -> None:
    job_id = lose(bench, cloud)
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all[0].candidates)
    assert (jobs.all[0].state, jobs.all[0].candidates) == (State.UNKNOWN, ("task-1",))
    jobs.adopt(job_id, "task-1")
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
    assert (jobs.all[0].task_uid, cloud.count("ModifyMaskedPixels")) == ("task-1", 1)


def test_a_service_that_repeats_the_request_uuid_leaves_no_question(bench: Bench, cloud: Cloud) -> None:
    made = request(cloud.url)
    cloud.extra = {"request_uuid": made.request_uuid}
    cloud.loses_answers = 1
    jobs = bench.program.jobs
    jobs.submit(made)
    bench.until(lambda: jobs.all[0].state is State.FINISHED)
    assert cloud.count("ModifyMaskedPixels") == 1


def test_tasks_of_other_jobs_are_no_candidates(bench: Bench, cloud: Cloud) -> None:
    jobs = bench.program.jobs
    cloud.words = ["Running"]
    jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[0].state is State.RUNNING)
    cloud.loses_answers = 1
    jobs.submit(request(cloud.url))
    bench.until(lambda: jobs.all[1].candidates)
    assert jobs.all[1].candidates == ("task-2",)


def test_sending_again_is_the_persons_word(bench: Bench, cloud: Cloud) -> None:
    job_id = lose(bench, cloud)
    jobs = bench.program.jobs
    jobs.send_again(job_id)
    bench.until(lambda: len(jobs.all) == 2 and all(job.is_ended for job in jobs.all))
    assert [job.state for job in jobs.all] == [State.CANCELLED, State.FINISHED]
    assert cloud.count("ModifyMaskedPixels") == 2


def test_looking_again_finds_what_was_not_there_before(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ListRunningTasks"] = lambda _call: {"RetCode": 0, "TaskUIDList": []}
    job_id = lose(bench, cloud)
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all[0].message is not None and "runs no task" in jobs.all[0].message.text)
    cloud.override.clear()
    jobs.look_again(job_id)
    bench.until(lambda: jobs.all[0].candidates)


def test_a_service_that_cannot_be_asked_is_said(bench: Bench, cloud: Cloud) -> None:
    cloud.override["ListRunningTasks"] = lambda _call: {"RetCode": 299, "Message": ""}
    lose(bench, cloud)
    jobs = bench.program.jobs
    bench.until(lambda: jobs.all[0].message is not None and "cannot be asked" in jobs.all[0].message.text)
    assert jobs.all[0].state is State.UNKNOWN
