"""A photograph with a mask, in files."""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from tests.app.conftest import cloud
from tests.app.lent_engine import lent_engine, running_engine

__all__ = ["Files", "cloud", "files", "lent_engine", "running_engine"]

HEIGHT, WIDTH = 90, 140


class Files(NamedTuple):
    """Paths as the command line takes them."""

    image: str
    mask: str
    out: str

    @property
    def folder(self) -> Path:
        return Path(self.out).parent


@pytest.fixture
def files(tmp_path: Path) -> Files:
    noise = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    area = np.zeros((HEIGHT, WIDTH), np.uint8)
    area[30:50, 40:80] = 255
    made = Files(str(tmp_path / "photo.png"), str(tmp_path / "mask.png"), str(tmp_path / "out.png"))
    cv2.imwrite(made.image, noise)
    cv2.imwrite(made.mask, area)
    return made
