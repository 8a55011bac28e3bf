"""The root of every error that a person may see.

PicPikError
├── core.errors.EditOpenError  a change that was asked for in the middle of a stroke
├── core.errors.StepOpenError  a change that was asked for while undo or redo waits for another canvas
├── files.errors.FileError      a picture, mask or journal that cannot be read or written
├── api.errors.ApiError         the service, the network or the answer
├── engine.errors.EngineError   what the embedded service refuses or cannot do
└── app.errors.AppError         what the program cannot do now, and why

An error carries a template (marked with `texts.QT_TRANSLATE_NOOP`) and its values apart, so that `ui` can translate the
one and fill in the other; `str(error)` is the English sentence.
"""


class PicPikError(Exception):
    """A failure in one clear sentence: what is wrong and what to do.

    `template` holds `str.format` fields that `values` fill. `retryable` says whether the same call may succeed later,
    `is_wrong_use` that it cannot before it is made otherwise.
    """

    retryable = False
    is_wrong_use = False

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        # What `Exception` does by itself would hand the values over as a positional argument.
        return _revived, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def _revived(kind: type[PicPikError], args: tuple[object, ...], state: dict[str, object]) -> PicPikError:
    """Make an error again that came from another process, without its constructor, whose arguments differ by class."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
