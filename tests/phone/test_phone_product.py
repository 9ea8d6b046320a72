"""The phone's core against the product itself, over a broken network: the register has what the officer recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.models import AnswerSheet, Campaign
from gangqiao.surveys.reads.completeness import completeness
from gangqiao.surveys.tests.made import open_survey
from gangqiao.sync import actions as sync
from gangqiao.sync.models import Op
from tests.phone.running import Product
from tests.phone.test_phone_sync import work_under_faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPS, KILLS = 90, 2


@pytest.fixture
def campaign(county: Any, make_household: Callable[..., Household], make_person: Callable[..., Person]) -> Campaign:
    """A survey with a dozen households of one village."""
    for number in range(12):
        household = make_household(county.villages[0])
        for _ in range(number % 4):
            make_person(household=household)
    with everywhere(reason="test data"):
        made = open_survey(county.key)
        surveys.fill_roster(made.pk)
    return made


@pytest.mark.requirement("R030")
def test_the_register_has_every_answer_once_after_faults_and_kills(
    product: Product, make_server: Any, make_phone: Any, campaign: Campaign, county: Any, village_officer: Any
) -> None:
    server, url = make_server()
    server.upstream = product.url
    phone = make_phone(url)
    code = sync.connect(county.villages[0], actor=village_officer)
    work_under_faults(server, phone, OPS, KILLS, seed=4, code=code)

    acknowledged = {op["id"]: op for op in server.acknowledged}
    counts = phone.page.evaluate("phone.counts()")
    with everywhere(reason="what arrived"):
        ops = {str(op.uuid): op for op in Op.objects.all()}
        sheets = [str(sheet.change_id) for sheet in AnswerSheet.objects.all()]
        phones = {str(p.uuid): p.phone for p in Person.objects.all()}
        complete, _parts = completeness(campaign, county.villages[0])
    assert acknowledged.keys() <= ops.keys()
    assert {op.result for op in ops.values()} == {"applied"}
    assert sorted(sheets) == sorted(ops), "one sheet for each operation"
    assert all(ops[i].content == op["body"] for i, op in acknowledged.items())
    last = {
        op.content["person"]: op.content["answers"]["person.phone"] for op in sorted(ops.values(), key=lambda o: o.seq)
    }
    assert {person: phones[person] for person in last} == last
    for name in ("household", "person", "item"):
        assert counts[name] == {"done": getattr(complete, name).done, "total": getattr(complete, name).total}
