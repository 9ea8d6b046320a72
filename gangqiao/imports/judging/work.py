"""Compares what the list says of work with the spells of the register.

A list says where somebody works today. It becomes a spell only with its first day; without one the sender is told what
to add.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import median
from typing import Any

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.facts import shown
from gangqiao.imports.judging.known import Known
from gangqiao.imports.reading import Record
from gangqiao.kernel.words import Say

WORKS = frozenset({"working", "away", "near"})
DOES_NOT = frozenset({"idle", "in_school", "other"})
# Any of these says that there is work; a channel or a form alone does not.
TELLING = ("destination", "employer_name", "occupation", "sector", "started_on", "monthly_income")
WHOLE_DAY = len("2020-03-16")
TIMES = 5  # from here on a pay is likelier a slip of the decimal point than a rise
# What a spell from a list is taken to be when the list does not say.
FROM_A_LIST = {"spell_kind": "work", "evidence": "E"}
FOLLOWS = frozenset({"area_level"})  # worked out from the destination

FEWEST_INCOMES = 5  # amounts, from which on it is clear what is usual in a list
FAR_ABOVE = 4  # times the usual amount, together with HIGH: a zero too many
HIGH = 15_000  # yuan a month


def typical_income(records: Sequence[Record]) -> Decimal | None:
    """The median of the amounts of some lines, in yuan; null when there are too few."""
    amounts = [_amount(v) for r in records if (v := r.values.get("spell.monthly_income")) and v != "0"]
    return Decimal(median(amounts)) if len(amounts) >= FEWEST_INCOMES else None


@lru_cache(maxsize=10_000)
def _amount(yuan: str) -> Decimal:
    return Decimal(yuan)


def check_income(case: Case, typical: Decimal | None) -> None:
    """An amount far above those of the other lines."""
    income = case.get("spell.monthly_income")
    if not income or typical is None or case.noted("income_implausible"):
        return
    if Decimal(income) >= max(HIGH, FAR_ABOVE * typical):
        sentence = Say(
            "%(value)s yuan a month is far above the other lines (about %(usual)s). Is there a zero too many?",
            value=income,
            usual=f"{typical:.0f}",
        )
        case.doubt("income_implausible", sentence, "spell.monthly_income")


def compare_work(case: Case, known: Known | None) -> None:
    """The work of one line against the spell that runs."""
    said = {k: v for k, v in case.part("spell").items() if not (k == "monthly_income" and v == "0")}
    status, running = case.get("status"), known.running if known else None
    told = any(said.get(k) for k in TELLING) or any(case.doubted(f"spell.{k}") for k in TELLING)
    if status in DOES_NOT and not told:
        if running is not None:
            sentence = Say(
                "The list says “not working”, the register has work since %(day)s. End the work on the person's "
                "page, with its last day, or correct the list.",
                day=running.row["started_on"],
            )
            case.doubt("not_working", sentence, "status")
        return
    if not told and status not in WORKS:
        return
    _whole_days(case, said, running)
    if running is not None:
        _against_running(case, said, running)
    else:
        _new_spell(case, said, known)


def _whole_days(case: Case, said: dict[str, Any], running: Known | None) -> None:
    """Drop days without a day; one that agrees with the register is no doubt."""
    for key in ("started_on", "ended_on", "returned_on"):
        day = said.get(key)
        if day and len(day) < WHOLE_DAY:
            del said[key]
            known = running.value_of(key) if running else None
            if known and known.startswith(day):
                letter = case.places[f"spell.{key}"].letter
                case.notes = [n for n in case.notes if n.code != "day_incomplete" or n.column != letter]


def _new_spell(case: Case, said: dict[str, Any], known: Known | None) -> None:
    began = said.get("started_on")
    if known is not None and began and any(s.value_of("started_on") == began for s in known.spells):
        _against_ended(case, said, known)
        return
    if not began:
        if not case.noted("day_incomplete", "day_wrong", "day_short_year"):
            sentence = Say(
                "The list says that the person works, the register has no work. Add the first day of work to the list "
                "(a column “%(heading)s”), then bring it in again.",
                heading=_heading_of_first_day(),
            )
            case.doubt("first_day_missing", sentence, "spell.destination")
        return
    values = {**FROM_A_LIST, **{k: v for k, v in said.items() if v}}
    for key, new in values.items():
        case.change("spell", key, None, new)
    case.act("people.record_spell", values=values)


def _heading_of_first_day() -> str:
    from gangqiao.people import attributes_dated

    return attributes_dated.SPELL["started_on"].heading


def _against_ended(case: Case, said: dict[str, Any], known: Known) -> None:
    """A spell of this first day is known and has ended."""
    spell = next(s for s in known.spells if s.value_of("started_on") == said["started_on"])
    if said.get("ended_on") == spell.value_of("ended_on"):
        return
    sentence = Say(
        "The register has this work until %(day)s. If it goes on, correct its last day on the person's page.",
        day=spell.value_of("ended_on") or "",
    )
    case.doubt("work_has_ended", sentence, "spell.started_on")


def _against_running(case: Case, said: dict[str, Any], running: Known) -> None:
    began, registered = said.get("started_on"), running.value_of("started_on")
    elsewhere = _other_place(said, running) or _other_employer(said, running)
    if elsewhere and (not began or began <= registered):
        if began and began == registered:
            _correct(case, said, running)
            return
        sentence = Say(
            "The list names other work than the register. Add the first day of the new work to the list; the old work "
            "is ended the day before."
        )
        key = "spell.destination" if _other_place(said, running) else "spell.employer_name"
        case.doubt("works_elsewhere", sentence, key)
        return
    if elsewhere:
        _another_job(case, said, running)
        return
    _correct(case, said, running)


def _other_place(said: dict[str, Any], running: Known) -> bool:
    """Neither of the two places lies within the other."""
    new, old = said.get("destination"), running.value_of("destination")
    return bool(new and old and not new.startswith(old) and not old.startswith(new))


def _other_employer(said: dict[str, Any], running: Known) -> bool:
    """Two names of which none contains the other: short and full names of one employer are one."""
    new, old = said.get("employer_name"), running.value_of("employer_name")
    return bool(new and old and new not in old and old not in new)


def _another_job(case: Case, said: dict[str, Any], running: Known) -> None:
    """Later work elsewhere: the old one ends the day before. The sender confirms, for a list may be mistaken."""
    last = (date.fromisoformat(said["started_on"]) - timedelta(days=1)).isoformat()
    sentence = Say(
        "The register has other work since %(day)s. Accept the row to end it on %(last)s and record the new work.",
        day=running.value_of("started_on"),
        last=last,
    )
    case.doubt("changed_work", sentence, "spell.started_on")
    values = {**FROM_A_LIST, **{k: v for k, v in said.items() if v}}
    case.change("spell", "ended_on", None, last)
    for key, new in values.items():
        case.change("spell", key, _shown(case, key, running), new)
    case.act("people.correct_spell", spell=running.pk, values={"ended_on": last, "end_reason": "changed_employer"})
    case.act("people.record_spell", values=values)


def _shown(case: Case, key: str, running: Known) -> Any:
    return shown(case, "spell", key, running.value_of(key), running.area)


def _correct(case: Case, said: dict[str, Any], running: Known) -> None:
    """Facts of the same work."""
    values = {}
    for key, new in said.items():
        old = running.value_of(key)
        if not _differs(key, new, old):
            continue
        if key == "monthly_income" and old:
            _check_income(case, new, old)
        case.change("spell", key, _shown(case, key, running), new)
        values[key] = new
    if values:
        case.act("people.correct_spell", spell=running.pk, values=values)


def _differs(key: str, new: Any, old: Any) -> bool:
    if new == old or (key in FOLLOWS and old):
        return False
    if key == "destination" and old:
        return not old.startswith(new)  # the register names the same place more finely
    if key == "employer_name" and old:
        return new not in old
    return bool(new)


def _check_income(case: Case, new: str, old: str) -> None:
    if case.noted("income_implausible"):
        return
    file, register = Decimal(new), Decimal(old)
    if file and register and (file >= TIMES * register or register >= TIMES * file):
        sentence = Say(
            "%(new)s yuan a month, and the register has %(old)s. Check the decimal point and the unit.",
            new=new,
            old=old,
        )
        case.doubt("income_far_off", sentence, "spell.monthly_income")
