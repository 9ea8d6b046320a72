"""Links by which an employer without an account says what became of those it was introduced to. They show no name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.tokens import WrongToken
from gangqiao.matching.actions.referrals_notices import TOKENS
from gangqiao.matching.actions.referrals_reach import both_ends
from gangqiao.matching.actions.referrals_results import hire, refuse
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import NUMBERS
from gangqiao.matching.states import Status
from gangqiao.vacancies.actions.links import HOLDER
from gangqiao.vacancies.refusals.posts import LinkVoid

BY_LINK = "matching.answer_by_link"


@contextmanager
def opened(token: str) -> Iterator[list[Referral]]:
    """Those of the vacancy who wait for an answer, in one transaction. Raises LinkVoid: wrong or too old."""
    try:
        vacancy, _epoch, day = TOKENS.read(token)
    except WrongToken:
        raise LinkVoid from None
    if not 0 <= (clock.today() - day).days <= NUMBERS.on(clock.today()).link_days:
        raise LinkVoid
    with both_ends():
        yield list(Referral.objects.filter(vacancy=vacancy, status=Status.INTRODUCED).order_by("introduced_on", "pk"))


def hired_by_link(token: str, referral: UUID) -> None:
    """The employer takes the person. Sent twice it counts once. Raises LinkVoid, TooManyHired."""
    with opened(token) as waiting:
        if found := _one(waiting, referral):
            hire(found.pk, actor=SYSTEM, source="link")


def refused_by_link(token: str, referral: UUID, reason: str) -> None:
    """The employer does not take the person. Sent twice it is once. Raises LinkVoid, ReasonOfList."""
    with opened(token) as waiting:
        if found := _one(waiting, referral):
            refuse(found.pk, reason, actor=SYSTEM, source="link")


def _one(waiting: list[Referral], referral: UUID) -> Referral | None:
    """The one that is answered for; null when somebody answered before."""
    found = next((row for row in waiting if row.uuid == referral), None)
    if found is not None:
        record(BY_LINK, actor=HOLDER, subject=found, source="link")
    return found
