"""The measures of `bench/recommendations.py`, run inside a process that knows the database."""

from __future__ import annotations

import datetime as dt
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell
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
    names = list(EmploymentSpell.objects.exclude(employer_name="").values_list("employer_name", flat=True).distinct()[:KNOWN])
    names += [f"{here.name} {n}" for n in range(EMPLOYERS - len(names))]
    return Employer.objects.bulk_create(
        [
            Employer(area=here, name=name, kind="enterprise", place=here, status="verified", verified_on=today,
                     credit_code=make_credit_code(500_000 + n), kept_share=chance.choice((None, 60, 75, 88, 97)), made=True)
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
