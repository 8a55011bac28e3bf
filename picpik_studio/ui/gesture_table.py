"""What is done with the pointer or inside a field, and is therefore no command: a table beside the commands'."""

from picpik_studio.texts import QT_TRANSLATE_NOOP
from picpik_studio.ui.key_names import key_text
from picpik_studio.ui.words import said

GESTURES: tuple[tuple[str, str, str], ...] = (
    (QT_TRANSLATE_NOOP("Keys", "Erase"), QT_TRANSLATE_NOOP("Keys", "Right-drag, or the pen's other end"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Straight line from the last point"), QT_TRANSLATE_NOOP("Keys", "Shift+click"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Straight at 45 degrees"), QT_TRANSLATE_NOOP("Keys", "Shift after the start"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Add with a shape or the wand"), QT_TRANSLATE_NOOP("Keys", "Shift+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Subtract with a shape or the wand"), QT_TRANSLATE_NOOP("Keys", "Alt+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Intersect with a shape or the wand"), QT_TRANSLATE_NOOP("Keys", "Shift+Alt+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Move a shape while it is drawn"), QT_TRANSLATE_NOOP("Keys", "Space"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Take back the last corner of a polygon"), QT_TRANSLATE_NOOP("Keys", "Backspace"), ""),
    (
        QT_TRANSLATE_NOOP("Keys", "Move the picture"),
        QT_TRANSLATE_NOOP("Keys", "{keys}+drag, middle-drag"),
        "view.pan",
    ),
    (QT_TRANSLATE_NOOP("Keys", "Zoom at the cursor"), QT_TRANSLATE_NOOP("Keys", "Wheel"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Move sideways"), QT_TRANSLATE_NOOP("Keys", "Shift+wheel"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Size of the brush"), QT_TRANSLATE_NOOP("Keys", "Alt+wheel"), ""),
    (
        QT_TRANSLATE_NOOP("Keys", "Size and hardness of the brush"),
        QT_TRANSLATE_NOOP("Keys", "Alt+right-drag, or with Ctrl too where Alt moves windows"),
        "",
    ),
    (QT_TRANSLATE_NOOP("Keys", "Keep the ratio of the canvas frame"), QT_TRANSLATE_NOOP("Keys", "Shift+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Drag the canvas frame about its middle"), QT_TRANSLATE_NOOP("Keys", "Alt+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Not drawn to the picture's edges"), QT_TRANSLATE_NOOP("Keys", "Ctrl+drag"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Opacity 10 to 100 %"), QT_TRANSLATE_NOOP("Keys", "1 to 9, 0"), ""),
    (QT_TRANSLATE_NOOP("Keys", "A tool for a moment"), QT_TRANSLATE_NOOP("Keys", "Hold its key"), ""),
    (QT_TRANSLATE_NOOP("Keys", "Submit from inside a prompt"), "{keys}", "job.submit"),
    (QT_TRANSLATE_NOOP("Keys", "Back to the canvas from a panel"), QT_TRANSLATE_NOOP("Keys", "Esc"), ""),
)
"""Title, what is pressed, and the command whose key stands for {keys} in it, if any."""

_HERE = {"keys": "{keys}"}
"""Leaves the place of the key as it is while a text is translated."""


def gestures() -> list[tuple[str, str]]:
    """Return title and keys of every gesture as they are now; one whose command has no key is left out."""
    rows = ((said(title), said(keys, _HERE), key_text(owner) if owner else "") for title, keys, owner in GESTURES)
    return [_filled(title, keys, key) for title, keys, key in rows if key or "{keys}" not in keys or "," in keys]


def _filled(title: str, keys: str, key: str) -> tuple[str, str]:
    """Put a key in its place; of several ways the one that needs a key which is not there falls away."""
    ways = [way for way in keys.split(", ") if key or "{keys}" not in way]
    return title, ", ".join(ways).format(keys=key)
