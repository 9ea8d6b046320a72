"""The measures of what comes after a departure, of Spring Festival, of evidence and of the record itself."""

from __future__ import annotations

import ibis.expr.types as ir

from gangqiao.engine.figures.definition import Measure
from gangqiao.engine.figures.measures import CATEGORIES, COUNTED, Holds, all_of, but_not


def _due(days: int) -> Holds:
    return lambda f: f[f"retained_{days}"].notnull()


def _graded(grade: str) -> Holds:
    return lambda f: f.transferred_ytd & (f.evidence == grade).fill_null(False)


def _verified(fact: ir.Table) -> ir.BooleanValue:
    return fact.transferred_ytd & fact.evidence.isin(("A", "B", "C")).fill_null(False)


_AFTER = (
    Measure(
        "returned_not_working",
        "Workers back and not in work",
        "Rural workers whose last counted work has ended and who are not in work on the day",
        all_of("returned_not_working"),
        within=("rural_workers",),
    ),
    Measure(
        "return_unemployed",
        "Workers back, not in work, who want work",
        "Of those back and not in work, those who say that they want work",
        all_of("returned_not_working", "wants_work"),
        within=("returned_not_working",),
    ),
    Measure(
        "planned_out",
        "Workers who plan to leave",
        "Rural workers not in work on the day with a planned departure on that day or later",
        all_of("planned_out"),
        within=("rural_workers",),
    ),
    Measure(
        "due_30",
        "Workers who left at least 30 days ago",
        "Rural workers whose first departure of the period lies 30 days or more back",
        _due(30),
        within=("rural_workers",),
    ),
    Measure(
        "retained_30",
        "Workers still in work after 30 days",
        "Of these, those whose counted work covers the day 30 days after the first departure",
        all_of("retained_30"),
        within=("due_30",),
    ),
    Measure(
        "due_90",
        "Workers who left at least 90 days ago",
        "Rural workers whose first departure of the period lies 90 days or more back",
        _due(90),
        within=("rural_workers",),
    ),
    Measure(
        "retained_90",
        "Workers still in work after 90 days",
        "Of these, those whose counted work covers the day 90 days after the first departure",
        all_of("retained_90"),
        within=("due_90",),
    ),
    Measure(
        "due_180",
        "Workers who left at least 180 days ago",
        "Rural workers whose first departure of the period lies 180 days or more back",
        _due(180),
        within=("rural_workers",),
    ),
    Measure(
        "retained_180",
        "Workers still in work after 180 days",
        "Of these, those whose counted work covers the day 180 days after the first departure",
        all_of("retained_180"),
        within=("due_180",),
    ),
)
_FESTIVAL = (
    Measure(
        "had_post",
        "Workers with a post before Spring Festival",
        "Rural workers in non-farm work on the day looked at before Spring Festival",
        all_of("had_post"),
        within=("rural_workers",),
    ),
    Measure(
        "back_at_post",
        "Workers back at work after Spring Festival",
        "Of those with a post before Spring Festival, those in non-farm work on the day",
        all_of("had_post", "in_work_now"),
        within=(
            "had_post",
            "in_work_now",
        ),
    ),
    Measure(
        "not_back",
        "Workers not back at work after Spring Festival",
        "Of those with a post before Spring Festival, those not in non-farm work on the day",
        but_not("had_post", "in_work_now"),
        within=("had_post",),
    ),
    Measure(
        "delayed",
        "Workers not back who plan to leave or want work",
        "Of those not back, those with a planned departure or who say that they want work",
        lambda f: f.had_post & ~f.in_work_now & (f.planned_out | f.wants_work),
        within=("not_back",),
    ),
    Measure(
        "lost_post",
        "Workers not back who neither plan to leave nor want work",
        "Of those not back, those without a planned departure who do not say that they want work",
        lambda f: f.had_post & ~f.in_work_now & ~f.planned_out & ~f.wants_work,
        within=("not_back",),
    ),
    Measure(
        "departed_since_festival",
        "Workers departed since Spring Festival",
        "Rural workers with counted work that began on the first day of the lunar year or later",
        all_of("departed_since_festival"),
        within=("rural_workers",),
    ),
)
_EVIDENCE = (
    Measure(
        "evidence_a",
        "Transferred workers with evidence A",
        "Of the transferred, those whose best evidence in the period is A, an official match",
        _graded("A"),
        within=("transferred",),
    ),
    Measure(
        "evidence_b",
        "Transferred workers with evidence B",
        "Of the transferred, those whose best evidence in the period is B, a contract or pay slip seen",
        _graded("B"),
        within=("transferred",),
    ),
    Measure(
        "evidence_c",
        "Transferred workers with evidence C",
        "Of the transferred, those whose best evidence in the period is C, the worker reached",
        _graded("C"),
        within=("transferred",),
    ),
    Measure(
        "evidence_d",
        "Transferred workers with evidence D",
        "Of the transferred, those whose best evidence in the period is D, the family told",
        _graded("D"),
        within=("transferred",),
    ),
    Measure(
        "evidence_e",
        "Transferred workers with evidence E",
        "Of the transferred, those whose best evidence in the period is E, a list only",
        _graded("E"),
        within=("transferred",),
    ),
    Measure(
        "evidence_to_c",
        "Transferred workers with evidence A to C",
        "Of the transferred, those whose best evidence is an official match, a paper seen or the worker reached",
        _verified,
        within=("transferred",),
    ),
)
_RECORD = (
    Measure(
        "registered",
        "Persons on the register",
        "Alive, record kept here",
        all_of("is_registered"),
    ),
    Measure(
        "confirmed",
        "Persons confirmed of late",
        "Persons on the register whose record was confirmed in the days before the day",
        all_of("is_registered", "is_fresh"),
        within=("registered",),
    ),
    Measure(
        "complete",
        "Persons with a complete record",
        "Persons on the register with a value for every required item that is asked of them",
        all_of("is_registered", "is_complete"),
        within=("registered",),
    ),
    Measure(
        "overlapping",
        "Persons with overlapping work",
        "Persons on the register with two full-time times of work on one same day: one of them is wrong",
        all_of("is_registered", "has_overlap"),
        within=("registered",),
    ),
)
MEASURES: dict[str, Measure] = {m.key: m for m in (*COUNTED, *CATEGORIES, *_AFTER, *_FESTIVAL, *_EVIDENCE, *_RECORD)}
