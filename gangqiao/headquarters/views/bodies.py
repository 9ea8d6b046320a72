"""Members of the headquarters and its office, and what each unit has set up: body, staff, money."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.audit.events import looked
from gangqiao.headquarters.actions import bodies as actions
from gangqiao.headquarters.forms import FundsForm, InstitutionForm, MemberForm, StaffForm
from gangqiao.headquarters.models import Funds, Institution, Member, Staffing
from gangqiao.headquarters.models.people import OFFICE_POSTS
from gangqiao.headquarters.reads.bodies import may_record, members_on, set_ups
from gangqiao.headquarters.views import columns, done, file_answer, form_page, pressed, sent_with, tabs
from gangqiao.kernel import clock
from gangqiao.kernel.files import FileGone

MEMBER_UNITS = Unit.objects.exclude(kind=UnitKind.VILLAGE).order_by("kind", "code")


# --- members ---------------------------------------------------------------------------------------------------------


def members(request: ActorRequest) -> HttpResponse:
    """Who sits in headquarters and office on a day: today, or any other."""
    day = _day_of(request)
    now = members_on(day)
    ended = Member.objects.exclude(valid_to=None).select_related("unit").order_by("-valid_to", "-pk")[:50]
    shown = {
        "day": day,
        "is_today": day == clock.today(),
        "groups": [
            (_("Headquarters"), [m for m in now if m.post not in OFFICE_POSTS]),
            (_("Its office, in the human resources bureau"), [m for m in now if m.post in OFFICE_POSTS]),
        ],
        "ended": ended,
        "may_appoint": request.actor.may("headquarters.appoint"),
        "today": clock.today(),
        "tabs": tabs("members"),
        "columns": columns(_("Post"), _("Name"), _("unit"), _("Since"), _("Document"), ""),
        "ended_columns": columns(_("Post"), _("Name"), _("unit"), _("From"), _("Until")),
    }
    return render(request, "headquarters/members.html", shown)


def _day_of(request: ActorRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def appoint(request: ActorRequest) -> HttpResponse:
    """Record who takes a seat."""
    form = MemberForm(request.POST or None, units=MEMBER_UNITS.all())

    def act() -> None:
        asked = dict(form.cleaned_data)
        actions.appoint(**asked, actor=request.actor)

    if request.method == "POST" and done(request, form, act, _("Recorded.")):
        return redirect("headquarters:members")
    back = reverse("headquarters:members")
    return form_page(
        request,
        form,
        title=_("Record a member"),
        save=_("Record it"),
        back=back,
        here="members",
        lead=_(
            "Of leader and director of the office there is one each: whoever held the post before ends on that day."
        ),
    )


def end_member(request: ActorRequest, member: UUID) -> HttpResponse:
    """End a seat today."""
    found = get_object_or_404(Member, uuid=member)
    pressed(request, lambda: actions.end_member(found.pk, clock.today(), actor=request.actor), _("Ended today."))
    return redirect("headquarters:members")


# --- institutions ----------------------------------------------------------------------------------------------------


def institutions(request: ActorRequest) -> HttpResponse:
    """Every unit with its body, staff and funds of the year: who has not recorded them yet is seen at once."""
    year = clock.today().year
    rows = set_ups(year)
    asked = [row for row in rows if row.is_asked]
    shown = {
        "rows": rows,
        "year": year,
        "complete": sum(row.is_complete for row in asked),
        "asked": len(asked),
        "tabs": tabs("institutions"),
        "columns": columns(
            _("unit"), _("Body"), _("Staff"), _("Funds of the year, in yuan"), _("Evidence files"), _("State")
        ),
    }
    return render(request, "headquarters/institutions.html", shown)


def institution(request: ActorRequest, unit_code: str) -> HttpResponse:
    """What one unit has set up, with everything that was recorded before."""
    unit, year = get_object_or_404(Unit, code=unit_code), clock.today().year
    (row,) = set_ups(year, Unit.objects.filter(pk=unit.pk))
    shown = {
        "unit": unit,
        "row": row,
        "year": year,
        "bodies": Institution.objects.filter(unit=unit),
        "staff": Staffing.objects.filter(unit=unit),
        "funds": Funds.objects.filter(unit=unit),
        "may_record": may_record(request.actor, unit) and request.actor.may("headquarters.record_institution"),
        "tabs": tabs("institutions"),
        "body_columns": columns(_("Name of the body"), _("Number of the document"), _("Head"), _("From"), _("Until")),
        "staff_columns": columns(_("As of"), _("Full-time staff"), _("Part-time staff"), _("Names of the posts")),
        "fund_columns": columns(_("Year"), _("Line"), _("Amount in yuan"), _("Number of the document"), _("Recorded")),
    }
    return render(request, "headquarters/institution.html", shown)


def record_body(request: ActorRequest, unit_code: str) -> HttpResponse:
    """Record the body a unit has set up."""
    unit = _own_unit_or_404(request, unit_code)
    form = InstitutionForm(request.POST or None, request.FILES or None)

    def act() -> None:
        asked = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        actions.record_institution(unit, **asked, sent=sent_with(form), actor=request.actor)

    return _recorded(request, unit, form, act, _("Record the body"))


def record_staff(request: ActorRequest, unit_code: str) -> HttpResponse:
    """Record how many work for the programme."""
    unit = _own_unit_or_404(request, unit_code)
    form = StaffForm(request.POST or None)
    return _recorded(
        request,
        unit,
        form,
        lambda: actions.record_staff(unit, **form.cleaned_data, actor=request.actor),
        _("Record the staff"),
    )


def record_funds(request: ActorRequest, unit_code: str) -> HttpResponse:
    """Record the money of a year and line."""
    unit = _own_unit_or_404(request, unit_code)
    form = FundsForm(request.POST or None, request.FILES or None)

    def act() -> None:
        asked = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        actions.record_funds(unit, **asked, sent=sent_with(form), actor=request.actor)

    return _recorded(request, unit, form, act, _("Record funds"))


def _own_unit_or_404(request: ActorRequest, code: str) -> Unit:
    unit = get_object_or_404(Unit, code=code)
    if not may_record(request.actor, unit):
        raise Http404
    return unit


def _recorded(request: ActorRequest, unit: Unit, form: Any, act: Any, title: str) -> HttpResponse:
    if request.method == "POST" and done(request, form, act, _("Recorded.")):
        return redirect("headquarters:institution", unit.code)
    back = reverse("headquarters:institution", args=[unit.code])
    return form_page(request, form, title=title, save=_("Record it"), back=back, here="institutions", lead=unit.name)


def institution_file(request: ActorRequest, record: UUID) -> HttpResponse:
    """The document of a body, or the approval of funds: to its unit, the office and the auditor."""
    found: Any = Institution.objects.filter(uuid=record).first() or Funds.objects.filter(uuid=record).first()
    if found is None or not found.kept:
        raise Http404
    if not may_record(request.actor, found.unit) and not request.actor.may("plans.view_evidence"):
        raise Http404
    try:
        answer = file_answer(found.kept, found.file_name)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("headquarters:institution", found.unit.code)
    looked("headquarters.view", actor=request.actor, reason=str(found.uuid))
    return answer
