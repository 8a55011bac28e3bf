"""ModifyMaskedPixels on the wire (picpik_api.md, section 3): redraw the masked pixels."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct, field

from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.model import Model
from picpik_studio.texts import QT_TRANSLATE_NOOP

_INDEX = QT_TRANSLATE_NOOP("Wire", "Which picture of ImageAndMaskList it is, counted from 0.")


class Request(Struct, kw_only=True):
    """What every call has: `request_uuid` is a tracking aid of the caller's, not an idempotency key."""

    ACTION: ClassVar[str] = ""

    request_uuid: str | None = None


class Image2Image(Struct, kw_only=True):
    """An extra reference image."""

    ImageIndex: Annotated[int, Meta(ge=0, title=QT_TRANSLATE_NOOP("Wire", "Reference image"), description=_INDEX)]
    ReferStrength: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            title=QT_TRANSLATE_NOOP("Wire", "Reference strength"),
            description=QT_TRANSLATE_NOOP("Wire", "How closely the result follows the extra reference image."),
            extra={"step": 0.01},
        ),
    ] = 0.5


class Mask(Struct, kw_only=True):
    """What shall be redrawn: white pixels of the mask are redrawn, black ones are kept."""

    ImageIndex: Annotated[int, Meta(ge=0, title=QT_TRANSLATE_NOOP("Wire", "Image"), description=_INDEX)]
    MaskIndex: Annotated[int, Meta(ge=0, title=QT_TRANSLATE_NOOP("Wire", "Mask"), description=_INDEX)]
    ReferStrength: Annotated[
        float,
        Meta(
            ge=0,
            le=2,
            title=QT_TRANSLATE_NOOP("Wire", "Original's influence"),
            description=QT_TRANSLATE_NOOP(
                "Wire",
                "How strongly what lies under the repaint area guides the result. 0 starts afresh, 2 stays closest.",
            ),
            extra={"step": 0.01},
        ),
    ] = 1.0
    InvertMask: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Paint what to keep"),
            description=QT_TRANSLATE_NOOP(
                "Wire", "Turns the meaning round: what is painted is kept, and everything else is repainted."
            ),
        ),
    ] = False
    MaskBlur: Annotated[
        int,
        Meta(
            ge=0,
            le=64,
            title=QT_TRANSLATE_NOOP("Wire", "Edge blur"),
            description=QT_TRANSLATE_NOOP(
                "Wire", "How softly the result blends into its surroundings, in pixels that are sent. 0 is a hard edge."
            ),
        ),
    ] = 12
    PromptsMoreImportant: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Prompt matters more"),
            description=QT_TRANSLATE_NOOP("Wire", "Follows the prompt even where it fits the surroundings less well."),
        ),
    ] = False


_Image2Image = Image2Image


class ModifyMaskedPixels(Request, kw_only=True):
    """Redraw the masked pixels: inpainting and outpainting."""

    ACTION: ClassVar[str] = "ModifyMaskedPixels"

    MainModel: Model
    Masked: Mask
    ImageAndMaskList: list[DataUri]
    SubModelList: list[Model] = field(default_factory=list)
    PositivePrompts: Annotated[
        list[str],
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Prompt"),
            description=QT_TRANSLATE_NOOP("Wire", "What should appear in the repaint area. Each line is one phrase."),
        ),
    ] = field(default_factory=list)
    NegativePrompts: Annotated[
        list[str],
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Negative prompt"),
            description=QT_TRANSLATE_NOOP("Wire", "What should not appear. Each line is one phrase."),
        ),
    ] = field(default_factory=list)
    TranslatePrompts: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "Translate prompts"),
            description=QT_TRANSLATE_NOOP(
                "Wire", "Lets the service translate the prompts into English, so that you may write in your language."
            ),
        ),
    ] = True
    Seed: Annotated[
        int,
        Meta(
            ge=-1,
            le=2147483647,
            title=QT_TRANSLATE_NOOP("Wire", "Seed"),
            description=QT_TRANSLATE_NOOP(
                "Wire", "The same seed and settings make the same picture again. -1 takes a new one every time."
            ),
        ),
    ] = -1
    Width: Annotated[
        int,
        Meta(
            ge=64,
            le=2560,
            title=QT_TRANSLATE_NOOP("Wire", "Width"),
            description=QT_TRANSLATE_NOOP("Wire", "The width at which the frame is sent and redrawn, in pixels."),
        ),
    ] = 1024
    Height: Annotated[
        int,
        Meta(
            ge=64,
            le=2560,
            title=QT_TRANSLATE_NOOP("Wire", "Height"),
            description=QT_TRANSLATE_NOOP("Wire", "The height at which the frame is sent and redrawn, in pixels."),
        ),
    ] = 1024
    BatchSize: Annotated[
        int,
        Meta(
            ge=1,
            le=16,
            title=QT_TRANSLATE_NOOP("Wire", "Variations"),
            description=QT_TRANSLATE_NOOP("Wire", "How many results to make at once; each has its own seed."),
        ),
    ] = 1
    UseMainModelVAE: Annotated[
        bool,
        Meta(
            title=QT_TRANSLATE_NOOP("Wire", "The model's own VAE"),
            description=QT_TRANSLATE_NOOP(
                "Wire",
                "Uses the colour codec (VAE) that comes with the main model. Try it when colours look washed out.",
            ),
        ),
    ] = False
    Image2Image: _Image2Image | None = None
