"""Links by which an employer confirms or closes a vacancy without an account: signed, short, void after a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.tokens import Tokens, WrongToken
from gangqiao.messaging import actions as messaging
from gangqiao.messaging.actions.sending import mobile_of
from gangqiao.messaging.refusals import NoAddress
from gangqiao.vacancies.actions.posts_keeping import WITHDRAW, confirm_locked, end
from gangqiao.vacancies.actions.posts_seats import count_locked
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.policy.freshness import NUMBERS, warned_since
from gangqiao.vacancies.refusals.posts import LinkVoid, NoNumber
from gangqiao.vacancies.states import ENDED, Status

TOKENS = Tokens("gangqiao.vacancies.link")
BY_LINK, CLOSE_BY_LINK = "vacancies.confirm_by_link", "vacancies.close_by_link"
# Whoever holds the link: no user, named so in the log.
HOLDER = Actor(user_id=None, name="link")


def token_of(vacancy: Any, day: date | None = None) -> str:
    """The token of a link given out on a day: 46 characters, which name the vacancy and nobody."""
    return TOKENS.give(vacancy.uuid, vacancy.link_epoch, day or clock.today())


def link_of(vacancy: Any) -> str:
    """The path of the page for the employer."""
    return reverse("vacancies:by_link", args=[token_of(vacancy)])


@contextmanager
def opened(token: str, *, to_act: bool = True) -> Iterator[Any]:
    """The vacancy a link is about; `to_act`: locked, in a transaction, else only to be read.

    Raises LinkVoid: wrong, older than `link_days`, or the vacancy was changed or ended since.
    """
    try:
        uuid, epoch, day = TOKENS.read(token)
    except WrongToken:
        raise LinkVoid from None
    age = (clock.today() - day).days
    if not 0 <= age <= NUMBERS.on(clock.today()).link_days:
        raise LinkVoid
    rows = Vacancy.objects.filter(uuid=uuid)
    with everywhere(reason="a signed link names one vacancy"), transaction.atomic() if to_act else nullcontext():
        vacancy: Any = (rows.select_for_update() if to_act else rows.select_related("employer")).first()
        if vacancy is None or vacancy.link_epoch != epoch or vacancy.status in (*ENDED, Status.DRAFT):
            raise LinkVoid
        yield vacancy


def confirm_by_link(token: str) -> None:
    """The employer says that it is still open. A second call on the day changes nothing. Raises LinkVoid, NotYet."""
    with opened(token) as vacancy:
        confirm_locked(vacancy, actor=HOLDER, way="link", verb=BY_LINK, source="link")


def hired_by_link(token: str, number: int, before: int) -> None:
    """The employer says how many more were hired; that also confirms what is left. Sent twice it counts once.

    before  how many the page showed as hired. Raises LinkVoid, CountedAlready, TooManyHired, FewerThanNone.
    """
    with opened(token) as vacancy:
        confirm_locked(vacancy, actor=HOLDER, way="link", verb=BY_LINK, source="link")
        count_locked(vacancy, number, actor=HOLDER, way="link", before=before, source="link")


def close_by_link(token: str, note: str = "") -> None:
    """The employer says that it hires no more. Raises LinkVoid."""
    with opened(token) as vacancy:
        record(CLOSE_BY_LINK, actor=HOLDER, subject=vacancy, reason=note[:300], source="link")
        with step_of(vacancy, WITHDRAW, actor=SYSTEM, note=note or "\u2014", source="link"):
            end(vacancy, "stopped")


def send_link(vacancy_id: int, *, actor: Actor) -> None:
    """Send the employer the link by SMS, once a day. Raises NoNumber, NotYourVerb."""
    vacancy = Vacancy.objects.get(pk=vacancy_id)
    require(actor, "vacancies.confirm", vacancy)
    if vacancy.status in (*ENDED, Status.DRAFT):
        raise LinkVoid
    number, why_not = mobile_of(vacancy.contact_phone or "")
    if why_not is not None:
        raise NoNumber
    _send(vacancy, number, f"{clock.today():%Y%m%d}", actor)


def ask_the_due() -> int:
    """Send a link for every open vacancy whose confirmation falls due, in the scope of the moment; once for each.

    Returns how many were asked for. Whoever has no mobile number stands on the list of the office instead.
    """
    asked = 0
    due = Vacancy.objects.filter(status=Status.PUBLISHED, confirmed_on__lte=warned_since(clock.today()))
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            vacancy = Vacancy.objects.select_related("employer").get(pk=key)
            number, why_not = mobile_of(vacancy.contact_phone or "")
            if why_not is None:
                try:
                    _send(vacancy, number, f"{vacancy.confirmed_on:%Y%m%d}-due", SYSTEM)
                except NoAddress:
                    return asked  # the installation has no address of its own to lead to: the office rings instead
                asked += 1
    return asked


def _send(vacancy: Any, phone: str, key: str, actor: Actor) -> None:
    messaging.send(
        "vacancies.confirm",
        params={
            "title": vacancy.title,
            "link": link_of(vacancy),
            "day": clock.today() + timedelta(days=NUMBERS.on(clock.today()).link_days),
        },
        key=f"vacancies.confirm:{vacancy.uuid.hex}/{vacancy.link_epoch}/{key}",
        area=str(vacancy.area_id),
        actor=actor,
        phone=phone,
        recipient=vacancy.employer.name,
        subject=vacancy,
    )
