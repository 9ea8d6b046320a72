"""The answers two people gave differently, across households, and what the township decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.reads.masking import name_for, place_names, show
from gangqiao.people.views.subjects import say_refusal
from gangqiao.surveys import actions
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import Difference, Settled
from gangqiao.surveys.questions import Question
from gangqiao.surveys.reads import differences as reads

LATE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One difference as the reader sees it. Values deeper than the reader's level are masked."""

    difference: Difference
    name: str
    question: str
    sent: str
    now: str
    place: str
    age: int

    @property
    def is_late(self) -> bool:
        return self.age >= LATE_DAYS


def differences(request: ActorRequest) -> HttpResponse:
    """What waits, the oldest first."""
    asked = _asked(request)
    found = reads.page_of(reads.waiting(**asked), request.GET.get("after", ""))
    now = reads.values_now(found.rows)
    villages = reads.villages()
    places = place_names([str(one.area_id) for one in found.rows] + [str(d.key) for d in villages])
    rows = [_row(one, now[one.pk], places[str(one.area_id)], request.actor) for one in found.rows]
    looked("surveys.settle", actor=request.actor, persons=[r.person.uuid for r in found.rows if r.person])
    here = {key: value for key, value in asked.items() if value}
    shown: dict[str, Any] = {
        "rows": rows,
        "is_empty": not rows,
        "count": found.count,
        "columns": [
            {"label": label}
            for label in (_("Person"), _("Item"), _("On the register"), _("Sent"), _("Sent by"), _("Waits"))
        ],
        "villages": [(d.key, places[str(d.key)]) for d in villages],
        "ages": [(days, _("at least %(days)s days") % {"days": days}) for days in reads.AGES],
        "asked": asked,
        "settle_url": _address("settle_differences", here),
        "first_href": _address("differences", here) if request.GET.get("after") else "",
        "next_href": _address("differences", {**here, "after": found.after}) if found.after else "",
        "choices": Settled,
    }
    return render(request, "surveys/differences.html", shown)


def settle(request: ActorRequest) -> HttpResponse:
    """Settle the ticked ones, each in a transaction of its own; what cannot be settled stays and says why."""
    done, refused = 0, 0
    for uuid in sorted(set(_ticked(request)))[: reads.PAGE]:
        try:
            actions.settle(uuid, choice=request.POST.get("act", ""), actor=request.actor)
        except (Refusal, Refusals) as refusal:
            refused += 1
            if refused == 1:
                say_refusal(request, getattr(refusal, "refusals", [refusal])[0])
        except Difference.DoesNotExist as gone:
            raise Http404 from gone
        else:
            done += 1
    if done:
        words = ngettext("%(many)s difference settled.", "%(many)s differences settled.", done)
        messages.success(request, words % {"many": done})
    elif not refused:
        messages.warning(request, _("Tick the rows first."))
    return redirect(_address("differences", {key: value for key, value in _asked(request).items() if value}))


def _ticked(request: ActorRequest) -> list[UUID]:
    found = []
    for raw in request.POST.getlist("pick"):
        try:
            found.append(UUID(raw))
        except ValueError as error:
            raise Http404 from error
    return found


def _asked(request: ActorRequest) -> dict[str, Any]:
    """The filters: a village, an age in days, a household by its task."""
    days, task = request.GET.get("age", ""), request.GET.get("task", "")
    try:
        task = str(UUID(task)) if task else ""
    except ValueError as error:
        raise Http404 from error
    return {
        "village": request.GET.get("village", "")[:40],
        "days": int(days) if days in {str(age) for age in reads.AGES} else 0,
        "task": task,
    }


def _address(name: str, asked: dict[str, Any]) -> str:
    query = {"age" if key == "days" else key: value for key, value in asked.items()}
    return reverse(f"surveys:{name}") + (f"?{urlencode(query)}" if query else "")


def _row(one: Difference, now: Any, place: str, actor: Actor) -> Row:
    question, attribute = _question(one)
    return Row(
        difference=one,
        name=name_for(one.person, actor) if one.person else _("The household"),
        question=question.said(get_language() or "zh") if question else one.key,
        sent=_words(one, attribute, _meant(attribute, one.answer), actor),
        now=_words(one, attribute, now, actor),
        place=place,
        age=(clock.now() - one.made_at).days,
    )


def _question(one: Difference) -> tuple[Question | None, Attribute | None]:
    version = one.sheet.questions
    for question in version.sheet:
        if question.key == one.key:
            return question, attribute_of(question)
    return None, None


def _meant(attribute: Attribute | None, answer: Any) -> Any:
    """What was meant by an answer; as it was typed when it is no longer read."""
    try:
        return attribute.parse(answer) if attribute is not None else answer
    except Refusal:
        return answer


def _words(one: Difference, attribute: Attribute | None, value: Any, actor: Actor) -> str:
    if attribute is None:
        return str(value or "")
    return show(attribute, value, actor.level_in(one.area_id)).text
