"""What the commands about accepted results do."""

from collections.abc import Callable, Mapping

from picpik_studio.ui.parts import Parts


def patch_handlers(parts: Parts) -> Mapping[str, Callable[[], object]]:
    """Return them; all but the page's own act on the chosen result."""
    patches = parts.session.patches

    def show_page() -> None:
        parts.parameters.pages.show_page(parts.patches)
        parts.patches.list.setFocus()

    return {
        "patch.page": show_page,
        "patch.raise": lambda: patches.move_chosen(1),
        "patch.lower": lambda: patches.move_chosen(-1),
        "patch.toggle": patches.toggle_chosen,
        "patch.remove": patches.remove_chosen,
        "patch.flatten": patches.flatten,
    }
