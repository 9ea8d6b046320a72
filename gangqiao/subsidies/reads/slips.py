"""What stands on the slip of a claim: the decision, the rule sentence by sentence, the amount, when, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.reads.masking import place_name
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.subsidies.models import Claim, Notice, Payment
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads.digests import digest_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.own import reasons_of
from gangqiao.subsidies.states import ClaimStatus


@dataclass(frozen=True, slots=True)
class Told:
    """One claim in words, for the person it is about: on the slip and on the own page alike.

    reasons  verdict and sentence with its article; days: what happened when, in order: label key and day
    desk     key of the desk it waits at, "" nobody; tail: last digits of the card that was paid, "" none
    why      why it was rejected, withdrawn or returned, "" otherwise
    """

    code: str
    title: str
    status: str
    amount: int
    period: str
    reasons: list[tuple[str, str]]
    days: list[tuple[str, date]]
    desk: str
    due_on: date | None
    tail: str
    why: str
    check: str


def told(claim: Claim, tail: str = "") -> Told:
    """A claim in words, in the reader's language."""
    rule = book_on(claim.decided_for).rules.get(claim.programme)
    language = "en" if get_language() == "en" else "zh"
    title = rule.title[language] if rule is not None else claim.programme
    days = [
        ("made", claim.made_on), ("submitted", claim.submitted_on), ("approved", claim.approved_on),
        ("paid", claim.paid_on), ("ended", claim.ended_on),
    ]  # fmt: skip
    return Told(
        code=claim.code,
        title=title,
        status=str(ClaimStatus(claim.status).label),
        amount=claim.amount,
        period=claim.period,
        reasons=[
            (verdict, f"{says[language]} ({article[language]})" if article[language] else says[language])
            for verdict, says, article in reasons_of(claim)
        ],
        days=[(key, day) for key, day in days if day is not None],
        desk=policy.next_desk(claim.route, claim.status, clock.today()),
        due_on=claim.due_on,
        tail=tail[-2:],
        why=_why(claim),
        check=code_of(claim),
    )


def code_of(claim: Claim) -> str:
    """A short number of what the claim says, printed on its slip: a forged slip shows another."""
    digest = (claim.digest or digest_of(claim)).upper()
    return "-".join(digest[at : at + 4] for at in (0, 4, 8))


def name_on_page(claim: Claim) -> str:
    """The name as far as a page without an account shows it; a unit's in full."""
    return mask_name(str(claim.person.name)) if claim.payee == "person" and claim.person_id else claim.payee_name


def who_to_ask(claim: Claim) -> tuple[str, str]:
    """The township, and the telephone of the last notice the claim stood on; "" when there was none."""
    area = str(claim.area_id)[: KEY_LENGTH[Level.TOWNSHIP]]
    rows = Notice.objects.filter(pk__in=claim.notice_lines.values("notice_id")).order_by("-pk")
    return place_name(area), rows.values_list("phone", flat=True).first() or ""


def tail_of(claim: Claim) -> str:
    """The last digits of the account of the last payment; "" before."""
    rows = Payment.objects.filter(claim=claim).exclude(status="cancelled").order_by("-attempt")
    return rows.values_list("tail", flat=True).first() or ""


def _why(claim: Claim) -> str:
    if claim.status in (ClaimStatus.REJECTED, ClaimStatus.WITHDRAWN):
        return claim.end_reason or ""
    if claim.status == ClaimStatus.FAILED:
        last = Payment.objects.filter(claim=claim, status="failed").order_by("-attempt").first()
        return str(last.get_reason_display()) if last is not None else ""
    return ""
