"""No change without an event, no look without a record; a log that fails makes the act fail. Controls 31 and 62."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from gangqiao.audit import chain, reads
from gangqiao.audit.events import looked, record
from gangqiao.audit.models import Event, Look
from gangqiao.audit.steps import NotYourVerb, require, step
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.requests import request_numbered
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell


@pytest.fixture
def spell(remember, person):
    return remember(EmploymentSpell, person, status="planned")


def arrow(status):
    """The first arrow that leaves a state of a spell."""
    return next(s for s in EmploymentSpell.LIFE_CYCLE if status in s.sources)


@pytest.fixture
def officer(township_clerk):
    """The township's clerk, with every verb of the life cycle."""
    verbs = frozenset(s.verb for s in EmploymentSpell.LIFE_CYCLE)
    return replace(township_clerk, posts=tuple(replace(p, verbs=p.verbs | verbs) for p in township_clerk.posts))


def test_an_event_says_who_what_where_and_why_and_no_personal_value(person, township_clerk):
    with request_numbered() as number:
        event = record("people.correct", actor=township_clerk, subject=person, fields=["phone"], reason="typed wrong")
    stored = Event.objects.get(pk=event.seq)
    assert (stored.actor_id, stored.actor_roles, stored.verb) == (
        township_clerk.user_id,
        "township_clerk",
        "people.correct",
    )
    assert (stored.subject, stored.person) == (f"people.person:{person.uuid}", person.uuid)
    assert (stored.area, stored.fields, stored.reason, stored.request_id) == (
        person.area_id,
        ["phone"],
        "typed wrong",
        number,
    )
    everything = " ".join(str(getattr(stored, f.attname)) for f in Event._meta.concrete_fields)
    assert person.name not in everything
    assert person.id_number not in everything


@pytest.mark.requirement("D13")
def test_a_step_changes_the_state_and_writes_one_event(spell, person, officer):
    taken, before = arrow("planned"), reads.head()
    with scope_of(officer), step(EmploymentSpell, spell.pk, taken.verb, actor=officer, note="because") as row:
        row.employer_name = "一家工厂"
    with everywhere(reason="look after"):
        spell.refresh_from_db()
    assert (spell.status, spell.employer_name) == (taken.target, "一家工厂")
    (event,) = Event.objects.filter(seq__gt=before)
    assert event.verb == taken.verb
    assert set(event.fields) == {"status", "employer_name"}
    assert event.person == person.uuid


def take(row, verb, actor):
    """One arrow, in the actor's own areas."""
    with scope_of(actor), step(type(row), row.pk, verb, actor=actor, note="because"):
        pass


def unchanged(spell, before):
    with everywhere(reason="look after"):
        spell.refresh_from_db()
    return spell.status == "planned" and reads.head() == before


@pytest.mark.requirement("D13")
def test_a_log_that_fails_makes_the_act_fail(spell, officer, monkeypatch):
    """Control 62."""
    before = reads.head()

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(chain, "append", broken)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        take(spell, arrow("planned").verb, officer)
    assert unchanged(spell, before)


def test_without_that_rule_the_change_would_stand_alone(spell, officer, monkeypatch):
    """The counter-proof: a log that swallowed its error would leave a change without an event."""
    before = reads.head()
    monkeypatch.setattr(chain, "append", lambda *a: [])
    take(spell, arrow("planned").verb, officer)
    assert reads.head() == before
    assert not unchanged(spell, before)


def test_an_act_that_fails_leaves_no_event(spell, officer):
    before = reads.head()
    taken = step(EmploymentSpell, spell.pk, arrow("planned").verb, actor=officer, note="because")
    with scope_of(officer), pytest.raises(ZeroDivisionError), taken:
        raise ZeroDivisionError
    assert unchanged(spell, before)


def test_a_step_asks_for_the_verb_the_arrow_and_the_area(spell, officer, stranger, auditor):
    before, verb = reads.head(), arrow("planned").verb
    with pytest.raises(NotYourVerb):
        take(spell, verb, auditor)
    with pytest.raises(EmploymentSpell.DoesNotExist):
        take(spell, verb, stranger)
    wrong = next(s for s in EmploymentSpell.LIFE_CYCLE if "planned" not in s.sources)
    with pytest.raises(NotAllowedNow):
        take(spell, wrong.verb, officer)
    assert unchanged(spell, before)


def test_a_verb_held_elsewhere_does_not_count_here(person, stranger):
    with pytest.raises(NotYourVerb):
        require(stranger, "people.correct", person)
    with pytest.raises(NotYourVerb):
        require(stranger, "people.correct", area="")
    require(SYSTEM, "people.correct", person)


@pytest.mark.requirement("D13")
def test_who_looked_at_a_person_is_known(person, person_elsewhere, township_clerk, city_officer):
    """Control 62: views of persons too."""
    looked("people.view", actor=township_clerk, person=person)
    looked("people.reveal", actor=city_officer, person=person, reason="asked by phone")
    looked("people.view", actor=city_officer, person=person_elsewhere)
    looked("people.view_list", actor=city_officer, persons=[person.uuid, person_elsewhere.uuid])
    seen = [(look.actor_id, look.verb, look.reason) for look in reads.who_looked(person.uuid)]
    assert seen == [
        (city_officer.user_id, "people.reveal", "asked by phone"),
        (township_clerk.user_id, "people.view", ""),
    ]
    assert Look.objects.get(verb="people.view_list").persons == [str(person.uuid), str(person_elsewhere.uuid)]


def test_the_history_of_a_person_is_newest_first(person, township_clerk):
    for verb in ("people.register", "people.correct"):
        record(verb, actor=township_clerk, subject=person)
    assert [e.verb for e in reads.what_happened(person.uuid)][:2] == ["people.correct", "people.register"]
