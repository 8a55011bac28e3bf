"""Run one benchmark and print its figures as one JSON line: `python -m tests.benchmarks NAME`.

Every module of the table has a function `measure() -> dict`. Times are milliseconds of this machine at this moment;
what counts are the ratios to the naive twin, which ran in the same process, and the counters.
"""

import importlib
import json
import os
import sys

BENCHMARKS = {
    "stroke": "tests.benchmarks.stroke",
    "growth": "tests.benchmarks.growth",
    "undo": "tests.benchmarks.undo",
    "footprint": "tests.benchmarks.footprint",
    "footprint_line": "tests.benchmarks.footprint_line",
    "regions": "tests.benchmarks.regions",
    "masks": "tests.benchmarks.masks",
    "derived_film": "tests.benchmarks.derived_film",
    "paint_latency": "tests.benchmarks.paint_latency",
    "view_frames": "tests.benchmarks.view_frames",
    "black_box": "tests.benchmarks.black_box",
    "gaps": "tests.benchmarks.gaps",
    "memory": "tests.benchmarks.memory",
    "start": "tests.benchmarks.start",
    "upload": "tests.benchmarks.upload",
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in BENCHMARKS:
        print(f"usage: python -m tests.benchmarks {'|'.join(sorted(BENCHMARKS))}", file=sys.stderr)
        return 2
    name = arguments[0]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as picpik_studio.__main__ does
    figures: dict[str, object] = importlib.import_module(BENCHMARKS[name]).measure()
    print(json.dumps({"benchmark": name, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
