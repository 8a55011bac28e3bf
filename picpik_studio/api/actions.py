"""The other calls that a mask editor makes (picpik_api.md, section 4)."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.modify import Request
from picpik_studio.texts import QT_TRANSLATE_NOOP


class ListTasksDetails(Request, kw_only=True):
    """Ask for the state and the results of tasks."""

    ACTION: ClassVar[str] = "ListTasksDetails"

    TaskUIDList: list[str]


class ListRunningTasks(Request, kw_only=True):
    """Ask which tasks have not ended."""

    ACTION: ClassVar[str] = "ListRunningTasks"


class TerminateTask(Request, kw_only=True):
    """End a task."""

    ACTION: ClassVar[str] = "TerminateTask"

    TaskUID: str


class GetCreditBalance(Request, kw_only=True):
    """Ask for the account's credits."""

    ACTION: ClassVar[str] = "GetCreditBalance"


class ListModels(Request, kw_only=True):
    """Ask for the models that the account may use."""

    ACTION: ClassVar[str] = "ListModels"


class Coordinate(Struct, kw_only=True):
    """A pixel of the raw image."""

    X: int
    Y: int


class RemoveContents(Request, kw_only=True):
    """Erase what the mask covers, without a prompt."""

    ACTION: ClassVar[str] = "RemoveContents"

    RawImage: DataUri
    Mask: DataUri
    InvertMask: bool = False
    MaskBlur: Annotated[int, Meta(ge=0, le=64, title=QT_TRANSLATE_NOOP("Wire", "Edge blur"))] = 12


class CutOut(Request, kw_only=True):
    """What RemoveBackground and ExtractContents have in common."""

    RawImage: DataUri
    ErodeSize: Annotated[
        int,
        Meta(
            ge=0,
            le=40,
            title=QT_TRANSLATE_NOOP("Wire", "Edge width"),
            description=QT_TRANSLATE_NOOP("Wire", "How wide the uncertain band between foreground and background is."),
        ),
    ] = 15
    ForegroundThreshold: Annotated[
        int,
        Meta(
            ge=0,
            le=255,
            title=QT_TRANSLATE_NOOP("Wire", "Foreground from"),
            description=QT_TRANSLATE_NOOP("Wire", "What is surer than this counts as foreground."),
        ),
    ] = 240
    BackgroundThreshold: Annotated[
        int,
        Meta(
            ge=0,
            le=255,
            title=QT_TRANSLATE_NOOP("Wire", "Background up to"),
            description=QT_TRANSLATE_NOOP("Wire", "What is less sure than this counts as background."),
        ),
    ] = 15
    HairOptimization: Annotated[
        Literal["auto", "on", "off"],
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Fine hair"),
            description=QT_TRANSLATE_NOOP("Wire", "Takes extra care of hair and fur along the edge."),
        ),
    ] = "auto"
    OnlyMask: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Mask only"),
            description=QT_TRANSLATE_NOOP("Wire", "Returns the mask instead of the cut-out picture."),
        ),
    ] = False


class RemoveBackground(CutOut, kw_only=True):
    """Cut the foreground out, inside `Box` (x1, y1, x2, y2 in pixels) when one is given."""

    ACTION: ClassVar[str] = "RemoveBackground"

    Box: Annotated[list[int], Meta(min_length=4, max_length=4)] | None = None


class ExtractContents(CutOut, kw_only=True):
    """Cut out what was clicked."""

    ACTION: ClassVar[str] = "ExtractContents"

    IncludePointList: list[Coordinate]
    ExcludePointList: list[Coordinate] = field(default_factory=list)


class ResizeImage(Request, kw_only=True):
    """Enlarge a picture."""

    ACTION: ClassVar[str] = "ResizeImage"

    Image: DataUri
    Width: Annotated[int, Meta(ge=64, le=4096, title=QT_TRANSLATE_NOOP("Wire", "Width"))]
    Height: Annotated[int, Meta(ge=64, le=4096, title=QT_TRANSLATE_NOOP("Wire", "Height"))]
