"""The money of a demonstration: budgets, confirmed numbers, batches, a bank that answers, recoveries."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.people.actions.correct import correct_person
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import (
    batches,
    budgets,
    checking,
    confirming,
    payees,
    recovering,
    reissuing,
    returns,
    samples,
)
from gangqiao.subsidies.demonstration import WORDS, Desk, tried
from gangqiao.subsidies.demonstration_claims import INSURANCE, TRANSPORT, Led
from gangqiao.subsidies.models import Claim, Instalment, Payee, Payment, PaymentBatch, Recovery, Sample
from gangqiao.subsidies.policy.bank_layouts import layouts
from gangqiao.subsidies.reads.claims_units import Applying
from gangqiao.subsidies.states import ClaimStatus

LINE, LAYOUT = "employment", "onecard_csv"
GRANTED, CUT, SKILLS, ALARM = 1_250_000, 200_000, 5_000_000, 50
# What nobody has found in a document, and what the demonstration says it has.
CONFIRMED = ((TRANSPORT, "cap"), (INSURANCE, "document"), ("rural_public_post", "document"),
             ("rural_public_post", "max_age"))  # fmt: skip


def prepare(desk: Desk, employers: Sequence[Applying]) -> None:
    """Budgets of the year, the numbers without which no rule of the day pays, and accounts of all employers but one."""
    year = clock.today().year
    for fen, document, is_cut, line in (
        (GRANTED, WORDS["document"], False, LINE), (CUT, WORDS["cut"], True, LINE),
        (SKILLS, WORDS["skills"], False, "skills"),
    ):  # fmt: skip
        tried(-75, desk.finance, lambda f=fen, d=document, c=is_cut, n=line: budgets.grant(
            n, year, f, d, actor=desk.finance, is_cut=c, alarm_percent=ALARM))  # fmt: skip
    for programme, item in CONFIRMED:
        tried(-75, desk.office, lambda p=programme, i=item: confirming.confirm(
            p, i, WORDS["confirmed"], actor=desk.office))  # fmt: skip
    for employer in employers[:2]:
        _keep_account(desk, employer.subject, employer.name)


def pay(desk: Desk, led: Led) -> None:
    """Three batches: one the bank has answered, one it has, one that is a draft; then returns and recoveries."""
    people = led.by_course.get("people", [])
    for number, claim in enumerate(people):
        _enter_card(desk, claim, number)
    paid = led.by_course.get("paid", [])
    first = _batch(desk, paid, -57, -56, -55)
    if first is not None:
        _answer(desk, first, -52, failed={1: "04", 2: "03"})
        _recover(desk, _of(paid, ClaimStatus.PAID))
    second = _batch(desk, people, -13, -12, -11)
    if second is not None:
        _answer(desk, second, -9, failed={len(people) - 1: "05"} if len(people) > 1 else {})
    _batch(desk, led.by_course.get("bank", []), -8, -7, -6)
    tried(-5, desk.funds, lambda: reissuing.reissue(_of(paid, ClaimStatus.FAILED)[:1], actor=desk.funds))
    _cancel_one(desk, led.by_course.get("waiting", []))
    _sample(desk)
    tried(0, desk.office, lambda: checking.run_for(Claim.objects.all()))


def _of(claims: Sequence[Claim], status: str) -> list[Claim]:
    return list(Claim.objects.filter(pk__in=[one.pk for one in claims], status=status).order_by("pk"))


def _keep_account(desk: Desk, subject: str, name: str) -> None:
    account = f"{WORDS['account']}{Payee.objects.count():03}"
    payee = tried(-75, desk.funds, lambda: payees.keep(subject, name, account, actor=desk.funds))
    if payee is not None:
        tried(-74, desk.finance, lambda: payees.verify(payee, actor=desk.finance))


def _enter_card(desk: Desk, claim: Claim, number: int) -> None:
    """Whoever has a claim brings the card along, where the register does not know it."""
    person = Person.objects.filter(pk=claim.person_id).first()
    if person is not None and not person.bank_account:
        values = {"bank_account": f"{WORDS['account']}{500 + number}"}
        tried(-20, desk.office, lambda: correct_person(
            person.pk, values=values, actor=desk.office, source="demonstration"))  # fmt: skip


def _batch(desk: Desk, claims: Sequence[Claim], drafted: int, approved: int, sent: int) -> PaymentBatch | None:
    """Drafted by the funds clerk, approved and given to the bank by finance; null when nothing could be paid."""
    rows = _of(claims, ClaimStatus.APPROVED)
    batch: PaymentBatch | None = tried(drafted, desk.funds, lambda: batches.draft(LINE, rows, actor=desk.funds))
    if batch is None:
        return None
    tried(approved, desk.finance, lambda: batches.approve(batch, actor=desk.finance))
    tried(sent, desk.finance, lambda: batches.bank_file(batch, LAYOUT, actor=desk.finance))
    return PaymentBatch.objects.get(pk=batch.pk)


def _answer(desk: Desk, batch: PaymentBatch, day: int, failed: dict[int, str]) -> None:
    """The bank answers each line. failed: by its place in the batch, the bank's code of what was wrong."""
    rows = list(Payment.objects.filter(batch=batch).order_by("pk"))
    content = answer_of(rows, failed, clock.today() + timedelta(days=day))
    tried(day, desk.finance, lambda: returns.take_answer(batch, WORDS["answer_name"], content, actor=desk.finance))


def answer_of(rows: Sequence[Payment], failed: dict[int, str], day: object) -> bytes:
    """The file of a bank's answers in the layout of the demonstration, with its last line of sums."""
    layout = layouts()[LAYOUT]
    theirs, words = layout.answer.columns, {ours: word for word, ours in layout.answer.results.items()}
    names = ("key", "result", "reason", "day", "yuan")
    lines = [[theirs[name] for name in names]]
    for place, row in enumerate(rows):
        result = words["failed"] if place in failed else words["paid"]
        yuan = format_yuan(row.fen).replace(",", "")
        lines.append([row.key, result, failed.get(place, ""), f"{day:%Y%m%d}", yuan])
    total = format_yuan(sum(row.fen for row in rows)).replace(",", "")
    lines.append([layout.answer.footer, str(len(rows)), "", "", total])
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode(layout.encoding)


def _recover(desk: Desk, paid: Sequence[Claim]) -> None:
    """One comes back in instalments, the first of them overdue; one has come back; one was dropped."""
    if len(paid) < 3:
        return
    late, back, dropped = paid[:3]
    for claim, parts in ((late, 3), (back, 1), (dropped, 1)):
        reason = WORDS["recovered"] if claim is back else WORDS["recovery"]
        tried(-50, desk.funds, lambda c=claim, n=parts, r=reason: recovering.start(
            c, c.amount, n, r, WORDS["decision"], actor=desk.funds))  # fmt: skip
    on = clock.today() - timedelta(days=22)
    part = Instalment.objects.filter(recovery__claim=back).first()
    if part is not None:
        tried(-22, desk.finance, lambda: recovering.receive(part, on, f"{WORDS['receipt']}001", actor=desk.finance))
    row = Recovery.objects.filter(claim=dropped).first()
    if row is not None:
        tried(-20, desk.office, lambda: recovering.drop(row, WORDS["answer"], actor=desk.office))


def _sample(desk: Desk) -> None:
    """Some of what was paid is looked into: evidence was asked for one, the person of another is to be heard."""
    for on, since, until in ((-18, -60, -40), (-5, -12, -5)):
        first, last = clock.today() + timedelta(days=since), clock.today() + timedelta(days=until)
        tried(on, desk.office, lambda f=first, u=last: samples.draw(f, u, WORDS["seed"], actor=desk.office))
    for place, sample in enumerate(Sample.objects.order_by("pk")):
        pair = desk.town(str(sample.area_id))
        if pair is None:
            continue
        tried(-4 if place else -17, pair[0], lambda one=sample, by=pair[0]: samples.ask(one, actor=by))
        if not place:
            tried(-1, pair[0], lambda one=sample, by=pair[0]: samples.doubt(
                one, "no_answer", WORDS["doubt"], actor=by))  # fmt: skip


def _cancel_one(desk: Desk, waiting: Sequence[Claim]) -> None:
    """A batch that was drafted by mistake: its claims wait again."""
    rows = _of(waiting, ClaimStatus.APPROVED)
    batch = tried(-4, desk.funds, lambda: batches.draft(LINE, rows, actor=desk.funds))
    if batch is not None:
        tried(-3, desk.funds, lambda: batches.cancel(batch, WORDS["cancelled"], actor=desk.funds))
