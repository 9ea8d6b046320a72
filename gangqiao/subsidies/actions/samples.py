"""Samples of payments: drawn at random, checked, heard and decided. Nobody is judged unheard, or by who checked.

What was found, said and decided is sealed in the row and does not go into the log.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gangqiao.assistance.policy.posts import add_months
from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import recovering
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Hand, Sample
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.subsidies.reads import samples as reads
from gangqiao.subsidies.refusals_samples import (
    DecidedByAnother,
    HandChecksNoSample,
    HearFirst,
    NothingToDraw,
    NotToBeHeard,
    SampleNeedsWords,
    SeedMissing,
    StillTime,
    UnknownSanction,
    WrongDays,
)
from gangqiao.subsidies.states import SampleStatus

DRAW, ASK, PASS, DOUBT = (
    "subsidies.draw_sample", "subsidies.ask_evidence", "subsidies.pass_sample", "subsidies.doubt_sample",
)  # fmt: skip
HEAR, DECIDE = "subsidies.hear", "subsidies.decide_sample"
KEPT, NO_ANSWER, DOUBTFUL = "kept", "no_answer", "doubtful"
MONEY_BACK = ("recover", "bar")


def draw(first: date, last: date, seed: str, *, actor: Actor) -> list[Sample]:
    """Draw the share of what was paid from a day to a day: the same claims for the same word, none of them twice.

    Raises NotYourVerb, WrongDays, SeedMissing, NothingToDraw.
    """
    if not actor.may(DRAW, county_path()) and actor is not SYSTEM:
        raise NotYourVerb
    seed = seed.strip()[:40]
    if last < first or first > clock.today():
        raise WrongDays
    if not seed:
        raise SeedMissing
    with transaction.atomic():
        left, many = reads.to_draw_from(first, last)
        # Two who draw at once wait for each other, and the second one draws nothing of what the first has.
        keys = [claim.pk for claim in reads.chosen(left, many, seed)]
        locked = Claim.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        claims = list(locked)
        there = set(Sample.objects.filter(claim__in=keys).values_list("claim_id", flat=True))
        rows = [_drawn(claim, seed) for claim in claims if claim.pk not in there]
        if not rows:
            raise NothingToDraw
        made = Sample.objects.bulk_create(rows, batch_size=200)
        record(DRAW, actor=actor, area=county_path(), reason=f"{first} {last} {len(made)}")
    return made


def _drawn(claim: Claim, seed: str) -> Sample:
    return Sample(
        area_id=claim.area_id, unit=claim.unit, party=claim.party, person_uuid=claim.person_uuid, claim=claim,
        seed=seed, drawn_on=clock.today(),
    )  # fmt: skip


def _locked(sample: Sample) -> Sample:
    row: Sample = Sample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
    return row


def ask(sample: Sample, *, actor: Actor) -> Sample:
    """Ask for evidence, to be brought within the days of the policy. Raises NotYourVerb, NotAllowedNow."""
    with transaction.atomic():
        row = _locked(sample)
        with step_of(row, ASK, actor=actor):
            row.asked_until = clock.today() + timedelta(days=int(NUMBERS.on(clock.today()).sample_days))
    return row


def pass_(sample: Sample, words: str, *, actor: Actor) -> Sample:
    """Find the payment in order, in words. Raises NotYourVerb, NotAllowedNow, SampleNeedsWords, HandChecksNoSample."""
    return _checked(sample, PASS, KEPT, words, actor)


def doubt(sample: Sample, result: str, words: str, *, actor: Actor) -> Sample:
    """Find it in doubt: the person is heard next. result: "no_answer" once the time is over, or "doubtful".

    Raises NotYourVerb, NotAllowedNow, SampleNeedsWords, HandChecksNoSample, UnknownSanction, StillTime.
    """
    if result not in (NO_ANSWER, DOUBTFUL):
        raise UnknownSanction("result")
    return _checked(sample, DOUBT, result, words, actor)


def _checked(sample: Sample, verb: str, result: str, words: str, actor: Actor) -> Sample:
    with transaction.atomic():
        row = _locked(sample)
        if not words.strip():
            require(actor, verb, row)
            raise SampleNeedsWords
        # The log is told the result; the words stay sealed in the row.
        with step_of(row, verb, actor=actor, note=result):
            if result == NO_ANSWER and not reads.is_late(row):
                raise StillTime
            if actor.user_id is not None and Hand.objects.filter(claim=row.claim_id, by=actor.user_id).exists():
                raise HandChecksNoSample
            row.result, row.words = result, words.strip()[:1000]
            row.checked_on, row.checked_by, row.checker = clock.today(), actor.name[:100], actor.user_id
    return row


def hear(sample: Sample, words: str, on: date, *, actor: Actor) -> Sample:
    """Write down what the person says, on which day; what was said before stays above it.

    Raises NotYourVerb, SampleNeedsWords, WrongDays, NotToBeHeard.
    """
    with transaction.atomic():
        row = _locked(sample)
        require(actor, HEAR, row)
        if not words.strip():
            raise SampleNeedsWords
        if row.status != SampleStatus.HEARING:
            raise NotToBeHeard
        if on > clock.today() or (row.checked_on is not None and on < row.checked_on):
            raise WrongDays
        said = f"{on.isoformat()} {words.strip()[:1000]}"
        row.heard, row.heard_on = f"{row.heard}\n{said}" if row.heard else said, on
        row.save()
        record(HEAR, actor=actor, subject=row, person=row.person_uuid, fields=["heard", "heard_on"])
    return row


def decide(
    sample: Sample, sanction: str, words: str, *, actor: Actor, fen: int | None = None, instalments: int = 1,
    document: str = "",
) -> Sample:  # fmt: skip
    """Decide, as another than who checked, and only after the person was heard.

    sanction  code of the list; "recover" and "bar" have the money come back, by a document; "bar" bars for the months
              of the policy. fen: null the whole claim.
    Raises NotYourVerb, NotAllowedNow, UnknownSanction, SampleNeedsWords, HearFirst, DecidedByAnother, and what
    `recovering.start` raises.
    """
    if sanction not in LISTS["sanction"]:
        raise UnknownSanction
    with transaction.atomic():
        row = _locked(sample)
        require(actor, DECIDE, row)
        if not words.strip():
            raise SampleNeedsWords
        if row.status == SampleStatus.HEARING and row.heard_on is None:
            raise HearFirst
        if actor.user_id is not None and row.checker == actor.user_id:
            raise DecidedByAnother
        with step_of(row, DECIDE, actor=actor, note=sanction):
            row.sanction, row.decision, row.decided_on = sanction, words.strip()[:1000], clock.today()
            row.decided_by, row.decider = actor.name[:100], actor.user_id
            if sanction == "bar":
                row.barred_until = add_months(clock.today(), int(NUMBERS.on(clock.today()).bar_months))
        if sanction in MONEY_BACK:
            claim = Claim.objects.get(pk=row.claim_id)
            reason = _("Decided after the sample of %(day)s") % {"day": row.drawn_on.isoformat()}
            recovering.start(claim, claim.amount if fen is None else fen, instalments, reason, document, actor=actor)
    return row
