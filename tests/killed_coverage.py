"""What programs that were killed leave of what coverage measured: files that cannot be read go before all are combined.

coverage writes without a journal, so a program that is killed while it writes leaves no database, or a broken one. At
such a file pytest-cov ends the whole run with an error of its own.
"""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

_TABLES = {"coverage_schema", "meta", "file", "context", "line_bits", "arc", "tracer"}


@pytest.hookimpl(wrapper=True, trylast=True)  # inside pytest-cov's own wrapper, which combines
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Run the tests; then, where all of them have ended, remove what cannot be combined."""
    result = yield
    is_worker = hasattr(session.config, "workerinput")
    if session.config.pluginmanager.hasplugin("_cov") and not is_worker:
        remove_broken(Path(os.environ.get("COVERAGE_FILE", session.config.rootpath / ".coverage")))
    return result


def remove_broken(data_file: Path) -> list[Path]:
    """Delete the files beside `data_file` that are to be combined into it and cannot be read; return them."""
    broken = [path for path in sorted(data_file.parent.glob(f"{data_file.name}.*")) if not _is_whole(path)]
    for path in broken:
        path.unlink()
    return broken


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            is_sound: bool = database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return is_sound and tables >= _TABLES and database.execute("SELECT 1 FROM coverage_schema").fetchone()
    except sqlite3.DatabaseError:
        return False
