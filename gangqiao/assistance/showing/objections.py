"""Objections in words. Who objected is told only to whoever may answer, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Objection
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import name_for

ANSWER = "assistance.answer_objection"


@dataclass(frozen=True, slots=True)
class Row:
    """One objection. about: whom or what it is about; by: who objected, for who may answer."""

    objection: Objection
    about: str
    what: str
    words: str
    by: str
    due: str
    tone: str
    outcome: str
    answer: str
    may_answer: bool


def rows(objections: Iterable[Objection], actor: Actor) -> list[Row]:
    """Objections as rows; their posts, applicants and persons must be at hand."""
    return [_row(one, actor) for one in objections]


def _row(one: Objection, actor: Actor) -> Row:
    may_answer = any(actor.may(ANSWER, path) for path in one.paths)
    late = not one.outcome and one.due_on < clock.today()
    due = date_format(one.due_on)
    tone: Any = "calm" if one.outcome else ("bad" if late else "busy")
    return Row(
        objection=one,
        about=name_for(one.applicant.person, actor) if one.applicant is not None else "",
        what=_("choice for the post") if one.about == "choice" else _("line of a monthly sheet"),
        words=one.words,
        by=(one.by_words or _("anonymous")) if may_answer else "",
        due=_("%(day)s, overdue") % {"day": due} if late else due,
        tone=tone,
        outcome=LISTS["objection_outcome"].word(one.outcome) if one.outcome else "",
        answer=one.answer or "",
        may_answer=may_answer and not one.outcome,
    )
