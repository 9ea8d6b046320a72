"""The month of a village: who is on duty, the plan, and the days as they are keyed from the desk or from paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import duty as acts
from gangqiao.assistance.actions.duty import NOTHING, By, Said
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty as reads
from gangqiao.assistance.reads import duty_areas
from gangqiao.assistance.reads.duty import Month
from gangqiao.assistance.showing import duty as showing
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.people.reads.masking import name_for

VIEW = "assistance.view_holders"
Keyed = dict[int, dict[date, Said]]


def month_asked(text: str) -> date:
    """The month that is asked for, "2020-02"; the present one when nothing readable is. Never one that lies ahead."""
    try:
        found = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return policy.month_of(clock.today())
    return min(found, policy.month_of(clock.today()))


def area_asked(request: ActorRequest, month: date) -> tuple[str, list[Any]]:
    """The village asked for and all that can be chosen: the first one when none is. Raises Http404 for another's."""
    places = duty_areas.with_holders(month, request.actor, VIEW)
    asked = (request.POST.get("area") or request.GET.get("area") or "")[:40]
    if asked and asked not in {str(one.key) for one in places}:
        raise Http404
    return asked or (str(places[0].key) if places else ""), places


def duty_grid(request: ActorRequest) -> HttpResponse:
    """The days of a month, a line for each holder, in the order of the printed duty sheet."""
    month = month_asked(request.GET.get("month", ""))
    area, places = area_asked(request, month)
    return _grid(request, area, places, month)


def mark_duty(request: ActorRequest) -> HttpResponse:
    """Keep what was keyed. What somebody else recorded in the meantime, and what the paper says otherwise, is shown
    beside it and kept only when the reader says so."""
    month = month_asked(request.POST.get("month", ""))
    area, places = area_asked(request, month)
    months = _months(area, month)
    keyed, unread = _keyed(request.POST, months)
    if unread:
        messages.error(request, _("“%(sign)s” is no sign of the list above the days.") % {"sign": unread})
        return _grid(request, area, places, month, status=422)
    if not request.POST.get("take") and (others := _otherwise(months, keyed, request.POST, actor=request.actor)):
        return _grid(request, area, places, month, others=others, status=409)
    by = By(request.POST["way"] if request.POST.get("way") in showing.WAYS else "screen",
            reason=request.POST.get("reason", "")[:200])  # fmt: skip
    try:
        with transaction.atomic():
            made = sum(len(acts.mark(pk, said, actor=request.actor, by=by)) for pk, said in keyed.items())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _grid(request, area, places, month, needs_reason=refusal.field == "reason", status=422)
    said = ngettext("%(n)d day is recorded.", "%(n)d days are recorded.", made) % {"n": made}
    messages.success(request, said if made else _("Nothing was changed: everything stood so already."))
    return redirect(here(area, month))


def plan_duty(request: ActorRequest) -> HttpResponse:
    """Plan the month as the last one was, for whoever has no plan yet."""
    month = month_asked(request.POST.get("month", ""))
    area, _places = area_asked(request, month)
    if not area:
        raise Http404
    pressed(
        request, lambda: acts.plan_like_last(area, month, actor=request.actor),
        _("Planned as last month. Change what is otherwise this month."),
    )  # fmt: skip
    return redirect(here(area, month))


def plan_of(request: ActorRequest, holder: UUID) -> HttpResponse:
    """The plan of one holder: days, hours and place."""
    month = month_asked(request.GET.get("month", "") or request.POST.get("month", ""))
    found = _one_or_404(holder, month)
    area = str(found.holder.post.area_id)
    if request.method == "POST":
        days = [int(one) for one in request.POST.getlist("day") if one.isdigit()]
        hours, place = request.POST.get("hours", ""), request.POST.get("place", "")
        pressed(
            request,
            lambda: acts.plan(found.holder.pk, month, days, actor=request.actor, hours=hours, place=place),
            _("Planned."),
        )
        return redirect(here(area, month))
    looked(VIEW, actor=request.actor, persons=[found.holder.person_uuid])
    covered, plan, post = {day.day for day in found.covered}, found.plan, found.holder.post
    shown = {
        "name": name_for(found.holder.person, request.actor), "post": post, "month": month, "holder": found.holder,
        "days": [
            {"number": day.day, "weekday": day.weekday(), "can": day.day in covered,
             "is_planned": day.day in (plan.days if plan else covered)}
            for day in policy.days_of(month)
        ],
        "hours": plan.hours if plan else post.hours, "place": plan.place if plan else post.place,
        "back": here(area, month),
    }  # fmt: skip
    return render(request, "assistance/duty_plan.html", shown)


def here(area: str, month: date) -> str:
    """The address of the grid of a village and month."""
    return f"{reverse('assistance:duty')}?{urlencode({'area': area, 'month': f'{month:%Y-%m}'})}"


def _one_or_404(holder: UUID, month: date) -> Month:
    found = reads.find_holder(holder)
    if found is None:
        raise Http404
    return reads.month_of(found, month)


def _months(area: str, month: date) -> list[Month]:
    return reads.months_of(reads.holders_in(area, month), month) if area else []


def _keyed(posted: Any, months: list[Month]) -> tuple[Keyed, str]:
    """What the cells say by holder and day, and the first sign that nobody knows, "" when all are known."""
    found: Keyed = {}
    for one in months:
        first = policy.month_of(one.covered[0]) if one.covered else None
        for day in one.covered if first else ():
            text = posted.get(f"m-{one.holder.uuid}-{day.day}")
            if text is None:
                continue
            said = showing.read_sign(text[:4])
            if said is None:
                return found, text[:4]
            found.setdefault(one.holder.pk, {})[day] = said
    return found, ""


def _otherwise(months: list[Month], keyed: Keyed, posted: Any, *, actor: Any) -> list[dict[str, Any]]:
    """Days on which something stands that the keyer has not seen, or, from paper, that the paper says otherwise."""
    seen, is_paper = _seen(posted.get("seen", "")), posted.get("way") == "paper"
    found = []
    for one in months:
        for day, said in keyed.get(one.holder.pk, {}).items():
            stands = Said.of(one.marks.get(day))
            unseen = stands != NOTHING and sign_key(stands) != seen.get(f"{one.holder.uuid}:{day.day}", "")
            if stands != said and stands != NOTHING and (unseen or (is_paper and one.marks[day].way != "paper")):
                found.append({
                    "name": name_for(one.holder.person, actor), "day": day, "said": showing.sign_of(said),
                    "stands": showing.sign_of(stands), "by": one.marks[day].by,
                })  # fmt: skip
    return found


def sign_key(said: Said) -> str:
    """A mark as one word, in no language."""
    return f"{said.mark}{'/2' if said.half else ''}"


def seen_of(months: list[Month]) -> str:
    """What stood on the page when it was shown, signed, to be compared when it comes back."""
    stood = {f"{one.holder.uuid}:{day.day}": sign_key(Said.of(row)) for one in months for day, row in one.marks.items()}
    return signing.dumps(json.dumps(stood), salt="assistance.duty", compress=True)


def _seen(text: str) -> Mapping[str, str]:
    try:
        found: Mapping[str, str] = json.loads(signing.loads(text, salt="assistance.duty"))
    except signing.BadSignature:
        return {}
    return found


def grid_with(
    request: ActorRequest, area: str, places: list[Any], month: date, typed: Mapping[str, str]
) -> HttpResponse:
    """The grid with what a workbook says in its cells; it is kept when the reader records it."""
    return _grid(request, area, places, month, typed=typed)


def _grid(
    request: ActorRequest, area: str, places: list[Any], month: date, *, typed: Mapping[str, str] | None = None,
    others: list[dict[str, Any]] | None = None, needs_reason: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page. typed: what was typed and not kept, in place of what stands."""
    actor, months = request.actor, _months(area, month)
    looked(VIEW, actor=actor, persons=reads.uuids_of(months))
    may_mark = bool(area) and actor.may(acts.MARK, area)
    before, after = showing.months_before_and_after(month)
    shown = {
        "rows": showing.rows(months, month, actor, may_mark=may_mark, typed=typed or _typed(request.POST)),
        "heads": showing.heads(month), "area": area, "places": places, "month": month,
        "village": showing.village_words(area), "legend": showing.legend(), "others": others or [],
        "needs_reason": needs_reason, "reason": request.POST.get("reason", ""),
        "way": request.POST.get("way", "paper" if typed else "screen"), "seen": seen_of(months), "may_mark": may_mark,
        "may_plan": bool(area) and actor.may(acts.PLAN, area), "may_print": actor.may("assistance.print"),
        "unplanned": sum(one.plan is None for one in months),
        "before": here(area, before), "after": here(area, after) if after <= clock.today() else "",
        "sheet_href": f"{reverse('assistance:sheets')}?{urlencode({'area': area, 'month': f'{month:%Y-%m}'})}",
    }  # fmt: skip
    return render(request, "assistance/duty.html", shown, status=status)


def _typed(posted: Any) -> Mapping[str, str]:
    """What was typed into the cells, when the page is shown again with it."""
    return {name: text[:4] for name, text in posted.items() if name.startswith("m-")}
