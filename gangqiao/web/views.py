"""The pages that belong to no app: home, the choice of language, the health address, the style guide."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.indicators import reads as figures
from gangqiao.indicators.showing import board_page
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.levels import Level
from gangqiao.web import styleguide as samples
from gangqiao.web.queue import queue_for


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """What the reader has to do today; below it the targets, for posts over the county or a township."""
    actor = request.actor
    shown = {"queue": queue_for(actor), "targets": _targets(actor), "what_comes": _what_comes(actor)}
    return render(request, "web/home.html", shown)


def _what_comes(actor: Actor) -> str:
    """What will stand on an empty first page, by what the reader has to do."""
    if actor.may("people.view_list"):
        return _("Records that nobody has confirmed for 90 days, and records in doubt, will appear here.")
    if actor.may("vacancies.report_agency") and not actor.may("vacancies.view"):
        return _("A month whose results you are to report will appear here.")
    if actor.may("vacancies.confirm"):
        return _("A vacancy that is to be confirmed, and what is asked of you, will appear here.")
    return _("What is asked of you will appear here.")


def _targets(actor: Actor) -> dict[str, Any] | None:
    """The board of the widest area, for the first page of headquarters and of a township; None for everybody else."""
    areas = figures.areas_of(actor) if actor.may("indicators.view") else []
    if not areas or areas[0].level not in (Level.COUNTY, Level.TOWNSHIP):
        return None
    return board_page(figures.board(areas[0], clock.today()), actor, areas)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page the reader was on (never to another host)."""
    return set_language(request)


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """ "ok" when pages can be served. Says nothing else: the address is open to everybody."""
    try:
        connection.ensure_connection()
        usable = connection.is_usable()
    except DatabaseError:
        usable = False
    return HttpResponse("ok" if usable else "unavailable", status=200 if usable else 503, content_type="text/plain")


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, to look at. Only where no real person is kept."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "web/styleguide.html", samples.context())
