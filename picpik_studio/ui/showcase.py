"""The main job without a person or a screen, through the real window and the embedded service, on the sample.

`python -m picpik_studio showcase [FOLDER]` prints the TaskUID and each status, writes `redrawn.png` and `window.png`,
and ends with 0. It leaves nothing else behind: jobs and settings of the person are not touched.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from picpik_studio.app.folders import HOME_VARIABLE
from picpik_studio.app.job import Job, State
from picpik_studio.app.notices import Notice
from picpik_studio.app.opening import SAMPLE
from picpik_studio.app.session_state import Topic
from picpik_studio.app.settings import Settings
from picpik_studio.core.document import Document, DocumentEvent, MaskChanged
from picpik_studio.resources import resource
from picpik_studio.ui.running import Running
from picpik_studio.ui.shell import Shell

PICTURE: Final = "redrawn.png"
WINDOW: Final = "window.png"
SIZE: Final = (1440, 900)
PATIENCE_MS: Final = 180_000
SETTLING_MS: Final = 400
_LOST: Final = frozenset({State.FAILED, State.CANCELLED, State.UNKNOWN})


class Showcase(QObject):
    """Drives one window from the empty state to a saved picture; each step begins when the one before has ended.

    `code` is the exit code; it is final when the application's event loop ends.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.code = 1
        self._folder = folder
        self._said = ""
        settings = Settings()
        self._shell = Shell(settings)
        self._running = Running(settings)
        self._shell.painted.connect(self._furnish)
        self._shell.show()
        QTimer.singleShot(PATIENCE_MS, self._give_up)

    def close(self) -> None:
        """End the services."""
        self._running.close()

    def _furnish(self) -> None:
        self._shell.resize(*SIZE)  # Qt's screen that nobody sees is 800 px wide, and a first size is cut to it
        self._window = self._running.desk.furnish(self._shell)
        program = self._running.program
        program.notices.shown.connect(self._noticed)
        program.jobs.changed.connect(self._job_changed)
        self._session = self._window.session
        self._session.changed.connect(self._session_changed)
        program.start()
        self._window.run("file.sample")

    # Each step

    def _session_changed(self, topic: Topic) -> None:
        document = self._session.document
        if document is None:
            return
        if topic == "document":
            self._paint(document)
        elif topic == "shown" and self._session.shown is not None:
            QTimer.singleShot(SETTLING_MS, self._accept)
        elif topic == "saved":
            self._prove(document)
            self._leave()

    def _paint(self, document: Document) -> None:
        _say(f"Opened the sample {self._session.title}, {document.size.width} x {document.size.height} px.")
        document.changed.connect(self._document_changed)
        folder, name = SAMPLE
        self._session.import_mask(resource(folder, f"{Path(name).stem}-mask.png"))

    def _document_changed(self, event: DocumentEvent) -> None:
        if isinstance(event, MaskChanged):
            QTimer.singleShot(0, lambda: self._window.run("job.submit"))  # when all who follow the document know it

    def _job_changed(self, job: Job) -> None:
        words = [job.state.value, f"TaskUID {job.task_uid}" if job.task_uid else "", job.status_word]
        line = "  ".join(word for word in words if word)
        if line != self._said:
            self._said = line
            _say(line)
        if job.state in _LOST:
            self._fail(job.message.template.format(**job.message.values) if job.message else job.state.value)

    def _accept(self) -> None:
        self._shell.grab().save(str(self._folder / WINDOW))
        self._window.run("result.accept")
        self._session.save_as(self._folder / PICTURE)

    def _prove(self, document: Document) -> None:
        """Say how many pixels changed inside the footprint, and that none did outside."""
        changed = (document.pixels != document.picture.pixels).any(axis=2)
        inside = np.zeros_like(changed)
        for patch in document.patches:
            inside[patch.rect.slices] |= patch.weight > 0
        _say(
            f"Redrawn: {int(changed[inside].sum())} of {int(inside.sum())} pixels inside the footprint changed, "
            f"{int(changed[~inside].sum())} of {int((~inside).sum())} outside."
        )
        _say(f"Wrote {self._folder / PICTURE} and {self._folder / WINDOW}.")
        self.code = 0

    # The end

    def _noticed(self, notice: Notice) -> None:
        if notice.kind == "error":
            self._fail(notice.text)

    def _fail(self, why: str) -> None:
        self.code = 1
        _say(f"It failed: {why}")
        self._leave()

    def _give_up(self) -> None:
        _say(f"It took longer than {PATIENCE_MS // 1000} s; the last that was heard: {self._said or 'nothing'}.")
        self._leave()

    def _leave(self) -> None:
        QApplication.exit(self.code)


def run(app: QApplication, folder: Path) -> int:
    """Do the main job in a home folder of its own; write both pictures into `folder`; return 0 when all went well."""
    home = tempfile.mkdtemp(prefix="picpik-studio-")
    os.environ.update({HOME_VARIABLE: home, "XDG_CONFIG_HOME": home})
    try:
        showcase = Showcase(folder.absolute())
        app.exec()
        showcase.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return showcase.code


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
