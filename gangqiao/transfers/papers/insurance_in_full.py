"""The list for the insurer with whole ID numbers: one more kind of what `exports` takes out, by its one door.

A second person approves it, the file is encrypted and goes after some days, and only the asker fetches it.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb
from gangqiao.exports.actions import Order, ask_for
from gangqiao.exports.kinds import Kind, Made, Told, register
from gangqiao.exports.making import mark_of
from gangqiao.exports.models import Export
from gangqiao.exports.refusals import NotComplete
from gangqiao.kernel.actor import Actor, Level
from gangqiao.transfers.models import Batch
from gangqiao.transfers.papers import insurance
from gangqiao.transfers.papers.making import leads, opened_whole
from gangqiao.transfers.papers.setting import moment, stamp_of
from gangqiao.transfers.papers.workbooks import written
from gangqiao.transfers.reads.papers import listed, sheaf_of

KIND = "insurance"
ID_NUMBER = "id_number"
COLUMNS = ("name", "sex", "age", ID_NUMBER, "phone")


def ask_for_numbers(batch: Batch, purpose: str, *, actor: Actor) -> Export:
    """Ask for the list with whole numbers; a second person decides. Raises NotYourVerb, or a Refusal of exports."""
    if not leads(batch, actor):
        raise NotYourVerb
    order = Order(
        area=str(batch.area_id),
        query={"batch": str(batch.uuid), "number": batch.number},
        columns=COLUMNS,
        clear=[ID_NUMBER],
        purpose=purpose,
        level=Level.PERSONAL,
        count=lambda: _count(batch),
        kind=KIND,
    )
    return ask_for(order, actor=actor)


def _count(batch: Batch) -> int:
    with opened_whole():
        return listed(batch).count()


class InsuranceKind(Kind):
    """The list of one batch for the insurer of its journey."""

    key = KIND

    def title(self, export: Export) -> str:
        return insurance.title()

    def about(self, export: Export) -> list[str]:
        batch = _batch(export)
        return [gettext("Batch %(number)s") % {"number": batch.number}, moment(batch.departs_at)]

    def way(self, export: Export) -> str:
        return gettext("workbook for the insurer")

    def headings(self, export: Export, keys: list[str]) -> list[str]:
        known = dict(zip(COLUMNS, insurance.headings()[1:], strict=False))
        return [known[key] for key in keys if key in known]

    def file_name(self, export: Export) -> str:
        return f"{insurance.title()} {export.query['number']} {export.number}.xlsx"

    def link(self, export: Export, actor: Actor) -> str:
        return reverse("transfers:papers", args=[export.query["batch"]]) if actor.may("transfers.print") else ""

    def require(self, export: Export, actor: Actor) -> None:
        if not leads(_batch(export), actor):
            raise NotYourVerb

    def make(self, export: Export, told: Told) -> Made:
        """The list as it is now, of everybody on it."""
        batch, actor = _batch(export), actor_of(export.asker)
        with opened_whole(), override(settings.LANGUAGE_CODE):
            sheaf = sheaf_of(batch)
            rows = insurance.rows_of(sheaf)
            for row, one in zip(rows, sheaf.people, strict=True):
                row[4] = one.passenger.person.id_number or ""
            content = written(sheaf, stamp_of(actor), insurance.title(), insurance.headings(), rows, mark_of(export))
            counted = listed(batch).count()
        if counted != len(rows):
            raise NotComplete(len(rows), counted)
        told(len(rows))
        return Made(content, len(rows), sheaf.persons)


def _batch(export: Export) -> Batch:
    found: Batch = Batch.objects.select_related("plan", "area").get(uuid=UUID(export.query["batch"]))
    return found


register(InsuranceKind())
