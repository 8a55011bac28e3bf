"""What one window works on: the values that the parts of a session share."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from picpik_studio.app.parameters import Parameters
from picpik_studio.app.program import Program
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Document, DocumentEvent, MaskChanged
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.region_settings import RegionSettings
from picpik_studio.core.tools.settings import ToolSettings
from picpik_studio.files.crediting import ParentFile
from picpik_studio.files.images import Preview

Topic = Literal[
    "document",
    "preview",
    "saved",
    "exported",
    "not_saved",
    "shown",
    "view",
    "results",
    "submitting",
    "connection",
    "models",
    "path",
]
"""What of a session changed. `document`: another one, or none; `preview`: a first sight of one that is being opened;
`saved`; `exported`: the repaint area lies in a file; `not_saved`: either of these failed; `path`; `shown`: the result
shown in place; `results`: the strip; `submitting`: how many requests are being made ready; `connection`: another one is
used; `models`: its models are known now; `view`: how the mask is shown."""


Sent = tuple[tuple[Rect, Plane], ...]
"""Where something is repainted (pixels of the document), and how much each pixel there weighs (uint8 HxW)."""


@dataclass(frozen=True, eq=False)
class ShownResult:
    """A result that lies over the picture on the screen and is not accepted yet.

    `beside` are the other parts of the painting that it has one part of.
    """

    job_id: str
    index: int
    patch: Patch
    beside: Sent = ()


class SessionState:
    """The document of one window, what it came from and what is set beside it. Touched on the dispatch thread only.

    `path` is the file that Save writes, `name` what the window calls a picture without one. `is_original` says that
    `path` is the file as it was opened, which Save must not overwrite without asking, `is_nowhere` that the picture
    was pasted and is in no file yet. `picture_hash` names the picture; jobs and results that carry it belong to this
    document. `parent` is the file that it was opened from.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.parameters = Parameters()
        self.tool = ToolSettings()
        self.regions = RegionSettings()
        self.changed: Signal[Topic] = Signal()
        self.document: Document | None = None
        self.preview: Preview | None = None
        self.path: Path | None = None
        self.name = ""
        self.picture_hash = ""
        self.is_original = False
        self.is_nowhere = False
        self.parent: ParentFile | None = None
        self.shown: ShownResult | None = None

    @property
    def needs_confirmation(self) -> bool:
        """Whether Save would overwrite the opened original, and the person wants to be asked before."""
        return self.path is not None and self.is_original and self.program.settings.is_on("ask_before_overwrite")

    def follow_document(self, receiver: Callable[[DocumentEvent], object]) -> Callable[[], None]:
        """Hear of every change of the document that is open now, but of the mask's pixels; return what ends that.

        Without a document there is nothing to hear and nothing to end.
        """
        if self.document is None:
            return lambda: None
        return self.document.changed.connect(receiver, but=MaskChanged)
