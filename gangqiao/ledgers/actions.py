"""The verbs of the ledgers."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.ledgers.models import ColumnChoice, DayOfMisses
from gangqiao.ledgers.reads.finding import NUMBERS, Find
from gangqiao.ledgers.reads.ledgers import Ledger
from gangqiao.ledgers.refusals import NobodyFound, TooManyMisses

MISSES_A_DAY = 30  # more than a clerk mistypes in a day, far too few to try numbers out


def most_misses() -> int:
    """How many misses a day are borne; an installation may set LEDGER_MISSES_A_DAY."""
    return int(getattr(settings, "LEDGER_MISSES_A_DAY", MISSES_A_DAY))


@transaction.atomic
def choose_columns(ledger: Ledger, keys: Iterable[str], *, actor: Actor) -> ColumnChoice:
    """Remember which columns the actor wants to see; unknown keys are dropped, no keys bring the declared ones back."""
    require(actor, "ledgers.choose_columns")
    wanted = set(keys)
    known = [column.key for column in ledger.columns if column.key in wanted]
    choice, _made = ColumnChoice.objects.get_or_create(user_id=_user_of(actor), ledger=ledger.key)
    choice.columns = known or [column.key for column in ledger.chosen(None)]
    choice.save()
    record("ledgers.choose_columns", actor=actor, fields=choice.columns, reason=ledger.key)
    return choice


def refuse_when_used_up(find: Find, *, actor: Actor) -> None:
    """Raise TooManyMisses when the actor has looked for too many numbers today that nobody has."""
    if find.how not in NUMBERS:
        return
    day = DayOfMisses.objects.filter(user_id=_user_of(actor), day=clock.today()).first()
    if day is not None and day.misses >= most_misses():
        raise TooManyMisses(most_misses())


def note_miss(find: Find, *, actor: Actor) -> NobodyFound | TooManyMisses:
    """Count and log that a number was looked for in vain; gives the sentence. The number itself is not kept.

    Names are not counted: to look for one in vain tells nothing that a list of the area does not.
    """
    if find.how not in NUMBERS:
        return NobodyFound(find.label)
    with transaction.atomic():
        day, _made = DayOfMisses.objects.get_or_create(user_id=_user_of(actor), day=clock.today())
        DayOfMisses.objects.filter(pk=day.pk).update(misses=F("misses") + 1)
        day.refresh_from_db()
        is_last = day.misses >= most_misses()
        record("ledgers.refuse_to_find" if is_last else "ledgers.miss", actor=actor, fields=[find.how])
    return TooManyMisses(most_misses()) if is_last else NobodyFound(find.label)


def _user_of(actor: Actor) -> int:
    """Choices and misses belong to a user; the system itself has none."""
    if actor.user_id is None:
        raise NotYourVerb
    return actor.user_id
