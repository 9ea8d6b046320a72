"""What was found against holders is written down; the dead and who came to the end of an agreement leave at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from gangqiao.assistance.actions.holding import leave
from gangqiao.assistance.actions.posts import lock_post
from gangqiao.assistance.models import Holder
from gangqiao.assistance.reads.holders_found import findings_of
from gangqiao.assistance.states import LIVE_HOLDER
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM

STOP = "assistance.stop_duty"
AT_A_TIME = 500


def look_at(holders: Iterable[Holder], *, source: str = "job") -> int:
    """Look at live holders anew and write down what changed; returns how many did. Twice changes nothing."""
    rows = list(holders)
    changed = 0
    for start in range(0, len(rows), AT_A_TIME):
        some = rows[start : start + AT_A_TIME]
        found = findings_of(some)
        for row in some:
            codes = list(dict.fromkeys(one.code for one in found[row.pk]))
            if "dead" in codes:
                changed += _end(row.pk, "death", row.person.died_on or clock.today(), source)
            elif _has_run_out(row):
                changed += _end(row.pk, "expired", row.ends_on or clock.today(), source)
            elif codes != row.stop_reasons:
                changed += _write_down(row.pk, codes, source)
    return changed


def live() -> list[Holder]:
    """Everybody of the scope who holds a post or has an agreement to sign."""
    rows = Holder.objects.filter(status__in=LIVE_HOLDER)
    return list(rows.select_related("person", "person__household", "post").order_by("pk"))


def look_at_person(person_id: int, *, source: str = "job") -> int:
    """The same for one person: something was recorded about them."""
    return look_at(live_of(person_id), source=source)


def live_of(person_id: int) -> list[Holder]:
    """What this person holds; one row, by the database."""
    rows = Holder.objects.filter(person=person_id, status__in=LIVE_HOLDER)
    return list(rows.select_related("person", "person__household", "post"))


def follow_spell(spell_id: int, reason: str, ended_on: date, *, source: str = "job") -> bool:
    """The time of work of a post was ended on the person's file: the post ends with it. Twice changes nothing."""
    holder = Holder.objects.filter(spell=spell_id, status__in=LIVE_HOLDER).first()
    if holder is None:
        return False
    why = {"changed_employer": "found_job", "died": "death"}.get(reason, "own_wish")
    return bool(_end(holder.pk, why, ended_on, source))


def _has_run_out(row: Holder) -> bool:
    return row.ends_on is not None and row.spell is not None and row.ends_on < clock.today()


def _end(pk: int, reason: str, last: date, source: str) -> int:
    with transaction.atomic():
        post = lock_post(Holder.objects.values_list("post", flat=True).get(pk=pk))
        holder = Holder.objects.select_for_update(of=("self",)).get(pk=pk)
        if holder.status not in LIVE_HOLDER:
            return 0
        holder.post = post
        last = min(max(last, holder.begins_on or last), clock.today())
        leave(holder, reason, last, "\u2014", actor=SYSTEM, source=source)
    return 1


def _write_down(pk: int, codes: list[str], source: str) -> int:
    with transaction.atomic():
        holder = Holder.objects.select_for_update(of=("self",)).get(pk=pk)
        if holder.status not in LIVE_HOLDER or holder.stop_reasons == codes:
            return 0
        is_new = bool(set(codes) - set(holder.stop_reasons))
        holder.stop_reasons = codes
        holder.save(update_fields=["stop_reasons"])
        if is_new:
            record(STOP, actor=SYSTEM, subject=holder, fields=["stop_reasons"], source=source)
    return 1
