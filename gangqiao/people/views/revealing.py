"""Shows one masked value of one person, for a reason that is written down before the value leaves the server."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.audit.models import Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.people import attributes
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import SENSITIVE_CATEGORIES, held_sensitive, may_reveal, words_of
from gangqiao.people.refusals import RevealReasonMissing, TooManyReveals
from gangqiao.people.views.subjects import person_or_404

VERB = "people.reveal"
QUOTA = 30  # a day and reader, unless the setting REVEALS_A_DAY says otherwise (security.md, E "Reveal")
SECONDS = 30
REASONS = [
    ("check_identity", _("Check who it is")),
    ("correct_record", _("Correct the record")),
    ("pay_subsidy", _("Prepare a payment")),
    ("official_request", _("Official request")),
    ("other", _("Another reason")),
]
SHORTEST_REASON = 2


@never_cache
def reveal(request: ActorRequest, person: UUID) -> HttpResponse:
    """One value, in place of its mask (htmx) or as a page of its own. `?key=` names it."""
    subject = person_or_404(person)
    key = request.GET.get("key", "")
    if key not in attributes.PERSON and key != SENSITIVE_CATEGORIES:
        raise Http404
    label = attributes.PERSON[key].label if key in attributes.PERSON else _("Sensitive categories")
    try:
        value = _reveal(subject, key, label, request)
    except TooManyReveals as refusal:
        return _refused(request, refusal, subject, 429)
    except NotYourVerb as refusal:
        return _refused(request, refusal, subject, 403)
    except Refusal as refusal:
        return _refused(request, refusal, subject, 422)
    return _answer(request, subject, {"label": label, "value": value, "seconds": SECONDS})


def _reveal(subject: Person, key: str, label: Any, request: ActorRequest) -> str:
    """The value, once the reason is in the log. If the log cannot be written nothing is shown."""
    actor = request.actor
    if not may_reveal(actor, subject.area_id):
        raise NotYourVerb
    code, text = request.POST.get("reason_code", ""), request.POST.get("reason", "").strip()
    if code not in dict(REASONS) or len(text) < SHORTEST_REASON:
        raise RevealReasonMissing
    with transaction.atomic():
        # Logged first: the log's lock makes two tabs of one reader wait for each other, so the count is true.
        looked(VERB, actor=actor, person=subject, reason=_said(label, code, text))
        quota = getattr(settings, "REVEALS_A_DAY", QUOTA)
        if _reveals_today(actor) > quota:
            raise TooManyReveals(quota)
    if key == SENSITIVE_CATEGORIES:
        return held_sensitive(subject) or gettext("none")
    value = getattr(subject, key)
    return words_of(attributes.PERSON[key], value) if value not in (None, "", []) else ""


def _said(label: Any, code: str, text: str) -> str:
    """What was asked for and why, as the log keeps it: in the county's language, whoever reads it later."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{label} · {dict(REASONS)[code]} · {text}"


def _reveals_today(actor: Actor) -> int:
    midnight = datetime.combine(clock.today(), time(0), clock.TZ)
    return Look.objects.filter(actor_id=actor.user_id, verb=VERB, at__gte=midnight).count()


def _answer(request: ActorRequest, subject: Person, shown: dict[str, Any]) -> HttpResponse:
    shown["back_href"] = reverse("people:person", args=[subject.uuid])
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "web/revealed_part.html" if part else "web/revealed.html", shown)
    response["Cache-Control"] = "no-store, private"
    return response


def _refused(request: ActorRequest, refusal: Refusal, subject: Person, status: int) -> HttpResponse:
    """The sentence: in the dialog for htmx, on a page with the way back without scripts."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(format_html('<p data-fault="1">{}</p>', refusal.sentence), status=status)
    back = reverse("people:person", args=[subject.uuid])
    shown = {"sentence": refusal.sentence, "back_href": back}
    return render(request, "people/not_revealed.html", shown, status=status)
