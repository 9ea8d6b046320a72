"""The file of one person (一人一策): who, household, timeline, wishes, skills, contacts, freshness, and who looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gangqiao.audit.reads import what_happened, who_looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.people import attributes
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Contact, Household, Membership, Person
from gangqiao.people.reads import as_of
from gangqiao.people.reads.masking import (
    Group,
    Shown,
    from_plain,
    in_groups,
    name_for,
    phone_for,
    place_name,
    sensitive_categories,
    show,
    values_of,
)
from gangqiao.people.reads.timeline import Entry, of_kind, timeline

LOOKS, EVENTS = 200, 40  # so many entries of the log are read
FRESH_DAYS = 90  # domain notes 6.5: a record confirmed in the last 90 days is fresh
IN_HEAD = {"name", "id_number", "sex", "birth_date", "phone", "id_type"}


@dataclass(frozen=True, slots=True)
class Moment:
    """The day asked about, and the day on which it was known; both null for now."""

    on: date | None = None
    known_on: date | None = None

    @property
    def is_past(self) -> bool:
        return self.on is not None or self.known_on is not None

    @property
    def day(self) -> date:
        return self.on or clock.today()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a household as one reader sees them. No birthday: the age is enough to tell them apart."""

    person: Person
    name: str
    relation: str
    sex: str
    age: int | None
    is_head: bool
    is_live: bool
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Another number under which the person can be reached."""

    phone: str
    whose: str
    works: str


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the log about the person, in words. `times`: how often on that day, the last time at `at`."""

    at: datetime
    who: str
    verb: str
    what: Any
    reason: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything the page of one person shows to one reader.

    is_known   false when nothing of the person was known on the day asked about
    head       the facts that identify the person, by key
    stale_days days since the record was last confirmed; null when it never was
    """

    person: Person
    moment: Moment
    is_known: bool
    name: str
    age: int | None
    place: str
    relation: str
    head: dict[str, Shown]
    groups: list[Group]
    household: Household | None
    members: list[Member]
    entries: list[Entry]
    contacts: list[Reach]
    stale_days: int | None
    looks: list[Done]
    events: list[Done]

    @property
    def categories(self) -> list[Entry]:
        return [e for e in of_kind(self.entries, "category") if e.is_open]

    @property
    def intentions(self) -> list[Entry]:
        return [e for e in of_kind(self.entries, "intention") if e.is_open]

    @property
    def skills(self) -> list[Entry]:
        return of_kind(self.entries, "skill")

    @property
    def businesses(self) -> list[Entry]:
        return of_kind(self.entries, "business")

    @property
    def is_fresh(self) -> bool:
        return self.stale_days is not None and self.stale_days <= FRESH_DAYS


def person_file(person: Person, actor: Actor, moment: Moment = Moment()) -> PersonFile:
    """The file for one reader, as of the moment. Run within the scope of the reader."""
    level = actor.level_in(person.area_id)
    facts = _facts(person, moment)
    household = _household(facts)
    birth = facts.get("birth_date")
    return PersonFile(
        person=person,
        moment=moment,
        is_known=bool(facts),
        name=show(attributes.PERSON["name"], facts.get("name"), level).text,
        age=clock.age_on(birth, moment.day) if birth else None,
        place=place_name(facts.get("area_id") or person.area_id),
        relation=LISTS["relation"].word(facts.get("relation")),
        head={key: show(attributes.PERSON[key], facts.get(key), level) for key in IN_HEAD},
        groups=in_groups(
            attributes.PERSON, facts, level, leave_out=IN_HEAD, more={"status": sensitive_categories(level)}
        ),
        household=household,
        members=members_of(household, actor, moment) if household else [],
        entries=timeline(person, level, on=moment.on, known_on=moment.known_on),
        contacts=_contacts(person, level, moment),
        stale_days=days_since(person.last_confirmed_on),
        looks=_by_day([_done(look) for look in who_looked(person.uuid, LOOKS)]),
        events=[_done(event) for event in what_happened(person.uuid, EVENTS)],
    )


def days_since(day: date | None) -> int | None:
    """Days from then to today; null when there is no day."""
    return None if day is None else (clock.today() - day).days


def _facts(person: Person, moment: Moment) -> dict[str, Any]:
    if not moment.is_past:
        record = {"area_id": person.area_id, "relation": person.relation, "household_id": person.household_id}
        return values_of(attributes.PERSON, person) | record
    known = as_of.facts(person, on=moment.day, known_on=moment.known_on)
    return {
        key: from_plain(attributes.PERSON[key], plain) if key in attributes.PERSON else plain
        for key, plain in known.items()
    }


def _household(facts: dict[str, Any]) -> Household | None:
    key = facts.get("household_id")
    return Household.objects.filter(pk=key).first() if key else None


def members_of(household: Household, actor: Actor, moment: Moment = Moment()) -> list[Member]:
    """Who belonged to the household at the moment, the head first."""
    held = as_of.rows(Membership, on=moment.day, known_on=moment.known_on).filter(household=household)
    members = [_member(m, actor, moment) for m in held.select_related("person")]
    return sorted(members, key=lambda m: (not m.is_head, -(m.age or 0), m.person.pk))


def former_members(household: Household, actor: Actor) -> list[Member]:
    """Who once belonged to the household and does not today, the last to leave first."""
    today, now = clock.today(), Moment()
    ended = Membership.objects.filter(household=household, recorded_to=None, valid_to__lte=today)
    staying = Membership.objects.filter(household=household, recorded_to=None, valid_to=None)
    present = set(staying.values_list("person", flat=True))
    rows = ended.select_related("person").order_by("-valid_to", "-pk")
    # A change of head ends every membership and begins it anew: that is no leaving.
    return [_member(m, actor, now) for m in rows if m.person_id not in present]


def _member(row: Membership, actor: Actor, moment: Moment) -> Member:
    person = row.person
    if moment.is_past:
        # Under the name known then: a later correction is no part of what was known on the day.
        then = as_of.fact(person, "name", on=moment.day, known_on=moment.known_on)
        person.name = then or person.name
    return Member(
        person=person,
        name=name_for(person, actor),
        relation=LISTS["relation"].word(row.relation),
        sex=LISTS["sex"].word(person.sex),
        age=person.age_on(moment.day),
        is_head=row.relation == "02",
        is_live=person.is_live,
        since=row.valid_from,
        until=row.valid_to,
    )


def _contacts(person: Person, level: Level, moment: Moment) -> list[Reach]:
    rows = as_of.history(Contact, person, known_on=moment.known_on).order_by("-valid_from", "-pk")
    return [
        Reach(phone_for(c.phone, level), LISTS["phone_owner"].word(c.whose), c.works)
        for c in rows
        if moment.on is None or (c.valid_from and c.valid_from <= moment.on)
    ]


def _done(link: Any) -> Done:
    what = labels_of_acts().get(link.verb, link.verb)
    return Done(at=link.at, who=link.actor_name, verb=link.verb, what=what, reason=link.reason)


def _by_day(done: list[Done]) -> list[Done]:
    """The same reader looking several times on a day is one line; a reveal, with its own reason, stays its own."""
    lines: dict[tuple[Any, ...], Done] = {}
    for one in done:
        key = (clock.day_of(one.at), one.who, one.verb, one.reason)
        lines[key] = replace(lines[key], times=lines[key].times + 1) if key in lines else one
    return list(lines.values())
