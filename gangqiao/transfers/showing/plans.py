"""Enterprise plans in words: the list by employer, the page of one, what changed from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.transfers.models import EnterprisePlan
from gangqiao.transfers.reads import board_plans as reads
from gangqiao.transfers.reads.board import lines_of
from gangqiao.transfers.reads.board_seeing import reaches
from gangqiao.transfers.showing.board import Row, rows_of
from gangqiao.transfers.showing.words import PLAN_TONES, mode_words, places_of
from gangqiao.transfers.states import ENTERPRISE_PLAN, PlanStatus
from gangqiao.vacancies.models import Station


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list of employers. draft: a later version that is being written; need: how many are wanted."""

    plan: EnterprisePlan
    status: Any
    tone: str
    place: str
    need: int
    draft: EnterprisePlan | None = None


def rows(found: list[tuple[EnterprisePlan, EnterprisePlan | None]]) -> list[PlanRow]:
    """Plans as rows."""
    places = places_of(str(plan.destination_id or "") for plan, _draft in found)
    return [row(plan, places, draft) for plan, draft in found]


def row(plan: EnterprisePlan, places: dict[str, str], draft: EnterprisePlan | None = None) -> PlanRow:
    status = PlanStatus(plan.status)
    place = places.get(str(plan.destination_id or ""), "")
    return PlanRow(plan, status.label, PLAN_TONES[status], place, needed(plan), draft)


def needed(plan: EnterprisePlan) -> int:
    """How many people a plan wants in all."""
    return sum(int(one.get("number") or 0) for one in plan.need)


def fact_words() -> dict[str, str]:
    """The facts of a plan, as they are called."""
    return {
        "need": _("Need"),
        "destination": _("Destination"),
        "address": _("Address there"),
        "sending_contact": _("Contact of the sending side"),
        "sending_phone": _("Office phone"),
        "receiving_contact": _("Contact of the receiving side"),
        "receiving_phone": _("Office phone there"),
        "station": _("Service station"),
        "mode": _("Transport"),
        "transport": _("How they travel"),
        "entry_rules": _("Entry rules of the destination"),
        "housing": _("Housing"),
        "insurance": _("Insurance"),
        "training": _("Training before departure"),
        "subsidies": _("Subsidies that follow"),
        "remarks": _("Further remarks"),
    }


def value_words(name: str, value: Any) -> str:
    """A fact of a plan in words; "" when nothing is said."""
    if value in (None, "", []):
        return ""
    if name == "mode":
        return mode_words(value)
    if name == "destination":
        return places_of([str(value.pk)]).get(str(value.pk), "")
    if name == "station":
        found = Station.objects.filter(uuid=value).first()
        return f"{found.name} {found.phone}" if found else ""
    if name == "need":
        between = pgettext("between words", ", ")
        return between.join(f"{one.get('title') or _('any post')} {one.get('number')}" for one in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that a version changed."""

    label: str
    before: str
    after: str


def changes(plan: EnterprisePlan) -> list[Change]:
    """What a version changed of the one before; nothing for the first."""
    if plan.replaces is None:
        return []
    words = fact_words()
    return [
        Change(words[name], value_words(name, old), value_words(name, new))
        for name, old, new in reads.changed(plan, plan.replaces)
    ]


def acts_of(plan: EnterprisePlan, actor: Actor) -> set[str]:
    """What the reader may do with a version now."""
    verbs = {step.verb for step in ENTERPRISE_PLAN.steps_from(plan.status)} - {"transfers.replace_plan"}
    found = {verb.partition(".")[2] for verb in verbs if reaches(actor, verb, plan)}
    if reaches(actor, "transfers.draft_plan", plan):
        found.add("correct_plan" if plan.status == PlanStatus.DRAFT else "new_version")
    if plan.status == PlanStatus.ACTIVE and actor.may("transfers.plan_batch"):
        found.add("plan_batch")
    return found


def page(plan: EnterprisePlan, actor: Actor) -> dict[str, Any]:
    """What the page of a version shows."""
    words = fact_words()
    facts = [(words[name], value_words(name, getattr(plan, name))) for name in reads.FACTS if name != "need"]
    versions = reads.versions_of(plan, actor)
    batches: list[Row] = rows_of(lines_of(reads.batches_of(plan, actor)), actor)
    status = PlanStatus(plan.status)
    order = [PlanStatus.DRAFT, PlanStatus.ACTIVE]
    order += [] if status in order else [status]
    at = order.index(status)
    return {
        "plan": plan,
        "status": status.label,
        "tone": PLAN_TONES[status],
        "need": plan.need,
        "total": needed(plan),
        "facts": facts,
        "changes": changes(plan),
        "versions": [(one, PlanStatus(one.status).label, PLAN_TONES[PlanStatus(one.status)]) for one in versions],
        "batches": batches,
        "may": acts_of(plan, actor),
        "states": [{"label": one.label, "is_past": n < at, "is_now": n == at} for n, one in enumerate(order)],
        "plan_href": f"{reverse('transfers:plan_batch')}?plan={plan.uuid}",
    }
