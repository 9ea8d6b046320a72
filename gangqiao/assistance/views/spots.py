"""Spot-checks: the list, the draw, what was found and how it was cleared up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import spots as acts
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.sheets import DrawSpotsForm
from gangqiao.assistance.models import SpotCheck
from gangqiao.assistance.papers.duty_spots import spots_pdf
from gangqiao.assistance.reads import spots as reads
from gangqiao.assistance.showing import spots as showing
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.reads import county_path

VIEW, PRINT = "assistance.view_holders", "assistance.print"


def spot_list(request: ActorRequest) -> HttpResponse:
    """Who was drawn, what was found, and the form that draws."""
    actor, form = request.actor, DrawSpotsForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        acts.draw(given["kind"], given["month"], given["seed"], actor=actor)

    if request.method == "POST" and done(request, form, act, _("Drawn.")):
        return redirect("assistance:spots")
    look, kind, area = (request.GET.get(name, "")[:40] for name in ("look", "kind", "area"))
    look, kind = look if look in reads.LOOKS else "", kind if kind in acts.RESULTS else ""
    found, counts, more = reads.page_of(look, kind=kind, area=area, start=key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=reads.uuids_of(found))
    labels = (_("Person"), pgettext("spot-check", "Kind"), _("Month"), _("Phone"), pgettext("spot-check", "Found"))
    shown = {
        "form": form, "rows": showing.rows(found, actor), "is_empty": not found, "columns": columns_of(labels),
        "looks": [Link(words, _here(key, kind, area), key == look, f"{counts[key]:,}") for key, words in _looks()],
        "kinds": [Link(words, _here(look, key, area), key == kind) for key, words in _kinds()],
        "may_draw": actor.may(acts.DRAW, county_path()), "may_print": actor.may(PRINT),
        "kind": kind or "visit", "area": area, **pager_of(request, more),
    }  # fmt: skip
    return render(request, "assistance/spots.html", shown, status=422 if form.errors else 200)


def _looks() -> list[tuple[str, Any]]:
    return [
        ("", pgettext("spot-checks", "To be made")), ("doubts", pgettext("spot-checks", "To be cleared up")),
        ("done", pgettext("spot-checks", "Made")),
    ]  # fmt: skip


def _kinds() -> list[tuple[str, Any]]:
    visits, calls = pgettext("spot-checks", "Visits"), pgettext("spot-checks", "Calls after the pay")
    return [("", pgettext("spot-checks", "All")), ("visit", visits), ("call", calls)]


def _here(look: str, kind: str, area: str) -> str:
    asked = {key: value for key, value in (("look", look), ("kind", kind), ("area", area)) if value}
    return f"{reverse('assistance:spots')}?{urlencode(asked)}" if asked else reverse("assistance:spots")


def draw_spots(request: ActorRequest) -> HttpResponse:
    """Draw."""
    return spot_list(request)


def spot_results(request: ActorRequest) -> HttpResponse:
    """What the spot-checks found, township by township; each number opens to its people."""
    parts = [
        {
            "kind": kind,
            "title": words,
            "rows": showing.results(reads.results_of(kind), kind),
            "columns": _result_columns(kind),
        }
        for kind, words in _kinds()[1:]
    ]
    return render(request, "assistance/spot_results.html", {"parts": parts})


def _result_columns(kind: str) -> list[dict[str, Any]]:
    numbers = (pgettext("spot-check", "Drawn"), *(LISTS["spot_result"].word(code) for code in acts.RESULTS[kind]))
    return [*columns_of((_("Township"),)), *(one | {"is_number": True} for one in columns_of(numbers))]


def spot_people(request: ActorRequest) -> HttpResponse:
    """The people behind one number of the results."""
    kind, result, area = (request.GET.get(name, "")[:40] for name in ("kind", "result", "area"))
    if kind not in acts.RESULTS or (result and result not in acts.RESULTS[kind]):
        raise Http404
    found, more = reads.with_result(kind, result, area, key_to_go_on(request) or 0)
    looked(VIEW, actor=request.actor, persons=reads.uuids_of(found))
    shown = {
        "rows": showing.rows(found, request.actor), "is_empty": not found,
        "what": LISTS["spot_result"].word(result) if result else pgettext("spot-check", "Drawn"),
        "columns": columns_of((_("Person"), _("Month"), pgettext("spot-check", "Found"))),
        "count": reads.count_with(kind, result, area), **pager_of(request, more),
    }  # fmt: skip
    return render(request, "assistance/spot_people.html", shown)


def _spot_or_404(uuid: UUID) -> SpotCheck:
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def record_spot(request: ActorRequest, spot_check: UUID) -> HttpResponse:
    """What was found."""
    found, actor = _spot_or_404(spot_check), request.actor
    result, words = request.POST.get("reason_code", "")[:12], request.POST.get("reason", "")
    pressed(request, lambda: acts.record_result(found.pk, result, words, actor=actor), _("Recorded."))
    return redirect("assistance:spots")


def settle_spot(request: ActorRequest, spot_check: UUID) -> HttpResponse:
    """How a doubt was cleared up."""
    found, words = _spot_or_404(spot_check), request.POST.get("reason", "")
    pressed(request, lambda: acts.settle(found.pk, words, actor=request.actor), _("Cleared up. The pay goes on."))
    return redirect(f"{reverse('assistance:spots')}?look=doubts")


@never_cache
def print_spots(request: ActorRequest) -> HttpResponse:
    """The list to be filled in on the way."""
    kind = request.GET.get("kind", "visit")
    if kind not in acts.RESULTS:
        raise Http404
    found, actor = reads.open_ones(kind, request.GET.get("area", "")[:40]), request.actor
    looked(PRINT, actor=actor, persons=reads.uuids_of(found))
    content = spots_pdf(found, kind, actor)
    answer = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=True, filename=f"{_('Spot-checks')}.pdf")
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer
