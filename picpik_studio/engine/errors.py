"""What can go wrong in the service, each in one sentence that is sent as Message or ErrorMassage.

EngineError
├── FillError             a picture that cannot be filled (the task's ErrorCode is INVALID)
│   └── NothingToCopyError    nothing is left to copy from
├── Refusal               a call that is refused; `code` is what the protocol calls it
└── StoreError            the service's folder cannot be used
"""

from picpik_studio.errors import PicPikError

NO_ACTION = 160
UNKNOWN_ACTION = 161
NO_SIGNATURE = 170
WRONG_SIGNATURE = 171
NO_SUCH_USER = 172
MISSING = 220
INVALID = 230
TOO_LARGE = 240
THROTTLED = 153
FAULT = 150


class EngineError(PicPikError):
    """A failure of the service."""


class FillError(EngineError):
    """A picture that cannot be filled."""


class NothingToCopyError(FillError):
    """Nothing of the picture is left to copy from."""


class Refusal(EngineError):  # noqa: N818 - it is an answer of the protocol, not a fault of the program
    """A call that is refused; `code` is the RetCode."""

    def __init__(self, code: int, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.code = code


class StoreError(EngineError):
    """The service's folder cannot be used."""
