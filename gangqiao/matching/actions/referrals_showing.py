"""What an employer sees of a person: name and number while somebody agreed to it, and nothing at any other time."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel import clock
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy.referrals import is_named
from gangqiao.people.models import Person
from gangqiao.vacancies.models import Employer


def find_consent(referral: Referral) -> Consent | None:
    """The consent that holds today."""
    found = Consent.objects.filter(referral=referral, withdrawn_on=None, until__gte=clock.today())
    return found.first()


def show_or_hide(referral: Referral, *, status: str) -> None:
    """Set what the employer sees of a locked row, which the caller saves with this state."""
    consent = find_consent(referral)
    until = consent.until if consent else None
    party = _party(referral) if is_named(status=status, consent_until=until, day=clock.today()) else ""
    if not party or until is None:
        hide(referral)
        return
    _show(referral, party, until)


def _show(referral: Referral, party: str, until: date) -> None:
    person = Person.objects.get(pk=referral.person_id)
    referral.party, referral.shown_until = party, until
    referral.shown_name, referral.shown_phone = person.name, person.phone or None


def hide(referral: Referral) -> None:
    """The employer sees nothing of a locked row any more; the caller saves it."""
    referral.party, referral.shown_until = "", None
    referral.shown_name = referral.shown_phone = None


def _party(referral: Referral) -> str:
    """The unit of the employer's own users; "" when it has none: then the office introduces by telephone."""
    return str(Employer.objects.filter(uuid=referral.employer_uuid).values_list("party", flat=True).first() or "")
