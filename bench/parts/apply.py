"""How long 200,000 chosen rows take into the register, with 20 small writes a second beside them, and the peak memory.

`python bench/parts/apply.py --home DIR [--rows 200000]`: DIR is the home of an installation that holds the county
(`bench/ledger.py` makes one under var/bench). Give a copy of it: the rows are really taken in. 60 of 100 rows change
two facts of a person, 25 register somebody (5 with a new household, 10 in it, 10 in a household that is there), 15 tell
of work. Applying again does nothing, so each run lays out rows of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
GOAL_SECONDS, GOAL_MB = 180.0, 1000.0
A_SECOND = 20


def main() -> int:
    options = read_options()
    if options.inside:
        STAGES[options.inside](options)
        return 0
    env = os.environ | {"GANGQIAO_HOME": options.home, "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": "2020-03-31"}
    env["DJANGO_SETTINGS_MODULE"] = "gangqiao.config.settings"
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, cwd=ROOT, check=True)
    base = [sys.executable, __file__, "--home", options.home, "--rows", str(options.rows)]
    subprocess.run([*base, "--inside", "lay_out"], env=env, cwd=ROOT, check=True)
    phones = subprocess.Popen([*base, "--inside", "phones"], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    more = ["--profile", options.profile] if options.profile else []
    done = subprocess.run([*base, *more, "--inside", "take_in"], env=env, cwd=ROOT, capture_output=True, text=True)
    Path(options.home, "phones-stop").touch()
    told, _ = phones.communicate()
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found = json.loads(done.stdout.splitlines()[-1]) | json.loads(told.splitlines()[-1])
    print(json.dumps(found, ensure_ascii=False, indent=1))
    share = options.rows / 200_000
    is_met = found["seconds"] <= GOAL_SECONDS * share and found["mb"] <= GOAL_MB and not found["errors_of_small_writes"]
    return 0 if is_met else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--profile", default="", help="write the profile of the job to this file")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def lay_out(options: argparse.Namespace) -> None:
    """Store the import and its rows, as checking would have, and press the button."""
    import django

    django.setup()
    from django.db import transaction

    from gangqiao.accounts.models import Grant
    from gangqiao.accounts.reads import actor_of
    from gangqiao.imports.actions.applying import apply
    from gangqiao.imports.models import Import, Row
    from gangqiao.imports.rows import Payload
    from gangqiao.kernel.scope import everywhere
    from gangqiao.places.reads import county

    grant = Grant.objects.filter(role="headquarters_office").select_related("user").first()
    assert grant is not None
    with everywhere(reason="bench"), transaction.atomic():
        common = {"area_id": county().key, "name": "bench.xlsx", "size": 1, "digest": "0"}
        source = Import.objects.create(**common, sender=grant.user, layout=[{"sheet": "1"}], status="checked")
        batch: list[Row] = []
        for line, (person, revision, acts) in enumerate(rows_of(options.rows), 2):
            batch.append(
                Row(
                    area_id=source.area_id,
                    source=source,
                    line=line,
                    fate="changed" if person else "new",
                    decision="take",
                    person=person,
                    revision=revision,
                    payload=Payload(name="", acts=acts).to_json(),
                )
            )
            if len(batch) == 2000:
                Row.objects.bulk_create(batch)
                batch = []
        Row.objects.bulk_create(batch)
    with everywhere(reason="bench"):
        apply(source.pk, actor=actor_of(grant.user))
    Path(options.home, "phones-stop").unlink(missing_ok=True)


def rows_of(count: int) -> Iterator[tuple[int | None, int | None, list[dict[str, Any]]]]:
    """Person, revision and acts of each row, in the order in which households stand in a list."""
    import datetime as dt

    from django.db.models import Max

    from gangqiao.kernel.identifiers import make_id_number
    from gangqiao.people.models import EmploymentSpell, Person

    run = Person.objects.aggregate(last=Max("pk"))["last"]
    at_work = set(EmploymentSpell.objects.filter(recorded_to=None).values_list("person", flat=True))
    people = Person.objects.filter(record="live", life="alive").exclude(household=None).order_by("pk")
    persons = people.values_list("pk", "revision", "household", "area", "education").iterator(chunk_size=5000)
    idle = (row for row in people.values_list("pk", "revision").order_by("-pk").iterator() if row[0] not in at_work)
    head_line = 2
    for number in range(count):
        kind = number % 20
        pk, revision, home, area, education = next(persons)
        born = dt.date(1950, 1, 1) + dt.timedelta(days=(run + number) // 500 % 18000)
        new = {"name": f"新人{number}", "id_number": make_id_number(born, "1", (run + number) % 500), "education": "71"}
        if kind < 12:
            values = {"education": "81" if education != "81" else "71", "phone": f"139{(run + number) % 10**8:08}"}
            yield pk, revision, [{"verb": "people.correct", "values": values}]
        elif kind == 12:
            head_line = number + 2
            house = {"new": {"area": area, "values": {"address": f"no. {number}"}}}
            yield None, None, [{"verb": "people.register", "household": house, "relation": "02", "values": new}]
        elif kind < 17:
            house = {"row": [0, head_line]} if kind < 15 else {"pk": home}
            yield None, None, [{"verb": "people.register", "household": house, "relation": "20", "values": new}]
        else:
            pk, revision = next(idle)
            yield pk, None, [{"verb": "people.record_spell", "values": WORK}]


WORK = {"started_on": "2020-03-01", "spell_kind": "work", "mode": "self", "evidence": "E", "employer_name": "某厂"} | {
    "area_level": "other_province",
    "monthly_income": "4500",
}


def take_in(options: argparse.Namespace) -> None:
    """Do what the job does, and tell what it cost."""
    import cProfile

    import django

    django.setup()
    from gangqiao.imports.jobs.applying import apply_waiting
    from gangqiao.imports.models import Import, Row
    from gangqiao.kernel.scope import everywhere

    with everywhere(reason="bench"):
        source = Import.objects.order_by("-pk")[0]
        profile = cProfile.Profile()
        begun = time.perf_counter()
        if options.profile:
            profile.runcall(apply_waiting, source.uuid)
            profile.dump_stats(options.profile)
        else:
            apply_waiting(source.uuid)
        seconds = time.perf_counter() - begun
        refused = Row.objects.filter(source=source, outcome="refused")
        refused_rows = refused.count()
        said = list(refused.values_list("said", flat=True)[:3])
        left = Row.objects.filter(source=source, outcome="").count()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "rows": options.rows,
        "seconds": round(seconds, 1),
        "cpu": round(usage.ru_utime + usage.ru_stime, 1),
        "ms_a_row": round(1000 * seconds / options.rows, 3),
        "mb": round(usage.ru_maxrss / 1024),
        "refused": refused_rows,
        "said": said,
        "left": left,
    }
    print(json.dumps(found, ensure_ascii=False))


def phones(options: argparse.Namespace) -> None:
    """Confirm one record after the other, twenty a second, until told to stop."""
    import django

    django.setup()
    from gangqiao.kernel.actor import SYSTEM
    from gangqiao.kernel.scope import everywhere
    from gangqiao.people import actions
    from gangqiao.people.models import Person

    stop = Path(options.home, "phones-stop")
    waited: list[float] = []
    errors = 0
    with everywhere(reason="bench"):
        keys = list(
            Person.objects.filter(record="live", life="alive").order_by("-pk").values_list("pk", flat=True)[:5000]
        )
        while not stop.exists():
            begun = time.perf_counter()
            try:
                actions.confirm(keys[len(waited) % len(keys)], how="phone", actor=SYSTEM)
            except Exception:
                errors += 1
            waited.append(time.perf_counter() - begun)
            time.sleep(max(0.0, 1 / A_SECOND - waited[-1]))
    waited.sort()
    found = {
        "small_writes": len(waited),
        "errors_of_small_writes": errors,
        "small_write_median_ms": round(1000 * waited[len(waited) // 2]),
        "small_write_slowest_ms": round(1000 * waited[-1]),
    }
    print(json.dumps(found))


STAGES = {"lay_out": lay_out, "take_in": take_in, "phones": phones}

if __name__ == "__main__":
    raise SystemExit(main())
