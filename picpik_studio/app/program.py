"""The services that all windows of one process share, and their order of starting and ending."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from picpik_studio.app.backlog import Backlog
from picpik_studio.app.balance import Balance
from picpik_studio.app.connections import Connections
from picpik_studio.app.credentials import Credentials
from picpik_studio.app.folders import data_folder
from picpik_studio.app.job_book import JobBook
from picpik_studio.app.job_desk import JobDesk
from picpik_studio.app.job_notices import JobNotices
from picpik_studio.app.jobs import Jobs
from picpik_studio.app.key_trouble import KeyTrouble
from picpik_studio.app.local_service import LocalService
from picpik_studio.app.model_lists import ModelLists
from picpik_studio.app.notices import Notices
from picpik_studio.app.owners import Owner
from picpik_studio.app.passphrase import Passphrase
from picpik_studio.app.saved_pictures import SavedPictures
from picpik_studio.app.settings import Settings
from picpik_studio.app.tasks import CLOSING_SECONDS, Dispatch, Tasks
from picpik_studio.errors import PicPikError
from picpik_studio.files.journal import Journal
from picpik_studio.texts import QT_TRANSLATE_NOOP

IDLE_SECONDS: Final = 1.5
"""How long after the start the engine is started, when the window has nothing else to do."""

NEIGHBOURS_SECONDS: Final = 60.0
"""How often a running editor looks whether one beside it has crashed."""

SET_ASIDE: Final = QT_TRANSLATE_NOOP(
    "Program", "The list of jobs was damaged. A new one was begun; the old one is kept as {path}."
)


class Program:
    """The shared services. Made, used and closed on the dispatch thread; `data` is where everything is kept.

    `tasks` slow work · `notices` what is said · `settings` · `credentials` keys ·
    `passphrase` of the key that signs · `connections` who redraws ·
    `service` the engine of this computer · `models` what the services offer · `jobs` ·
    `saved` which files are pictures that jobs know · `backlog` what of the jobs the disk refuses ·
    `key_trouble` what is said of missing and wrong keys. Raises JournalError when the data folder cannot be used.
    """

    def __init__(self, dispatch: Dispatch, *, data: Path | None = None, settings: Settings | None = None) -> None:
        self.data = data_folder() if data is None else data
        self.notices = Notices()
        self.tasks = Tasks(dispatch, self.notices)
        self.settings = Settings() if settings is None else settings
        self.credentials = Credentials()
        self.passphrase = Passphrase()
        self._owner = Owner(self.data / "editors")
        self._journal = Journal(self.data / "jobs.sqlite")
        self.saved = SavedPictures(self._journal)
        self.service = LocalService(self.data / "engine", self._owner.name)
        self.connections = Connections(self.settings, self.credentials, self.service.address)
        self.models = ModelLists(self.tasks, self.connections.models)
        book = JobBook(self._journal, self._call)
        self.backlog = Backlog(book, self._journal, self.tasks, self.notices)
        client, results = self.connections.client_for, self.data / "results"
        self.jobs = Jobs(
            JobDesk(book, self._journal, self.backlog, self.tasks, self.notices, client, results), self._owner
        )
        self.key_trouble = KeyTrouble(self.notices)
        self._job_notices = JobNotices(self.jobs, self.notices, self.key_trouble)
        self.models.changed.connect(self._models_heard)
        self._is_closed = False

    def start(self) -> None:
        """Take up the jobs of earlier runs, and a little later ask the chosen service for its models.

        Called once, when the window is painted: this computer's engine then starts without delaying anything.
        """
        for remark in self.settings.remarks:
            self.notices.fail(remark)
        if self._journal.set_aside is not None:
            self.notices.say("warning", SET_ASIDE, path=str(self._journal.set_aside))
        self.jobs.resume()
        self.tasks.after(IDLE_SECONDS, lambda: self.models.refresh(self.connections.default.key))
        self.tasks.after(NEIGHBOURS_SECONDS, self._look_at_neighbours)

    def _look_at_neighbours(self) -> None:
        self.jobs.take_up()
        self.tasks.after(NEIGHBOURS_SECONDS, self._look_at_neighbours)

    def balance(self, connection_id: str, done: Callable[[Balance], None]) -> None:
        """Ask a service for the account's credits; a failure becomes a notice."""
        self.tasks.run(
            "network",
            lambda _task: self.connections.balance(connection_id),
            done=done,
            failed=lambda error: self.key_trouble.fail(error, connection_id),
            label="balance",
        )

    def _models_heard(self, connection_id: str) -> None:
        if self.models.error(connection_id) is None:
            self.key_trouble.is_over(connection_id)

    def remember_recent(self, path: Path) -> None:
        """Put a file first in the list of recent ones."""
        try:
            self.settings.add_recent(path)
        except PicPikError as error:
            self.notices.fail(error)

    def close(self, seconds: float = CLOSING_SECONDS) -> bool:
        """End everything; jobs go on at the next start. Say whether every thread has ended within so many seconds."""
        if self._is_closed:
            return True
        self._is_closed = True
        self.connections.close()
        self.service.hang_up()
        has_ended = self.tasks.close(seconds)
        self.service.close()
        try:
            self.backlog.flush()
        finally:
            self._journal.close()
            self._owner.close()
        return has_ended

    def _call(self, action: Callable[[], None]) -> None:
        if not self._is_closed:
            self.tasks.dispatch(action)
