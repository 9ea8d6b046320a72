"""Puts calls on the list: at the days after somebody began to work, and at once on a signal.

Called twice it changes nothing: a time of work has one contact for each of its days, a person one open signal of a
kind. Whoever wants no calls gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gangqiao.audit.events import record
from gangqiao.audit.steps import step
from gangqiao.followup.models import Contact, NoCalls
from gangqiao.followup.models.contacts import own
from gangqiao.followup.policy import followup as policy
from gangqiao.followup.policy.followup import NUMBERS, RUNNING
from gangqiao.followup.states import OPEN
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.paths import common_path
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.people.reads import as_of

PLAN, SIGNAL, DROP = "followup.plan", "followup.signal", "followup.drop"
AT_ONCE = 200  # rows of one transaction


def plan_spell(spell: Any, day: date | None = None) -> int:
    """The contacts of one time of work, or their end when nobody is to be called any more; returns how many are new."""
    today = day or clock.today()
    with transaction.atomic():
        kept = list(Contact.objects.select_for_update(of=("self",)).filter(spell=spell, kind=policy.DUE).order_by("pk"))
        if not is_followed(spell, today):
            drop_open(kept)
            return 0
        _bring_along(kept, spell)
        known = {row.mark for row in kept}
        missing = [mark for mark in policy.marks_to_plan(spell.started_on, today) if mark not in known]
        made = _create([(spell, mark) for mark in missing])
        if made:
            record(PLAN, actor=SYSTEM, subject=spell, person=spell.person.uuid, source="job")
    return made


def is_followed(spell: Any, day: date) -> bool:
    """True when whoever is in this time of work is called."""
    runs = spell.recorded_to is None and spell.person.is_live
    return (
        runs
        and policy.is_followed(status=spell.status, kind=spell.spell_kind, level=spell.area_level, day=day)
        and not wants_no_calls(spell.person_id)
    )


def wants_no_calls(person_id: int) -> bool:
    """True for somebody who asked not to be called."""
    return NoCalls.objects.filter(person=person_id, ended_on=None).exists()


def plan_due(day: date | None = None) -> int:
    """Catch up, in the scope of the moment: contacts that stand on the list on a day and were never planned."""
    today, made = day or clock.today(), 0
    for mark in policy.days_of_contacts(today):
        keys = list(_without(mark, today).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            with transaction.atomic():
                spells = EmploymentSpell.objects.select_related("person").filter(pk__in=keys[start : start + AT_ONCE])
                many = _create([(spell, mark) for spell in spells if spell.person.is_live])
                if many:
                    record(PLAN, actor=SYSTEM, area=_area_of(spells), reason=f"{many}", source="job")
                made += many
    return made


def expire(day: date | None = None) -> int:
    """Give up contacts that were due too long ago, and those about work that has ended; returns how many."""
    today = day or clock.today()
    over = Contact.objects.filter(status__in=OPEN, due_on__lt=policy.given_up_before(today))
    done = sum(_give_up(key, "late") for key in list(over.order_by("pk").values_list("pk", flat=True)))
    ended = Contact.objects.filter(status__in=OPEN, kind=policy.DUE).exclude(
        spell__recorded_to=None, spell__status__in=RUNNING
    )
    return done + sum(_give_up(key, "ended") for key in list(ended.order_by("pk").values_list("pk", flat=True)))


def drop_open(contacts: Iterable[Contact], *, reason: str = "ended", hidden: bool = False) -> None:
    """Drop locked contacts that are open still."""
    for row in contacts:
        if row.status in OPEN:
            Contact.LIFE_CYCLE.check(DROP, row.status)
            row.status, row.drop_reason, row.is_hidden = "dropped", reason, hidden
            row.save()
            record(DROP, actor=SYSTEM, subject=row, source="job")


def signal(person: Person, reason: str, *, spell: Any = None, kind: str = policy.SIGNAL, source: str = "job") -> bool:
    """Have a person called at once; False when that stands on the list already, or the person wants no calls."""
    if not person.is_live or wants_no_calls(person.pk):
        return False
    today = clock.today()
    row = Contact(
        **own(person),
        spell=spell,
        kind=kind,
        reason=reason,
        due_on=today,
        stands_on=policy.stands_at(today, kind=kind, mark=None, categories=_categories([person.pk])[person.pk]),
        next_on=today,
        employer=(spell.employer_name or "")[:100] if spell is not None else "",
        source=source[:100],
    )
    with transaction.atomic():
        if Contact.objects.filter(person=person, reason=reason, status__in=OPEN).exists():
            return False
        # Of two at the same moment the constraint lets one through.
        Contact.objects.bulk_create([row], ignore_conflicts=True)
        stored = Contact.objects.filter(uuid=row.uuid).first()
        if stored is not None:
            record(SIGNAL, actor=SYSTEM, subject=stored, source=source)
    return stored is not None


def signal_employer(credit_code: str, name: str, reason: str, *, except_person: int = 0) -> int:
    """Have those called who work for an employer, by its credit code, else by its name; returns how many."""
    running = EmploymentSpell.objects.filter(recorded_to=None, status__in=RUNNING).select_related("person")
    if credit_code:
        running = running.filter(credit_code=credit_code)
    elif name:
        running = running.filter(employer_name=name)
    else:
        return 0
    most = int(NUMBERS.on(clock.today()).most_signals)
    chosen = running.exclude(person=except_person).order_by("-started_on", "pk")[:most]
    return sum(signal(spell.person, reason, spell=spell) for spell in chosen)


def signal_household(person: Person) -> int:
    """Have those of the household called who are away at work, after one of them came home."""
    away = EmploymentSpell.objects.filter(
        recorded_to=None, status__in=RUNNING, person__household=person.household_id
    ).exclude(person=person)
    levels = NUMBERS.on(clock.today()).followed_levels
    spells = away.filter(area_level__in=levels).select_related("person").order_by("pk")
    return sum(signal(spell.person, "relative_returned", spell=spell) for spell in spells)


def _without(mark: int, day: date) -> QuerySet[Any]:
    """Running times of work away from home whose contact of a day is missing on the list."""
    first, last = policy.window(mark, day)
    planned = Contact.objects.filter(spell=OuterRef("pk"), mark=mark, kind=policy.DUE)
    silent = NoCalls.objects.filter(person=OuterRef("person"), ended_on=None)
    followed = EmploymentSpell.objects.filter(
        recorded_to=None,
        status__in=RUNNING,
        spell_kind="work",
        area_level__in=NUMBERS.on(day).followed_levels,
        started_on__range=(first, last),
    )
    return followed.exclude(Exists(planned)).exclude(Exists(silent))


def _create(wanted: Collection[tuple[Any, int]]) -> int:
    categories = _categories([spell.person_id for spell, _mark in wanted])
    rows = [_due(spell, mark, categories[spell.person_id]) for spell, mark in wanted]
    Contact.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _due(spell: Any, mark: int, categories: Collection[str]) -> Contact:
    due_on = spell.started_on + timedelta(days=mark)
    return Contact(
        **own(spell.person),
        spell=spell,
        kind=policy.DUE,
        reason="due",
        mark=mark,
        due_on=due_on,
        stands_on=policy.stands_at(due_on, kind=policy.DUE, mark=mark, categories=categories),
        next_on=due_on,
        employer=(spell.employer_name or "")[:100],
        source="job",
    )


def _categories(persons: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    held = as_of.rows(Category, on=clock.today()).filter(person__in=set(persons))
    for person, kind in held.values_list("person_id", "kind"):
        found[person].add(kind)
    return found


def _bring_along(kept: Iterable[Contact], spell: Any) -> None:
    """A spell that was corrected, or came to another record when two were merged, has its contacts with it."""
    for row in kept:
        due_on = spell.started_on + timedelta(days=row.mark or 0)
        moved = row.person_id != spell.person_id or row.area_id != spell.area_id
        if row.status in OPEN and (moved or row.due_on != due_on):
            row.stands_on += due_on - row.due_on
            row.due_on, row.next_on = due_on, max(due_on, row.next_on) if row.tries else due_on
            row.area_id, row.person, row.person_uuid = spell.area_id, spell.person, spell.person.uuid
            row.save()


def _give_up(key: int, reason: str) -> int:
    with transaction.atomic():
        row = Contact.objects.select_for_update(of=("self",)).get(pk=key)
        if row.status not in OPEN:
            return 0  # somebody called in this very moment
        with step(Contact, key, DROP, actor=SYSTEM, source="job") as dropped:
            dropped.drop_reason = reason
    return 1


def _area_of(spells: Iterable[Any]) -> str:
    """The area that holds all of them, for the log."""
    return common_path({str(spell.area_id) for spell in spells})
