"""The public face: open vacancies for everybody, without an account, without a script, on an old phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.vacancies import occupations
from gangqiao.vacancies.policy.freshness import NUMBERS
from gangqiao.vacancies.reads import public
from gangqiao.vacancies.reads.postings import Posting, posting_of
from gangqiao.vacancies.reads.public_board import find_gone
from gangqiao.vacancies.reads.public_jsonld import as_script, job_posting
from gangqiao.vacancies.reads.public_places import around
from gangqiao.vacancies.reads.public_wishes import PAY_STEPS, SORTS, TICKS, WHERE, Wish, read_wish
from gangqiao.vacancies.views.public_facts import card_of, groups_of
from gangqiao.vacancies.views.public_pace import public_page
from gangqiao.vacancies.views.public_sharing import absolute, qr_of, sms_link, style_version


@public_page
def jobs(request: HttpRequest) -> HttpResponse:
    """Open vacancies that fit what was asked, one page of them."""
    homes = around().homes
    wish = read_wish(request.GET, homes=[key for key, _name in homes], languages=list(dict(settings.LANGUAGES)))
    found = public.find(wish)
    return show(
        request,
        "jobs.html",
        {
            "wish": wish,
            "found": found,
            "cards": [card_of(shown.posting, shown.km) for shown in found.shown],
            "homes": homes,
            "home_name": dict(homes).get(wish.home, ""),
            "choices": {"where": WHERE.items(), "sorts": SORTS.items(), "pay": PAY_STEPS},
            "ticks": [(name, label, name in wish.ticks) for name, label in TICKS.items()],
            "before": wish.query(page=found.number - 1) or "?" if found.number > 1 else "",
            "after": wish.query(page=found.number + 1) if found.number < found.pages else "",
            "is_kept": wish.is_plain,
        },
        others=lambda code: wish.query(lang=code),
    )


@public_page
def job(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """One open vacancy; one that was open and is no more is gone, and others like it are named."""
    posting = posting_of(vacancy)
    if posting is None:
        return _gone(request, vacancy)
    path = reverse("vacancies:public_job", args=[vacancy])
    address = absolute(request, path)
    # Without a free seat it is not offered to search engines.
    script = as_script(job_posting(posting, address=address)) if posting.open_seats else ""
    context = {
        "posting": posting,
        "card": card_of(posting),
        "groups": groups_of(posting),
        "occupation": occupations.find(posting.occupation) if posting.occupation else None,
        "address": address,
        "sms": sms_link(_share_words(posting, address)),
        "job_posting": script,
        "is_kept": True,
    }
    return show(request, "job.html", context)


def _gone(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    gone = find_gone(vacancy)
    if gone is None:
        raise Http404
    response = show(request, "gone.html", {"cards": [card_of(one) for one in public.like(gone)]}, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def qr(request: HttpRequest, vacancy: UUID) -> HttpResponse:
    """The address of an open vacancy as a picture for the camera of a phone (SVG)."""
    if posting_of(vacancy) is None:
        if find_gone(vacancy) is None:
            raise Http404
        return HttpResponse(status=410, content_type="text/plain")
    svg = qr_of(absolute(request, reverse("vacancies:public_job", args=[vacancy])))
    return HttpResponse(svg, content_type="image/svg+xml")


def _share_words(posting: Posting, address: str) -> str:
    words = _("%(title)s, %(employer)s, %(pay)s") if posting.pay_words else _("%(title)s, %(employer)s")
    told = words % {"title": posting.title, "employer": posting.employer_name, "pay": posting.pay_words}
    return f"{told} {address}"


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, others: Any = None
) -> HttpResponse:
    """A page of the public face. template: of this app's public pages, or the whole name of one of another app.

    Rendered without the request: no session is read, no reader named, so that everybody gets the same bytes.
    """
    asked = request.GET.get("lang", "") if request.GET.get("lang", "") in dict(settings.LANGUAGES) else ""
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    lead = others or (lambda code: f"?lang={code}")
    frame = {
        "language": spoken,
        "languages": [(lead(code), code, name) for code, name in settings.LANGUAGES if code != spoken],
        "keep": Wish(lang=asked).query(),
        "county": around().county,
        "canonical": absolute(request, request.path),
        "here": request.resolver_match.url_name if request.resolver_match else "",
        "style": style_version(),
        "is_demo": settings.DEMO,
        "believed_days": NUMBERS.on(clock.today()).confirm_every,
    }
    name = template if "/" in template else f"vacancies/public/{template}"
    body = render_to_string(name, {**frame, **context})
    return HttpResponse(body, status=status)
