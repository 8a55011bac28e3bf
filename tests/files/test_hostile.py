"""Files that mean harm, and disks that are full; each in a process of its own, so that a crash is seen as one."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from picpik_studio.files.images import open_picture
from picpik_studio.files.png import encode_png
from tests.files.making import noise

ROOT = Path(__file__).parents[2]
PROCESSES = 2
FEW, MANY = 300, 5000


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_no_damaged_file_crashes_or_takes_more_memory_than_it_may(is_full: bool) -> None:
    count = (MANY if is_full else FEW) // PROCESSES
    line = [sys.executable, "-m", "tests.files.mutants"]
    children = [
        subprocess.Popen([*line, str(seed), str(count)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for seed in range(PROCESSES)
    ]
    for child in children:
        out, errors = child.communicate()
        assert child.returncode == 0, errors.decode(errors="replace")[-2000:]
        counts = json.loads(out)
        assert sum(counts.values()) == count
        assert "no sentence" not in counts
        assert counts["DamagedPictureError"] > count // 10
        assert sum(number for kind, number in counts.items() if kind.startswith("opened")) > count // 20


SAVING = """
import resource, sys
from picpik_studio.files.errors import DiskFullError
from picpik_studio.files.images import open_picture, save_picture
picture = open_picture(sys.argv[1]).picture
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    save_picture(sys.argv[2], picture.pixels, picture.has_alpha, picture.metadata)
except DiskFullError as error:
    print(error)
"""


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("ending", ["png", "tif", "jpg", "webp", "bmp", "avif"])
def test_a_full_disk_loses_nothing(tmp_path: Path, ending: str, bits: int) -> None:
    """The system itself refuses to write more than 20,000 bytes into a file."""
    pixels = noise(300, 200)
    deep = np.ascontiguousarray(pixels[..., :3]).astype(np.uint16) * np.uint16(257)
    source, target = tmp_path / "source.png", tmp_path / f"picture.{ending}"
    source.write_bytes(encode_png(pixels if bits == 8 else deep))
    target.write_bytes(b"what was there before")
    line = [sys.executable, "-c", SAVING, str(source), str(target)]
    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == f"There is no room for “picture.{ending}”: free some space, or save to another disk.\n"
    assert target.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted([target.name, "source.png"])
    assert open_picture(source).picture.size == (300, 200)
