"""What a person hears by telephone of a vacancy that was offered, and of having been named to an employer."""

from __future__ import annotations

from datetime import timedelta

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.matching.models import Referral
from gangqiao.messaging import actions as messaging
from gangqiao.messaging.actions.sending import mobile_of
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.people.models import Person

# Whoever is asked at the door answers there and then: no message goes out in that case.
AFTER = timedelta(hours=2)


def tell_offered(referral: Referral, person: Person, *, actor: Actor) -> None:
    """Put the notice of an offer into the queue; it goes out when nobody has recorded an answer by then."""
    _send("offered", referral, person, actor, {"day": referral.answer_by}, AFTER)


def tell_introduced(referral: Referral, person: Person, *, actor: Actor) -> None:
    """Tell the person that the employer knows of him or her."""
    _send("introduced", referral, person, actor, {}, None)


def take_back_offered(referral: Referral) -> None:
    """The offer was answered or ended: its notice is not sent any more."""
    messaging.withdraw_key(_key("offered", referral))


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
