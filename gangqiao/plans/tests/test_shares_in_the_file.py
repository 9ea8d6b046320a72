"""Shares that a plan's own file sets."""

from __future__ import annotations

import copy

import pytest
import yaml

from gangqiao.kernel.errors import Refusals
from gangqiao.plans import actions
from gangqiao.plans.comparing import differences
from gangqiao.plans.loading import read_plan
from gangqiao.plans.models import TargetShare
from gangqiao.plans.refusals import SharesNotOfTheCounty
from gangqiao.plans.tests.conftest import MILE, MILE_TEXT

pytestmark = pytest.mark.django_db

XINSHAO = "532504102000"


def value(cascade, target, area, month="") -> int:
    return TargetShare.objects.get(cascade=cascade, target_key=target, area=area, month=month).value


def with_shares(*shares) -> str:
    plan = copy.deepcopy(MILE)
    plan["shares"] = list(shares)
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)


def test_a_countys_file_sets_shares_itself_and_the_rest_is_dealt(
    units, on_plan_day, city_officer, county, make_poor
) -> None:
    make_poor(county.xinshao)
    make_poor(county.hongxi)
    months = [{"month": "2020-03", "value": 110_000}]
    share = {"unit": XINSHAO, "target": "R014", "value": 130_000, "months": months}
    actions.load_plan(with_shares(share), actor=city_officer)
    made = actions.make_draft(rule="plan", course="equal", actor=city_officer)
    assert (value(made, "R014", county.xinshao), value(made, "R014", county.hongxi)) == (130_000, 77_500)
    assert value(made, "R014", county.xinshao, "2020-03") == 110_000


def test_what_the_file_sets_is_marked_as_written_by_hand(units, on_plan_day, city_officer, county, make_poor) -> None:
    make_poor(county.xinshao)
    make_poor(county.hongxi)
    share = {"unit": XINSHAO, "target": "R014", "value": 130_000}
    actions.load_plan(with_shares(share), actor=city_officer)
    made = actions.make_draft(rule="plan", course="equal", actor=city_officer)
    row = TargetShare.objects.get(cascade=made, target_key="R014", area=county.xinshao, month="")
    assert (row.value, row.by_hand) == (130_000, True)


def test_a_share_for_a_unit_the_county_does_not_have_is_refused(
    units, on_plan_day, city_officer, county, make_poor
) -> None:
    make_poor(county.xinshao)
    actions.load_plan(with_shares({"unit": "999", "target": "R014", "value": 5}), actor=city_officer)
    with pytest.raises(SharesNotOfTheCounty):
        actions.make_draft(rule="plan", course="equal", actor=city_officer)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ({"unit": XINSHAO, "target": "R99", "value": 5}, "shares[0].target"),
        ({"unit": XINSHAO, "target": "R018", "value": 61}, "shares[0]"),
        ({"unit": XINSHAO, "target": "R014", "value": 0}, "shares[0].value"),
        (
            {"unit": XINSHAO, "target": "R020", "value": 5, "months": [{"month": "2020-04", "value": 5}]},
            "shares[0].months[0].month",
        ),
        ({"unit": XINSHAO, "target": "R014", "value": 5, "months": [{"month": "2020-13", "value": 5}]}, "month"),
    ],
)
def test_a_wrong_share_in_the_file_is_told_with_its_place(share, words) -> None:
    with pytest.raises(Refusals) as refused:
        read_plan(with_shares(share))
    assert any(words in refusal.field for refusal in refused.value.refusals)


def test_other_shares_in_the_file_are_told_as_a_difference_of_two_plans() -> None:
    share = {"unit": XINSHAO, "target": "R014", "value": 5}
    (told,) = differences(read_plan(MILE_TEXT), read_plan(with_shares(share)))
    assert told.place == "shares"
