"""Why somebody is not counted: one reason each, the first that holds, so that the reasons add up to the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from gangqiao.engine.parameters import Rules
from gangqiao.kernel.clock import age_on
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.words import Say
from gangqiao.people.codes import LISTS
from gangqiao.people.models.registry import LIVE, MERGED

# What a group of people with the same kind of reason is called. The order is the order on the page.
GROUPS: dict[str, Say] = {
    "near_person": Say("Mistyped ID number: probably on both sides"),
    "near_line": Say("Mistyped ID number in the list: probably on both sides"),
    "repeated": Say("Named more than once in the list"),
    "elsewhere": Say("The record is kept in another area"),
    "out_of_scope": Say("The record has left your area"),
    "merged": Say("Second record, merged into another"),
    "moved_out": Say("Moved out of the county"),
    "dead": Say("Died, or missing"),
    "no_birth": Say("No date of birth is recorded"),
    "too_young": Say("Below working age on the day"),
    "too_old": Say("Above working age on the day"),
    "not_rural": Say("No rural household registration"),
    "no_capacity": Say("Not able to work, or not recorded"),
    "population": Say("Of a population category that does not count"),
    "not_poor": Say("Not registered as poor on the day"),
    "no_spell": Say("No time of work is recorded"),
    "planned": Say("A departure is planned only"),
    "farm": Say("Farm work only"),
    "farm_unknown": Say("Not recorded whether it is farm work"),
    "later_spell": Say("The work began after the day"),
    "earlier_spell": Say("The work ended before the year"),
    "not_new": Say("Worked in the year before already"),
    "filter": Say("Does not pass the filter “%(label)s”"),
    "not_listed": Say("Not in the list"),
    "wrong_id": Say("The ID number in the list is wrong"),
    "unknown_id": Say("Not on the register of your area: ID number"),
    "unknown_name": Say("Not on the register of your area: name"),
    "ambiguous_name": Say("The name alone does not say who is meant"),
    "name_differs": Say("The list writes the name differently"),
    "changed": Say("Changed while it was counted"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one is on one side only. `group`: values of the group's words, when they differ within a code."""

    code: str
    say: Say
    group: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> Say:
        """What the people with this reason are called together."""
        return Say(GROUPS[self.code].msgid, **dict(self.group))


@dataclass(slots=True)
class Facts:
    """What is known of a person who is not counted: the record, times of work, days of poverty as (from, until)."""

    person: Any
    place: str = ""
    moved_on: date | None = None
    merged_into: str = ""
    spells: list[Any] = field(default_factory=list)
    poor: list[tuple[date, date | None]] = field(default_factory=list)


def place(facts: Facts, area: str) -> Reason | None:
    """The record lies outside the area of the side."""
    if area <= facts.person.area_id < upper_bound(area):
        return None
    if facts.moved_on is not None:
        say = Say("The record is kept in %(place)s since %(day)s.", place=facts.place, day=facts.moved_on)
        return Reason("elsewhere", say)
    return Reason("elsewhere", Say("The record is kept in %(place)s.", place=facts.place))


def standing(facts: Facts) -> Reason | None:
    """The record is closed, or the person is no longer alive."""
    person = facts.person
    if person.record == MERGED:
        return Reason("merged", Say("Merged into record %(no)s.", no=facts.merged_into))
    if person.record != LIVE:
        return Reason("moved_out", Say("Moved out of the county."))
    if person.died_on is not None:
        return Reason("dead", Say("Died on %(day)s.", day=person.died_on))
    return None


def rural_worker(facts: Facts, rules: Rules, day: date) -> Iterator[Reason | None]:
    """The conditions of a rural worker, in the order in which they are told."""
    person = facts.person
    if person.life != "alive":
        yield Reason("dead", Say("State of life: %(word)s.", word=LISTS["life"].word(person.life)))
    yield _age(facts, rules, day)
    yield _coded(person.hukou_kind, rules.hukou_kinds, "hukou_kind", "not_rural")
    yield _coded(person.labour_capacity, rules.labour_capacities, "labour_capacity", "no_capacity")
    yield _coded(person.population_category, rules.population_categories, "population_category", "population")


def _age(facts: Facts, rules: Rules, day: date) -> Reason | None:
    born = facts.person.birth_date
    if born is None:
        return Reason("no_birth", Say("No date of birth is recorded."))
    age = age_on(born, day)
    say = Say("%(age)s years old on %(day)s.", age=age, day=day)
    oldest = {"1": rules.working_age_to_men, "2": rules.working_age_to_women}.get(facts.person.sex)
    if oldest is None:
        return Reason("no_birth", Say("The sex is not recorded."))
    if age < rules.working_age_from:
        return Reason("too_young", say)
    return Reason("too_old", say) if age > oldest else None


def _coded(value: str, counted: tuple[str, ...], codes: str, code: str) -> Reason | None:
    if value in counted:
        return None
    if not value:
        return Reason(code, Say("Nothing is recorded."))
    word = LISTS[codes].word(value) if codes in LISTS else value
    return Reason(code, Say("Recorded: %(word)s.", word=word))


def poor(facts: Facts, day: date) -> Reason | None:
    """Not registered as poor on the day."""
    if any(since <= day and (until is None or until > day) for since, until in facts.poor):
        return None
    later = [since for since, _until in facts.poor if since > day]
    if later:
        return Reason("not_poor", Say("Registered as poor only from %(day)s on.", day=min(later)))
    ended = [until for _since, until in facts.poor if until is not None]
    if ended:
        return Reason("not_poor", Say("Registered as poor until before %(day)s.", day=max(ended)))
    return Reason("not_poor", Say("Never registered as poor."))


def transferred(facts: Facts, rules: Rules, day: date) -> Reason | None:
    """No counted time of work touches the days from 1 January to the day."""
    year = date(day.year, 1, 1)
    counted = [s for s in facts.spells if _is_counted(s, rules)]
    if any(s.started_on <= day and (s.ended_on is None or s.ended_on >= year) for s in counted):
        return None
    later = [s.started_on for s in counted if s.started_on > day]
    if later:
        say = Say("The work began on %(day)s, after %(until)s.", day=min(later), until=day)
        return Reason("later_spell", say)
    earlier = [s.ended_on for s in counted if s.ended_on is not None]
    if earlier:
        return Reason("earlier_spell", Say("The last work ended on %(day)s.", day=max(earlier)))
    return _no_spell(facts, rules)


def _no_spell(facts: Facts, rules: Rules) -> Reason:
    if any(s.is_farm_work == "yes" for s in facts.spells):
        return Reason("farm", Say("Only farm work is recorded."))
    if any(s.status in rules.counted_statuses and s.is_farm_work != "no" for s in facts.spells):
        return Reason("farm_unknown", Say("Whether the work is farm work is not recorded."))
    if any(s.status not in rules.counted_statuses for s in facts.spells):
        return Reason("planned", Say("A departure is planned only."))
    if facts.spells:
        return Reason("no_spell", Say("The first day of the work is not recorded."))
    return Reason("no_spell", Say("No time of work is recorded."))


def new(facts: Facts, rules: Rules, day: date) -> Reason | None:
    """Worked in the calendar year before already."""
    first, last = date(day.year - 1, 1, 1), date(day.year, 1, 1) - timedelta(days=1)
    before = [
        s.started_on
        for s in facts.spells
        if _is_counted(s, rules) and s.started_on <= last and (s.ended_on is None or s.ended_on >= first)
    ]
    if not before:
        return None
    return Reason("not_new", Say("In work in the year before already, from %(day)s.", day=max(before)))


def _is_counted(spell: Any, rules: Rules) -> bool:
    # Not known to be farm work is not enough: what is unknown does not count (engine.facts).
    return spell.started_on is not None and spell.status in rules.counted_statuses and spell.is_farm_work == "no"


def why_not_in_figure(facts: Facts, measure: str, area: str, day: date, rules: Rules) -> Reason:
    """Why a figure of the area and day does not count the person."""
    found = [place(facts, area), standing(facts), *rural_worker(facts, rules, day)]
    if "poor" in measure:
        found.append(poor(facts, day))
    if "transferred" in measure:
        found.append(transferred(facts, rules, day))
    if "new" in measure:
        found.append(new(facts, rules, day))
    return next((reason for reason in found if reason is not None), CHANGED)


CHANGED = Reason("changed", Say("The record changed while it was counted. Compare once more."))
OUT_OF_SCOPE = Reason("out_of_scope", Say("The record is kept outside your area now."))
