"""What goes wrong while a document is edited."""

from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP


class EditOpenError(PicPikError):
    """An edit was asked for while another one, a stroke for example, is still open."""

    retryable = True

    def __init__(self) -> None:
        super().__init__(QT_TRANSLATE_NOOP("Errors", "Finish the stroke first, then do this again."))


class StepOpenError(PicPikError):
    """An edit was asked for while undo or redo waits for another canvas to be made ready."""

    retryable = True

    def __init__(self) -> None:
        super().__init__(QT_TRANSLATE_NOOP("Errors", "The step is still being taken; do this again in a moment."))
