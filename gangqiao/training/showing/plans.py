"""Plans of courses in words: rows of the list, the page of one, what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.kernel.actor import Actor
from gangqiao.training.models import Class, CoursePlan, PlanLine
from gangqiao.training.reads import demand, plans
from gangqiao.training.reads.classes_seeing import reaches
from gangqiao.training.reads.providers import history
from gangqiao.training.showing import words
from gangqiao.training.showing.demand import Number, people_href
from gangqiao.training.states import COURSE_PLAN, PlanStatus

P = PlanStatus
COURSE = (P.DRAFT, P.ISSUED)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan. today: who of its villages wishes the trade now; held: the class it became."""

    line: PlanLine
    month: str
    trade: str
    form: str
    place: str
    villages: str
    today: Number
    held: Class | None


def look_words() -> dict[str, str]:
    """The tabs of the list."""
    return {"": _("Drafts and issued ones"), **{str(one): str(one.label) for one in P}}


def state_of(plan: CoursePlan) -> tuple[Any, str]:
    """The state of a plan in a word, and its tone."""
    status = P(plan.status)
    return status.label, words.PLAN_TONES[status]


def time_words(plan: CoursePlan) -> str:
    """The months of a plan."""
    first, last = words.month_words(plan.begins_on), words.month_words(plan.ends_on)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def lines(plan: CoursePlan) -> list[Line]:
    """The lines of a plan in words, with the people who wish it today."""
    rows = plans.lines_of(plan)
    found = demand.demand(str(plan.area_id), with_posts=False) if rows else demand.Demand(plan.counted_on)
    keys = {key for line, _held in rows for key in (str(line.place_id), *line.villages)}
    names, full = words.short_places(keys), words.full_places(keys)
    shown = []
    for line, held in rows:
        area = "" if line.villages else str(line.place_id)
        many = len(found.people(line.trade, area=area, villages=set(line.villages) or None))
        today = Number(many, people_href(line.trade, area=area, villages=line.villages))
        shown.append(
            Line(
                line, words.month_words(line.month), words.trade_words(line.trade), words.form_words(line.form),
                full.get(str(line.place_id), ""), words.village_words(line.villages, names), today, held,
            )
        )  # fmt: skip
    return shown


def acts_of(plan: CoursePlan, actor: Actor) -> set[str]:
    """What the reader may do with a plan now, without the name of the app."""
    found = {
        step.verb.partition(".")[2] for step in COURSE_PLAN.steps_from(plan.status) if reaches(actor, step.verb, plan)
    }
    if plan.maker is not None and plan.maker == actor.user_id:
        found.discard("issue_plan")
    if reaches(actor, "training.plan_courses", plan):
        found.add("change_lines" if plan.status == P.DRAFT else "copy_plan")
    if plan.status == P.ISSUED and actor.may("training.plan_class"):
        found.add("make_class")
    return found


def page(plan: CoursePlan, actor: Actor) -> dict[str, Any]:
    """What the page of a plan shows."""
    status, tone = state_of(plan)
    steps = (P.DROPPED,) if plan.status == P.DROPPED else COURSE
    at = steps.index(P(plan.status))
    found = lines(plan)
    may = acts_of(plan, actor)
    return {
        "plan": plan,
        "status": status,
        "tone": tone,
        "time": time_words(plan),
        "lines": found,
        "total": sum(one.line.places for one in found),
        "states": [{"label": one.label, "is_past": n < at, "is_now": n == at} for n, one in enumerate(steps)],
        "may": may,
        "is_own": plan.status == P.DRAFT and plan.maker is not None and plan.maker == actor.user_id,
        "history": words.happened(history(plan)),
        "pdf_href": reverse("training:plan_paper", args=[plan.uuid, "pdf"]),
        "xlsx_href": reverse("training:plan_paper", args=[plan.uuid, "xlsx"]),
    }
