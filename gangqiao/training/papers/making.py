"""Who prints what of a class, and the printing: the look and the event are written before a paper leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from gangqiao.audit.events import looked, record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.reach import acting, leads
from gangqiao.training.models import Class, Enrolment
from gangqiao.training.papers import lists, singles
from gangqiao.training.papers.setting import Stamp, stamp_of
from gangqiao.training.reads.learners import opened
from gangqiao.training.reads.papers import listed

PRINT, CALL = "training.print", "training.record_call"
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Maker = Callable[[Class, Stamp], bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper. is_check: names who was drawn, so it is never for those who are checked."""

    key: str
    label: Any
    lead: Any
    make_pdf: Maker
    make_xlsx: Maker | None = None
    is_check: bool = False


_ALL = (
    Paper("list", pgettext_lazy("paper", "List of the class"), _("Everybody in the class, ID numbers masked."),
          lists.set_class_list),
    Paper("sign_in", pgettext_lazy("paper", "Sign-in sheet"),
          _("A page for each session, to sign in the own hand; with the code that phones scan."), lists.set_sign_in),
    Paper("calls", pgettext_lazy("paper", "Call-backs of the township"),
          _("Who was drawn to be asked, with numbers and the day asked about."), lists.set_calls, is_check=True),
    Paper("hands", pgettext_lazy("paper", "Handwriting to be compared"),
          _("Who was drawn to sign once more before the township."), lists.set_hands, is_check=True),
    Paper("certificates", pgettext_lazy("paper", "Certificates"),
          _("One to a page, with number, code and QR by which anybody verifies them."), singles.set_certificates),
    Paper("claim", pgettext_lazy("paper", "Learners claimed for"),
          _("Days and hours of everybody for whom something may be claimed; none who objected or is in doubt."),
          lists.set_claim, lists.claim_xlsx),
)  # fmt: skip
PAPERS = {paper.key: paper for paper in _ALL}


def papers_for(held: Class, actor: Actor) -> list[Paper]:
    """The papers the reader may print of a class: of the whole of it, or of the own people."""
    return [paper for paper in _ALL if _may(paper, held, actor)]


def _may(paper: Paper, held: Class, actor: Actor) -> bool:
    if paper.is_check:
        return actor.may(PRINT) and (leads(actor, CALL, held) or actor.may(CALL))
    return actor.may(PRINT)


def print_paper(held: Class, key: str, form: str, *, actor: Actor) -> tuple[str, bytes]:
    """Name and content of a paper in the language of the county. Raises NotYourVerb, NotSet, KeyError."""
    paper = PAPERS[key]
    if not _may(paper, held, actor):
        raise NotYourVerb
    make = paper.make_xlsx if form == "xlsx" and paper.make_xlsx is not None else paper.make_pdf
    with opened(held, actor, PRINT), override(settings.LANGUAGE_CODE):
        people = [one.enrolment.person_uuid for one in listed(held)]
        looked(PRINT, actor=actor, persons=people, subject=held)
        record(PRINT, actor=actor, subject=held, fields=[key])
        content = make(held, stamp_of(actor))
        name = f"{paper.label} {held.number}.{'xlsx' if make is paper.make_xlsx else 'pdf'}"
    return name, content


def print_slip(row: Enrolment, *, actor: Actor) -> tuple[str, bytes]:
    """The slip of one learner. Raises NotYourVerb, NotSet."""
    if not leads(actor, PRINT, row.held):
        require(actor, PRINT, row)
    with opened(row.held, actor, PRINT), override(settings.LANGUAGE_CODE):
        looked(PRINT, actor=actor, persons=[row.person_uuid])
        record(PRINT, actor=acting(actor, PRINT, row), subject=row)
        content = singles.set_slip(row, stamp_of(actor))
    return f"{row.held.number}.pdf", content
