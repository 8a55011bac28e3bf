"""What can be done with the list of a document's patches: each function returns another list."""

from dataclasses import replace

import numpy as np

from picpik_studio.core.composition import composed
from picpik_studio.core.geometry import union
from picpik_studio.core.patch import Patch, with_patch
from picpik_studio.core.picture import Picture

_OPAQUE = 255

Patches = tuple[Patch, ...]


def find(patches: Patches, patch_id: str) -> Patch:
    """Return the patch with this id. Raises KeyError when there is none."""
    for patch in patches:
        if patch.id == patch_id:
            return patch
    raise KeyError(patch_id)


def renamed(patches: Patches, patch_id: str, name: str) -> Patches:
    """Return the list with another name for one. Raises KeyError."""
    return with_patch(patches, replace(find(patches, patch_id), name=name.strip()))


def shown(patches: Patches, patch_id: str, *, is_visible: bool) -> Patches:
    """Return the list with one laid over the picture, or not. Raises KeyError."""
    return with_patch(patches, replace(find(patches, patch_id), is_visible=is_visible))


def without(patches: Patches, patch_id: str) -> Patches:
    """Return the list without one. Raises KeyError."""
    gone = find(patches, patch_id)
    return tuple(patch for patch in patches if patch is not gone)


def moved(patches: Patches, patch_id: str, place: int) -> Patches:
    """Return the list with one at another place, 0 undermost; a place beyond the ends is the last one there.

    Raises KeyError.
    """
    patch = find(patches, patch_id)
    rest = [each for each in patches if each is not patch]
    rest.insert(min(max(place, 0), len(rest)), patch)
    return tuple(rest)


def flattened(picture: Picture, patches: Patches, patch_id: str, label: str) -> Patches:
    """Return the list with all visible patches made one, which looks as they do to the last bit. Slow: for a worker.

    The hidden ones stay, above it. With fewer than two visible ones the list stays as it is.
    """
    visible = tuple(patch for patch in patches if patch.is_visible)
    if len(visible) < 2:  # noqa: PLR2004 - two make one
        return patches
    rect = union(patch.rect for patch in visible)
    weight = np.zeros((rect.height, rect.width), np.uint8)
    for patch in visible:
        weight[patch.rect.translated(-rect.x, -rect.y).slices][patch.weight > 0] = _OPAQUE
    flat = Patch(
        id=patch_id,
        rect=rect,
        pixels=np.ascontiguousarray(composed(picture, visible, rect)),
        weight=weight,
        job_id=visible[-1].job_id,
        image_index=visible[-1].image_index,
        label=label,
        is_flat=True,
        merged=tuple(dict.fromkeys(source for patch in visible for source in patch.sources)),
    )
    return flat, *(patch for patch in patches if not patch.is_visible)
