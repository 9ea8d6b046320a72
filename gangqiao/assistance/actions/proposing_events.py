"""What the register's events mean for the cases: whom they are about is judged anew, once for any number of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gangqiao.assistance.actions import cases
from gangqiao.assistance.actions.proposing import Counted, propose
from gangqiao.assistance.models import AssistCase, Watch
from gangqiao.audit.models import Event
from gangqiao.people.models import EmploymentSpell, Person

# Verbs after which the rules look again -> why somebody is assessed anew whatever they say; "": only if they say so.
VERBS = {
    "people.end_spell": "lost_work", "people.record_spell": "", "people.start_work": "", "people.depart": "",
    "people.record_category": "category", "people.record_intention": "", "people.record_business": "",
    "people.correct": "", "people.register": "", "people.split_household": "", "people.move": "",
    "people.transfer_record": "", "people.record_death": "", "people.merge": "", "people.unmerge": "",
    "people.undo": "", "people.verify_spell": "",
}  # fmt: skip
HEALTH = {"health_status", "labour_capacity", "disability_kind"}
# From so many people on one look at the county costs less.
MOST = 3000
SPELL = "people.employmentspell:"


def catch_up() -> Counted:
    """Judge anew whom events since the last time are about, with those they live with, in the scope of the moment.

    How far it came is stored with what was done: killed in between, nothing is passed over. The first call only
    notes where the log stands, since a night judges everybody.
    """
    with transaction.atomic():
        _watch, is_new = Watch.objects.get_or_create(pk=1)
        watch = Watch.objects.select_for_update().get(pk=1)
        last = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        since = Event.objects.filter(seq__gt=watch.seq, seq__lte=last, verb__in=VERBS).order_by("seq")
        watch.seq = last
        watch.save()
        return Counted() if is_new else follow(since.iterator())


def follow(events: Iterable[Event]) -> Counted:
    """The same for some events. Twice changes nothing."""
    why: dict[UUID, str] = {}
    homes: set[UUID] = set()
    for event in events:
        if event.person:
            uuid = UUID(str(event.person))
            why[uuid] = why_of(event) or why.get(uuid, "")
        if event.subject.startswith("people.household:"):
            homes.add(UUID(event.subject.partition(":")[2]))
    if len(why) > MOST or len(homes) > MOST:
        return _crowd({uuid: reason for uuid, reason in why.items() if reason})
    if not why and not homes:
        return Counted()
    named = Person.objects.filter(Q(uuid__in=why) | Q(household__uuid__in=homes))
    about = {person.pk: person for person in named.only("pk", "uuid", "household_id", "record", "life")}
    for person in about.values():
        cases.close_of(person)
    lived = {person.household_id for person in about.values() if person.household_id}
    keys = set(Person.objects.filter(household__in=lived).values_list("pk", flat=True)) | set(about)
    reasons = {pk: why[uuid] for pk, person in about.items() if why.get(uuid := UUID(str(person.uuid)))}
    return propose(sorted(keys), reasons=reasons) if keys else Counted()


def _crowd(why: dict[UUID, str]) -> Counted:
    """After an import one look at everybody costs less than one at each."""
    cases.close_gone()
    known = AssistCase.objects.values_list("person_id", "person_uuid")
    return propose(reasons={pk: why[uuid] for pk, uuid in known if uuid in why})


def why_of(event: Event) -> str:
    """Why whoever an event is about is assessed anew, as a code of the list; "" when only the rules say."""
    if event.verb == "people.correct":
        return "health" if HEALTH & set(event.fields) else ""
    if event.verb == "people.end_spell" and event.subject.startswith(SPELL):
        spell: Any = EmploymentSpell.objects.filter(uuid=UUID(event.subject.partition(":")[2]), version_of=None).first()
        if spell is not None and spell.end_reason == "returned":
            return "returned"
        if spell is not None and spell.end_reason == "changed_employer":
            return ""
    return VERBS.get(event.verb, "")
