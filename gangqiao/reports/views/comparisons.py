"""Two figures side by side: ask, see the reasons, see the people, take the list."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.files import FileGone, keep, open_kept
from gangqiao.reports import actions, jobs, reads
from gangqiao.reports.actions.comparing import RECONCILE
from gangqiao.reports.comparing import people, sides
from gangqiao.reports.comparing.results import BOTH, said_again
from gangqiao.reports.forms import SideForm
from gangqiao.reports.models import Comparison
from gangqiao.reports.refusals import TooLarge
from gangqiao.reports.showing import filter_entries, filters_typed
from gangqiao.reports.states import Work
from gangqiao.reports.views.fillings import workbook

LETTERS = ("A", "B")
HEADINGS = (
    gettext_lazy("Name"),
    gettext_lazy("Village and group"),
    gettext_lazy("Explanation"),
    gettext_lazy("Last change"),
)
MOST_BYTES = 20 * 1024 * 1024
AT_ONCE_BYTES = 300_000  # a list of a village or two is compared while one waits


def index(request: ActorRequest) -> HttpResponse:
    """Give the two sides."""
    forms = [
        SideForm(request.POST or None, request.FILES or None, actor=request.actor, prefix=letter.lower())
        for letter in LETTERS
    ]
    is_valid = [form.is_valid() for form in forms]  # both are judged, so that all faults are told at once
    if request.method == "POST" and all(is_valid):
        try:
            return redirect("reports:comparison", _compare(request, forms).uuid)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    level = min((request.actor.level_in(a) for a in request.actor.areas(RECONCILE)), default=Level.PUBLIC)
    posted = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    context = {
        "sides": [
            {
                "letter": letter,
                "form": form,
                "filters": filter_entries(
                    f"{letter.lower()}-f-", "people", filters_typed(posted, f"{letter.lower()}-f-", "people"), level
                ),
            }
            for letter, form in zip(LETTERS, forms, strict=True)
        ],
        "recent": [(one, _titles(one)) for one in reads.comparisons_of(request.actor)],
    }
    return render(request, "reports/compare.html", context, status=422 if any(f.errors for f in forms) else 200)


def _compare(request: ActorRequest, forms: list[SideForm]) -> Comparison:
    specs, is_small = [], True
    for letter, form in zip(LETTERS, forms, strict=True):
        spec = form.spec(filters_typed(request.POST, f"{letter.lower()}-f-", "people"))
        if spec["kind"] == sides.FILE:
            content = form.cleaned_data["file"].read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise TooLarge(spec["name"])
            is_small = is_small and len(content) <= AT_ONCE_BYTES
            spec["file"] = keep(content)
        specs.append(spec)
    made = actions.compare(specs, actor=request.actor)
    actions.drop_expired()
    if is_small and all(len(spec.get("area", "")) > COUNTY_PATH for spec in specs if spec.get("area")):
        jobs.make_comparison(made)
    return made


COUNTY_PATH = 12  # characters of a county's key: what is counted below it is compared while one waits


def comparison(request: ActorRequest, comparison: UUID) -> HttpResponse:
    """The two numbers, the reasons between them, and the people of one reason."""
    found = _comparison_or_404(request, comparison)
    asked, page = request.GET.get("group", ""), request.GET.get("page", "1")
    groups = [_group(number, kept, found) for number, kept in enumerate(found.result.get("groups", []))]
    shown = None
    if asked.isdecimal() and int(asked) < len(groups) and (names := _names(found)):
        shown = people.page_of(names[int(asked)], int(page) if page.isdecimal() else 1, request.actor)
        looked(RECONCILE, actor=request.actor, persons=shown.uuids)
    return render(request, "reports/comparison.html", _context(found, groups, asked, shown))


def _context(found: Comparison, groups: list[dict[str, Any]], asked: str, shown: Any) -> dict[str, Any]:
    sizes = found.result.get("sizes", [0, 0])
    return {
        "comparison": found,
        "waits": found.status == Work.WAITS,
        "titles": _titles(found),
        "sizes": sizes,
        "difference": sizes[0] - sizes[1],
        "alone": [sum(g["count"] for g in groups if g["side"] == side) for side in (0, 1)],
        "both": found.result.get("both", 0),
        "columns": [
            {
                "letter": letter,
                "title": _("Only in %(letter)s") % {"letter": letter},
                "groups": [g for g in groups if g["side"] == number],
            }
            for number, letter in enumerate(LETTERS)
        ],
        "noted": [g for g in groups if g["side"] == BOTH],
        "headings": [{"label": words} for words in HEADINGS],
        "group": groups[int(asked)] if shown is not None else None,
        "shown": shown,
        "is_gone": found.status == Work.READY and not found.file,
    }


def _group(number: int, kept: dict[str, Any], found: Comparison) -> dict[str, Any]:
    return {
        "number": number,
        "side": kept["side"],
        "lead": _("In both") if kept["side"] == BOTH else _("Only in %(letter)s") % {"letter": LETTERS[kept["side"]]},
        "title": said_again(kept["title"]),
        "count": kept["count"],
        "href": f"{reverse('reports:comparison', args=[found.uuid])}?group={number}#people",
    }


def download(request: ActorRequest, comparison: UUID) -> HttpResponse:
    """Everybody between the two numbers as a workbook: names, places and reasons, no ID numbers."""
    found = _comparison_or_404(request, comparison)
    names = _names(found)
    if not names:
        return redirect("reports:comparison", found.uuid)
    titles = [(g["side"], said_again(g["title"])) for g in found.result["groups"]]
    content, persons = people.as_workbook(names, titles, _titles(found), request.actor)
    for first in range(0, len(persons), 1000):
        looked(RECONCILE, actor=request.actor, persons=persons[first : first + 1000])
    return workbook(content, f"{_('Comparison')} {found.made_at:%Y-%m-%d}.xlsx")


def _titles(found: Comparison) -> list[str]:
    places = people.place_names({spec["area"] for spec in found.sides if spec.get("area")})
    return [sides.words_of(spec, places) for spec in found.sides]


def _names(found: Comparison) -> list[list[Any]]:
    """The people by group; none before it is made and after its week."""
    try:
        return json.loads(open_kept(found.file)) if found.file else []
    except FileGone:
        return []


def _comparison_or_404(request: ActorRequest, uuid: UUID) -> Comparison:
    found = Comparison.objects.select_related("made_by").filter(uuid=uuid).first()
    actor = request.actor
    if found is None or actor.level_in(found.area_id) < found.level:
        raise Http404
    # Who holds two posts may compare across both; a colleague of one of them sees neither.
    if not all(actor.may(RECONCILE, spec["area"]) for spec in found.sides if spec.get("area")):
        raise Http404
    return found
