"""Public notices for everybody: only those whose days these are, and of each claim only what the masker lets out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.papers.notice import notice_of
from gangqiao.subsidies.papers.notice_masking import public_lines
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.showing import notices as showing
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import public_page


@public_page
def public_list(request: HttpRequest) -> HttpResponse:
    """The notices that are up today."""
    return show(request, "subsidies/notices_public.html", {"rows": showing.rows(reads.up_today()), "is_kept": False})


@public_page
def public_notice(request: HttpRequest, claim_notice: UUID) -> HttpResponse:
    """One notice, as long as its days last; a line that went off is not there, and its number stays away with it."""
    found = reads.find_up(claim_notice)
    if found is None:
        return show(request, "subsidies/notice_public.html", {"told": None, "is_kept": False}, status=404)
    with scope_of([county_path()]):
        lines = [line for line in reads.lines_of(found) if reads.stands(line, found)]
        shown = {"told": notice_of(found, []), "lines": public_lines(lines), "is_kept": False}
    response = show(request, "subsidies/notice_public.html", shown)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
