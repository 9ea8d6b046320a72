"""What people hear by telephone: of a vacancy offered, of an introduction; and the employer that it is to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.tokens import Tokens
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import NUMBERS
from gangqiao.messaging import actions as messaging
from gangqiao.messaging.actions.sending import mobile_of
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.messaging.refusals import NoAddress
from gangqiao.people.models import Person
from gangqiao.vacancies.models import Vacancy

# Whoever is asked at the door answers there and then: no message goes out in that case.
AFTER = timedelta(hours=2)
TOKENS = Tokens("gangqiao.matching.link")


def tell_offered(referral: Referral, person: Person, *, actor: Actor) -> None:
    """Put the notice of an offer into the queue; it goes out when nobody has recorded an answer by then."""
    _send("offered", referral, person, actor, {"day": referral.answer_by}, AFTER)


def tell_introduced(referral: Referral, person: Person, *, actor: Actor) -> None:
    """Tell the person that the employer knows of him or her."""
    _send("introduced", referral, person, actor, {}, None)


def take_back_offered(referral: Referral) -> None:
    """The offer was answered or ended: its notice is not sent any more."""
    messaging.withdraw_key(_key("offered", referral))


def link_of(vacancy: UUID) -> str:
    """The path of the page on which the employer of a vacancy answers; it holds for `link_days`."""
    return reverse("matching:by_link", args=[TOKENS.give(vacancy, 0, clock.today())])


def ask_employer(referral: Referral, *, actor: Actor) -> None:
    """Send the vacancy's contact the link when its employer has no account; once a day for each vacancy."""
    vacancy: Any = Vacancy.objects.filter(uuid=referral.vacancy, party="").first()
    phone, why_not = mobile_of(vacancy.contact_phone or "") if vacancy is not None else ("", None)
    if vacancy is None or why_not is not None:
        return
    today = clock.today()
    try:
        messaging.send(
            "matching.answer",
            params={
                "title": referral.title,
                "day": today + timedelta(days=NUMBERS.on(today).link_days),
                "link": link_of(referral.vacancy),
            },
            key=f"matching.answer:{referral.vacancy.hex}/{today:%Y%m%d}",
            area=str(vacancy.area_id),
            actor=actor,
            phone=phone,
            recipient=referral.employer,
            subject=vacancy,
        )
    except NoAddress:
        return  # the installation has no address of its own to lead to: the office rings instead


def _key(kind: str, referral: Referral) -> str:
    return f"matching.{kind}:{referral.uuid.hex}"


def _send(
    kind: str, referral: Referral, person: Person, actor: Actor, more: dict[str, object], after: timedelta | None
) -> None:
    phone, why_not = mobile_of(person.phone or "")
    if why_not is not None or is_stopped(phone):
        return
    messaging.send(
        f"matching.{kind}",
        params={"title": referral.title, "employer": referral.employer, **more},
        key=_key(kind, referral),
        area=str(referral.area_id),
        actor=actor,
        phone=phone,
        subject=referral,
        person=person.uuid,
        not_before=clock.now() + after if after else None,
    )
