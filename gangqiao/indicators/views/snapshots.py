"""Pages of the snapshots: the list, one of them, the people behind a number, and what lies between two."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.indicators import actions
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.reads import areas_of
from gangqiao.indicators.showing import snapshots as showing
from gangqiao.indicators.snapshots import reads
from gangqiao.indicators.snapshots.files import DamagedSnapshot
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.snapshots.steps import Reason
from gangqiao.indicators.views.asked import area_or_404, where_asked
from gangqiao.kernel.errors import Refusal
from gangqiao.places.models import Division
from gangqiao.places.reads import county

LONGEST_REASON = 300


def snapshots(request: ActorRequest) -> HttpResponse:
    """All snapshots, and the form for a further one."""
    return render(request, "indicators/snapshots/list.html", showing.snapshots_page(request.actor, {}, {}))


def take(request: ActorRequest) -> HttpResponse:
    """Have a job take a snapshot of a day as known on another. Refused, the form comes back with what was typed."""
    typed = {name: request.POST.get(name, "").strip() for name in ("day", "known_on", "reason")}
    faults = {name: _("Give a day.") for name in ("day", "known_on") if _day(typed[name]) is None}
    if not request.actor.may(actions.TAKE, county().key):
        raise Http404
    if not faults:
        days = [_day(typed[name]) or date.min for name in ("day", "known_on")]
        try:
            actions.ask(*days, actor=request.actor, reason=typed["reason"][:LONGEST_REASON])
        except Refusal as refusal:
            faults = {refusal.field or "day": str(refusal.sentence)}
        else:
            messages.success(request, _("Asked for. It counts as the county's figures once published."))
            return redirect("indicators:snapshots")
    page = showing.snapshots_page(request.actor, typed, faults)
    return render(request, "indicators/snapshots/list.html", page, status=422)


def snapshot(request: ActorRequest, snapshot: UUID) -> HttpResponse:
    """One snapshot with the figures of an area."""
    row = _snapshot_or_404(snapshot)
    area = _area(request, "indicators.view")
    try:
        facts = Facts(row)
        page = showing.snapshot_page(facts, area, request.actor)
    except DamagedSnapshot as damaged:
        return _damaged(request, row, damaged)
    return render(request, "indicators/snapshots/snapshot.html", page)


def publish(request: ActorRequest, snapshot: UUID) -> HttpResponse:
    """Make it the published one of its day."""
    row = _snapshot_or_404(snapshot)
    try:
        actions.publish(row.uuid, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Published. What it says can never be changed; a correction is a new version."))
    return redirect("indicators:snapshot", row.uuid)


def people(request: ActorRequest, snapshot: UUID) -> HttpResponse:
    """The persons behind a number of a snapshot, as far as the reader sees them now."""
    row = _snapshot_or_404(snapshot)
    area = _area(request, "people.view_list")
    try:
        facts = Facts(row)
        measure = _measure(request, facts)
        where = where_asked(request)
        found = reads.people(facts, area, measure, page=_page(request), where=where)
    except DamagedSnapshot as damaged:
        return _damaged(request, row, damaged)
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in found.people])
    page = showing.people_page(facts, area, measure, found, request.actor, where)
    return render(request, "indicators/snapshots/people.html", page)


def compare(request: ActorRequest, snapshot: UUID, other: UUID) -> HttpResponse:
    """What lies between two snapshots, by reason."""
    first, second = _snapshot_or_404(snapshot), _snapshot_or_404(other)
    area = _area(request, "indicators.view")
    try:
        measure = _measure(request, Facts(first))
        found = reads.between(first, second, area.key, measure)
    except DamagedSnapshot as damaged:
        return _damaged(request, first, damaged)
    page = showing.compare_page(first, second, area, measure, found, request.actor)
    return render(request, "indicators/snapshots/compare.html", page)


def compared_people(request: ActorRequest, snapshot: UUID, other: UUID) -> HttpResponse:
    """The persons who entered or left a count for one reason."""
    first, second = _snapshot_or_404(snapshot), _snapshot_or_404(other)
    area = _area(request, "people.view_list")
    side = request.GET.get("side", "entered")
    try:
        reason = Reason(request.GET.get("reason", ""))
        measure = _measure(request, Facts(first))
        keys = reads.between(first, second, area.key, measure).keys_of(reason, entered=side == "entered")
    except ValueError:
        raise Http404 from None
    except DamagedSnapshot as damaged:
        return _damaged(request, first, damaged)
    found = reads.people_of(keys, area, page=_page(request))
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in found.people])
    asked = {"measure": measure, "reason": reason.value, "side": side if side == "left" else "entered"}
    page = showing.compared_people_page(first, second, area, asked, found, request.actor)
    return render(request, "indicators/snapshots/people.html", page)


def _damaged(request: ActorRequest, row: Snapshot, damaged: DamagedSnapshot) -> HttpResponse:
    page = showing.line(row) | {"fault": damaged.sentence}
    return render(request, "indicators/snapshots/damaged.html", page, status=500)


def _snapshot_or_404(uuid: UUID) -> Snapshot:
    row = reads.find_snapshot(uuid)
    if row is None:
        raise Http404
    return row


def _area(request: ActorRequest, verb: str) -> Division:
    """The area asked for; without one the first of the reader's own."""
    if asked := request.GET.get("area", ""):
        return area_or_404(request, asked, verb)
    own = [area for area in areas_of(request.actor) if request.actor.may(verb, area.key)]
    if not own:
        raise Http404
    return own[0]


def _measure(request: HttpRequest, facts: Facts) -> str:
    asked = request.GET.get("measure", "transferred")
    if asked not in facts.measures:
        raise Http404
    return asked


def _page(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return int(page) if page.isdecimal() else 1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
