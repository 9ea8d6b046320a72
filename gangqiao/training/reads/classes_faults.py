"""What still stops the next step of a class, each in a sentence. The same list is shown and enforced."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum

from gangqiao.kernel.words import Say
from gangqiao.training.models import Class, Course, Provider
from gangqiao.training.policy.demand import WITH_EMPLOYER, is_licensed
from gangqiao.training.reads.classes_whole import counts, not_hired
from gangqiao.training.reads.guards import what_stops_claim
from gangqiao.training.refusals_classes import LicenceRunsOut, ProviderBarred, TradeNotTaught
from gangqiao.training.states import IN_CLASS, ON_THE_LIST, Status

S = Status
NEXT = {S.PLANNED: "approve_class", S.APPROVED: "open_class", S.ENROLLING: "start_class", S.RUNNING: "assess_class",
        S.ASSESSED: "claim_class"}  # fmt: skip


def faults_of(held: Class, verb: str = "") -> list[Any]:
    """Everything that stops a step (the next one): sentences; none: it may be taken."""
    asked = verb.rpartition(".")[2] or NEXT.get(S(held.status), "")
    of_step = {"open_class": _to_open, "start_class": _to_start, "assess_class": _to_assess, "claim_class": _to_claim}
    found: list[Any] = []
    if asked in ("approve_class", "open_class", "start_class"):
        found += [one.sentence for one in faults_of_provider(held.provider, held.course, held)]
    return found + (of_step[asked](held) if asked in of_step else [])


def faults_of_provider(provider: Provider, course: Course, held: Class) -> list[Any]:
    """Why a provider may not teach a class: as refusals."""
    if provider.barred_on is not None:
        return [ProviderBarred(provider.name, provider.barred_why)]
    found: list[Any] = []
    if not is_licensed(provider.kind, provider.licence_until, held.ends_on):
        found.append(LicenceRunsOut(provider.name, provider.licence_until))
    if provider.kind != "enterprise" and provider.trades and course.trade not in provider.trades:
        found.append(TradeNotTaught(provider.name, course.get_trade_display()))
    return found


def hours_in_timetable(held: Class) -> int:
    """How many class hours the timetable has."""
    return int(held.sessions.aggregate(hours=Sum("hours"))["hours"] or 0)


def _to_open(held: Class) -> list[Any]:
    hours, found = hours_in_timetable(held), []
    if hours < held.hours:
        found.append(Say("The timetable has %(hours)s of %(all)s class hours.", hours=hours, all=held.hours))
    if any(not (one.teacher or held.teacher) for one in held.sessions.all()):
        found.append(Say("Nobody is named as teacher."))
    return found


def _to_start(held: Class) -> list[Any]:
    many = counts([held.pk])[held.pk]
    found = _to_open(held)
    if not sum(many[state] for state in IN_CLASS):
        found.append(Say("Nobody is admitted to the class yet."))
    if held.form in WITH_EMPLOYER and (strangers := not_hired(held)):
        found.append(
            Say(
                "%(many)s learners have no time of work with %(employer)s on the register, begun or planned. Record it,"
                " or take them off the list.",
                many=strangers,
                employer=held.employer,
            )
        )
    if waiting := many["applied"]:
        found.append(Say("%(many)s people who applied wait for an answer.", many=waiting))
    return found


def _to_assess(held: Class) -> list[Any]:
    many = counts([held.pk])[held.pk]
    if waiting := sum(many[state] for state in ON_THE_LIST):
        return [Say("%(many)s learners have neither passed nor failed nor left.", many=waiting)]
    return []


def _to_claim(held: Class) -> list[Any]:
    return list(what_stops_claim(held))
