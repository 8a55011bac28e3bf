"""The settings of the canvas tool: what a new area begins with, and where the picture sits in it."""

from picpik_studio.app.setting import Setting
from picpik_studio.texts import QT_TRANSLATE_NOOP

ROWS: tuple[Setting, ...] = (
    Setting(
        "canvas_prefill",
        "choice",
        "mirror",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "The new area begins with"),
        QT_TRANSLATE_NOOP("Settings", "What stands there until it is repainted; many models begin from it."),
        choices=(
            ("mirror", QT_TRANSLATE_NOOP("Settings", "Mirrored")),
            ("blurred", QT_TRANSLATE_NOOP("Settings", "Blurred")),
            ("colour", QT_TRANSLATE_NOOP("Settings", "Colour")),
            ("transparent", QT_TRANSLATE_NOOP("Settings", "Transparent")),
        ),
        is_listed=False,
    ),
    Setting(
        "canvas_colour",
        "colour",
        "#808080",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Colour of the new area"),
        QT_TRANSLATE_NOOP("Settings", "The colour that a new area is filled with."),
        is_listed=False,
    ),
    Setting(
        "canvas_overlap",
        "int",
        32,
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Overlap"),
        QT_TRANSLATE_NOOP("Settings", "How far the repaint area reaches from the new area into the old picture."),
        low=0,
        high=256,
        unit="px",
        is_listed=False,
    ),
    Setting(
        "canvas_anchor",
        "choice",
        "middle",
        "canvas",
        QT_TRANSLATE_NOOP("Settings", "Place of the picture"),
        QT_TRANSLATE_NOOP("Settings", "Where the picture sits when a size or a ratio is chosen."),
        choices=(
            ("top_left", QT_TRANSLATE_NOOP("Settings", "Top left")),
            ("top", QT_TRANSLATE_NOOP("Settings", "Top")),
            ("top_right", QT_TRANSLATE_NOOP("Settings", "Top right")),
            ("left", QT_TRANSLATE_NOOP("Settings", "Left")),
            ("middle", QT_TRANSLATE_NOOP("Settings", "Middle")),
            ("right", QT_TRANSLATE_NOOP("Settings", "Right")),
            ("bottom_left", QT_TRANSLATE_NOOP("Settings", "Bottom left")),
            ("bottom", QT_TRANSLATE_NOOP("Settings", "Bottom")),
            ("bottom_right", QT_TRANSLATE_NOOP("Settings", "Bottom right")),
        ),
        is_listed=False,
    ),
)
