"""What is said of a stroke that was too faint to make a difference."""

from collections.abc import Callable
from dataclasses import replace

from picpik_studio.app.notices import NoticeAction
from picpik_studio.app.session import Session
from picpik_studio.core.mask import THRESHOLD
from picpik_studio.texts import QT_TRANSLATE_NOOP

_FAINT_STROKE = QT_TRANSLATE_NOOP(
    "Canvas", "The brush paints with {percent} %. What is painted with less than 50 % is not repainted."
)
_FAINT_PEN = QT_TRANSLATE_NOOP(
    "Canvas", "The pen pressed for {percent} % at most. What is painted with less than 50 % is not repainted."
)
_FAINT_ERASER = QT_TRANSLATE_NOOP(
    "Canvas", "The eraser takes away {percent} %. What was repainted stays so until half of it or more is taken away."
)
_KEY = "faint"
_STEADY_PEN = QT_TRANSLATE_NOOP("Canvas", "Paint with full opacity at any pressure")
_FULL_OPACITY = QT_TRANSLATE_NOOP("Canvas", "Paint with 100 %")
_FULL_ERASER = QT_TRANSLATE_NOOP("Canvas", "Erase with 100 %")


def warn_if_faint(session: Session, peak: int, *, erased: bool = False) -> None:
    """Say so when `peak`, the largest value that a stroke has painted (or `erased`), is below what makes a change.

    What was said before is taken back by a stroke that is strong enough.
    """
    if peak >= THRESHOLD:
        session.program.notices.withdraw(_KEY)
        return
    settings = session.tool
    text, label = (_FAINT_ERASER, _FULL_ERASER) if erased else (_FAINT_STROKE, _FULL_OPACITY)
    action = NoticeAction(label, lambda: setattr(settings, "opacity", 1.0))
    if not settings.brush.is_faint:  # the pen pressed too lightly
        steady = replace(settings.pen, fades=False)
        text, action = (
            _FAINT_ERASER if erased else _FAINT_PEN,
            NoticeAction(_STEADY_PEN, lambda: setattr(settings, "pen", steady)),
        )
    percent = round(peak * 100 / 255)
    session.program.notices.say("warning", text, action=action, key=_KEY, percent=percent)


def follow_strength(session: Session) -> Callable[[], None]:
    """Take the warning back when brush and pen are set so that it holds no more, until the result is called."""

    def look(name: str) -> None:
        is_strong = not session.tool.brush.is_faint
        if is_strong and (name == "opacity" or (name == "pen" and not session.tool.pen.fades)):
            session.program.notices.withdraw(_KEY)

    return session.tool.changed.connect(look)
