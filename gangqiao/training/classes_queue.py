"""What plans, classes and licences put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.training.models import CoursePlan
from gangqiao.training.reads import classes
from gangqiao.training.reads.classes_seeing import reaches
from gangqiao.training.reads.providers import licences_to_renew
from gangqiao.training.states import PlanStatus


@register("training.licences", verb="training.correct_provider")
def licences(actor: Actor) -> Iterable[QueueEntry]:
    """Providers whose licence is missing or runs out."""
    rows = list(licences_to_renew())
    if rows:
        first = rows[0].licence_until
        is_over = any(one.licence_until is not None and one.licence_until < clock.today() for one in rows)
        title = ngettext(
            "The licence of %(many)d training provider runs out or is missing",
            "The licences of %(many)d training providers run out or are missing",
            len(rows),
        )
        yield QueueEntry(
            title=title % {"many": len(rows)},
            reason=gettext("No class of theirs is approved past that day. Ask for the new licence."),
            act=pgettext("training", "Look"),
            href=f"{reverse('training:providers')}?look=licence",
            urgency=Urgency.OVERDUE if is_over else Urgency.DUE,
            since=first,
            count=len(rows),
        )


@register("training.plans", verb="training.issue_plan")
def plans_to_issue(actor: Actor) -> Iterable[QueueEntry]:
    """Drafts of colleagues that wait to be issued."""
    drafts = CoursePlan.objects.filter(status=PlanStatus.DRAFT).order_by("made_at", "pk")
    rows = [one for one in drafts if one.maker != actor.user_id and reaches(actor, "training.issue_plan", one)]
    if rows:
        title = ngettext("%(many)d plan of courses waits to be issued", "%(many)d plans of courses wait to be issued",
                         len(rows))  # fmt: skip
        yield QueueEntry(
            title=title % {"many": len(rows)},
            reason=gettext("A colleague made it; another person looks through it."),
            act=pgettext("training", "Look"),
            href=f"{reverse('training:plans')}?look=draft",
            urgency=Urgency.DUE,
            since=clock.day_of(rows[0].made_at),
            count=len(rows),
        )


@register("training.classes", verb="training.change_class")
def classes_waiting(actor: Actor) -> Iterable[QueueEntry]:
    """Classes whose next step is due and is the reader's."""
    waiting = classes.waiting(actor)
    reasons = {
        "approve_class": gettext("Another person than who planned it approves it."),
        "open_class": gettext("It opens when its timetable is laid out."),
        "start_class": gettext("Its first day has come. Admit learners and begin, or change its days."),
        "assess_class": gettext("Its last day has passed: who passed, who did not?"),
    }
    for step, rows in waiting.items():
        own = [one for one in rows if reaches(actor, f"training.{step}", one)]
        if step == "approve_class":
            own = [one for one in own if one.planner != actor.user_id]
        if own:
            is_late = step in ("start_class", "assess_class")
            yield QueueEntry(
                title=_title(step, len(own)),
                reason=reasons[step],
                act=pgettext("training", "Look"),
                href=_list_href(step),
                urgency=Urgency.OVERDUE if is_late else Urgency.DUE,
                since=own[0].ends_on if step == "assess_class" else own[0].begins_on,
                count=len(own),
            )


def _list_href(step: str) -> str:
    return f"{reverse('training:classes')}{'?look=running' if step == 'assess_class' else ''}"


def _title(step: str, n: int) -> str:
    words = {
        "approve_class": ngettext("%(many)d class waits for approval", "%(many)d classes wait for approval", n),
        "open_class": ngettext(
            "%(many)d approved class is not open yet", "%(many)d approved classes are not open yet", n
        ),
        "start_class": ngettext("%(many)d class should have begun", "%(many)d classes should have begun", n),
        "assess_class": ngettext(
            "%(many)d class is over and not assessed", "%(many)d classes are over and not assessed", n
        ),
    }
    return words[step] % {"many": n}
