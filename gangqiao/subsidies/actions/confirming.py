"""Numbers of rules, and their documents, confirmed by the paper in hand."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Confirmation
from gangqiao.subsidies.policy.confirmable import DOCUMENT, said_of
from gangqiao.subsidies.reads.confirming import confirmed, open_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.refusals_rules import AlreadyConfirmed, NoDocument, NothingToConfirm

CONFIRM = "subsidies.confirm_number"


def confirm(
    programme: str, item: str, document: str, *, actor: Actor, article: str = "", day: date | None = None
) -> Confirmation:
    """Write that the actor compared a number of a rule, or its document, with the paper.

    item  key of a number, or "document"; document: its number; day: on which the rule is looked up, null: today
    It covers what the rule says now: a later change of the values is to be confirmed anew. Raises NotYourVerb,
    NoDocument, NothingToConfirm, AlreadyConfirmed.
    """
    require(actor, CONFIRM, area=county_path())
    if not document.strip():
        raise NoDocument
    day = day or clock.today()
    rule = book_on(day).rules.get(programme)
    if rule is None or item not in (DOCUMENT, *rule.numbers):
        raise NothingToConfirm
    if item not in open_of(rule, day, confirmed(programme)):
        raise AlreadyConfirmed
    try:
        with transaction.atomic():
            row = Confirmation.objects.create(
                programme=programme, item=item, said=said_of(rule, item), document=document.strip()[:100],
                article=article.strip()[:60], confirmed_by=actor.name[:100], confirmer=actor.user_id,
            )  # fmt: skip
            record(CONFIRM, actor=actor, subject=row, area=county_path(), fields=[f"{programme}.{item}"])
    except IntegrityError as fault:
        raise AlreadyConfirmed from fault
    return row
