"""Pictures, masks and requests for the tests of jobs."""

import numpy as np

from picpik_studio.app.generation import prepare
from picpik_studio.app.models import ModelChoice
from picpik_studio.app.parameters import Parameters, Values
from picpik_studio.app.request import GenerationRequest
from picpik_studio.core.arrays import Plane
from picpik_studio.core.document import Snapshot
from picpik_studio.core.picture import Metadata, Picture

WIDTH, HEIGHT = 200, 120


def picture(width: int = WIDTH, height: int = HEIGHT, *, has_alpha: bool = False, seed: int = 1) -> Picture:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    if not has_alpha:
        pixels[..., 3] = 255
    return Picture(pixels, has_alpha, Metadata())


def mask(width: int = WIDTH, height: int = HEIGHT) -> Plane:
    area = np.zeros((height, width), np.uint8)
    area[height // 3 : height // 2 + 1, width // 3 : width // 2 + 1] = 255
    return area


def values(**given: object) -> Values:
    bag = Parameters()
    for name, value in {"main_model": ModelChoice("model-1"), "seed": 7, **given}.items():
        bag.set(name, value)
    return bag.values


def snapshot(painted: Plane | None = None) -> Snapshot:
    return Snapshot(picture(), (), mask() if painted is None else painted)


def request(connection: str, **given: object) -> GenerationRequest:
    return prepare(snapshot(), values(**given), connection)
