"""Public pages beside the vacancies: stations in other places, job fairs, and what search engines ask for first."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from gangqiao.vacancies.reads.public_board import board
from gangqiao.vacancies.reads.public_places import fairs_ahead, stations_open
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import public_page
from gangqiao.vacancies.views.public_sharing import absolute

MOST_IN_A_SITEMAP = 50_000


@public_page
def stations(request: HttpRequest) -> HttpResponse:
    """The county's stations where many of its people work, with the phone to call."""
    return show(request, "stations.html", {"stations": stations_open(), "is_kept": True})


@public_page
def fairs(request: HttpRequest) -> HttpResponse:
    """Job fairs from today on; one that was called off stands there until its day has passed."""
    return show(request, "fairs.html", {"fairs": fairs_ahead(), "is_kept": True})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages, each once, and nothing else of the house."""
    jobs, style = reverse("vacancies:public_jobs"), "/static/vacancies/"
    lines = [
        "User-agent: *",
        f"Allow: {jobs}",
        f"Allow: {style}",
        f"Disallow: {jobs}?",
        "Disallow: /",
        f"Sitemap: {absolute(request, reverse('vacancies:public_sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of what is open, with the day of the last confirmation."""
    pages: list[tuple[str, date | None]] = [
        (absolute(request, reverse(f"vacancies:public_{name}")), None) for name in ("jobs", "fairs", "stations")
    ]
    rows = board().rows[: MOST_IN_A_SITEMAP - len(pages)]
    # Put together by hand: to look up an address twenty thousand times takes longer than to read the vacancies.
    above = absolute(request, reverse("vacancies:public_jobs"))
    pages += [(f"{above}{row.uuid}/", row.confirmed_on) for row in rows]
    body = render_to_string("vacancies/public/sitemap.xml", {"pages": pages})
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
