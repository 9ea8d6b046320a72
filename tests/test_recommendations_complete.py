"""Stated reasons decide: for a thousand pairs of the synthetic county they give the decision and the score again.

The pairs are read anew from the database by `recommend_oracle`, which knows neither the features nor the engine.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from gangqiao.engine.columns import Limit, Line, State, Workers
from gangqiao.engine.explaining import judge
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching import words
from gangqiao.matching.actions.recommendations import recommend_everybody
from gangqiao.matching.models import VillageRecommendations
from gangqiao.matching.reads.recommendations import pair_of
from gangqiao.matching.reads.recommendations_stored import offered_in, people_of
from gangqiao.people.codes import LISTS
from gangqiao.people.models import EmploymentSpell
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, forget_county_path, townships
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import load_world
from gangqiao.synth.world import make_world
from gangqiao.vacancies import occupations
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from tests.recommend_oracle import Pair, Register, decide, points

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R053"), pytest.mark.requirement("R056")]
DAY = dt.date(2020, 3, 31)
PAIRS, VACANCIES = 1_000, 60


@pytest.fixture(scope="module")
def recommended(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A 500th of the county with vacancies of all kinds, and one run over everybody."""
    forget_county_path()
    with django_db_blocker.unblock(), clock.frozen_at(DAY), transaction.atomic():
        load_world(make_world("mile-2020", 7, 0.002), lambda county: make_ground(county, DAY), DAY,
                   replace=False, progress=lambda _: None)  # fmt: skip
        make_vacancies(random.Random(3))
        yield recommend_everybody(day=DAY, for_whom="everybody")
        transaction.set_rollback(True)
    forget_county_path()


def make_vacancies(chance: random.Random) -> None:
    """Posts near and far with every limit there is, some of them at employers whom people of the county work for."""
    home = county()
    divisions = Division.objects.on(DAY)
    places = [
        *townships()[:4],
        home,
        home.parent,
        *divisions.filter(level=Level.PREFECTURE)[:3],
        *divisions.filter(level=Level.PROVINCE).exclude(key=home.key[:6])[:3],
        Division.objects.get(key=home.key[:6]),
    ]
    with everywhere(reason="test"):
        spells = EmploymentSpell.objects.exclude(employer_name="").order_by("employer_name")
        names = list(spells.values_list("employer_name", flat=True).distinct()[:8])
    employers = [
        make_employer(
            home,
            name=name,
            kept_share=chance.choice((None, 60, 72, 90, 97)),
            lodging=chance.choice(("", "free", "none")),
        )
        for name in [*names, "样本电子厂"]
    ]
    common = [one for one in occupations.all_occupations().values() if one.is_common]
    for _number in range(VACANCIES):
        make_vacancy(chance.choice(employers), **facts(chance, chance.choice(common), chance.choice(places)))


def facts(chance: random.Random, trade: Any, place: Division) -> dict[str, Any]:
    limits = chance.choice(
        [{}, {}, {}, {"age_max": 50, "limit_reason": "retirement"}, {"sex_limit": "2", "limit_reason": "care"},
         {"age_min": 18, "limit_reason": "minor"}, {"ethnicity_limit": "07", "limit_reason": "support"}]
    )  # fmt: skip
    pay = chance.choice((None, 20, 180_000, 320_000, 450_000))
    form = "hour" if pay == 20 else chance.choice(("month", "piece"))
    return limits | {
        "title": trade.name, "occupation": chance.choice((trade.code, "")), "place_id": place.key,
        "pay_form": form, "pay_min": pay and (2_000 if form == "hour" else pay), "pay_max": None,
        "take_home": chance.choice((None, None, 400_000)), "shifts": chance.choice(("", "day", "two", "night")),
        "couples_room": chance.choice(("", "yes", "no")), "lodging": chance.choice(("", "free", "none")),
        "education_min": chance.choice(("", "", "90", "81", "71", "61")),
        "skills": chance.choice(("", "", "电焊", "能吃苦")), "certificate": chance.choice(("", "", "电工证")),
        "skill_level": chance.choice(("", "", "", "junior", "senior")),
        "suits": [code for code in ("class_c", "no_mandarin", "couples") if chance.random() < 0.3],
        "starts_on": DAY + dt.timedelta(days=chance.randrange(-20, 60)),
        "confirmed_on": DAY - dt.timedelta(days=chance.randrange(0, 14)),
    }  # fmt: skip


def sample(chance: random.Random, many: int) -> Iterator[tuple[Any, int, int]]:
    """Random pairs: the row of a village, the row of a person in it, the row of a vacancy."""
    with everywhere(reason="test"):
        rows = list(VillageRecommendations.objects.select_related("run"))
    weights = [row.people for row in rows]
    for row in chance.choices(rows, weights, k=many):
        yield row, chance.randrange(row.people), chance.randrange(VACANCIES)


def test_the_stated_reasons_of_a_thousand_pairs_give_decision_and_score(recommended: Any) -> None:
    offered, seen = offered_in(recommended), set()
    with everywhere(reason="test"):
        register = Register.of(DAY)
        vacancies = {one.pk: one for one in Vacancy.objects.select_related("employer")}
        frames = {row.pk: people_of(row) for row in VillageRecommendations.objects.all()}
        columns = {key: Workers.from_arrow(frame.to_arrow()) for key, frame in frames.items()}
        for row, person, vacancy in sample(random.Random(5), PAIRS):
            world = offered.world(columns[row.pk].take(np.array([person])))
            said = judge(world, 0, vacancy)
            pair = Pair(register, register.persons[int(world.workers.worker[0])],
                        vacancies[int(offered.posts.vacancy[vacancy])])  # fmt: skip
            where = f"person {pair.person.pk}, vacancy {pair.vacancy.pk}"
            assert {str(k): str(v) for k, v in said.decisions.items()} == decide(pair), where
            assert {str(k): v for k, v in said.points.items()} == points(pair), where
            # What is said in words is complete: a line of points for each that counts, a sentence for each that fails.
            failed = [limit for limit, state in said.decisions.items() if state is State.FAILED]
            assert sum(given for _says, given in words.why(world, vacancy, said)) == said.score
            assert len([str(one) for one in words.why_not(world, vacancy, said)]) == len(failed)
            is_open = bool(words.open_questions(said))
            assert said.fits == (not failed and not is_open)
            seen |= {(limit, state) for limit, state in said.decisions.items()} | {
                k for k, v in said.points.items() if v
            }
    assert {Limit.TRADE, Limit.AREA, Limit.PAY, Limit.AGE} <= {
        one[0] for one in seen if isinstance(one, tuple) and one[1] is State.FAILED
    }
    assert len(seen & set(Line)) >= 8


def test_nobody_is_recommended_anything_but_the_best_that_fit(recommended: Any) -> None:
    offered, chance = offered_in(recommended), random.Random(9)
    with everywhere(reason="test"):
        register = Register.of(DAY)
        vacancies = list(Vacancy.objects.select_related("employer").order_by("pk"))
        for row, person, _vacancy in sample(chance, 12):
            mine = people_of(row).row(person, named=True)
            pairs = [Pair(register, register.persons[mine["worker"]], vacancy) for vacancy in vacancies]
            fit = {p.vacancy.pk: sum(points(p).values()) for p in pairs if set(decide(p).values()) == {"met"}}
            named = [key for key in mine["top"] if key >= 0]
            assert len(named) == min(len(fit), 10)
            assert [fit[key] for key in named] == sorted(fit.values(), reverse=True)[: len(named)]
            assert mine["score"][: len(named)] == [fit[key] for key in named]
    assert len(offered.posts) == VACANCIES


def test_the_page_of_a_pair_judges_what_was_stored(recommended: Any) -> None:
    with everywhere(reason="test"):
        register = Register.of(DAY)
        for row, person, vacancy in sample(random.Random(2), 8):
            key = int(offered_in(recommended).posts.vacancy[vacancy])
            subject = register.persons[people_of(row)["worker"][person]]
            found = Vacancy.objects.select_related("employer").get(pk=key)
            one = pair_of(subject, found.uuid)
            assert one is not None
            assert {str(k): str(v) for k, v in one.judgement.decisions.items()} == decide(
                Pair(register, subject, found)
            )
    assert LISTS["trade"].word("welder")
