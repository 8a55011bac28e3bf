"""One window's state: a document, its parameters, its jobs' results, and everything that can be done with them.

The doors are thin; the work lies in `opening`, `documents` (save, export), `submitting` and `showing` (results). All
methods belong to the dispatch thread, return at once, and tell how it ended through `changed` or a notice.
"""

from pathlib import Path

from picpik_studio.app.accepting import Accepting
from picpik_studio.app.action import Action
from picpik_studio.app.applying import Applying
from picpik_studio.app.brush_settings import keep_brush
from picpik_studio.app.canvas_changing import CanvasChanging
from picpik_studio.app.connections import Connection
from picpik_studio.app.deriving import Deriving
from picpik_studio.app.dissolving import Dissolving
from picpik_studio.app.documents import Documents
from picpik_studio.app.exporting import Exporting
from picpik_studio.app.importing import Importing
from picpik_studio.app.inspecting import Inspecting
from picpik_studio.app.job import ResultRef
from picpik_studio.app.matching import Matching
from picpik_studio.app.missed_spots import MissedSpots
from picpik_studio.app.models import ModelInfo
from picpik_studio.app.opening import Opening
from picpik_studio.app.parameters import Parameters
from picpik_studio.app.patches import Patches
from picpik_studio.app.preflight import Preflight
from picpik_studio.app.program import Program
from picpik_studio.app.proving import Proving
from picpik_studio.app.retouching import Retouching
from picpik_studio.app.reworking import Reworking
from picpik_studio.app.selecting import Selecting
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState, ShownResult, Topic
from picpik_studio.app.showing import Showing
from picpik_studio.app.submitting import Asker, Submitting
from picpik_studio.app.taking_over import TakingOver
from picpik_studio.app.upscaling import Upscaling
from picpik_studio.core.document import Document
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.files.images import Preview


class Session:
    """The state of one window; `changed` tells by topic what is new, after it is so."""

    def __init__(self, program: Program) -> None:
        self._state = SessionState(program)
        self.opening = Opening(self._state)
        self._documents = Documents(self._state, self.opening)
        self.canvas = CanvasChanging(self._state)
        Applying(self._state)
        self._showing = Showing(self._state)
        self.arriving = self._showing.arriving
        self.accepting = Accepting(self._state, self._showing)
        self.patches = Patches(self._state)
        self.matching = Matching(self._state)
        self.inspecting = Inspecting(self._state)
        self.patches.changed.connect(lambda: self.inspecting.choose(self.patches.chosen))
        self.retouching = Retouching(self._state, self.patches)
        self.proving = Proving(self._state)
        self._service = ServiceChoice(self._state)
        self._submitting = Submitting(self._state, self._service)
        self.deriving = Deriving(self._state)
        self.dissolving = Dissolving(self._state, self.deriving)
        self.reworking = Reworking(self._state)
        self.selecting = Selecting(self._state, self._service, self.reworking)
        self.upscaling = Upscaling(self._state, self._service, self.show_result)
        self.exporting = Exporting(self._state)
        self.importing = Importing(self._state, self.reworking)
        self.missed = MissedSpots(self._state, self.deriving)
        self.taking_over = TakingOver(self._state, self._service)
        self.program = program
        self.parameters: Parameters = self._state.parameters
        self.tool: ToolSettings = self._state.tool
        self.regions: RegionSettings = self._state.regions
        self._leave_brush = keep_brush(program.settings, self.tool)
        self.changed: Signal[Topic] = self._state.changed

    # What it works on

    @property
    def document(self) -> Document | None:
        """The open document, or None."""
        return self._state.document

    @property
    def preview(self) -> Preview | None:
        """A first sight of the picture that is being opened, or None."""
        return self._state.preview

    @property
    def path(self) -> Path | None:
        """The file that Save writes; None for a pasted picture."""
        return self._state.path

    @property
    def title(self) -> str:
        """The name of the document for the window's title; empty without one."""
        return self._documents.title

    @property
    def picture_hash(self) -> str:
        """What names the opened picture; jobs with the same one belong to it."""
        return self._state.picture_hash

    @property
    def is_modified(self) -> bool:
        """Whether closing now would lose something of the picture: an accepted result, or all when it was pasted."""
        document = self._state.document
        return document is not None and (document.is_modified or self._state.is_nowhere)

    @property
    def is_mask_modified(self) -> bool:
        """Whether closing now would lose painting that is in no file. Looks at the whole mask."""
        return self._state.document is not None and self._state.document.is_mask_modified

    @property
    def is_opening(self) -> bool:
        """Whether a picture is being read."""
        return self.opening.is_on

    # Open, save

    def open_path(self, path: Path | str, *, preview: Preview | None = None) -> None:
        """Open a picture in two steps: `preview` at once, the editable `document` when all of it is read.

        A `preview` that is there already is not made again.
        """
        self.opening.open_path(Path(path), preview)

    def open_bytes(self, data: bytes, name: str) -> None:
        """Open a picture from its file's bytes (the clipboard, a drop); `name` stands in the title."""
        self.opening.open_bytes(data, name)

    def open_sample(self) -> None:
        """Open the sample photograph; it is never overwritten."""
        self.opening.open_sample()

    @property
    def save_needs_path(self) -> bool:
        """Whether Save has no file to write to, so that a path must be asked for."""
        return self._state.path is None

    @property
    def save_needs_confirmation(self) -> bool:
        """Whether Save would overwrite the original as it was opened; ask once, then call `save(confirmed=True)`."""
        return self._state.needs_confirmation

    def save(self, *, confirmed: bool = False) -> None:
        """Write the document to its path. Raises RefusedError without a path, or unconfirmed over the original."""
        self._documents.save(confirmed=confirmed)

    def save_as(self, path: Path | str) -> None:
        """Write the document to `path`, the format by its suffix; from then on it is the document's path."""
        self._documents.save_as(Path(path))

    def propose_path(self) -> Path:
        """Return what Save As proposes: `name-edited` beside the original, with a number when that is taken."""
        return self._documents.propose_path()

    def propose_mask_path(self) -> Path:
        """Return what the export of the repaint area proposes: `name-mask.png` beside the document."""
        return self._documents.propose_mask_path()

    def export_mask(self, path: Path | str) -> None:
        """Write the mask as a grey PNG, white = repaint."""
        self._documents.export_mask(Path(path))

    def import_mask(self, path: Path | str) -> None:
        """Replace the mask by a black-and-white picture's, white = repaint; one undoable edit."""
        self._documents.import_mask(Path(path))

    def close(self) -> None:
        """Let go of the document; running jobs go on."""
        self._leave_brush()
        self._documents.close()
        self._showing.close()
        self.selecting.close()
        self.upscaling.close()
        self.proving.close()
        self._service.close()

    # Ask for a redraw

    @property
    def connection(self) -> Connection:
        """The service that Submit uses: `id`, `title`, `is_local`; its `key` is the `connection_id` of its jobs."""
        return self._service.connection

    @property
    def connection_id(self) -> str:
        """Its id: local, picpik, picpik-cn or custom."""
        return self._service.connection.id

    def set_connection(self, connection_id: str) -> None:
        """Use another connection from now on, in this and in new windows."""
        self._service.set_connection(connection_id)

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """What the service offers, main models first; empty while nobody knows (see `models_error`)."""
        return self._service.models

    @property
    def models_error(self) -> Exception | None:
        """Why the service's models are not known, or None."""
        return self.program.models.error(self._service.key)

    def refresh_models(self) -> None:
        """Ask the service for its models; they arrive by `changed("models")`."""
        self.program.models.refresh(self._service.key)

    @property
    def submitting(self) -> int:
        """How many requests are being made ready and are no jobs yet."""
        return self._submitting.count

    def ask_doubts_by(self, asker: Asker) -> None:
        """Have `asker` ask the person about requests that may be the wrong way round; else they go out unasked."""
        self._submitting.asker = asker

    def submit(self) -> None:
        """Freeze the parameters and the document as they are now, make the request ready and hand it to the jobs."""
        self._submitting.submit()

    def erase(self) -> None:
        """Have what is painted over removed and filled from its surroundings; it needs neither prompt nor model."""
        self._submitting.submit(Action.ERASE)

    def preflight(self) -> Preflight:
        """Freeze the parameters and the document as they are now, for a look at what Submit or Erase would send."""
        return Preflight(self._state, self._service, self._submitting)

    def set_reference(self, data: bytes | None) -> None:
        """Take a picture file's bytes as the extra reference image, after they were checked; None removes it."""
        self._submitting.set_reference(data)

    def set_reference_path(self, path: Path | str) -> None:
        """Take a picture file as the extra reference image."""
        self._submitting.set_reference_path(Path(path))

    def use_parameters_of(self, job_id: str) -> None:
        """Set all parameters to those that the job was sent with."""
        self._submitting.use_parameters_of(job_id)

    # Results

    @property
    def results(self) -> tuple[ResultRef, ...]:
        """The pictures made for this document that are not hidden, oldest first."""
        return self._showing.results

    @property
    def shown(self) -> ShownResult | None:
        """The result that lies over the picture now, or None."""
        return self._state.shown

    @property
    def can_accept(self) -> bool:
        """Whether a result is shown that is not accepted yet."""
        return self._state.shown is not None and not self.accepting.is_accepted

    def show_result(self, job_id: str, index: int | None) -> None:
        """Show a result in place; `index` None shows the picture without one. It arrives by `changed("shown")`."""
        self._showing.show(job_id, index)

    def show_next(self, step: int = 1) -> None:
        """Show the next result of the strip (`step` 1) or the one before (-1), round and round."""
        self._showing.step(step)

    def accept_shown(self) -> None:
        """Lay the shown result over the picture for good: one undoable edit, the mask stays as it is."""
        self.accepting.accept()

    def hide_shown(self) -> None:
        """Take the shown result out of the strip; undoable, and its job keeps it."""
        self._showing.hide()

    def unhide(self, job_id: str) -> None:
        """Put every hidden result of a job back into the strip."""
        self._showing.unhide(job_id)

    def save_shown(self, path: Path | str) -> None:
        """Write the picture with the shown result to `path`, as it is seen; the document stays as it is.

        While one picks from the result it is the picture with what was picked.
        """
        self._showing.save_as_seen(Path(path), self.retouching.seen)

    def reuse_seed(self) -> None:
        """Set the seed to the one that made the shown result (image i of a batch has the job's seed + i)."""
        self._showing.reuse_seed()
