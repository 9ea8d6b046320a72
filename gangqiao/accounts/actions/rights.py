"""Who may do it, asked inside the act: pages, API and commands pass the same door."""

from __future__ import annotations

from gangqiao.accounts.models import User
from gangqiao.accounts.refusals import NoPost, OwnAccount
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.verbs import get_verb


def require(actor: Actor, verb: str) -> None:
    """Raise NoPost unless a post of the actor gives the verb. The system itself (first start, demo) may."""
    if actor is not SYSTEM and not actor.may(verb):
        raise NoPost(get_verb(verb).label)


def refuse_own_account(actor: Actor, user: User) -> None:
    if actor.user_id == user.pk:
        raise OwnAccount
