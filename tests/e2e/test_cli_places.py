"""Where `redraw` writes: never over what it reads unless told to, and nothing is sent that could not be written."""

import shutil
from pathlib import Path

import pytest

from picpik_studio.__main__ import main
from picpik_studio.app.errors import JobError, RefusedError
from picpik_studio.app.job import Job
from picpik_studio.app.redraw import redraw
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.images import open_picture
from tests.app.cloud import Cloud, solid
from tests.e2e.conftest import Files


def run(files: Files, cloud: Cloud, out: str, *words: str) -> int:
    return main(["redraw", files.image, "--mask", files.mask, "-o", out, "--connection", cloud.url, *words])


@pytest.mark.parametrize("which", ["image", "mask"])
def test_what_is_read_is_not_overwritten(
    files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str], which: str
) -> None:
    path = Path(getattr(files, which))
    before = path.read_bytes()
    for words in ((), ("--dry-run",)):
        assert run(files, cloud, str(path.parent / "." / path.name), *words) == 2
        said = capsys.readouterr().err
        assert ("--overwrite" in said, said.count("\n")) == (True, 1)
    assert (path.read_bytes(), cloud.arrived) == (before, [])
    assert run(files, cloud, str(path), "--overwrite") == 0
    assert path.read_bytes() != before


def test_no_image_of_a_batch_replaces_the_source_or_the_reference(files: Files, cloud: Cloud) -> None:
    source, reference = files.folder / "a-2.png", files.folder / "b.png"
    shutil.copy(files.image, source)
    reference.write_bytes(solid(70, 40))
    words = ["redraw", str(source), "--mask", files.mask, "--connection", cloud.url, "--batch", "2"]
    assert main([*words, "-o", str(files.folder / "a.png")]) == 2
    assert run(files, cloud, str(reference), "--reference", str(reference)) == 2
    with pytest.raises(RefusedError):
        redraw(source, files.mask, out=source, connection=cloud.url)
    assert cloud.arrived == []


def test_a_link_to_the_source_is_the_source(files: Files, cloud: Cloud) -> None:
    link = files.folder / "link.png"
    link.symlink_to(files.image)
    assert run(files, cloud, str(link)) == 2


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that exists and takes no file")
def test_a_folder_that_takes_no_file_is_found_before_anything_is_sent(
    files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, cloud, "/proc/o.png") == 1
    assert "“o.png” cannot be written in /proc: choose another folder." in capsys.readouterr().err
    (files.folder / "folder-2.png").mkdir()
    assert run(files, cloud, str(files.folder / "folder.png"), "--batch", "2") == 1
    assert "“folder-2.png” is a folder" in capsys.readouterr().err
    Path(files.out).touch(mode=0o444)
    assert run(files, cloud, files.out) == 1
    assert "“out.png” is write-protected" in capsys.readouterr().err
    assert cloud.arrived == []


def test_a_full_disk_is_called_so(files: Files, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(DiskFullError):
        redraw(files.image, files.mask, out=files.out, connection=cloud.url)
    assert cloud.arrived == []


def test_a_result_that_cannot_be_written_after_all_is_not_lost(files: Files, cloud: Cloud) -> None:
    folder = files.folder / "gone"
    folder.mkdir()

    def vanish(job: Job) -> None:
        if job.is_ended:
            shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(JobError) as failed:
        redraw(files.image, files.mask, out=folder / "out.png", connection=cloud.url, progress=vanish)
    where = str(failed.value).rpartition("lies in ")[2]
    assert "folder" in str(failed.value)
    assert open_picture(where).picture.size.width > 0


def test_what_came_of_it_is_one_short_line(files: Files, cloud: Cloud) -> None:
    done = redraw(files.image, files.mask, out=files.out, connection=cloud.url)
    assert repr(done) == "<Redrawn task-1: 1 x 140 x 90 px, out.png>"
    assert repr(done.request).startswith(f"<GenerationRequest {done.request.request_uuid} to http")
    assert len(repr(done.request)) < 120
