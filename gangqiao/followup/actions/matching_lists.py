"""Times of work matched with a list of an insurance or of wage accounts: grade A for whoever is found in it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup.actions.evidence import keep_proof
from gangqiao.followup.models import DataMatch
from gangqiao.followup.policy.followup import RUNNING
from gangqiao.followup.refusals import DayOfCall, ResultOfList
from gangqiao.followup.workbooks import Listed
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.reads import county_path

MATCH = "followup.match"
KINDS = ("insurance", "wage_account")
AT_ONCE = 100


def match_list(lines: Iterable[Listed], *, kind: str, name: str, month: date, actor: Actor) -> DataMatch:
    """Find the people of the list among those of the scope, and raise the evidence of work they had in the month.

    Who is on the list and not on the register is counted and not kept. Raises NotYourVerb, ResultOfList, DayOfCall.
    """
    area = county_path()
    if not actor.may(MATCH, area):
        raise NotYourVerb
    if kind not in KINDS:
        raise ResultOfList("kind")
    if month > clock.today():
        raise DayOfCall("month")
    first = month.replace(day=1)
    employers = {line.id_number: line.employer for line in lines}
    with transaction.atomic():
        match = DataMatch.objects.create(
            area_id=area, kind=kind, name=name[:80], month=first, lines=len(employers), by=actor.name[:100]
        )
        record(MATCH, actor=actor, subject=match, reason=f"{len(employers)}", source="file")
    numbers = list(employers)
    for start in range(0, len(numbers), AT_ONCE):
        _match_some(match, {one: employers[one] for one in numbers[start : start + AT_ONCE]}, actor)
    return match


def _match_some(match: DataMatch, employers: dict[str, str], actor: Actor) -> None:
    """Some of the lines, in a transaction of their own: whoever else writes gets a turn in between."""
    people = list(Person.objects.filter(id_index__in=list(employers), record="live").order_by("pk"))
    last = match.month.replace(day=calendar.monthrange(match.month.year, match.month.month)[1])
    worked = EmploymentSpell.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=match.month),
        person__in=people, recorded_to=None, status__in=RUNNING, started_on__lte=last,
    )  # fmt: skip
    with transaction.atomic():
        match.known += len(people)
        for spell in worked.select_related("person").order_by("person_id", "pk"):
            said = employers.get(spell.person.id_number or "", "")
            proof = keep_proof(spell, match.kind, actor=actor, words=said, match=match.uuid, source="file")
            match.matched += 1
            match.raised += proof.did_raise
        match.save(update_fields=["known", "matched", "raised"])
