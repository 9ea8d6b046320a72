"""How long the rules of the classes take over everybody of the registered poor of a whole county.

`python bench/assistance_assess.py [--scale 1.0]`. The county of `bench/ledger.py` on SQLite is copied to
var/bench/assistance-SCALE. The goal counts by the processor, this process and those it starts: the clock also counts
who else uses the machine, and stands beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.running import copied_county, told_by

RESULTS = ROOT / "bench/results/assistance_assess.json"
GOAL = 10.0  # seconds of the processor for each look


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.assistance_assess import measure

        print(json.dumps(measure()))
        return 0
    from bench.ledger import machine

    with copied_county("assistance", options.scale) as env:
        found: dict[str, Any] = told_by([__file__, "--inside"], env)
    kept = {"machine": machine(), "scale": options.scale, "goal_cpu_s": GOAL, **found}
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in kept.items() if key != "machine"}, indent=1))
    missed = [look["what"] for look in found["looks"] if look["cpu_s"] > GOAL]
    print(f"missed: {', '.join(missed)}" if missed else "all goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
