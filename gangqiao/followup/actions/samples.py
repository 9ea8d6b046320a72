"""Samples by which the bureau checks what townships claim to know."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Sample, SampleCheck
from gangqiao.followup.policy.followup import CLAIMED, GRADES, RUNNING, answer_by, draw, is_stronger, sample_size
from gangqiao.followup.refusals import ResultOfList
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path

DRAW, CHECK = "followup.draw_sample", "followup.check_sample"
LOWERED = "sample"
UNPROVEN = GRADES[-1]  # named in a list, and by nobody else


def draw_sample(seed: str, *, actor: Actor, source: str = "screen") -> Sample:
    """Draw claims of every township of the scope at random: the same ones for the same seed and the same claims.

    Raises NotYourVerb, ResultOfList when no seed is given.
    """
    if not actor.may(DRAW, county_path()) and actor is not SYSTEM:
        raise NotYourVerb
    if not seed.strip():
        raise ResultOfList("seed")
    seed, today = seed.strip()[:40], clock.today()
    claims = _claims()
    by_uuid = {uuid: (key, grade) for rows in claims.values() for uuid, key, grade in rows}
    with transaction.atomic():
        total = sum(len(rows) for rows in claims.values())
        sample = Sample.objects.create(seed=seed, drawn_by=actor.name[:100], claims=total)
        chosen: list[UUID] = []
        for rows in claims.values():
            chosen += draw((uuid for uuid, _key, _grade in rows), sample_size(len(rows), today), seed)
        spells = EmploymentSpell.objects.select_related("person").in_bulk([by_uuid[uuid][0] for uuid in chosen])
        checks = [_check(sample, spells[by_uuid[uuid][0]], by_uuid[uuid][1]) for uuid in chosen]
        SampleCheck.objects.bulk_create(checks, batch_size=200)
        record(DRAW, actor=actor, area=county_path(), reason=f"{len(checks)}", source=source)
    return sample


def check(check_id: int, result: str, found: str = "", words: str = "", *, actor: Actor) -> SampleCheck:
    """Record what was found. What is weaker than claimed puts the grade right; the claim itself is kept.

    Of a false claim nothing is left but the list (grade E), and the township owes an answer.
    found  the grade that was found, for "weaker". Raises NotYourVerb, ResultOfList.
    """
    if result not in LISTS["sample_result"]:
        raise ResultOfList("result")
    with transaction.atomic():
        row: SampleCheck = SampleCheck.objects.select_for_update(of=("self",)).get(pk=check_id)
        require(actor, CHECK, row)
        if result == "weaker" and (found not in GRADES or not found or not is_stronger(row.claimed, found)):
            raise ResultOfList("found")
        row.result, row.found = result, found if result == "weaker" else ""
        if result == "false":
            row.answer_by = answer_by(clock.today())
        row.words, row.checked_on, row.checked_by = words.strip()[:300] or None, clock.today(), actor.name[:100]
        row.save()
        record(CHECK, actor=actor, subject=row, fields=["result"], source="screen")
        spell: Any = EmploymentSpell.objects.filter(pk=row.spell_id, recorded_to=None, status__in=RUNNING).first()
        to = {"weaker": found, "false": UNPROVEN}.get(result, "")
        if to and spell is not None and spell.evidence == row.claimed:
            people.correct_spell(spell.pk, values={"evidence": to}, actor=SYSTEM, source=LOWERED)
    return row


def _claims() -> dict[str, list[tuple[UUID, int, str]]]:
    """The claims of the scope by township: number, key and grade of the time of work."""
    found: dict[str, list[tuple[UUID, int, str]]] = defaultdict(list)
    rows = EmploymentSpell.objects.filter(recorded_to=None, status__in=RUNNING, evidence__in=CLAIMED)
    length = KEY_LENGTH[Level.TOWNSHIP]
    for area, uuid, key, grade in rows.order_by("pk").values_list("area_id", "uuid", "pk", "evidence").iterator(2_000):
        found[str(area)[:length]].append((uuid, key, grade))
    return dict(sorted(found.items()))


def _check(sample: Sample, spell: EmploymentSpell, grade: str) -> SampleCheck:
    person = spell.person
    return SampleCheck(
        area_id=person.area_id, person=person, person_uuid=person.uuid, sample=sample.uuid, spell=spell, claimed=grade
    )
