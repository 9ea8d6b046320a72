"""The time of work that a public post is, in the register's own rows: begun with the duty, ended with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.assistance.models import Holder
from gangqiao.assistance.refusals_posts import WorksElsewhere
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell

NEEDED = ("people.record_spell", "people.end_spell")
# Reason of the post -> reason of the time of work.
REASONS = {"found_job": "changed_employer", "age": "left_workforce", "death": "died"}


def begin_spell(holder: Holder, *, actor: Actor) -> int:
    """Its number. Not full time: who takes work elsewhere meanwhile must be seen to do so, not be kept off the record.

    Raises WorksElsewhere.
    """
    post = holder.post
    assert holder.begins_on is not None
    values = {
        "started_on": holder.begins_on.isoformat(),
        "spell_kind": "work",
        "destination": str(post.area_id),
        "employer_name": str(post.area),
        "occupation": post.title[:60],
        "mode": "public_post",
        "evidence": "B",  # the signed agreement was seen
    }
    try:
        spell = people.record_spell(
            holder.person_id, values=values, actor=_who(actor, holder), is_full_time=False, source=source_of(holder)
        )
    except (Refusal, Refusals) as refusal:
        raise WorksElsewhere from refusal
    return int(spell.pk)


def end_spell_of(holder: Holder, reason: str, last: date, *, actor: Actor) -> None:
    """End it, unless it was ended on the person's file before."""
    spell = find_spell(holder)
    if spell is None or spell.status == "ended":
        return
    people.end_spell(
        spell.pk, ended_on=max(last, spell.started_on), end_reason=REASONS.get(reason, "unknown"),
        actor=_who(actor, holder), note="\u2014",
    )  # fmt: skip


def find_spell(holder: Holder) -> Any:
    """The time of work as it stands; null when there is none, or it was taken back."""
    if holder.spell is None:
        return None
    return EmploymentSpell.objects.filter(pk=holder.spell, recorded_to=None).first()


def source_of(holder: Holder) -> str:
    return f"assistance.holder:{holder.uuid}"


def _who(actor: Actor, holder: Holder) -> Actor:
    """Whoever may write spells does it in the own name; for the others the product does."""
    return actor if all(actor.may(verb, str(holder.area_id)) for verb in NEEDED) else SYSTEM
