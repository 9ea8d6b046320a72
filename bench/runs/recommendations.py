"""The measures of `bench/recommendations.py`, run inside a process that knows the database."""

from __future__ import annotations

import datetime as dt
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import polars as pl

django.setup()

from django.test import Client
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.actions.recommendations import recommend_everybody, recommend_persons
from gangqiao.matching.models import VillageRecommendations
from gangqiao.matching.reads.recommendations_stored import people_of
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, townships
from gangqiao.vacancies import occupations
from gangqiao.vacancies.models import Employer, Vacancy

EMPLOYERS = 2_000
KNOWN = 300  # employers for whom people of the county work already


def made_up(many: int) -> None:
    """Open vacancies of common occupations, a fifth in the county, the others in the province and beyond."""
    with everywhere(reason="bench"):
        if Vacancy.objects.count() >= many:
            return
        chance, today = random.Random(7), clock.today()
        employers = _employers(chance, today)
        own, here = list(townships()), county()
        divisions = Division.objects.on(today)
        province = list(divisions.filter(level=Level.COUNTY, key__startswith=here.key[:6]))
        beyond = list(divisions.filter(level=Level.PREFECTURE).exclude(key__startswith=here.key[:6]))
        places = [own, province, province, beyond, beyond]
        common = [one for one in occupations.all_occupations().values() if one.is_common and one.trades]
        rows = [_vacancy(chance, chance.choice(common), employers, chance.choice(places[n % 5]), here, today)
                for n in range(many)]  # fmt: skip
        Vacancy.objects.bulk_create(rows, batch_size=400)


def _employers(chance: random.Random, today: dt.date) -> list[Employer]:
    here = county()
    named = EmploymentSpell.objects.exclude(employer_name="").values_list("employer_name", flat=True)
    names = list(named.distinct()[:KNOWN])
    names += [f"{here.name} {n}" for n in range(EMPLOYERS - len(names))]
    return Employer.objects.bulk_create(
        [
            Employer(area=here, name=name, kind="enterprise", place=here, status="verified", verified_on=today,
                     credit_code=make_credit_code(500_000 + n), kept_share=chance.choice((None, 60, 75, 88, 97)),
                     made=True)
            for n, name in enumerate(names)
        ],
        batch_size=400,
    )  # fmt: skip


def _vacancy(
    chance: random.Random, trade: Any, employers: list[Employer], place: Division, here: Division, today: dt.date
) -> Vacancy:
    low = chance.randrange(22, 70) * 10_000
    limits: dict[str, Any] = {}
    if chance.random() < 0.15:
        limits = {"age_max": chance.choice((50, 55, 60)), "limit_reason": "retirement"}
    return Vacancy(
        area=here, employer=chance.choice(employers), title=trade.name, occupation=trade.code, status="published",
        number=chance.randrange(1, 30), pay_form="month", pay_min=low, pay_max=low + 150_000, place=place,
        lodging=chance.choice(("free", "paid", "none", "")), couples_room=chance.choice(("yes", "no", "")),
        shifts=chance.choice(("day", "two", "three", "")),
        education_min=chance.choice(("", "", "81", "71", "71", "61")),
        certificate=chance.choice(("", "", "", "", "", trade.name)),
        skill_level=chance.choice(("", "", "", "", "junior")),
        suits=[code for code in ("over_50", "no_mandarin", "class_c") if chance.random() < 0.3],
        starts_on=today + dt.timedelta(days=chance.randrange(5, 40)), valid_until=today + dt.timedelta(days=60),
        verified_on=today, confirmed_on=today - dt.timedelta(days=chance.randrange(0, 12)),
        published_at=clock.now(), contact_phone="13887300000", made=True, **limits,
    )  # fmt: skip


def measure(vacancies: int, runs: int) -> dict[str, Any]:
    """Runs over both circles of people, one person anew, and the pages."""
    made_up(vacancies)
    found = [best_of(whom, runs) for whom in ("everybody", "seekers_and_unasked")]
    return {"runs": found, "one_person": one_person(), "pages": pages(), "numba_in_process": "numba" in sys.modules}


def best_of(whom: str, runs: int) -> dict[str, Any]:
    """The quickest of some runs, and the slowest by the clock."""
    took = [once(lambda: recommend_everybody(for_whom=whom)) for _number in range(runs)]
    run, best = min(took, key=lambda one: one[1]["s"])
    with everywhere(reason="bench"):
        kept = sum(len(row.content) for row in VillageRecommendations.objects.all())
    counts = {"people": run.workers, "vacancies": run.vacancies, "with_any": run.with_any}
    return {"whom": whom, **counts, **best, "slowest_s": max(one["s"] for _run, one in took), "stages_s": run.seconds,
            "stored_mb": round(kept / 1e6, 1)}  # fmt: skip


def once(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What work gives, and how long it took: by the clock, and of the processor with that of the children."""
    begun, cpu, children = time.perf_counter(), time.process_time(), _children()
    found = work()
    spent = time.process_time() - cpu
    below = _children() - children
    return found, {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(spent + below, 2)}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one_person() -> dict[str, float]:
    """Somebody whose wish changed is judged anew."""
    with everywhere(reason="bench"):
        uuid = Person.objects.filter(pk=_somebody()).values_list("uuid", flat=True)[0]
    return once(lambda: recommend_persons([uuid]))[1]


def _somebody() -> int:
    with everywhere(reason="bench"):
        largest = VillageRecommendations.objects.order_by("-people").first()
    assert largest is not None
    return int(people_of(largest).filter(pl.col("asked") == 1)["worker"][0])


def pages() -> list[dict[str, Any]]:
    """The pages that show recommendations, as the office, whose area is the county, through the whole stack."""
    browser = Client()
    browser.force_login(User.objects.get(username="office"))
    with everywhere(reason="bench"):
        person, vacancy = Person.objects.get(pk=_somebody()), Vacancy.objects.order_by("pk").first()
    assert vacancy is not None
    addresses = {
        "file of a person": reverse("people:person", args=[person.uuid]),
        "a pair": reverse("matching:pair", args=[person.uuid, vacancy.uuid]),
        "whom a vacancy suits": reverse("matching:who_suits", args=[vacancy.uuid]),
        "a vacancy": reverse("vacancies:vacancy", args=[vacancy.uuid]),
    }
    found = []
    for what, address in addresses.items():
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        took = [once(lambda address=address: browser.get(address))[1]["cpu_s"] for _run in range(5)]
        found.append({"what": what, "cpu_ms": round(statistics.median(took) * 1000), "bytes": len(answer.content)})
    return found
