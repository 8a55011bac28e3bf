"""A task of the service as it stands, and the words that say so."""

import json
from dataclasses import asdict, dataclass

QUEUING, RUNNING, FINISHED, ERROR, TERMINATED = "Queuing", "Running", "Finished", "Error", "Terminated"
ENDED = frozenset({FINISHED, ERROR, TERMINATED})


@dataclass(frozen=True)
class Task:
    """One task. `inputs` and `tokens` name its files; `order` holds what the work needs beside them.

    `tokens` are the 128-bit random names of its results, one an image. Times are Unix seconds. `was_asked`: its end has
    been told once.
    """

    uid: str
    action: str
    request_uuid: str
    status: str
    created: float
    seed: int
    order: dict[str, object]
    inputs: tuple[str, ...]
    tokens: tuple[str, ...]
    ended: float | None = None
    error_code: int = 0
    error_text: str = ""
    was_asked: bool = False

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ENDED

    @property
    def is_active(self) -> bool:
        """Whether ListRunningTasks names it: until it has ended and its end was asked for once."""
        return not (self.is_ended and self.was_asked)


def to_record(task: Task) -> str:
    """Return a task as JSON."""
    return json.dumps(asdict(task))


def from_record(record: str) -> Task:
    """Return the task of a record. Raises LookupError, TypeError or ValueError for one of another version."""
    fields = json.loads(record)
    return Task(**{**fields, "inputs": tuple(fields["inputs"]), "tokens": tuple(fields["tokens"])})
