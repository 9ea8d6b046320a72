"""Telephone numbers that want no messages, and want them again."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gangqiao.accounts.models import User
from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.identifiers import parse_phone
from gangqiao.messaging.models import OptOut


def opt_out(phone: str, *, actor: Actor, said: str = "") -> OptOut:
    """Note that a number wants no messages, for the whole county; a second time changes nothing. Raises WrongPhone."""
    if not actor.may("messaging.opt_out"):
        raise NotYourVerb
    return _stop(phone, "messaging.opt_out", actor, said)


def stop_by_phone(phone: str) -> OptOut:
    """Note that a number answered a message with the word that stops them. Raises WrongPhone."""
    return _stop(phone, "messaging.stop_by_phone", SYSTEM, "")


def opt_in(phone: str, *, actor: Actor) -> bool:
    """Note that a number wants messages again; False when it never said no. Raises WrongPhone."""
    if not actor.may("messaging.opt_in"):
        raise NotYourVerb
    with transaction.atomic():
        found = OptOut.objects.select_for_update().filter(index=parse_phone(phone), ended_at=None).first()
        if found is None:
            return False
        found.ended_at = clock.now()
        found.save()
        record("messaging.opt_in", actor=actor, subject=found)
    return True


def _stop(phone: str, verb: str, actor: Actor, said: str) -> OptOut:
    number = parse_phone(phone)
    by = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    try:
        with transaction.atomic():
            made = OptOut.objects.create(phone=number, by=by, said=said[:200])
            record(verb, actor=actor, subject=made, source="screen" if actor.user_id else "job")
    except IntegrityError:
        return OptOut.objects.get(index=number, ended_at=None)
    return made
