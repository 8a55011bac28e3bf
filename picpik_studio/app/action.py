"""What a job asks a service to do; the value is the protocol's own word, which the journal keeps."""

from enum import StrEnum

from picpik_studio.texts import QT_TRANSLATE_NOOP


class Action(StrEnum):
    """One of the calls that make images."""

    REDRAW = "ModifyMaskedPixels"
    ERASE = "RemoveContents"
    SUBJECT = "RemoveBackground"
    CLICKS = "ExtractContents"
    UPSCALE = "ResizeImage"

    @property
    def label(self) -> str:
        """What people call it, a marked text."""
        return _LABELS[self]

    @property
    def is_selection(self) -> bool:
        """Whether its images say where something is; those of all others are laid over the picture."""
        return self in {Action.SUBJECT, Action.CLICKS}

    @property
    def has_parameters(self) -> bool:
        """Whether it was asked for by the parameters of the panel, which may be taken over again."""
        return self in {Action.REDRAW, Action.ERASE}


_LABELS = {
    Action.REDRAW: QT_TRANSLATE_NOOP("Action", "Redraw"),
    Action.ERASE: QT_TRANSLATE_NOOP("Action", "Erase"),
    Action.SUBJECT: QT_TRANSLATE_NOOP("Action", "Select subject"),
    Action.CLICKS: QT_TRANSLATE_NOOP("Action", "Select by clicks"),
    Action.UPSCALE: QT_TRANSLATE_NOOP("Action", "Upscale"),
}
