"""Questions to the work plan in force and to what units owe by it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.indicators.targets import Target
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.document import NamedUnit, Plan
from gangqiao.plans.loading import library_path, load, read_plan
from gangqiao.plans.models import PlanVersion, UnitTask
from gangqiao.plans.states import Status

TOWNSHIP_LEVEL = (UnitKind.TOWNSHIP, UnitKind.FARM_BUREAU)


# --- the plan --------------------------------------------------------------------------------------------------------


def version_in_force() -> PlanVersion | None:
    """The version that is in force; None while none was loaded."""
    return PlanVersion.objects.filter(in_force=True).first()


def current_plan() -> Plan:
    """The plan in force; while none was loaded, the one the setting PLAN names. Raises Refusals."""
    version = version_in_force()
    return plan_of(version) if version else _load(settings.PLAN)


def plan_of(version: PlanVersion) -> Plan:
    """What a kept version says. Raises Refusals when this program can no longer follow it."""
    return _read(version.text)


def told(version: PlanVersion) -> str:
    """A version as the log names it: the title in the county's language, whoever reads the log later."""
    with override(settings.LANGUAGE_CODE):
        words = {"title": plan_of(version).title.in_language(settings.LANGUAGE_CODE), "number": version.number}
        return gettext("%(title)s, version %(number)s") % words


def plan_behind(task: UnitTask) -> Plan:
    """The plan a task is owed by: the version in force, or for a plan that no longer is, the version that gave it."""
    now = version_in_force()
    return plan_of(now if now and now.key == task.plan_key else task.version)


def current_targets() -> tuple[Target, ...]:
    """The targets in force, in the plan's order; those of a smaller demonstration county reduced by its scale."""
    return tuple(reduced(target, settings.PLAN_SCALE) for target in current_plan().targets)


def reduced(target: Target, scale: float) -> Target:
    """The target for a county of a part of the size: numbers of people shrink with it, rates stay."""
    if scale == 1 or target.figure.denominator:
        return target
    return replace(target, value=max(round(target.value * scale), 1), whole_value=target.value)


@lru_cache(maxsize=4)
def _load(key: str) -> Plan:
    return load(library_path(key))


@lru_cache(maxsize=4)
def _read(text: str) -> Plan:
    return read_plan(text)


# --- units -----------------------------------------------------------------------------------------------------------


def units_of(named: NamedUnit) -> QuerySet[Unit]:
    """The units a name of the plan stands for; none when the county has no such unit yet."""
    if named.every:
        return Unit.objects.filter(kind=named.every).order_by("code")
    return Unit.objects.filter(code=named.code)


def missing_units(plan: Plan) -> list[NamedUnit]:
    """Names of the plan for which the county has no unit: their tasks are given to nobody."""
    return [named for named in plan.units if not units_of(named).exists()]


def units_answered_for(actor: Actor, verb: str = "plans.accept") -> QuerySet[Unit]:
    """The units for which the actor may act by the verb.

    The own one; for the office also its headquarters; for a post of a township or the farm bureau that unit, whatever
    unit the account itself belongs to.
    """
    if not actor.may(verb):
        return Unit.objects.none()
    own = Unit.objects.filter(users__pk=actor.user_id)
    above = own.filter(kind=UnitKind.HEADQUARTERS_OFFICE).values("parent")
    areas = [post.area for post in actor.posts if post.area and verb in post.verbs]
    township = Q(kind__in=TOWNSHIP_LEVEL, area__in=areas)
    return Unit.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=above) | township).order_by("code")


def answers_for(actor: Actor, unit_id: int, verb: str = "plans.accept") -> bool:
    return units_answered_for(actor, verb).filter(pk=unit_id).exists()


# --- what units owe --------------------------------------------------------------------------------------------------


def tasks_in_force() -> QuerySet[UnitTask]:
    """What is owed by the plan in force and has opened; nothing while no plan was loaded."""
    version = version_in_force()
    if version is None:
        return UnitTask.objects.none()
    open_now = UnitTask.objects.filter(plan_key=version.key, opens_on__lte=clock.today())
    return open_now.exclude(status=Status.WITHDRAWN).select_related("unit")


def may_see_evidence(actor: Actor, task: UnitTask) -> bool:
    """States are open to everybody inside; what was shown only to the unit itself and to those who verify or audit."""
    return actor.may("plans.view_evidence") or answers_for(actor, task.unit_id)
