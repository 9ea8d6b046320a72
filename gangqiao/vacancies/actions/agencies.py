"""Brokers and agencies: entered, corrected, ended; and what they achieved month by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.words import Say
from gangqiao.vacancies.actions import accounts
from gangqiao.vacancies.models import Agency, AgencyResult
from gangqiao.vacancies.policy.licences import Validity, is_stay_known, months_on, validity
from gangqiao.vacancies.refusals.cooperation import (
    AgencyEnded,
    AgencyThere,
    LicenceFalls,
    LicenceMissing,
    LicenceNotThen,
    LicenceRunOut,
    MonthAhead,
    MoreThanBefore,
    TooEarlyToStay,
)

LICENSE, REPORT = "vacancies.license_agency", "vacancies.report_agency"
FACTS = ("kind", "name", "licence_no", "licence_from", "licence_to", "phone")


def add_agency(facts: Mapping[str, Any], *, area: Any, actor: Actor) -> Agency:
    """Enter a broker or an agency, kept in an area: a township, or the county.

    facts  by the keys of FACTS
    Raises NotYourVerb, LicenceMissing, LicenceFalls, AgencyThere.
    """
    agency = Agency(area=area, kept_by=actor.name[:100], **{key: facts[key] for key in FACTS})
    require(actor, LICENSE, agency)
    _check(agency)
    with transaction.atomic():
        agency.save(force_insert=True)
        record(LICENSE, actor=actor, subject=agency)
    return agency


def change_agency(agency_id: int, facts: Mapping[str, Any], *, actor: Actor) -> Agency:
    """Correct what is recorded, or enter a new licence. Raises what `add_agency` raises, and AgencyEnded."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(actor, LICENSE, agency)
        if agency.ended_on:
            raise AgencyEnded
        changed = [key for key in FACTS if getattr(agency, key) != facts[key]]
        for key in changed:
            setattr(agency, key, facts[key])
        _check(agency)
        if changed:
            agency.save()
            record(LICENSE, actor=actor, subject=agency, fields=changed)
    return agency


def end_agency(agency_id: int, reason: str, *, actor: Actor) -> Agency:
    """It works here no more; its users are shut out. Raises NoteNeeded, AgencyEnded."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(actor, LICENSE, agency)
        if agency.ended_on:
            raise AgencyEnded
        if not reason.strip():
            raise NoteNeeded(Say("Say why in a few words."), field="reason")
        agency.ended_on, agency.ended_why = clock.today(), reason.strip()[:200]
        agency.save(update_fields=["ended_on", "ended_why"])
        accounts.shut_all_out(agency, agency.ended_why)
        record(LICENSE, actor=actor, subject=agency, fields=["ended_on"], reason=agency.ended_why)
    return agency


def report_results(
    agency_id: int, period: date, *, referred: int, hired: int, stayed: int | None = None, actor: Actor
) -> AgencyResult:
    """Report a month. A newer report of the same month counts in place of the one before, which stays.

    period  any day of the month; stayed: of those hired, still there after three months, null: not known yet
    Raises AgencyEnded, LicenceRunOut, LicenceNotThen, MonthAhead, MoreThanBefore, TooEarlyToStay, NotYourVerb.
    """
    month, today = period.replace(day=1), clock.today()
    with transaction.atomic():
        # Locked, so that a licence that ends meanwhile is seen, and two reports of a month follow each other.
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(actor, REPORT, agency)
        refuse_unlicensed(agency, today)
        _check_month(agency, month, today)
        _check_numbers(month, referred, hired, stayed, today)
        result = AgencyResult.objects.create(
            area_id=agency.area_id,
            unit=agency.unit,
            party=agency.party,
            agency=agency,
            period=month,
            referred=referred,
            hired=hired,
            stayed=stayed,
            by=actor.name[:100],
        )
        record(REPORT, actor=actor, subject=agency, fields=["referred", "hired", "stayed"])
    return result


def refuse_unlicensed(agency: Agency, today: date) -> None:
    """Refuse whoever has ended or holds no licence any more. A broker without one goes on."""
    if agency.ended_on:
        raise AgencyEnded
    if agency.licence_to and validity(agency.licence_to, today) is Validity.ENDED:
        raise LicenceRunOut(agency.licence_to)


def _check_month(agency: Agency, month: date, today: date) -> None:
    if month > today:
        raise MonthAhead
    if agency.licence_from and agency.licence_from >= months_on(month, 1):
        raise LicenceNotThen


def _check_numbers(month: date, referred: int, hired: int, stayed: int | None, today: date) -> None:
    if hired > referred:
        raise MoreThanBefore("hired")
    if stayed is None:
        return
    if not is_stay_known(month, today):
        raise TooEarlyToStay
    if stayed > hired:
        raise MoreThanBefore("stayed")


def _check(agency: Agency) -> None:
    """What the database refuses, too, said in words."""
    if agency.kind == "agency":
        for key in ("licence_no", "licence_to"):
            if not getattr(agency, key):
                raise LicenceMissing(key)
    if agency.licence_from and agency.licence_to and agency.licence_to <= agency.licence_from:
        raise LicenceFalls
    if agency.licence_no:
        same = Agency.objects.filter(licence_no=agency.licence_no, ended_on=None).exclude(pk=agency.pk).first()
        if same is not None:
            raise AgencyThere(same.name)


# --- its users -------------------------------------------------------------------------------------------------------


def open_account(
    agency_id: int, *, username: str, display_name: str, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Give somebody of an agency an account with which it reports its own. Returns the one-time password, too.

    Raises NotYourVerb, AgencyEnded, LicenceRunOut, UserNameTaken, WrongUserName.
    """
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        require(actor, LICENSE, agency)
        refuse_unlicensed(agency, clock.today())
        had_none = not agency.party
        made = accounts.open_account(
            agency,
            accounts.AGENCY,
            username=username,
            display_name=display_name,
            office_phone=office_phone,
            actor=actor,
        )
        if had_none:
            AgencyResult.objects.filter(agency=agency).update(party=agency.party)
    return made
