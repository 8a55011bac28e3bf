"""What the program cannot do now, and why.

AppError
├── NothingToRepaintError   no pixel of the picture would be redrawn
├── RefusedError            a value or a combination that cannot be sent
├── ServiceStartError       the engine of this computer did not start (retryable)
├── ResultError             the service's picture cannot be used
├── OtherThanShownError     what would be sent is not what a person has looked at
├── JobError                a job ended without a result
└── CancelledError          the person stopped it; never shown as a failure
"""

from picpik_studio.errors import PicPikError


class AppError(PicPikError):
    """The program cannot do what was asked of it now."""


class NothingToRepaintError(AppError):
    """No pixel of the picture would be redrawn."""


class RefusedError(AppError):
    """A value, or a combination of values, cannot be sent or used."""

    is_wrong_use = True


class ServiceStartError(AppError):
    """The engine of this computer did not start."""

    retryable = True


class ResultError(AppError):
    """A picture that the service made cannot be used."""


class OtherThanShownError(AppError):
    """What would be sent is not what a person has looked at."""


class JobError(AppError):
    """A job ended without a result."""


class CancelledError(AppError):
    """The person stopped the work."""
