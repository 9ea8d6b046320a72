"""Public posts in words: their state, what stops the next step, what a reader may do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import PublicPost
from gangqiao.assistance.reads.posts import reaches
from gangqiao.assistance.reads.posts_steps import Hindrance, hindrances
from gangqiao.assistance.states import POST, PostStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import place_names

P = PostStatus
TONES = {
    P.PROPOSED: "busy", P.CHECKED: "busy", P.APPROVED: "busy", P.ANNOUNCED: "warn", P.SELECTING: "warn",
    P.PUBLICITY: "busy", P.AGREEMENT: "busy", P.RUNNING: "good", P.ENDED: "calm", P.REJECTED: "bad",
}  # fmt: skip
WAY = (P.PROPOSED, P.CHECKED, P.APPROVED, P.ANNOUNCED, P.SELECTING, P.PUBLICITY, P.AGREEMENT, P.RUNNING, P.ENDED)


@dataclass(frozen=True, slots=True)
class Row:
    """A post in a list. days: until when what stands now stands; waits: what the reader is to do, "" nothing."""

    post: PublicPost
    place: str
    kind: str
    department: str
    fund: str
    status: Any
    tone: str
    pay: str
    days: str
    waits: str


def rows(posts: Iterable[PublicPost], actor: Actor) -> list[Row]:
    """Posts as rows; their quotas must be at hand."""
    found = list(posts)
    places = place_names({str(post.area_id) for post in found})
    return [_row(post, places.get(str(post.area_id), ""), actor) for post in found]


def _row(post: PublicPost, place: str, actor: Actor) -> Row:
    status = P(post.status)
    return Row(
        post=post,
        place=place,
        kind=LISTS["post_kind"].word(post.quota.kind),
        department=LISTS["post_department"].word(post.quota.department),
        fund=LISTS["fund_line"].word(post.quota.fund_line),
        status=status.label,
        tone=TONES[status],
        pay=pay_words(post),
        days=days_words(post),
        waits=next((str(step.label) for step in steps_of(post, actor) if step.tone == "good"), ""),
    )


def pay_words(post: PublicPost) -> str:
    """The pay a month in yuan; without a document number it says that it is not confirmed."""
    amount = _("%(yuan)s yuan a month") % {"yuan": format_yuan(post.standard)}
    return amount if post.quota.is_confirmed else _("%(pay)s (not confirmed)") % {"pay": amount}


def days_words(post: PublicPost) -> str:
    """Until when the announcement or the publicity stands."""
    last = {P.ANNOUNCED: post.announced_until, P.PUBLICITY: post.publicity_until}.get(P(post.status))
    if last is None:
        return ""
    left = (last - clock.today()).days
    if left < 0:
        return _("over since %(day)s") % {"day": date_format(last)}
    days = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return _("until %(day)s, %(left)s") % {"day": date_format(last), "left": days}


def steps_of(post: PublicPost, actor: Actor) -> list[Any]:
    """The steps whose verb the reader holds here; whether one succeeds the page says beside."""
    return [step for step in POST.steps_from(post.status) if reaches(actor, step.verb, post)]


def course(post: PublicPost) -> list[dict[str, Any]]:
    """The life of the post, drawn."""
    way = (P.PROPOSED, P.REJECTED) if post.status == P.REJECTED else WAY
    at = way.index(P(post.status))
    return [{"label": state.label, "is_past": n < at, "is_now": n == at} for n, state in enumerate(way)]


def signatures(post: PublicPost) -> list[tuple[Any, str, Any]]:
    """Who proposed, checked and approved it: what, who, on which day (null: the log says)."""
    found = [(_("Proposed by the village"), post.proposed_by, post.proposed_on)]
    if post.checked_by:
        found.append((_("Checked by the township"), post.checked_by, None))
    if post.approved_by:
        found.append((_("Approved by the city"), post.approved_by, None))
    return found


def facts(post: PublicPost) -> list[tuple[Any, str]]:
    """What the post is, label and words."""
    quota = post.quota
    return [
        (_("Kind of post"), LISTS["post_kind"].word(quota.kind)),
        (_("Department"), LISTS["post_department"].word(quota.department)),
        (_("Fund line"), LISTS["fund_line"].word(quota.fund_line)),
        (_("Pay"), pay_words(post)),
        (_("Document number"), quota.document or _("none: the amount is not confirmed")),
        (_("Days of duty a month"), str(post.required_days)),
        (_("Term in months"), str(post.months)),
        (_("Duties"), post.duties),
        (_("Where the duty is done"), post.place),
        (_("Hours of duty"), post.hours),
        (_("Why it is needed"), post.why),
        (_("Telephone for objections"), post.objection_phone),
    ]


def page(post: PublicPost, actor: Actor) -> dict[str, Any]:
    """What the page of a post shows beside its people."""
    steps = steps_of(post, actor)
    found: list[Hindrance] = hindrances(post, actor)
    return {
        "post": post,
        "row": rows([post], actor)[0],
        "states": course(post),
        "facts": facts(post),
        "signatures": signatures(post),
        "hindrances": found,
        "may": {step.verb.partition(".")[2] for step in steps},
        "may_print": reaches(actor, "assistance.print", post),
        "is_open": post.status == P.ANNOUNCED and reaches(actor, "assistance.apply", post),
    }
