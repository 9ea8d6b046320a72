"""The monthly releases: their list, one with its lines and receipts, and how far it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons, pressed
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.vacancies.actions import releases as actions
from gangqiao.vacancies.models import Pack, Release
from gangqiao.vacancies.policy.choosing import COUNTY
from gangqiao.vacancies.policy.delivering import due_at_doors
from gangqiao.vacancies.policy.release import due_on, month_of
from gangqiao.vacancies.reads import releases as reads
from gangqiao.vacancies.reads.packs import lines_of_release
from gangqiao.vacancies.reads.packs_texts import month_words, pay_of, place_words
from gangqiao.vacancies.states import ReleaseStatus

VIEW = "vacancies.view_releases"
TONES = {ReleaseStatus.COMPILING: "busy", ReleaseStatus.ISSUED: "good", ReleaseStatus.CLOSED: "calm"}
ON_A_PAGE = 100  # lines of a release shown at once
OWN_PACKS = 12


@dataclass(frozen=True, slots=True)
class Tab:
    label: Any
    href: str
    is_here: bool = False
    count: str = ""


def tabs(here: str) -> list[Tab]:
    parts = [("releases", _("Monthly releases")), ("leaflets", _("Policies and services"))]
    return [Tab(label, reverse(f"vacancies:{name}"), name == here) for name, label in parts]


def columns(*labels: Any, numbers: int = 0) -> list[dict[str, Any]]:
    """Heads of a table; the last `numbers` of them stand at the right."""
    return [{"label": label, "is_number": n >= len(labels) - numbers} for n, label in enumerate(labels)]


def release_or_404(_request: Any, uuid: UUID) -> Release:
    found: Release = get_object_or_404(Release.objects.select_related("area"), uuid=uuid)
    return found


def releases(request: ActorRequest) -> HttpResponse:
    """The releases, newest first; for a village also its own packs."""
    today, actor = clock.today(), request.actor
    kept = list(Release.objects.select_related("area").annotate(many=Count("lines"))[:36])
    came = reads.how_far(kept)
    rows = [(one, month_words(one.period), TONES[ReleaseStatus(one.status)], came[one.pk]) for one in kept]
    month = month_of(today)
    is_made = any(one.period == month and one.status != ReleaseStatus.COMPILING for one in kept)
    packs = Pack.objects.select_related("release", "area").order_by("-release__period", "area")
    own = packs[: OWN_PACKS + 1]
    shown = {
        "rows": rows,
        "may_compile": actor.may("vacancies.compile") and not is_made,
        "due_on": due_on(month),
        "month": month_words(month),
        # A county's packs are found from its releases; a village has one a month.
        "packs": own if len(own) <= OWN_PACKS else [],
        "tabs": tabs("releases"),
        "columns": columns(_("Release"), _("State"), _("Vacancies"), _("Received"), _("Carried to the doors")),
    }
    return render(request, "vacancies/releases.html", shown)


def compile_release(request: ActorRequest) -> HttpResponse:
    """Compile the release of this month, or compile it anew."""
    made: list[Release] = []

    def act() -> None:
        made.append(actions.compile_release(county(), clock.today(), actor=request.actor))

    if pressed(request, act, _("Compiled. Look it through, then issue it.")):
        return redirect("vacancies:release", made[0].uuid)
    return redirect("vacancies:releases")


def release(request: ActorRequest, release: UUID) -> HttpResponse:
    """One release: what it says, what has closed meanwhile, who has received it."""
    found, actor = release_or_404(request, release), request.actor
    lines = lines_of_release(found)
    part = request.GET.get("part", "open")
    closed = [line for line in lines if not line.is_open]
    kept = closed if part == "closed" else [line for line in lines if line.is_open]
    here = reverse("vacancies:release", args=[found.uuid])
    owed = reads.owed_receipts(found, actor.areas("vacancies.receive_release")) if found.issued_at else []
    shown = {
        "release": found,
        "month": month_words(found.period),
        "tone": TONES[ReleaseStatus(found.status)],
        "states": [(state.label, state == found.status) for state in ReleaseStatus],
        "lines": [
            (line, place_words(line.posting, _reach(found, line.posting.place)), pay_of(line.posting))
            for line in kept[:ON_A_PAGE]
        ],
        "more": max(0, len(kept) - ON_A_PAGE),
        "parts": [
            Tab(pgettext("vacancies", "Open"), here, part != "closed", str(len(lines) - len(closed))),
            Tab(_("Closed since"), f"{here}?part=closed", part == "closed", str(len(closed))),
        ],
        "open_seats": sum(line.posting.open_seats for line in lines if line.is_open),
        "owed": Division.objects.filter(pk__in=owed),
        "may": {step.verb.partition(".")[2] for step in Release.LIFE_CYCLE.steps_from(found.status)
                if actor.may(step.verb, str(found.area_id))},
        "may_compile": found.status == ReleaseStatus.COMPILING and actor.may("vacancies.compile", str(found.area_id)),
        "tabs": tabs("releases"),
        "columns": columns(_("Number"), _("Vacancy"), _("Place"), _("Pay"), _("Seats open")),
    }  # fmt: skip
    return render(request, "vacancies/releases_one.html", shown)


def _reach(release: Release, place: str) -> int | None:
    """Inside the release's own county nobody needs the way to it."""
    return COUNTY if place.startswith(str(release.area_id)) else None


_buttons = Buttons(release_or_404, "vacancies:release")
close_release = _buttons.step(actions.close_release, _("Closed. Its packs are carried no longer."))


def issue(request: ActorRequest, release: UUID) -> HttpResponse:
    """Issue it; the packs of the villages are made in the background."""
    note = request.POST.get("note", "")
    said = _("Issued. The packs of the villages are being made; this takes about a minute.")
    return _buttons.press(request, release, actions.issue, said, note=note)


def receive(request: ActorRequest, release: UUID) -> HttpResponse:
    """Say for an own township that it has arrived."""
    found = release_or_404(request, release)
    area = request.POST.get("area", "")
    pressed(
        request,
        lambda: actions.receive_release(found.pk, area, actor=request.actor),
        _("Recorded: the release has arrived."),
    )
    return redirect("vacancies:release", found.uuid)


def coverage(request: ActorRequest, release: UUID) -> HttpResponse:
    """How far a release came, by township; each figure opens the villages it is made of."""
    found = release_or_404(request, release)
    rows = reads.coverage(found, request.actor.areas(VIEW))
    asked, which = request.GET.get("township", ""), request.GET.get("which", "")
    shown: dict[str, Any] = {
        "release": found,
        "month": month_words(found.period),
        "tabs": tabs("releases"),
        "until": due_at_doors(clock.day_of(found.issued_at)) if found.issued_at else None,
        "total": reads.together(rows),
        "received": reads.received(rows),
        "rows": rows,
        "columns": columns(
            _("Township"), _("Received"), _("Villages"), _("Delivered"), _("Late"), _("Jobs"), _("Policies"),
            _("Services"), _("Households told"), _("Reached otherwise"), _("Days to the door"), numbers=9,
        ),
    }  # fmt: skip
    if which in reads.LISTS:
        chosen = [row for row in rows if not asked or row.key == asked]
        if asked and not chosen:
            raise Http404
        shown |= _villages(chosen, asked, which)
    return render(request, "vacancies/releases_coverage.html", shown)


def _villages(rows: list[reads.TownshipRow], asked: str, which: str) -> dict[str, Any]:
    listed = [(row.name, village) for row in rows for village in row.villages if reads.LISTS[which](village)]
    names = {
        "all": _("All villages"), "delivered": _("Villages where it was delivered"),
        "waiting": _("Villages where it was not delivered yet"), "late": _("Villages that are late"),
        "jobs": _("Villages to which jobs were carried"), "policies": _("Villages to which policies were carried"),
        "services": _("Villages to which services were carried"),
        "told": _("Villages where households were visited or called"),
        "others": _("Villages where households were reached otherwise"),
    }  # fmt: skip
    return {
        "list_title": names[which] + (f" \u00b7 {rows[0].name}" if asked else ""),
        "villages": listed,
        "village_columns": columns(
            _("Village"), _("State"), _("Households here"), _("Told"), _("Reached otherwise"), _("Jobs"), _("Policies"),
            _("Services"), _("Days taken"), numbers=7,
        ),
    }  # fmt: skip
