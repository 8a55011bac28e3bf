"""What the commands about the repaint area as a whole do."""

from collections.abc import Callable

from picpik_studio.core.recipe import Feather, FillHoles, Grow, RemoveSpecks, Shrink, Smooth, Step
from picpik_studio.ui.dialogs.rework import ReworkDialog
from picpik_studio.ui.parts import Parts

Handlers = dict[str, Callable[[], object]]


def mask_handlers(parts: Parts) -> Handlers:
    """Return them: those with a number ask for it over the canvas, the finder's unfold its section."""
    session, spots = parts.session, parts.missed_spots

    def ask(kind: type[Step]) -> Callable[[], object]:
        return lambda: ReworkDialog(session, kind, parts.canvas).open()

    def step(by: int) -> Callable[[], object]:
        def go() -> None:
            if spots.is_unfolded and parts.repaint_area.isVisible():
                spots.step(by)
            else:
                parts.parameters.pages.show_page(parts.repaint_area)
                spots.unfold()
                parts.repaint_area.bring_into_view(spots)

        return go

    return {
        "mask.grow": ask(Grow),
        "mask.shrink": ask(Shrink),
        "mask.smooth": ask(Smooth),
        "mask.feather": ask(Feather),
        "mask.fill_holes": lambda: session.reworking.apply(FillHoles()),
        "mask.remove_specks": ask(RemoveSpecks),
        "mask.apply_steps": session.reworking.bake,
        "spots.next": step(1),
        "spots.previous": step(-1),
        "spots.fix": spots.fix_current,
        "spots.fix_all": spots.fix_everything,
    }
