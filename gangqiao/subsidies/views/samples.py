"""Samples after payment: the list and the draw, and the page of one from the question to the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import place_name
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import samples as acts
from gangqiao.subsidies.forms.samples import DecideForm, DrawSampleForm, HearForm
from gangqiao.subsidies.models import Sample
from gangqiao.subsidies.reads import samples as reads
from gangqiao.subsidies.reads.findings_book import evidence_of
from gangqiao.subsidies.showing import samples as showing
from gangqiao.subsidies.states import SampleStatus

VIEW = "subsidies.view_samples"


def samples(request: ActorRequest) -> HttpResponse:
    """What was drawn and waits, and the form that draws."""
    actor, form = request.actor, DrawSampleForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        acts.draw(given["first"], given["last"], given["seed"], actor=actor)

    if request.method == "POST" and done(request, form, act, _("Drawn.")):
        return redirect("subsidies:samples")
    look, area = request.GET.get("look", ""), request.GET.get("area", "")[:40]
    look = look if look in reads.LOOKS else ""
    found, counts, more = reads.page_of(look, area=area, start=key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in found if row.person_uuid])
    labels = (
        _("Person"),
        pgettext("sample of payments", "Payment"),
        _("State"),
        pgettext("sample of payments", "Result"),
    )
    shown = {
        "form": form, "rows": showing.rows(found, actor), "is_empty": not found, "count": counts[look],
        "columns": columns_of(labels), "may_draw": actor.may(acts.DRAW, county_path()),
        "looks": [Link(words, _here(key, area), key == look, f"{counts[key]:,}") for key, words in _looks()],
        **area_filter(area, actor, VIEW, reverse("subsidies:samples"), {"look": look}), **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/samples.html", shown, status=422 if form.errors else 200)


def draw_sample(request: ActorRequest) -> HttpResponse:
    """Draw."""
    return samples(request)


def _looks() -> list[tuple[str, Any]]:
    return [
        ("", pgettext("samples of payments", "To be checked")), ("late", pgettext("samples of payments", "No answer")),
        ("hearing", pgettext("samples of payments", "To be heard and decided")),
        ("done", pgettext("samples of payments", "Done")),
    ]  # fmt: skip


def _here(look: str, area: str) -> str:
    asked = {key: value for key, value in (("look", look), ("area", area)) if value}
    return f"{reverse('subsidies:samples')}?{urlencode(asked)}" if asked else reverse("subsidies:samples")


def _sample_or_404(uuid: UUID) -> Sample:
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def sample(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """One sample: what was paid, what was asked, found, said and decided; and what the reader may do now."""
    return _page(request, _sample_or_404(paid_sample))


def _page(request: ActorRequest, found: Sample, **forms: Any) -> HttpResponse:
    actor, area = request.actor, str(found.area_id)
    if found.person_uuid:
        looked(VIEW, actor=actor, persons=[found.person_uuid], subject=found)
    may = {verb.partition(".")[2]: actor.may(verb, area) for verb in (acts.ASK, acts.PASS, acts.DOUBT)}
    hearing = found.status == SampleStatus.HEARING
    hear = forms.get("hear") or (HearForm() if hearing and actor.may(acts.HEAR, area) else None)
    decides = hearing and found.heard_on is not None and actor.may(acts.DECIDE, area)
    decide = forms.get("decide") or (DecideForm(claim=found.claim) if decides else None)
    shown = {
        "row": showing.row_of(found, place_name(area), actor), "may": may, "hear": hear, "decide": decide,
        "evidence": showing.evidence_words(evidence_of([found.claim])[found.claim_id]),
        "is_open": found.status in reads.OPEN, "is_drawn": found.status == SampleStatus.DRAWN,
        "is_checker": hearing and found.checker == actor.user_id, "doubts": showing.doubts(),
    }  # fmt: skip
    return render(request, "subsidies/sample.html", shown, status=422 if any(f.errors for f in forms.values()) else 200)


def _pressed(request: ActorRequest, uuid: UUID, act: Callable[[Sample], Any], said: Any) -> HttpResponse:
    found = _sample_or_404(uuid)
    pressed(request, lambda: act(found), said)
    return redirect("subsidies:sample", found.uuid)


def ask_evidence(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """Ask for evidence."""
    return _pressed(request, paid_sample, lambda one: acts.ask(one, actor=request.actor), _("Evidence is asked for."))


def pass_sample(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """Find it in order."""
    words = request.POST.get("reason", "")
    return _pressed(request, paid_sample, lambda one: acts.pass_(one, words, actor=request.actor), _("In order."))


def doubt_sample(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """Find it in doubt."""
    result, words = request.POST.get("reason_code", "")[:12], request.POST.get("reason", "")
    said = _("Written down. The person is heard next.")
    return _pressed(request, paid_sample, lambda one: acts.doubt(one, result, words, actor=request.actor), said)


def hear(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """What the person said."""
    found, form = _sample_or_404(paid_sample), HearForm(request.POST)

    def act() -> None:
        acts.hear(found, form.cleaned_data["words"], form.cleaned_data["on"], actor=request.actor)

    if done(request, form, act, _("Written down.")):
        return redirect("subsidies:sample", found.uuid)
    return _page(request, found, hear=form)


def decide_sample(request: ActorRequest, paid_sample: UUID) -> HttpResponse:
    """What is decided."""
    found = _sample_or_404(paid_sample)
    form = DecideForm(request.POST, claim=found.claim)

    def act() -> None:
        given = form.cleaned_data
        acts.decide(
            found, given["sanction"], given["words"], actor=request.actor, fen=given["amount"] or None,
            instalments=given["instalments"] or 1, document=given["document"],
        )  # fmt: skip

    if done(request, form, act, _("Decided.")):
        return redirect("subsidies:sample", found.uuid)
    return _page(request, found, decide=form)
