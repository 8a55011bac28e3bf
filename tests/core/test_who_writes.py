"""Everything that changes the mask goes through an edit."""

from tests.sources import package_sources


def test_only_edits_write_into_a_mask() -> None:
    writing = {source.name for source in package_sources() if ".writable(" in source.text}
    of_a_patch = {"picpik_studio.core.alpha_painting"}  # a stroke on the alpha of a patch is an edit as well
    new_ones = {"picpik_studio.core.resting"}  # fills a mask that nobody has seen yet
    assert writing == {"picpik_studio.core.edits", "picpik_studio.core.mask_editor"} | of_a_patch | new_ones
