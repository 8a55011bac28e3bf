import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from picpik_studio.core.geometry import Offset
from picpik_studio.files import journal_file
from picpik_studio.files.errors import DiskFullError, JournalBusyError, JournalError
from picpik_studio.files.fingerprint import Fingerprint
from picpik_studio.files.journal import Journal, SavedFile


def filled(path: Path) -> Path:
    with Journal(path) as journal:
        for number in range(40):
            journal.put(f"job {number}", "finished", {"text": "x" * 300})
    return path


def raw(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, isolation_level=None))


@pytest.mark.parametrize(
    "damage", ["no database", "zeros at its head", "garbage inside", "half of it", "no JSON", "no tables"]
)
def test_a_broken_file_is_set_aside(tmp_path: Path, damage: str) -> None:
    path = filled(tmp_path / "journal.sqlite")
    whole = path.read_bytes()
    match damage:
        case "no database":
            path.write_bytes(b"This is a letter, not a database. " * 400)
        case "zeros at its head":
            path.write_bytes(bytes(200) + whole[200:])
        case "garbage inside":
            path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        case "half of it":
            path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
        case "no JSON":
            with raw(path) as connection:
                connection.execute("UPDATE jobs SET record = '{' WHERE id = 'job 7'")
        case "no tables":
            with raw(path) as connection:
                connection.execute("DROP TABLE jobs")
    broken = path.read_bytes()
    with Journal(path) as journal:
        assert journal.all() == []
        assert journal.set_aside is not None
        assert re.fullmatch(r"journal\.sqlite\.broken-\d{4}-\d\d-\d\d-\d{6}-\d{6}", journal.set_aside.name)
        assert len(journal.set_aside.read_bytes()) == len(broken)
        journal.put("new", "prepared", {})
    with Journal(path) as again:
        assert again.set_aside is None
        assert [entry.job_id for entry in again.all()] == ["new"]


def test_the_log_of_a_broken_file_goes_with_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "journal.sqlite")
    with raw(path) as other:  # an editor that still runs
        other.execute("INSERT INTO blobs VALUES ('a', 0, 'in the log')")
        whole = path.read_bytes()
        path.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
        with Journal(path) as journal:
            assert journal.set_aside is not None
            assert b"in the log" in journal.set_aside.with_name(f"{journal.set_aside.name}-wal").read_bytes()
            journal.put("new", "prepared", {})
            assert [entry.job_id for entry in journal.all()] == ["new"]


def test_an_empty_file_is_a_new_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"")
    with Journal(path) as journal:
        assert journal.set_aside is None


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    with raw(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(JournalError, match=r"“theirs\.sqlite” belongs to another program"):
        Journal(path)
    with raw(path) as connection:
        assert connection.execute("SELECT count(*) FROM theirs").fetchone() == (0,)


def test_a_newer_versions_journal_is_left_alone(tmp_path: Path) -> None:
    path = filled(tmp_path / "journal.sqlite")
    with raw(path) as connection:
        connection.execute(f"PRAGMA user_version = {journal_file.VERSION + 1}")
    with pytest.raises(JournalError, match="newer version"):
        Journal(path)
    with raw(path) as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (40,)


def test_an_older_versions_journal_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "journal.sqlite")
    steps = (*journal_file._MIGRATIONS, ("ALTER TABLE jobs ADD COLUMN colour TEXT DEFAULT 'red'",))
    monkeypatch.setattr(journal_file, "_MIGRATIONS", steps)
    monkeypatch.setattr(journal_file, "VERSION", len(steps))
    with Journal(path) as journal:
        assert len(journal.all()) == 40
        assert journal._connection.execute("SELECT DISTINCT colour FROM jobs").fetchall() == [("red",)]
        assert journal._connection.execute("PRAGMA user_version").fetchone() == (len(steps),)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "journal.sqlite")
    steps = (*journal_file._MIGRATIONS, ("CREATE TABLE first (a)", "INSERT INTO jobs (id) VALUES (NULL)"))
    with monkeypatch.context() as patched:
        patched.setattr(journal_file, "_MIGRATIONS", steps)
        patched.setattr(journal_file, "VERSION", len(steps))
        with pytest.raises(JournalError, match="cannot be used"):
            Journal(path)
    with Journal(path) as journal:
        assert len(journal.all()) == 40


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(JournalError, match=r"cannot be kept in .*file.*: make that folder writable"):
        Journal(tmp_path / "file" / "journal.sqlite")


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(JournalError, match="cannot be kept"):
        Journal(tmp_path / "journal.sqlite")


def test_a_full_disk_is_said_and_leaves_the_jobs(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.put("a", "prepared", {})
        pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
        journal._connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
        with pytest.raises(DiskFullError, match="no room"):
            journal.put_blob(bytes(100_000))
        journal._connection.execute("PRAGMA max_page_count = 100000").fetchall()
        journal.put_blob(bytes(100_000))
        assert [entry.job_id for entry in journal.all()] == ["a"]


def test_a_program_that_holds_it_for_long_is_said(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.sqlite") as journal, raw(journal.path) as other:
        journal._connection.execute("PRAGMA busy_timeout = 1").fetchall()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalBusyError, match="Another program holds") as caught:
            journal.put("a", "prepared", {})
        assert caught.value.retryable
        other.execute("ROLLBACK")
        journal.put("a", "prepared", {})


def test_damage_that_shows_later_is_said(tmp_path: Path) -> None:
    path = filled(tmp_path / "journal.sqlite")
    with Journal(path) as journal:
        journal._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        journal._connection.execute("PRAGMA cache_size = 1").fetchall()
        with pytest.raises(JournalError, match="damaged: start the program again"):
            journal.all()


def test_what_may_only_be_read_is_said(tmp_path: Path) -> None:
    path = filled(tmp_path / "journal.sqlite")
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
        pytest.raises(JournalError, match=r"cannot be kept in .*readonly"),
        journal_file.speaking(path),
    ):
        connection.execute("DELETE FROM jobs")


def test_a_fault_of_ours_is_not_worded(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite")
    journal.close()
    with pytest.raises(sqlite3.ProgrammingError):
        journal.all()


def test_a_journal_from_before_saved_files_were_known_is_brought_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(journal_file, "_MIGRATIONS", journal_file._MIGRATIONS[:1])
        patched.setattr(journal_file, "VERSION", 1)
        path = filled(tmp_path / "journal.sqlite")
    file, saved = Fingerprint(3, "a" * 64), SavedFile("root", Offset(1, 2))
    with Journal(path) as journal:
        assert len(journal.all()) == 40
        assert journal.saved(file) is None
        journal.put_saved(file, saved)
        assert journal.saved(file) == saved
