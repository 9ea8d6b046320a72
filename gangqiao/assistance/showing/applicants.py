"""Applicants of a post in words: the order, what speaks for each, what stands against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Applicant, PublicPost
from gangqiao.assistance.reads.applicants import Candidate
from gangqiao.assistance.states import ApplicantStatus, PostStatus
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.policy import Verdict
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import name_for, place_names

A = ApplicantStatus
TONES = {A.APPLIED: "busy", A.CHOSEN: "good", A.NOT_CHOSEN: "calm", A.WITHDRAWN: "calm"}
STATES = {Verdict.MET: "good", Verdict.NOT_MET: "bad", Verdict.MISSING: "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant. reasons: tone, sentence, article; speaks: rules that speak for them with points."""

    candidate: Candidate
    applicant: Applicant
    name: str
    place: str
    sex: str
    age: Any
    kin: str
    kin_words: str
    status: Any
    tone: str
    why_not: str
    speaks: str
    reasons: list[tuple[str, Any, str]]
    against: list[tuple[str, Any]]
    may: set[str]

    @property
    def words(self) -> str:
        return self.applicant.words or ""


def rows(found: Iterable[Candidate], post: PublicPost, actor: Actor, today: Any) -> list[Row]:
    """Candidates as rows, in their order. Why somebody does not meet a rule is for those who may see reasons."""
    listed = list(found)
    places = place_names({str(one.applicant.area_id) for one in listed})
    return [_row(one, post, places.get(str(one.applicant.area_id), ""), actor, today) for one in listed]


def _row(one: Candidate, post: PublicPost, place: str, actor: Actor, today: Any) -> Row:
    applicant, person, area = one.applicant, one.applicant.person, str(one.applicant.area_id)
    status, sees = A(applicant.status), actor.may("assistance.view_reasons", str(applicant.area_id))
    return Row(
        candidate=one,
        applicant=applicant,
        name=name_for(person, actor),
        place=place,
        sex=PEOPLE_LISTS["sex"].word(person.sex) if person.sex else "",
        age=person.age_on(today),
        kin=LISTS["kin"].word(applicant.kin),
        kin_words=(applicant.kin_words or "") if sees else "",
        status=status.label,
        tone=TONES[status],
        why_not=LISTS["not_chosen"].word(applicant.not_chosen) if applicant.not_chosen else "",
        speaks=_(", ").join(f"{point.says} +{point.many}" for point in one.points) if sees else "",
        reasons=[(STATES[r.state], r.says, r.article) for r in one.reasons] if sees else [],
        against=[(STATES[r.state], r.says) for r in one.unmet] if sees else [],
        may=_may(applicant, post, actor, area),
    )


def _may(applicant: Applicant, post: PublicPost, actor: Actor, area: str) -> set[str]:
    """What the reader may do with this applicant now."""
    status = post.status
    possible = {
        "choose": status == PostStatus.SELECTING and applicant.status in (A.APPLIED, A.NOT_CHOSEN),
        "not_choose": status == PostStatus.SELECTING and applicant.status in (A.APPLIED, A.CHOSEN),
        "withdraw_application": status in (PostStatus.ANNOUNCED, PostStatus.SELECTING, PostStatus.PUBLICITY)
        and applicant.status in (A.APPLIED, A.CHOSEN),
        "take_objection": status == PostStatus.PUBLICITY,
    }
    found = {name for name, is_so in possible.items() if is_so and actor.may(f"assistance.{name}", area)}
    if status in (PostStatus.ANNOUNCED, PostStatus.SELECTING) and actor.may("assistance.apply", area):
        found.add("declare_kin")
    return found


def published_on(post: PublicPost) -> str:
    """The days of the publicity in words."""
    if post.publicity_from is None or post.publicity_until is None:
        return ""
    first, last = date_format(post.publicity_from), date_format(post.publicity_until)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
