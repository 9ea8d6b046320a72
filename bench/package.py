"""How heavy the package of a village is, and how long a phone unfolds it: 400 households with 1,581 made persons.

`python bench/package.py [--scale 0.05]`. Households of one township of the synthetic county stand for the village. The
same package is weighed with its households in rows and in columns (gzip, level 6 as the server sends it); a real
Chromium with a CPU four times slower makes the rows again, also of 4,000 households in ten packages.
Prints JSON, writes it to bench/results/package.json; fails when a goal is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.ledger import DAY, build, machine

RESULTS = ROOT / "bench/results/package.json"
HOUSEHOLDS, PERSONS, MANY = 400, 1581, 4000
GOALS = {"bytes_of_400": 120_000, "unfold_4000_ms": 300}
SLOWED, RUNS, LEVEL = 4, 9, 6
# Village by village, as packages come.
TIMED = """texts => {
  let parse = 0, unfold = 0, found = 0;
  for (const text of texts) {
    const begun = performance.now();
    const whole = JSON.parse(text);
    const read = performance.now();
    found += core.householdsOf(whole).length;
    parse += read - begun;
    unfold += performance.now() - read;
  }
  return [parse, unfold, found];
}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.05)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure()))
        return 0
    home = ROOT / f"var/bench/package-{options.scale}/sqlite"
    home.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"GANGQIAO_HOME": str(home), "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": DAY}
    env |= {"DJANGO_SETTINGS_MODULE": "gangqiao.config.settings", "GANGQIAO_LOG_LEVEL": "ERROR"}
    build(env, home, options.scale, is_there=True)
    subprocess.run([sys.executable, "-m", "django", "survey", "demo"], env=env, check=True, stdout=sys.stderr)
    done = subprocess.run([sys.executable, __file__, "--inside"], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found = {"machine": machine(), "scale": options.scale, "goals": GOALS, **json.loads(done.stdout.splitlines()[-1])}
    figures = {"bytes_of_400": found["columns"]["bytes"], "unfold_4000_ms": found["unfolding"][str(MANY)]["unfold_ms"]}
    found["missed"] = [name for name, most in GOALS.items() if figures[name] > most]
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if found["missed"] else 0


def measure() -> dict[str, Any]:
    """Inside the county: the same village in rows and in columns, and what a phone needs to read it."""
    import django

    django.setup()
    from gangqiao.accounts.models import User
    from gangqiao.accounts.reads import actor_of
    from gangqiao.kernel.scope import scope_of
    from gangqiao.places.reads import county, townships
    from gangqiao.surveys.phone.households import households_of
    from gangqiao.surveys.phone.layout import laid_out
    from gangqiao.sync.reads.villages import package_of
    from tests.phone.villages import chosen

    actor = actor_of(User.objects.get(username="office"))
    with scope_of(county().key):
        village, rows = smallest(townships(), lambda place: households_of(place, actor))
        sent = package_of(village, actor).content
        many = households_of(county(), actor)[:MANY]
    rows = chosen(rows, HOUSEHOLDS, PERSONS)
    begun = time.process_time()
    columns = {**sent, "households": laid_out({**sent, "households": rows})}
    took = round(1000 * (time.process_time() - begun))
    cut = [many[first : first + HOUSEHOLDS] for first in range(0, MANY, HOUSEHOLDS)]
    villages = [{**sent, "households": laid_out({**sent, "households": part})} for part in cut]
    return {
        "village": f"{village.name}: {HOUSEHOLDS} households, {PERSONS} persons",
        "rows": weighed({**sent, "households": rows}),
        "columns": {**weighed(columns), "fold_ms": took},
        "cpu_slowed": SLOWED,
        "unfolding": unfolded({HOUSEHOLDS: [columns], MANY: villages}),
    }


def smallest(places: Any, households: Any) -> tuple[Any, list[Any]]:
    """The place with the fewest households that still has enough of them and of persons."""
    found = [(place, households(place)) for place in places]
    # Half more: large households can then stand for small ones, until there are as many persons as wanted.
    large = [(place, rows) for place, rows in found if len(rows) >= 1.3 * HOUSEHOLDS]
    if not large:
        raise SystemExit(f"no township has {1.3 * HOUSEHOLDS:.0f} households: a larger --scale")
    return min(large, key=lambda one: len(one[1]))


def weighed(package: dict[str, Any]) -> dict[str, int]:
    """Bytes with gzip: the whole, and each large part alone."""
    return {
        "bytes": len(gzip.compress(written(package), LEVEL)),
        "bytes_plain": len(written(package)),
        **{part: len(gzip.compress(written(package[part]), LEVEL)) for part in ("households", "questions", "places")},
    }


def written(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unfolded(packages: dict[int, list[dict[str, Any]]]) -> dict[int, dict[str, float]]:
    """Medians of the client's own code in Chromium: JSON to objects, and columns to rows."""
    from playwright.sync_api import sync_playwright

    from tools.node import NODE

    bundle = ROOT / "tests/phone/bundle.mjs"
    chromium = os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or ""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    found: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "core.js"
        subprocess.run([NODE, bundle, file, "sync/households.ts"], check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for many, of in packages.items():
            texts, took = [written(package).decode() for package in of], []
            for _run in range(RUNS):  # a fresh page each time: nothing is warm, as on a phone
                page = browser.new_page()
                page.add_script_tag(content=file.read_text())
                page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
                *one, got = page.evaluate(TIMED, texts)
                assert got == many
                took.append(one)
                page.close()
            names = ("parse_ms", "unfold_ms")
            found[many] = {n: round(statistics.median(one[at] for one in took)) for at, n in enumerate(names)}
            found[many] |= {
                "unfold_least_ms": round(min(t[1] for t in took)),
                "unfold_worst_ms": round(max(t[1] for t in took)),
            }
        browser.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
