"""The pages of the log: what was done and who looked, and whether the log is whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from gangqiao.audit import chain, reads
from gangqiao.audit.events import record
from gangqiao.audit.models import Chain
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.verbs import labels_of_acts

FILTERS = ("chain", "verb", "actor")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """One page of a chain, newest first."""
    # PostgreSQL takes no NUL in a text.
    asked = {name: request.GET.get(name, "").replace("\0", "").strip() for name in FILTERS}
    asked["chain"] = asked["chain"] if asked["chain"] in Chain.values else Chain.EVENTS.value
    before = _number(request.GET.get("before", ""))
    page = reads.log_page(asked["chain"], verb=asked["verb"], actor=asked["actor"], before=before)
    shown = {
        "page": page,
        "asked": asked,
        "chains": [
            {"label": c.label, "href": _href(asked, chain=c.value, verb=""), "is_here": c.value == asked["chain"]}
            for c in Chain
        ],
        "verbs": sorted(labels_of_acts().items(), key=lambda pair: str(pair[1])),
        "next_href": _href(asked, before=page.next_before) if page.next_before else "",
        "first_href": _href(asked) if before else "",
        "may_verify": request.actor.may("audit.verify"),
        "written_in": settings.LANGUAGE_CODE,
    }
    return render(request, "audit/log.html", shown)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk both chains, with an anchor when one was typed, and show the verdicts with the new anchors to print."""
    typed, anchor = request.POST.get("anchor", "").strip(), None
    try:
        anchor = chain.parse_anchor(typed) if typed else None
    except Refusal as refusal:
        return render(request, "audit/verdict.html", {"refusal": refusal, "typed": typed}, status=422)
    results = []
    for name in Chain:
        head = chain.get_head(name.value)
        known = (anchor.seq, anchor.digest) if anchor and anchor.chain == name.value else None
        results.append({"label": name.label, "head": head, "verdict": chain.verify(name.value, anchor=known)})
    actor = request.actor
    # In the county's language, whoever reads the log later.
    with translation.override(settings.LANGUAGE_CODE):
        said = " ".join(f"{r['label']} · {r['verdict'].sentence}" for r in results)
    record("audit.verify", actor=actor, reason=said)
    return render(request, "audit/verdict.html", {"results": results, "typed": typed})


def _href(asked: dict[str, str], **changed: Any) -> str:
    """The address of the log with these filters; those that are empty are left out."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in {**asked, **changed}.items() if value})
    return f"?{query.urlencode()}"


def _number(text: str) -> int | None:
    # Eighteen digits fit the column on both engines.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
