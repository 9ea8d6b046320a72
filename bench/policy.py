"""Rules of subsidies for a whole county: the example country beside OpenFisca, and our own book by the scan.

`python bench/policy.py [--people 430000] [--runs 5] [--scale 1.0] [--only peer,county]`. The same people and the same
twelve rules by both programs, one after the other, in one process; the differences are looked at first. Then the county
of `bench/ledger.py`: from the database to the last decision, every rule for persons of the book of 2020.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.running import copied_county, told_by

RESULTS = ROOT / "bench/results/policy.json"
DAY = date(2017, 1, 1)
CLAIMS = 60_000  # of the county, in two years
GOAL_COUNTY = 5.0  # seconds by the clock, all rules, the whole county


def main() -> int:
    options = read_options()
    if options.inside:
        print(json.dumps(county(options.runs)))
        return 0
    from bench.ledger import machine

    told: dict[str, Any] = {"machine": machine()}
    if "peer" in options.only:
        told["peer"] = peer(options.people, options.runs)
    if "county" in options.only:
        asked = [__file__, "--inside", "--runs", str(options.runs)]
        with copied_county("policy", options.scale) as env:
            told["county"] = {"scale": options.scale, "goal_s": GOAL_COUNTY, **told_by(asked, env)}
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, ensure_ascii=False, indent=1))
    missed = missed_of(told)
    print(f"missed: {missed}" if missed else "all goals met")
    return 1 if missed else 0


def missed_of(told: dict[str, Any]) -> list[str]:
    """The goals that were not reached."""
    found = []
    if "peer" in told and told["peer"]["ours"]["cpu_s"] > told["peer"]["openfisca"]["cpu_s"]:
        found.append("at least as fast as OpenFisca (processor)")
    if "county" in told and told["county"]["whole"]["s"] > GOAL_COUNTY:
        found.append(f"the whole county in {GOAL_COUNTY:g} s")
    return found


def peer(people: int, runs: int) -> dict[str, Any]:
    """Both programs on the same people; raises AssertionError when they differ."""
    import numpy as np
    import polars as pl

    from gangqiao.subsidies.policy.books import Book
    from gangqiao.subsidies.tests import openfisca_peer

    book = Book.load(ROOT / "gangqiao/subsidies/tests/books/country_template")
    drawn = openfisca_peer.draw(people, 1)
    names = openfisca_peer.OF_PERSON + openfisca_peer.OF_HOUSEHOLD
    theirs = openfisca_peer.calculated(drawn, DAY, names)
    ours = book.decide(drawn.frame, DAY)
    for name in names:
        if name in ours:
            found = ours[name]["amount"].cast(pl.Float64).fill_null(0.0).to_numpy()
            np.testing.assert_allclose(found, theirs[name], rtol=2e-5, atol=2e-2, err_msg=name)
    return {
        "people": people,
        "rules": len(names),
        # Ours gives standing and the answer of every condition besides the amount.
        "ours": timed(lambda: book.decide(drawn.frame, DAY, names), runs),
        "openfisca": timed(lambda: openfisca_peer.calculated(drawn, DAY, names), runs),
    }


def county(runs: int) -> dict[str, Any]:
    """The scan of the county in this process's database."""
    import django

    django.setup()
    from gangqiao.subsidies.policy.books import LIBRARY, Book
    from gangqiao.subsidies.reads.facts import county_facts
    from gangqiao.subsidies.reads.scanning import scan

    book, day = Book.load(LIBRARY / "yunnan_2020"), date(2020, 7, 1)
    claims = planted(CLAIMS)
    found = scan(book, day)
    return {
        "people": found.people,
        "claims": claims,
        "rules": len(found.decided),
        "entitled": {key: counts.get("entitled", 0) for key, counts in found.counts.items()},
        "facts": timed(lambda: county_facts(day), runs),
        "rules_alone": timed(lambda: scan(book, day, found.frame), runs),
        "whole": timed(lambda: scan(book, day), runs),
    }


def planted(many: int) -> int:
    """So many claims of the reward, paid this year and before, so that what was had before costs what it will cost."""
    from gangqiao.kernel.scope import everywhere
    from gangqiao.people.models import Person
    from gangqiao.subsidies.models import Claim

    with everywhere(reason="bench"):
        people = Person.objects.filter(record="live").order_by("pk").values_list("pk", "uuid", "area_id", "name")
        rows = [
            Claim(
                area_id=area, person_id=pk, person_uuid=uuid, subject=f"person:{uuid}", code=f"{number}-{pk}",
                status="paid", programme="outgoing_work_reward", rule_version="bench", decided_for=date(2020, 4, 1),
                period="2020" if number else "2019", fund_line="employment", amount=100_000, payee_uuid=uuid,
                payee_name=name, reasons="[]", facts="{}", source="scan", route="person", digest="bench",
            )
            for pk, uuid, area, name in people[: many // 2]
            for number in range(2)
        ]  # fmt: skip
        return len(Claim.objects.bulk_create(rows, batch_size=2_000))


def timed(act: Callable[[], Any], runs: int) -> dict[str, float]:
    """The median by the clock and by the processor, in seconds."""
    clock, processor = [], []
    for _run in range(runs):
        began, used = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return {"s": round(statistics.median(clock), 3), "cpu_s": round(statistics.median(processor), 3)}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=430_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", type=lambda text: text.split(","), default=["peer", "county"])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
