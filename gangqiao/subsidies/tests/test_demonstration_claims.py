"""The demonstration's claims: one in every state, through the real acts, balanced, made once and only in a demo."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies import demonstration, demonstration_claims
from gangqiao.subsidies.models import (
    BankReturn,
    Claim,
    ClaimObjection,
    Finding,
    Hand,
    Instalment,
    Notice,
    PaymentBatch,
    Recovery,
    Sample,
)
from gangqiao.subsidies.reads import ledger
from gangqiao.subsidies.tests.made import make_poor, make_work
from gangqiao.vacancies.models import Employer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R085", "R091", "R094")]
DAY = date(2020, 3, 16)
ROLES = {
    "office": "headquarters_office", "funds": "funds_clerk", "hq": "headquarters_leader", "finance": "finance",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _spring(settings: Any, tmp_path: Any) -> Any:
    settings.DEMO, settings.HOME = True, tmp_path
    with clock.frozen_at(datetime.combine(DAY, time(18), clock.TZ)):
        yield


@pytest.fixture
def desks(county: Any, make_user: Any) -> None:
    for username, role in ROLES.items():
        make_user(role, county.division, username)
    make_user("township_clerk", county.xinshao, "xinshao")
    make_user("township_leader", county.xinshao, "xinshao-leader")
    make_user("township_clerk", county.hongxi, "hongxi")


@pytest.fixture
def people(county: Any, make_person: Any) -> None:
    """Poor people who work near home, and some in two townships who left early or late; three employers."""
    for number in range(30):
        near = make_person(county.villages[number % 2], birth_date=date(1985, 5, 1))
        make_poor(near)
        make_work(near, area_level="own_township", started_on=date(2019, 6, 1))
    for place in (county.villages[0], county.hongxi):
        for left in (date(2020, 1, 5), date(2020, 3, 1), date(2020, 3, 2), date(2020, 3, 3), date(2020, 3, 4)):
            away = make_person(place, birth_date=date(1990, 5, 1))
            make_poor(away)
            make_work(away, started_on=left, organised="no")
    with everywhere(reason="test data"):
        for number in range(3):
            Employer.objects.create(area_id=county.division.key, name=f"云桥工厂{number}", status="verified")


def states() -> dict[str, int]:
    with everywhere(reason="test"):
        found = list(Claim.objects.values_list("status", flat=True))
    return {one: found.count(one) for one in set(found)}


def test_claims_stand_at_every_desk_once_and_the_money_adds_up(
    desks: None, people: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("subsidies", "demo")
    assert " claims in " in capsys.readouterr().out
    made = states()
    assert set(made) >= {
        "draft", "submitted", "village_checked", "village_publicity", "township_checked", "city_checked",
        "city_publicity", "approved", "in_payment", "paid", "failed", "reissued", "rejected", "withdrawn",
        "under_recovery", "recovered",
    }  # fmt: skip
    with everywhere(reason="test"):
        assert ledger.check() == []
        assert {one.status for one in PaymentBatch.objects.all()} == {"draft", "sent", "settled", "cancelled"}
        assert {(one.stage, one.status) for one in Notice.objects.all()} >= {
            ("village", "published"), ("village", "over"), ("city", "published"), ("city", "over"),
        }  # fmt: skip
        assert set(ClaimObjection.objects.values_list("upheld", flat=True)) == {None, False}
        assert {one.status for one in Recovery.objects.all()} == {"open", "done", "dropped"}
        assert Instalment.objects.filter(received_on=None, recovery__status="open", due_on__lt=DAY).exists()
        assert {one.status for one in Sample.objects.all()} >= {"hearing", "asked"}
        assert Finding.objects.filter(severity="block", outcome="", gone_on=None).exists()
        assert BankReturn.objects.count() == 2
    line = next(one for one in ledger.sums() if one.fund_line == "employment")
    assert line.share >= line.alarm_percent, "the alarm of the budget is seen"
    hands_are_apart()
    every_decision_says_why_and_who()
    call_command("subsidies", "demo")
    assert "Nothing to do" in capsys.readouterr().out
    assert states() == made


def hands_are_apart() -> None:
    """Nobody laid two hands on a claim, and nothing lies ahead."""
    with everywhere(reason="test"):
        hands = list(Hand.objects.values_list("claim_id", "round", "by"))
        assert len(set(hands)) == len(hands) > 20
        assert not Hand.objects.filter(at__gt=clock.now()).exists()
        paid = Claim.objects.filter(status="paid").first()
        assert {one.hand for one in Hand.objects.filter(claim=paid)} >= {"make", "city_check", "approve"}


def every_decision_says_why_and_who() -> None:
    """Each claim has the answers of its rule, the version of the rule and a name; what was decided, a human's."""
    with everywhere(reason="test"):
        for claim in Claim.objects.all():
            reasons = json.loads(claim.reasons)
            assert reasons
            assert all(verdict == "met" and zh and en for _key, verdict, zh, en, _article in reasons)
            assert len(claim.rule_version) == 16
            assert claim.made_by
            if claim.approved_on:
                signed = Hand.objects.filter(claim=claim, round=claim.round, hand="approve").get()
                assert signed.by_name
                assert signed.by
        for batch in PaymentBatch.objects.exclude(status__in=["draft", "cancelled"]):
            assert batch.approved_by
            assert batch.approver != batch.drafter


def test_the_same_seed_gives_the_same_claims(desks: None, people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration_claims, "UNIT_COURSES", (("submitted", 2, -3),))
    monkeypatch.setattr(demonstration_claims, "_lead_of_villages", lambda *_given: None)

    def made(seed: int) -> list[tuple[Any, ...]]:
        with everywhere(reason="test"), transaction.atomic():
            demonstration.make_claims(seed)
            found = list(Claim.objects.order_by("pk").values_list("person_id", "amount", "status", "programme"))
            transaction.set_rollback(True)
        return found

    assert len(made(7)) == 2
    assert made(7) == made(7)
    assert made(7) != made(8), "control: another seed gives others"


def test_nothing_is_made_outside_a_demonstration_or_without_its_accounts(
    county: Any, people: None, settings: Any, make_user: Any
) -> None:
    assert demonstration.make_claims(7).claims == 0, "no accounts"
    for username, role in ROLES.items():
        make_user(role, county.division, username)
    for name, area, role in (
        ("xinshao", county.xinshao, "township_clerk"), ("hongxi", county.hongxi, "township_clerk"),
        ("xinshao-leader", county.xinshao, "township_leader"),
    ):  # fmt: skip
        make_user(role, area, name)
    settings.DEMO = False
    assert demonstration.make_claims(7).claims == 0
    assert states() == {}


def test_a_county_without_employers_or_people_away_makes_less_and_fails_nowhere(desks: None) -> None:
    assert demonstration.make_claims(7).claims == 0
    assert states() == {}
