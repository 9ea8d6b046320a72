"""Times of work matched with a list of an insurance or of wage accounts.

Grade A for whoever is found in it at the employer on record. Where the list names another one nothing is raised: the
township says which of the two holds.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup.actions.evidence import keep_proof
from gangqiao.followup.models import DataMatch
from gangqiao.followup.policy.followup import RUNNING, is_same_employer
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
    employers = {line.id_number: line for line in lines}
    with transaction.atomic():
        match = DataMatch.objects.create(
            area_id=area, kind=kind, name=name[:80], month=first, lines=len(employers), by=actor.name[:100]
        )
        record(MATCH, actor=actor, subject=match, reason=f"{len(employers)}", source="file")
    numbers = list(employers)
    for start in range(0, len(numbers), AT_ONCE):
        _match_some(match, {one: employers[one] for one in numbers[start : start + AT_ONCE]}, actor)
    return match


def _match_some(match: DataMatch, lines: dict[str, Listed], actor: Actor) -> None:
    """Some of the lines, in a transaction of their own: whoever else writes gets a turn in between."""
    people = list(Person.objects.filter(id_index__in=list(lines), record="live").order_by("pk"))
    last = match.month.replace(day=calendar.monthrange(match.month.year, match.month.month)[1])
    worked = EmploymentSpell.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=match.month),
        person__in=people, recorded_to=None, status__in=RUNNING, started_on__lte=last,
    )  # fmt: skip
    with transaction.atomic():
        match.known += len(people)
        for spell in worked.select_related("person").order_by("person_id", "pk"):
            _match_spell(match, spell, lines[spell.person.id_number or ""], actor)
        match.save(update_fields=["known", "matched", "raised", "differing"])


def _match_spell(match: DataMatch, spell: Any, line: Listed, actor: Actor) -> None:
    """Prove the time of work, or doubt it where the line names another employer."""
    is_same = is_same_employer(spell.credit_code or "", spell.employer_name or "", line.credit_code, line.employer)
    proof = keep_proof(
        spell, match.kind, actor=actor, words=line.employer, match=match.uuid, source="file",
        differs=is_same is False, listed_code=line.credit_code,
    )  # fmt: skip
    match.matched += 1
    match.raised += proof.did_raise
    match.differing += proof.differs
