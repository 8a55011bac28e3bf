"""Everything that changes the mask goes through an edit."""

from tests.sources import package_sources


def test_only_edits_write_into_a_mask() -> None:
    writing = {source.name for source in package_sources() if ".writable()" in source.text}
    assert writing == {"picpik_studio.core.edits", "picpik_studio.core.mask_editor"}
