"""Objections to a claim, and the evidence that is brought for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock, files
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import claims, evidence, objecting
from gangqiao.subsidies.jobs.evidence import forget_evidence
from gangqiao.subsidies.models import Claim, ClaimObjection, Evidence, Notice
from gangqiao.subsidies.refusals import StillBlocked
from gangqiao.subsidies.refusals_claims import (
    AnotherAnswers,
    AnsweredBefore,
    ClaimIsOver,
    DayAhead,
    DocumentTooLarge,
    EvidenceKind,
    EvidenceMissing,
    NotADocument,
    NotPublishedNow,
    WordsMissing,
)
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_claims import *  # noqa: F403  fixtures are found by their names
from gangqiao.subsidies.tests.rig_claims import REWARD, TODAY

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture
def noticed(person: Any, county: Any) -> Claim:
    """A claim on a village notice that lasts until the day after tomorrow."""
    notice = Notice.objects.create(
        number="N1", stage="village", area_id=person.area_id, programme=REWARD, phone="0873-1", drafted_by="t",
        status="published", first=TODAY, last=TODAY + timedelta(days=2), digest="x",
    )  # fmt: skip
    return make_claim(person, status="village_publicity", notice=notice)


@pytest.mark.requirement("R085")
def test_an_objection_holds_its_claim_until_somebody_without_a_hand_has_answered(
    noticed, village_officer, township_clerk, second, stranger
):
    after = TODAY + timedelta(days=3)
    with everywhere(reason="test"):
        Claim.objects.filter(pk=noticed.pk).update(maker=township_clerk.user_id)
    with scope_of(village_officer):
        with pytest.raises(WordsMissing):
            objecting.take(noticed, "  ", actor=village_officer)
        objection = objecting.take(noticed, "他没有外出", actor=village_officer)
    assert (objection.by_words, objection.due_on) == ("", TODAY + timedelta(days=7))
    with everywhere(reason="test"), pytest.raises(NotYourVerb):
        objecting.take(noticed, "他没有外出", actor=stranger)
    with clock.frozen_at(after):
        with scope_of(village_officer), pytest.raises(NotPublishedNow):
            objecting.take(noticed, "他没有外出", actor=village_officer)
        with scope_of(second), pytest.raises(StillBlocked):
            claims.check(noticed, actor=second)
        with scope_of(township_clerk), pytest.raises(AnotherAnswers):
            objecting.answer(objection, False, "查过", actor=township_clerk)
        with scope_of(second):
            objecting.answer(objection, False, "查过，在东莞", actor=second)
            with pytest.raises(AnsweredBefore):
                objecting.answer(objection, True, "查过", actor=second)
            assert claims.check(noticed, actor=second).status == "township_checked"


def test_an_upheld_objection_holds_until_the_claim_is_rejected_or_sent_back(noticed, village_officer, second):
    with scope_of(village_officer):
        objection = objecting.take(noticed, "他没有外出", "李某", actor=village_officer)
    with clock.frozen_at(TODAY + timedelta(days=3)), scope_of(second):
        objecting.answer(objection, True, "属实", actor=second)
        with pytest.raises(StillBlocked):
            claims.check(noticed, actor=second)
        assert claims.reject(noticed, "属实", actor=second).status == "rejected"
        assert ClaimObjection.objects.get().answer == "属实"


@pytest.mark.parametrize("status", ["draft", "paid"])
def test_evidence_is_kept_sealed_and_known_by_its_content(person, village_officer, stranger, status):
    claim = make_claim(person, status=status, paid_on=TODAY if status == "paid" else None)
    with scope_of(village_officer):
        row = evidence.add(claim, "contract", actor=village_officer, words="合同三年", picture=PDF)
        assert files.open_kept(row.picture) == PDF
        for kind, more, why in (
            ("nothing", {"words": "x"}, EvidenceKind), ("contract", {}, EvidenceMissing),
            ("contract", {"picture": b"MZ"}, NotADocument), ("promise", {}, DayAhead),
            ("promise", {"promised_on": TODAY + timedelta(days=1)}, DayAhead),
            ("contract", {"picture": PDF + b"0" * evidence.MOST_BYTES}, DocumentTooLarge),
        ):  # fmt: skip
            with pytest.raises(why):
                evidence.add(claim, kind, actor=village_officer, **more)
        assert Evidence.objects.count() == 1
    with everywhere(reason="test"), pytest.raises(NotYourVerb):
        evidence.add(claim, "contract", actor=stranger, words="x")


def test_nothing_is_brought_for_a_claim_that_came_to_nothing_and_no_file_is_left(person, village_officer):
    claim = make_claim(person, status="rejected", ended_on=TODAY)
    before = files.names_older_than(-10)
    with scope_of(village_officer), pytest.raises(ClaimIsOver):
        evidence.add(claim, "ticket", actor=village_officer, picture=PDF)
    assert files.names_older_than(-10) == before


def test_files_go_when_their_time_after_the_end_of_the_claim_has_come(
    person, make_person, county, village_officer, django_capture_on_commit_callbacks
):
    kept = {}
    for status in ("paid", "draft", "under_recovery"):
        one = make_claim(make_person(county.villages[0]), status=status, paid_on=None if status == "draft" else TODAY)
        with scope_of(village_officer):
            kept[status] = evidence.add(one, "ticket", actor=village_officer, picture=PDF).pk

    def night(day: Any) -> set[str]:
        with clock.frozen_at(day), django_capture_on_commit_callbacks(execute=True):
            forget_evidence()
        with everywhere(reason="test"):
            left = Evidence.objects.exclude(picture="").values_list("pk", flat=True)
            return {status for status, pk in kept.items() if pk in left}

    everything = {"paid", "draft", "under_recovery"}
    assert night(TODAY) == everything
    assert night(TODAY.replace(year=2023, month=6, day=30)) == everything
    with everywhere(reason="test"):
        name = Evidence.objects.get(pk=kept["paid"]).picture
    assert night(TODAY.replace(year=2023)) == {"draft", "under_recovery"} == night(TODAY.replace(year=2023))
    with pytest.raises(files.FileGone):
        files.open_kept(name)
