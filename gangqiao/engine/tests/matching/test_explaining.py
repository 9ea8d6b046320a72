"""The rules of every limit and line, case by case, and what would help."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from gangqiao.engine.columns import Limit, Line, Points, Rules, State, Ties, Vacancies, Workers, World
from gangqiao.engine.decisions import meets
from gangqiao.engine.explaining import Kind, judge, what_would_help
from gangqiao.engine.levels import level_of, levels_of
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.tests.matching.worlds_at_random import PLACES, worlds

MET, FAILED, UNKNOWN = State.MET, State.FAILED, State.UNKNOWN
HOME, NEXT_TOWN, NEXT_COUNTY, NEXT_CITY, FAR, ABROAD = (
    532504100, 532504101, 532523100, 530100000, 440300000, 900000001)  # fmt: skip


def pair(worker: dict[str, Any], vacancy: dict[str, Any], **more: Any) -> World:
    return World(
        Workers.of(1, **{name: [value] for name, value in worker.items()}),
        Vacancies.of(1, **{name: [value] for name, value in vacancy.items()}),
        **more,
    )


# Limit; the worker's columns, the vacancy's columns, the decision.
CASES: list[tuple[Limit, dict[str, Any], dict[str, Any], State]] = [
    (Limit.AGE, {"age": 30}, {"age_min": 30, "age_max": 30}, MET),
    (Limit.AGE, {"age": 31}, {"age_max": 30}, FAILED),
    (Limit.AGE, {"age": 17}, {"age_min": 18}, FAILED),
    (Limit.AGE, {}, {"age_max": 30}, UNKNOWN),
    (Limit.AGE, {}, {"age_min": 0}, MET),
    (Limit.SEX, {"sex": 1}, {"sex": 1}, MET),
    (Limit.SEX, {"sex": 2}, {"sex": 1}, FAILED),
    (Limit.SEX, {}, {"sex": 1}, UNKNOWN),
    (Limit.SEX, {}, {}, MET),
    (Limit.ETHNICITY, {"ethnicity": 1}, {"ethnicity": 8}, FAILED),
    (Limit.ETHNICITY, {}, {"ethnicity": 8}, UNKNOWN),
    (Limit.EDUCATION, {"education": 2}, {"education_min": 2}, MET),
    (Limit.EDUCATION, {"education": 1}, {"education_min": 2}, FAILED),
    (Limit.EDUCATION, {}, {"education_min": 2}, UNKNOWN),
    (Limit.EDUCATION, {}, {"education_min": 0}, MET),
    (Limit.FITNESS, {"fitness": 1}, {"fitness_min": 2}, FAILED),
    (Limit.FITNESS, {}, {"fitness_min": 1}, UNKNOWN),
    (Limit.SKILL_LEVEL, {"skill_level": 3}, {"skill_level_min": 3}, MET),
    (Limit.SKILL_LEVEL, {}, {"skill_level_min": 1}, UNKNOWN),
    (Limit.TRADE, {"trades": 0}, {"trades": 4}, MET),
    (Limit.TRADE, {}, {}, MET),
    (Limit.TRADE, {"trades": 6}, {"trades": 4}, MET),
    (Limit.TRADE, {"trades": 1, "skills": 4}, {"trades": 4}, MET),
    (Limit.TRADE, {"trades": 1, "skills": 0}, {"trades": 4}, FAILED),
    (Limit.TRADE, {"trades": 1}, {"trades": 4}, UNKNOWN),
    (Limit.TRADE, {"trades": 1}, {}, FAILED),
    (Limit.TRADE, {"trades": 1}, {"trades": 0}, FAILED),
    (Limit.SKILL, {"skills": 1, "certificates": 2}, {"skills_needed": 3}, MET),
    (Limit.SKILL, {"skills": 1, "certificates": 0}, {"skills_needed": 3}, FAILED),
    (Limit.SKILL, {"skills": 1}, {"skills_needed": 3}, UNKNOWN),
    (Limit.SKILL, {"certificates": 3}, {"skills_needed": 3}, MET),
    (Limit.SKILL, {}, {"skills_needed": 0}, MET),
    (Limit.CERTIFICATE, {"skills": 1, "certificates": 0}, {"certificates_needed": 1}, FAILED),
    (Limit.CERTIFICATE, {"certificates": 3}, {"certificates_needed": 1}, MET),
    (Limit.CERTIFICATE, {"skills": 1}, {"certificates_needed": 1}, UNKNOWN),
    (Limit.AREA, {"home": HOME, "levels": 0b000011}, {"place": NEXT_TOWN}, MET),
    (Limit.AREA, {"home": HOME, "levels": 0b000001}, {"place": NEXT_TOWN}, FAILED),
    (Limit.AREA, {"home": HOME}, {"place": ABROAD}, MET),
    (Limit.AREA, {"home": HOME, "levels": 0b010000}, {}, MET),
    (Limit.AREA, {"home": HOME, "levels": 0b001111}, {}, FAILED),
    (Limit.AREA, {"levels": 0b011111}, {"place": FAR}, MET),
    (Limit.AREA, {"levels": 0b000011}, {"place": FAR}, UNKNOWN),
    (Limit.AREA, {"levels": 0b100000}, {"place": FAR}, FAILED),
    (Limit.AREA, {"levels": 0b000011}, {"place": ABROAD}, FAILED),
    (Limit.CARE, {"home": HOME, "cares": True}, {"place": NEXT_TOWN}, MET),
    (Limit.CARE, {"home": HOME, "cares": True}, {"place": NEXT_COUNTY}, FAILED),
    (Limit.CARE, {"home": HOME, "cares": False}, {"place": FAR}, MET),
    (Limit.CARE, {"home": HOME}, {"place": FAR}, MET),
    (Limit.CARE, {"cares": True}, {"place": FAR}, UNKNOWN),
    (Limit.PAY, {"pay_floor": 3000}, {"pay": 3000}, MET),
    (Limit.PAY, {"pay_floor": 3000}, {"pay": 2999}, FAILED),
    (Limit.PAY, {"pay_floor": 3000}, {}, UNKNOWN),
    (Limit.PAY, {}, {}, MET),
    (Limit.DATE, {"earliest": 10}, {"last_day": 10}, MET),
    (Limit.DATE, {"earliest": 11}, {"last_day": 10}, FAILED),
    (Limit.DATE, {}, {"last_day": 10}, MET),
    (Limit.DATE, {"earliest": 11}, {}, MET),
    (Limit.NIGHT, {"no_night": True}, {"night": True}, FAILED),
    (Limit.NIGHT, {"no_night": True}, {}, UNKNOWN),
    (Limit.NIGHT, {}, {"night": True}, MET),
    (Limit.COUPLE, {"couple": True}, {"couples": True}, MET),
    (Limit.COUPLE, {"couple": True}, {"couples": False}, FAILED),
    (Limit.COUPLE, {"couple": True}, {}, UNKNOWN),
    (Limit.COUPLE, {"couple": False}, {}, MET),
    (Limit.MANDARIN, {"home": HOME, "mandarin": 0}, {"place": NEXT_TOWN, "mandarin_min": 2}, MET),
    (Limit.MANDARIN, {"home": HOME, "mandarin": 0}, {"place": NEXT_COUNTY, "mandarin_min": 1}, FAILED),
    (Limit.MANDARIN, {"home": HOME}, {"place": NEXT_COUNTY, "mandarin_min": 1}, UNKNOWN),
    (Limit.MANDARIN, {"mandarin": 0}, {"place": NEXT_COUNTY, "mandarin_min": 1}, UNKNOWN),
    (Limit.MANDARIN, {"mandarin": 0}, {"place": ABROAD, "mandarin_min": 1}, FAILED),
    (Limit.MANDARIN, {"home": HOME}, {"place": NEXT_COUNTY, "mandarin_min": 0}, MET),
]


@pytest.mark.parametrize(("limit", "worker", "vacancy", "state"), CASES)
def test_each_limit_is_met_failed_or_unknown(limit, worker, vacancy, state):
    assert judge(pair(worker, vacancy), 0, 0).decisions[limit] is state


def test_the_kernels_decide_every_case_alike():
    for limit, worker, vacancy, state in CASES:
        world = pair(worker, vacancy)
        lost = Ranker(world.workers, world.vacancies).lost()
        place = list(Limit).index(limit)
        assert lost.failed[0, place] == (state is FAILED), (limit, worker, vacancy)
        assert lost.fit[0] + lost.failed[0].any() + lost.undecided[0] == 1


def test_a_pair_fails_by_one_limit_and_is_undecided_by_one_that_is_unknown():
    world = pair({"age": 30}, {"sex": 1, "age_max": 20})
    assert judge(world, 0, 0).state is FAILED
    assert judge(pair({"age": 30}, {"sex": 1, "age_max": 40}), 0, 0).state is UNKNOWN
    assert judge(pair({"age": 30, "sex": 1}, {"sex": 1, "age_max": 40}), 0, 0).fits


@pytest.mark.parametrize(
    ("line", "worker", "vacancy", "points"),
    [
        (Line.SKILLED, {"skills": 6}, {"trades": 4}, 40),
        (Line.SKILLED, {"skills": 2}, {"trades": 4}, 0),
        (Line.CERTIFIED, {"certificates": 4}, {"trades": 4}, 20),
        (Line.WISHED_TRADE, {"trades": 4}, {"trades": 4}, 40),
        (Line.WISHED_LEVEL, {"home": HOME, "wished_level": 1}, {"place": NEXT_TOWN}, 25),
        (Line.LEVEL, {"home": HOME}, {"place": HOME}, 20),
        (Line.LEVEL, {}, {"place": HOME}, 0),
        (Line.PAY, {"pay_floor": 3000}, {"pay": 3499}, 4),
        (Line.PAY, {}, {"pay": 3499}, 34),
        (Line.PAY, {}, {"pay": 9999}, 60),
        (Line.PAY, {}, {}, 0),
        (Line.PAST_EMPLOYER, {"past_employer": 3}, {"employer": 3}, 10),
        (Line.PAST_EMPLOYER, {}, {}, 0),
        (Line.DORMITORY, {"home": HOME}, {"place": FAR, "dormitory": True}, 8),
        (Line.DORMITORY, {"home": HOME, "dormitory": False}, {"place": FAR, "dormitory": True}, 0),
        (Line.DORMITORY, {"home": HOME, "dormitory": True}, {"place": NEXT_TOWN, "dormitory": True}, 0),
        (Line.KEPT, {}, {"kept": 90}, 12),
        (Line.KEPT, {}, {}, 0),
        (Line.FRESH, {}, {"fresh_days": 8}, 5),
        (Line.FRESH, {}, {}, 0),
    ],
)
def test_each_line_gives_its_points(line, worker, vacancy, points):
    judgement = judge(pair(worker, vacancy), 0, 0)
    assert judgement.points[line] == points
    assert judgement.score == sum(judgement.points.values())


def test_people_of_the_village_count_up_to_the_most():
    ties = Ties.of(village=[1, 1, 2], employer=[3, 3, 3], count=[1, 1, 50])
    gives = [
        judge(pair({"village": village}, {"employer": 3}, ties=ties), 0, 0).points[Line.CO_VILLAGERS]
        for village in (1, 2)
    ]
    assert gives == [6, 15]


def test_care_goes_as_far_as_the_city_says():
    at_home = pair({"home": HOME, "cares": True}, {"place": NEXT_COUNTY}, rules=Rules(care_level=2))
    assert judge(at_home, 0, 0).decisions[Limit.CARE] is MET


@pytest.mark.parametrize(
    ("place", "level"),
    [(HOME, 0), (NEXT_TOWN, 1), (532504000, 1), (NEXT_COUNTY, 2), (532500000, 2), (NEXT_CITY, 3), (530000000, 3),
     (FAR, 4), (0, 4), (ABROAD, 5)],
)  # fmt: skip
def test_the_level_is_that_of_what_is_known_of_the_place(place, level):
    assert level_of(HOME, place) == level


@pytest.mark.parametrize("home", [HOME, 532504000, 441900102, 0])
def test_levels_of_many_places_are_those_of_each(home):
    assert levels_of(home, np.array(PLACES)).tolist() == [level_of(home, place) for place in PLACES]


@settings(max_examples=40, deadline=None)
@given(worlds(most_workers=3, most_vacancies=60))
def test_what_all_vacancies_meet_at_once_is_what_each_meets(world):
    for row in range(len(world.workers)):
        one = world.workers.take(np.array([row]))
        for limit in Limit:
            each = [judge(world, row, post).decisions[limit] is MET for post in range(len(world.vacancies))]
            assert meets(limit, one, world.vacancies, world.rules).tolist() == each


def test_what_would_help_is_named_with_the_vacancies_it_opens():
    workers = Workers.of(home=[HOME], levels=[0b011], trades=[1], skills=[0], certificates=[0], pay_floor=[3000],
                         education=[1], couple=[True])  # fmt: skip
    near = {"place": HOME, "trades": 1, "couples": True, "pay": 4000}
    posts = [
        near,
        near | {"certificates_needed": 8},
        near | {"certificates_needed": 8},
        near | {"certificates_needed": 8, "couples": False},
        near | {"place": FAR},
        near | {"pay": 2600},
        near | {"education_min": 3},
        near | {"trades": 2},
        near | {"couples": False},
        near | {"couples": False, "capacity": 0},
    ]
    names = {name for post in posts for name in post}
    world = World(workers, Vacancies.of(**{name: [post.get(name) for post in posts] for name in names}))
    assert [(change.kind, change.value, change.opens) for change in what_would_help(world, 0)] == [
        (Kind.CERTIFICATE, 3, 2),
        (Kind.SKILL, 1, 1),
        (Kind.EDUCATION, 3, 1),
        (Kind.TRADE, -1, 1),
        (Kind.TRADE, 1, 1),
        (Kind.LEVEL, 4, 1),
        (Kind.PAY, 2000, 1),
        (Kind.PAY, 2500, 1),
        (Kind.COUPLE, 0, 1),
    ]


@settings(max_examples=30, deadline=None)
@given(worlds(most_workers=2, most_vacancies=60))
def test_a_change_opens_as_many_as_fit_after_it(world):
    """Taken at its word: the worker is changed and ranked anew."""
    if not len(world.workers):
        return
    before = Ranker(world.workers, world.vacancies, rules=world.rules).lost().fit[0]
    changes = what_would_help(world, 0)
    simple = {Kind.PAY: "pay_floor", Kind.EDUCATION: "education", Kind.MANDARIN: "mandarin"}
    for change in changes:
        if change.kind in simple:
            one = {name: world.workers.value(name, 0) for name in Workers.columns()} | {
                simple[change.kind]: change.value
            }
            after = Workers.of(**{name: [value] for name, value in one.items()})
            assert Ranker(after, world.vacancies, rules=world.rules).lost().fit[0] - before == change.opens


def test_points_are_those_of_the_city():
    points = Points(skilled=7, by_level=[1, 2, 3, 4, 5, 6])
    judgement = judge(pair({"home": HOME, "skills": 1}, {"place": FAR, "trades": 1}, points=points), 0, 0)
    assert judgement.score == 7 + 5
