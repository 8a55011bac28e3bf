"""What the commands about selections do."""

from collections.abc import Callable, Mapping

from picpik_studio.app.importing import Mode
from picpik_studio.app.session import Session


def selection_handlers(session: Session) -> Mapping[str, Callable[[], object]]:
    """Return what they do; inverting turns what is previewed round while there is something, else the painting."""
    selecting = session.selecting

    def take(mode: Mode) -> Callable[[], None]:
        return lambda: selecting.take(mode)

    def invert() -> None:
        if selecting.preview.found is not None:
            selecting.preview.invert()
        elif session.document is not None:
            session.document.invert_mask()

    return {
        "mask.invert": invert,
        "selection.subject": selecting.ask_subject,
        "selection.background": lambda: selecting.ask_subject(background=True),
        "selection.ask": selecting.ask_clicked,
        "selection.replace": take("replace"),
        "selection.add": take("add"),
        "selection.subtract": take("subtract"),
        "selection.intersect": take("intersect"),
        "selection.next": lambda: selecting.preview.step(1),
        "selection.previous": lambda: selecting.preview.step(-1),
        "selection.drop": selecting.drop,
    }
