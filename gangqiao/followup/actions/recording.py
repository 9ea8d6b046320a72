"""What came of a call: spoken to, not reached, wants no calls; and what follows from each at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record as write
from gangqiao.audit.steps import require, step
from gangqiao.followup.actions import cases, evidence, following, planning
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Contact, NoCalls
from gangqiao.followup.models.contacts import own
from gangqiao.followup.policy import followup as policy
from gangqiao.followup.refusals import AskedAlready, DayOfCall, ResultOfList, WantsNoCalls
from gangqiao.followup.states import OPEN
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import EmploymentSpell, Person

RECORD, MISS, DROP, ASK, REFUSE = (f"followup.{verb}" for verb in ("record", "miss", "drop", "ask", "refuse"))


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a call; codes of `codes/lists.yaml`.

    on        the day of the call; null: today. left_on: the last day of work, for who left; null: the day of the call
    kept      "yes" | "no" | "unknown" by aspect (pay, work, housing): what was promised against what was found
    case      kind of the case that a complaint opens; wants: what somebody who is back wants next, "" when not asked
    """

    result: str
    spoke_with: str = policy.SELF
    way: str = "call"
    on: date | None = None
    left_on: date | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    case: str = ""
    wants: str = ""

    def check(self) -> None:
        """Raises ResultOfList, DayOfCall."""
        chosen = {"result": self.result, "spoke_with": self.spoke_with, "way": self.way}
        chosen |= {"wants_next": self.wants} if self.wants else {}
        chosen |= {"case_kind": self.case} if self.case else {}
        for name, code in chosen.items():
            if code not in LISTS[name]:
                raise ResultOfList(name)
        if self.result == "complaint" and not self.case:
            raise ResultOfList("case_kind")
        if (self.on or clock.today()) > clock.today() or (self.left_on or clock.today()) > clock.today():
            raise DayOfCall


def record(contact_id: int, heard: Heard, *, actor: Actor, source: str = "screen") -> Contact:
    """Record what somebody said, and do what follows: the spell's evidence, its end, a case, a wish for work.

    Raises NotAllowedNow, ResultOfList, DayOfCall, and what ends a spell raises.
    """
    heard.check()
    with step(Contact, contact_id, RECORD, actor=actor, source=source) as contact:
        _answer(contact, heard, actor)
        _answer_along(contact, heard, actor, source)
        spell = _current(contact)
        if spell is not None:
            _follow(contact, spell, heard, actor)
        elif heard.result == "complaint":
            _open_case(contact, heard, actor)
        if heard.result == "returned" and heard.wants:
            following.record_wish(contact.person_id, heard.wants, actor=actor)
    return contact


def _answer(contact: Contact, heard: Heard, actor: Actor) -> None:
    contact.result, contact.spoke_with, contact.way = heard.result, heard.spoke_with, heard.way
    contact.is_proxy = heard.spoke_with == policy.FAMILY
    contact.done_on, contact.done_by = heard.on or clock.today(), actor.name[:100]
    said = {"kept": _kept(heard), "words": heard.words.strip()[:500], "wants": heard.wants}
    contact.answers = json.dumps(said, ensure_ascii=False)


def _answer_along(contact: Contact, heard: Heard, actor: Actor, source: str) -> None:
    """One call answers everything that is due of the person: nobody is rung twice for it."""
    today = clock.today()
    due = Contact.objects.filter(person=contact.person_id, status__in=OPEN, next_on__lte=today).exclude(pk=contact.pk)
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        with step(Contact, key, RECORD, actor=actor, source=source) as other:
            _answer(other, heard, actor)


def _follow(contact: Contact, spell: Any, heard: Heard, actor: Actor) -> None:
    """What follows for the time of work."""
    if heard.result in ("still", "complaint"):
        kind = policy.proof_of(heard.spoke_with, heard.way)
        evidence.keep_proof(spell, kind, actor=actor, on=contact.done_on, verb=RECORD)
        following.retain_referral(spell.pk, actor=actor)
        following.tell_employer(spell.pk, _kept(heard), heard.on, actor=actor)
    if heard.result == "complaint":
        _open_case(contact, heard, actor)
    if heard.result in ("returned", "changed"):
        following.end_spell(spell, contact.result, heard.left_on or heard.on or clock.today(), heard.words, actor=actor)
        others = Contact.objects.select_for_update(of=("self",)).filter(spell=spell, status__in=OPEN)
        planning.drop_open(others.exclude(pk=contact.pk).order_by("pk"))


def _open_case(contact: Contact, heard: Heard, actor: Actor) -> None:
    """A complaint is a case with an owner and a day; others at the same employer are asked when pay is missing."""
    cases.open_for(contact, heard.case, heard.words, actor=actor, verb=RECORD)


def miss(contact_id: int, *, actor: Actor, way: str = "call", source: str = "screen") -> Contact:
    """Nobody was reached: tried again another day; too many tries in vain are a signal. Raises NotAllowedNow."""
    if way not in LISTS["way"]:
        raise ResultOfList("way")
    with step(Contact, contact_id, MISS, actor=actor, source=source) as contact:
        contact.tries += 1
        contact.way = way
        contact.next_on = max(contact.next_on, policy.try_again_on(clock.today()))
        if policy.is_dead(contact.tries, clock.today()) and contact.reason != "dead_number":
            person = Person.objects.get(pk=contact.person_id)
            planning.signal(person, "dead_number", spell=_current(contact), source=source)
    return contact


def drop(contact_id: int, reason: str, *, actor: Actor, source: str = "screen") -> Contact:
    """Drop a call that is not needed, with a reason of the list. Raises NotAllowedNow, ResultOfList."""
    if reason not in LISTS["drop_reason"]:
        raise ResultOfList("reason")
    with step(Contact, contact_id, DROP, actor=actor, source=source) as contact:
        contact.drop_reason = reason
    return contact


def ask(person_id: int, *, actor: Actor, source: str = "screen") -> None:
    """Put a person on the list because somebody asks for it. Raises NotYourVerb, WantsNoCalls, AskedAlready."""
    person = Person.objects.get(pk=person_id)
    require(actor, ASK, person)
    if planning.wants_no_calls(person.pk):
        raise WantsNoCalls
    spell = EmploymentSpell.objects.filter(person=person, recorded_to=None, status__in=policy.RUNNING)
    if not planning.signal(person, "asked", spell=spell.first(), kind=policy.ASKED, source=source):
        raise AskedAlready
    write(ASK, actor=actor, subject=person, source=source)


def refuse(person_id: int, words: str = "", *, actor: Actor, source: str = "screen") -> NoCalls:
    """Record that a person wants no calls: what waits is taken off the list, and nothing new is planned.

    It has no other effect: see `models.NoCalls`. A second call changes nothing.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, REFUSE, person)
    with transaction.atomic():
        waiting = Contact.objects.select_for_update(of=("self",)).filter(person=person, status__in=OPEN)
        planning.drop_open(waiting.order_by("pk"), hidden=True)
        values = {**own(person), "taken_by": actor.name[:100], "words": words.strip()[:200] or None}
        found, is_new = NoCalls.objects.get_or_create(person=person, ended_on=None, defaults=values)
        if is_new:
            write(REFUSE, actor=actor, subject=found, source=source)
    return found


def allow_again(person_id: int, *, actor: Actor, source: str = "screen") -> int:
    """The person may be called again: what can still be done is on the list. Returns how many refusals that ended."""
    person = Person.objects.get(pk=person_id)
    require(actor, REFUSE, person)
    with transaction.atomic():
        many = NoCalls.objects.filter(person=person, ended_on=None).update(ended_on=clock.today())
        if many:
            write(REFUSE, actor=actor, subject=person, source=source)
            _plan_again(person)
    return int(many)


def _plan_again(person: Person) -> None:
    """Contacts that were taken off for that reason stand on the list again while they can still be made."""
    earliest = policy.given_up_before(clock.today())
    hidden = Contact.objects.filter(person=person, is_hidden=True, kind=policy.DUE, due_on__gte=earliest)
    hidden.update(status="due", drop_reason="", is_hidden=False)
    for spell in EmploymentSpell.objects.select_related("person").filter(person=person, recorded_to=None):
        planning.plan_spell(spell)


def _current(contact: Contact) -> Any:
    """The time of work the contact is about, while it runs."""
    if contact.spell_id is None:
        return None
    running = EmploymentSpell.objects.filter(pk=contact.spell_id, recorded_to=None, status__in=policy.RUNNING)
    return running.select_related("person").first()


def _kept(heard: Heard) -> dict[str, str]:
    return {a: heard.kept[a] for a in policy.ASPECTS if heard.kept.get(a) in LISTS["kept"]}
