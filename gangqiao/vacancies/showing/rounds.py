"""Rounds of collecting as pages: ratios with the lists behind them, units with who does it there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.ratios import Ratio
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.reads.employers_keeping import keeper_words
from gangqiao.vacancies.reads.rounds import Part, Progress
from gangqiao.vacancies.reads.rounds_copies import Copy
from gangqiao.vacancies.states import Asked, ReturnStatus, RoundKind, RoundStatus

R = ReturnStatus
ROUND_TONES = {RoundStatus.DRAFT: "calm", RoundStatus.OPEN: "busy", RoundStatus.CLOSED: "good"}
RETURN_TONES = {R.DUE: "calm", R.HANDED_IN: "busy", R.RETURNED: "warn", R.RECEIVED: "good"}
ASKED_TONES = {"": "calm", Asked.COUNTED: "good", Asked.CLOSED: "good", Asked.REFUSED: "warn", Asked.NOT_FOUND: "warn"}


@dataclass(frozen=True, slots=True)
class RatioShown:
    """One ratio with the list of what it misses; href "" when nothing is missing or the list is the page itself."""

    label: Any
    ratio: Ratio
    unit: Any
    href: str

    @property
    def words(self) -> str:
        return self.ratio.words

    @property
    def tone(self) -> str:
        return self.ratio.tone


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list. own: the reader's own return in it, or null."""

    round: Round
    kind: Any
    status: Any
    tone: str
    is_late: bool
    progress: Progress

    @property
    def words(self) -> str:
        done, total = self.progress.returns.done, self.progress.returns.total
        return _("%(done)s of %(total)s handed in") % {"done": done, "total": total} if total else "—"


def round_row(asked: Round, found: Progress) -> RoundRow:
    status = RoundStatus(asked.status)
    is_late = status is RoundStatus.OPEN and clock.today() > asked.due_on and found.returns.missing > 0
    return RoundRow(asked, RoundKind(asked.kind).label, status.label, ROUND_TONES[status], is_late, found)


@dataclass(frozen=True, slots=True)
class PartShown:
    """One unit of a round. employers, answers: in words with the list behind them ("" when nothing is missing)."""

    part: Part
    status: Any
    tone: str
    href: str
    employers: str
    employers_href: str
    answers: str
    answers_href: str

    @property
    def what(self) -> str:
        """What a monthly return says: its vacancies and seats, or that there is nothing new."""
        owed = self.part.owed
        if not self.part.is_in:
            return "—"
        if owed.nothing_new:
            return _("nothing new")
        return _("%(vacancies)s vacancies, %(seats)s seats") % {"vacancies": owed.vacancies, "seats": owed.seats}


def part_shown(part: Part) -> PartShown:
    owed = part.owed
    status = ReturnStatus(owed.status)
    missing = f"{reverse('vacancies:missing', args=[owed.round.uuid])}?return={owed.uuid}"
    return PartShown(
        part=part,
        status=status.label,
        tone="bad" if part.is_late else RETURN_TONES[status],
        href=reverse("vacancies:return", args=[owed.uuid]),
        employers=part.employers.words,
        employers_href=missing if part.employers.missing else "",
        answers=part.answers.words,
        answers_href=f"{missing}&what=answers" if part.answers.missing else "",
    )


def ratios(asked: Round, found: Progress) -> list[RatioShown]:
    """The ratios of a round: a survey has three, a month one."""
    missing = reverse("vacancies:missing", args=[asked.uuid])
    shown = [RatioShown(_("Units that handed in"), found.returns, _("units"), "#units")]
    if asked.kind == RoundKind.SURVEY:
        shown = [
            RatioShown(_("Employers asked"), found.employers, _("employers"), missing),
            RatioShown(_("Figures given"), found.answers, _("figures"), f"{missing}?what=answers"),
            *shown,
        ]
    return shown


def outcomes(found: Progress) -> list[tuple[Any, str, int]]:
    """How many employers by outcome: words, tone, number."""
    many: dict[str, int] = {}
    for part in found.parts:
        for outcome, number in part.outcomes.items():
            many[outcome] = many.get(outcome, 0) + number
    words = {"": _("still to be asked"), **{a.value: a.label for a in Asked}}
    return [(words[key], ASKED_TONES[key], many[key]) for key in words if key in many]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One employer of a survey. ask_href: where the reader records what became of it, "" when not theirs."""

    line: Line
    employer: Any
    outcome: Any
    tone: str
    unit: str
    holders: str
    gaps: str
    ask_href: str


def lines_shown(
    lines: Iterable[Line], names: Any, holders: Any, actor: Actor, *, is_open: bool = True
) -> list[LineShown]:
    return [_line(line, names, holders, actor, is_open) for line in lines]


def _line(line: Line, names: Any, holders: Any, actor: Actor, is_open: bool) -> LineShown:
    employer: Any = line.employer
    may = is_open and any(actor.may("vacancies.ask_employer", path) for path in line.paths)
    figures = (("headcount", _("employed")), ("wanted", _("wanted")), ("poor_employed", _("registered poor")))
    gaps = [str(words) for key, words in figures if getattr(employer, key) is None]
    return LineShown(
        line=line,
        employer=employer,
        outcome=Asked(line.outcome).label if line.outcome else _("still to be asked"),
        tone=ASKED_TONES[line.outcome],
        unit=names[line.part_of_id],
        holders=holders[line.part_of_id],
        gaps=", ".join(gaps) if line.outcome == Asked.COUNTED else "",
        ask_href=f"{reverse('vacancies:ask_employer', args=[employer.uuid])}?round={line.part_of.round.uuid}"
        if may
        else "",
    )


def may_with(owed: Return, actor: Actor) -> set[str]:
    """What the reader may do with a return now, by the name of the verb."""
    steps = [step.verb for step in Return.LIFE_CYCLE.steps_from(owed.status)]
    if owed.round.status != RoundStatus.OPEN:
        steps = [verb for verb in steps if verb != "vacancies.hand_in"]
    return {v.partition(".")[2] for v in steps if any(actor.may(v, path) for path in owed.paths)}


@dataclass(frozen=True, slots=True)
class CopyShown:
    """One copy for the bureau. page: the name of its address; how_long: from the entry to the copy, in words."""

    at: Any
    act: Any
    who: str
    subject: Any
    keeper: str
    page: str
    how_long: str


def copies_shown(rows: list[Copy]) -> list[CopyShown]:
    subjects = [one.subject for one in rows if one.subject is not None]
    keepers = _keepers(subjects)
    names = labels_of_acts()
    return [
        CopyShown(
            at=one.copied.at,
            act=names.get(next(iter(one.copied.fields), ""), ""),
            who=one.entered.actor_name if one.entered else "",
            subject=one.subject,
            keeper=keepers.get(one.copied.subject, ""),
            page=_page_of(one.subject),
            how_long=_("%(n)s s later") % {"n": one.seconds} if one.seconds is not None else "",
        )
        for one in rows
    ]


def _keepers(subjects: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for model in {type(s) for s in subjects}:
        own = [s for s in subjects if type(s) is model]
        words = keeper_words(own)
        found |= {f"{model._meta.label_lower}:{s.uuid}": words[s.pk] for s in own}
    return found


def _page_of(subject: Any) -> str:
    """The name of the address of a record's page."""
    return "" if subject is None else "vacancies:employer" if isinstance(subject, Employer) else "vacancies:vacancy"
