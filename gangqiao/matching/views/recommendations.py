"""Pages of recommendations: one person before any vacancy, whom one vacancy suits, and what gives how many points."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.reads.recommendations import pair_of
from gangqiao.matching.reads.recommendations_county import fits_of
from gangqiao.matching.reads.recommendations_stored import latest_run
from gangqiao.matching.showing import recommendations as showing
from gangqiao.matching.showing.recommendations_points import example, limits_in_words, lines_in_words
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import person_or_404
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.postings import posting_of, published
from gangqiao.vacancies.search.finding import find

VERB = "matching.view"
FOUND, PEOPLE = 20, 100  # vacancies of one search, people of one vacancy


@require_GET
def suits(request: ActorRequest, person: UUID) -> HttpResponse:
    """Look for a vacancy to see why it suits the person, or why not."""
    subject = person_or_404(person)
    looked(VERB, actor=request.actor, person=subject)
    text = request.GET.get("q", "").strip()[:40]
    order = list(find(text, limit=FOUND).uuids)
    found = {one.uuid: one for one in published(uuids=order, also_full=True)}
    shown = {
        "person": subject,
        "name": name_for(subject, request.actor),
        "place": place_name(str(subject.area_id)),
        "text": text,
        "postings": [found[uuid] for uuid in order if uuid in found],
    }
    return render(request, "matching/recommend_search.html", shown)


@require_GET
def pair(request: ActorRequest, person: UUID, posting: UUID) -> HttpResponse:
    """Why one vacancy suits one person, or why not, and what would change it."""
    subject = person_or_404(person)
    looked(VERB, actor=request.actor, person=subject)
    one = pair_of(subject, posting)
    shown = {
        "person": subject,
        "name": name_for(subject, request.actor),
        "may_offer": request.actor.may("matching.offer", str(subject.area_id)),
        **(showing.pair(one) if one else {}),
    }
    return render(request, "matching/recommend_pair.html", shown)


@require_GET
def who_suits(request: ActorRequest, posting: UUID) -> HttpResponse:
    """Whom of the reader's people one open vacancy suits."""
    found_posting = posting_of(posting)
    if found_posting is None:
        raise Http404
    with everywhere(reason="published vacancies are public"):
        key = Vacancy.objects.only("pk").get(uuid=posting).pk
    areas = request.actor.areas(VERB)
    found = fits_of(key, areas, is_whole=county_path() in areas, most=PEOPLE)
    shown = {
        "posting": found_posting,
        "found": found,
        "people": showing.candidates(found, request.actor, VERB) if found else [],
        "losses": showing.losses(found) if found else [],
        "columns": [
            {"label": _("Person")},
            {"label": _("Lives in")},
            {"label": _("Points"), "is_number": True},
            {"label": _("Wish")},
        ],
    }
    return render(request, "matching/recommend_vacancy.html", shown)


@require_GET
def points(request: ActorRequest) -> HttpResponse:
    """What keeps a vacancy from somebody, and what gives how many points, with the document of each number."""
    today = clock.today()
    shown = {
        "limits": limits_in_words(today),
        "lines": lines_in_words(today),
        "example": example(today),
        "run": latest_run(),
        "limit_columns": [{"label": _("Limit")}, {"label": _("Rule")}],
        "line_columns": [
            {"label": pgettext("points", "For")},
            {"label": _("Points"), "is_number": True},
            {"label": _("Basis")},
        ],
    }
    return render(request, "matching/recommend_points.html", shown)
