"""The self-audit book: what it says on a page, and the paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel import clock
from gangqiao.kernel.paging import columns_of
from gangqiao.subsidies.forms.findings import BookForm
from gangqiao.subsidies.papers.audit_book import audit_book_pdf, book_of
from gangqiao.subsidies.reads import findings_book as reads
from gangqiao.subsidies.reads.findings_book import Wanted
from gangqiao.subsidies.showing.claims import rule_title

PRINT = "subsidies.print"


def _asked(request: ActorRequest) -> tuple[BookForm, Wanted]:
    titles = {key: rule_title(key, clock.today()) for key in reads.choices()[0]}
    form = BookForm(request.GET, titles=titles)
    return form, form.wanted(request.GET.get("area", "")[:40])


def audit_book(request: ActorRequest) -> HttpResponse:
    """What is to be in the book, and what it says."""
    form, wanted = _asked(request)
    book = book_of(wanted)
    looked(PRINT, actor=request.actor, persons=_persons(wanted))
    kept = {"programme": wanted.programme, "period": wanted.period, "batch": wanted.batch}
    shown: dict[str, Any] = {
        "form": form, "book": book, "columns": columns_of(book["checks_heads"]),
        "rows": [list(zip(book["checks_heads"], row, strict=True)) for row in book["checks"]],
        "query": urlencode({key: value for key, value in {**kept, "area": wanted.area}.items() if value}),
        **area_filter(wanted.area, request.actor, PRINT, reverse("subsidies:audit_book"), kept),
    }  # fmt: skip
    return render(request, "subsidies/findings_book.html", shown)


@never_cache
def print_audit_book(request: ActorRequest) -> HttpResponse:
    """The paper."""
    _form, wanted = _asked(request)
    looked(PRINT, actor=request.actor, persons=_persons(wanted))
    answer = HttpResponse(audit_book_pdf(wanted, request.actor), content_type="application/pdf")
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{_('Self-audit book of subsidies')} {clock.today()}.pdf"
    )
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer


def _persons(wanted: Wanted) -> list[Any]:
    return [claim.person_uuid for claim in reads.sample_of(reads.claims_of(wanted)) if claim.person_uuid]
