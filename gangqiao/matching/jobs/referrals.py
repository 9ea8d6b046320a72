"""The night of the referrals, and what follows from vacancies that end, spells that begin and people who are gone."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals_keeping as keeping
from gangqiao.matching.actions.referrals_work import follow_spell
from gangqiao.people.models import EmploymentSpell
from gangqiao.places.reads import county_path

SPELL = EmploymentSpell._meta.label_lower


@nightly
def expire_referrals() -> None:
    """Also done twice it ends each once."""
    with scope_of([county_path()]):
        keeping.expire()
        keeping.hide_the_lapsed()


@after("vacancies.withdraw")
def after_withdrawal(event: Event) -> None:
    """A vacancy that is withdrawn takes what is under way with it."""
    _vacancy_ended(event, "stopped")


@after("vacancies.fill")
def after_filling(event: Event) -> None:
    """A vacancy that is filled has no seat for those who still wait."""
    _vacancy_ended(event, "filled")


@after("vacancies.expire")
def after_expiry(event: Event) -> None:
    """A vacancy that ran out is offered to nobody any more."""
    _vacancy_ended(event, "")


@after("vacancies.open_account")
def after_account(event: Event) -> None:
    """An employer that gets its first user sees those who agreed to be named to it."""
    if uuid := _uuid(event, "vacancies.employer"):
        keeping.employer_has_account(uuid)


@after("people.record_death")
@after("people.merge")
def after_closing(event: Event) -> None:
    """Nothing is offered to a record that is closed."""
    if event.person:
        keeping.person_gone(event.person)


@after("people.start_work")
@after("people.end_spell")
def after_spell(event: Event) -> None:
    """The spell of a referral was begun or ended on the person's file."""
    uuid = _uuid(event, SPELL)
    spell = EmploymentSpell.objects.filter(uuid=uuid, recorded_to=None).first() if uuid else None
    if spell is not None:
        follow_spell(spell.pk, spell.status, spell.started_on, spell.ended_on, spell.end_reason)


def _vacancy_ended(event: Event, reason: str) -> None:
    if uuid := _uuid(event, "vacancies.vacancy"):
        keeping.vacancy_ended(uuid, reason=reason)


def _uuid(event: Event, label: str) -> UUID | None:
    name, _colon, key = str(event.subject).partition(":")
    return UUID(key) if name == label and key else None
