"""What an employer sees: whom it was introduced to and who agreed to that, with one button for each answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.codes import LISTS
from gangqiao.matching.forms.referrals import HireForm
from gangqiao.matching.reads import referrals as reads
from gangqiao.matching.reads.referrals_seats import masked_lines
from gangqiao.matching.showing import referrals as showing
from gangqiao.matching.states import Status
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.states import Status as VacancyStatus


def introduced(request: ActorRequest) -> HttpResponse:
    """Whom the employer was introduced to; that it looked is told to each of them."""
    return list_page(request)


def list_page(request: ActorRequest, status: int = 200, faults: Any = None) -> HttpResponse:
    """The list; `faults`: a form that was refused."""
    rows = reads.introduced_to_me()
    looked("matching.view_introduced", actor=request.actor, persons=reads.uuids_of(rows))
    shown = {
        "rows": [_row(row) for row in rows],
        "on_the_way": _on_the_way(request),
        "reasons": LISTS["not_hired_reason"].choices(),
        "faults": faults,
        "hire_form": HireForm(),
    }
    return render(request, "matching/referrals_employer.html", shown, status=status)


def _row(row: Any) -> dict[str, Any]:
    status = Status(row.status)
    return {
        "referral": row,
        "name": row.shown_name or "",
        "phone": row.shown_phone or "",
        "facts": showing.mask_words(row.masked),
        "status": status.label,
        "tone": showing.TONES[status],
        "due": showing.due_words(row),
        "waits": status == Status.INTRODUCED,
    }


def _on_the_way(request: ActorRequest) -> list[tuple[Any, list[str]]]:
    """For each of its vacancies those who said yes and are not named: a line each."""
    with scope_of(request.actor.areas("vacancies.view")):
        own = Vacancy.objects.filter(status__in=(VacancyStatus.PUBLISHED, VacancyStatus.PAUSED)).exclude(party="")
        vacancies = list(own.order_by("-pk")[:50])
    found = [(one, [showing.mask_words(mask) for mask in masked_lines(one.uuid, unnamed=True)]) for one in vacancies]
    return [(one, lines) for one, lines in found if lines]
