"""Cases of workers, from what was told to the verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.followup.actions import planning, telling
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Case, CaseNote, Contact
from gangqiao.followup.models.contacts import own
from gangqiao.followup.policy.followup import OWNER_OF, RUNNING, case_due_on
from gangqiao.followup.refusals import ResultOfList
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import EmploymentSpell, Person

OPEN, TAKE, SETTLE = "followup.open_case", "followup.take_case", "followup.settle_case"
UNSETTLE, CLOSE, NOTE = "followup.unsettle_case", "followup.close_case", "followup.note_case"


def open_case(
    person_id: int, kind: str, words: str = "", *, actor: Actor, owner: str = "", source: str = "screen"
) -> Case:
    """Open a case for a worker; who takes it in hand and by when follows from what it is about.

    owner  code of the list; "": by the kind. Raises NotYourVerb, ResultOfList.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, OPEN, person)
    return _open(person, kind, words, actor, owner=owner, source=source)


def open_for(contact: Contact, kind: str, words: str, *, actor: Actor, verb: str = OPEN) -> Case:
    """The case a complaint in a call opens. verb: the act it is part of, which the actor was asked for."""
    person = Person.objects.get(pk=contact.person_id)
    require(actor, verb, person)
    return _open(person, kind, words, actor, contact=contact, source=contact.source or "screen")


def _open(
    person: Person,
    kind: str,
    words: str,
    actor: Actor,
    *,
    owner: str = "",
    contact: Contact | None = None,
    source: str,
) -> Case:
    owner = owner or OWNER_OF.get(kind, "")
    if kind not in LISTS["case_kind"] or owner not in LISTS["case_owner"]:
        raise ResultOfList("kind")
    today = clock.today()
    spell = _spell_of(person, contact)
    with transaction.atomic():
        case = Case.objects.create(
            **own(person), contact=contact, kind=kind, owner=owner, words=words.strip()[:1000] or None,
            employer=(spell.employer_name or "")[:100] if spell is not None else "",
            opened_on=today, opened_by=actor.name[:100], due_on=case_due_on(kind, today),
        )  # fmt: skip
        record(OPEN, actor=actor, subject=case, source=source)
        telling.tell_opened(case, actor=actor)
    return case


def ask_the_others(case: Case) -> int:
    """Others who work for the employer somebody waits for pay from are called, too; returns how many.

    In the scope of the moment: whoever calls it opens the county. Twice changes nothing.
    """
    person = Person.objects.filter(pk=case.person_id).first()
    spell = _spell_of(person, case.contact) if person is not None else None
    if case.kind != "arrears" or spell is None:
        return 0
    code, name = spell.credit_code or "", spell.employer_name or ""
    return planning.signal_employer(code, name, "wage_complaint", except_person=case.person_id)


def take(case_id: int, *, actor: Actor, note: str = "") -> Case:
    """Take a case in hand. Raises NotAllowedNow."""
    return _step(case_id, TAKE, note, actor)


def settle(case_id: int, note: str, *, actor: Actor) -> Case:
    """Record how it was settled. Raises NotAllowedNow, NoteNeeded."""
    return _step(case_id, SETTLE, note, actor)


def unsettle(case_id: int, note: str, *, actor: Actor) -> Case:
    """Record why it could not be settled: it waits to be taken up again. Raises NotAllowedNow, NoteNeeded."""
    return _step(case_id, UNSETTLE, note, actor)


def close(case_id: int, verdict: str, note: str, *, actor: Actor) -> Case:
    """Close a case with a verdict of the list. Raises NotAllowedNow, NoteNeeded, ResultOfList."""
    if verdict not in LISTS["verdict"]:
        raise ResultOfList("verdict")
    return _step(case_id, CLOSE, note, actor, verdict=verdict, closed_on=clock.today())


def add_note(case_id: int, words: str, *, actor: Actor) -> CaseNote:
    """Write down what was done, without a step. Raises NotYourVerb, ResultOfList when nothing was written."""
    case = Case.objects.get(pk=case_id)
    require(actor, NOTE, case)
    if not words.strip():
        raise ResultOfList("words")
    with transaction.atomic():
        note = _note(case, "", words, actor)
        record(NOTE, actor=actor, subject=case, source="screen")
    return note


def hand_on(case_id: int, owner: str, due_on: date | None = None, *, actor: Actor) -> Case:
    """Give a live case to another owner. Raises NotYourVerb, ResultOfList."""
    if owner not in LISTS["case_owner"]:
        raise ResultOfList("owner")
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        require(actor, TAKE, case)
        case.owner, case.due_on = owner, due_on or case.due_on
        case.save(update_fields=["owner", "due_on"])
        record(TAKE, actor=actor, subject=case, fields=["owner"], source="screen")
        telling.tell_handed_on(case, actor=actor)
    return case


def _step(case_id: int, verb: str, note: str, actor: Actor, **values: Any) -> Case:
    # What was written stands with the case, sealed: the log says that there were words, not which.
    said = note.strip()[:1000]
    with step(Case, case_id, verb, actor=actor, note="\u2014" if said else "") as case:
        for name, value in values.items():
            setattr(case, name, value)
        if said:
            _note(case, verb, said, actor)
    return case


def _note(case: Case, verb: str, words: str, actor: Actor) -> CaseNote:
    return CaseNote.objects.create(
        area_id=case.area_id, case=case, verb=verb, words=words.strip()[:1000], by=actor.name[:100]
    )


def _spell_of(person: Person, contact: Contact | None) -> Any:
    if contact is not None and contact.spell_id is not None:
        return EmploymentSpell.objects.filter(pk=contact.spell_id, recorded_to=None).first()
    running = EmploymentSpell.objects.filter(person=person, recorded_to=None, status__in=RUNNING)
    return running.order_by("-started_on").first()
