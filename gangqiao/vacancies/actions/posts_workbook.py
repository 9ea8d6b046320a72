"""Vacancies from a workbook: every line is judged first, and those taken are entered and submitted one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import DivisionRef
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.sheets import text_of
from gangqiao.people.reads.typed import find_place
from gangqiao.vacancies.actions.own_answers import missing_of, read_answers
from gangqiao.vacancies.actions.posts import enter, read, unfit
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.reads.own_items import Form, form_of
from gangqiao.vacancies.reads.posts import find_employer
from gangqiao.vacancies.refusals.own_items import NotAskedHere
from gangqiao.vacancies.workbooks import Line

Employers = dict[str, Employer | Refusal | None]


def judge(
    lines: Iterable[Line], *, employer: str = "", coming: Collection[str] = ()
) -> list[tuple[Line, Employer | None]]:
    """Note on every line what is wrong with it, by column; the employer it belongs to, null when that is not clear.

    employer  whose vacancies they are where the line itself names nobody
    coming    employers as lines name them that will be listed before the lines are taken: no fault, and null
    Nothing is written.
    """
    known: Employers = dict.fromkeys(coming)
    return [(line, _judged(line, employer, known)) for line in lines]


def take(
    judged: Iterable[tuple[Line, Employer | None]], *, file: str, mark: str, actor: Actor, made: bool = False
) -> dict[str, int]:
    """Enter and submit the lines without a fault. Called twice with the same mark it takes each once.

    file  name of the workbook; mark: what tells this upload from others
    Returns "taken", "there" (taken before), "wrong".
    """
    done = {"taken": 0, "there": 0, "wrong": 0}
    for line, employer in judged:
        if line.faults or employer is None:
            done["wrong"] += 1
            continue
        source = f"{file[:40]} / {line.sheet[:20]} / {line.line} #{mark[:8]}"
        if Vacancy.objects.filter(employer=employer, source=source).exists():
            done["there"] += 1
            continue
        try:
            own = _own_typed(line, form_of(employer.unit))
            enter(_with_place(line.raw), employer=employer, actor=actor, source=source, made=made, own=own)
        except (Refusal, Refusals) as refusal:  # somebody barred the employer meanwhile
            _note(line, refusal)
            done["wrong"] += 1
        else:
            done["taken"] += 1
    return done


def _judged(line: Line, default: str, known: Employers) -> Employer | None:
    employer = _employer(line, line.employer or default, known)
    raw, faulty = dict(line.raw), set()
    # A cell that cannot be read is left out then, so that what is wrong with the others is told at the same time.
    for _attempt in range(2):
        try:
            values = read(_with_place(raw))
        except (Refusal, Refusals) as refusal:
            faulty |= _note(line, refusal)
            raw = {key: value for key, value in raw.items() if key not in faulty}
        else:
            for fault in unfit(Vacancy(**values)):
                if fault.field not in faulty:
                    line.fault(fault.field, fault.sentence)
            break
    if employer is not None:
        _judge_own(line, employer)
    return employer


def _judge_own(line: Line, employer: Employer) -> None:
    """Note what is wrong with the cells of the own items, and which of them are missing."""
    form = form_of(employer.unit)
    headings = {item.name: item.heading for item in form.items}
    for heading, cell in line.own.items():
        if heading not in headings.values() and text_of(cell):
            line.fault("", NotAskedHere(heading, "").sentence, heading)
    typed, faulty = _own_typed(line, form), set()
    try:
        answers = read_answers(form, typed)
    except Refusals as refusals:
        for one in refusals.refusals:
            line.fault(one.field, one.sentence, headings[one.field])
        faulty = {one.field for one in refusals.refusals}
        answers = {}
    for lacking in missing_of(form.items, typed if faulty else answers):
        if lacking.field not in faulty:
            line.fault(lacking.field, lacking.sentence, headings[lacking.field])


def _own_typed(line: Line, form: Form) -> dict[str, Any]:
    """The cells of the own items by key, of those the department asks."""
    return {item.key: line.own[item.heading] for item in form.items if item.heading in line.own}


def _employer(line: Line, text: str, known: Employers) -> Employer | None:
    if text not in known:
        try:
            known[text] = find_employer(text)
        except Refusal as refusal:
            known[text] = refusal
    found = known[text]
    if isinstance(found, Refusal):
        line.fault("employer", found.sentence)
        return None
    return found


def _with_place(raw: dict[str, Any]) -> dict[str, Any]:
    """The cells with places as the division that was meant. Raises Refusal for one that is unknown or not clear."""
    places = [a.key for a in VACANCY if isinstance(a, DivisionRef) and isinstance(raw.get(a.key), str)]
    return {**raw, **{key: find_place(raw[key], field=key) for key in places}}


def _note(line: Line, refusal: Refusal | Refusals) -> set[str]:
    """Note every sentence at its column; the keys of these."""
    told = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
    for one in told:
        line.fault(one.field, one.sentence)
    return {one.field for one in told}
