"""A snapshot of the first format, in which SQLite gave nought for what was not known. Elsewhere it never was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.indicators import actions
from gangqiao.indicators.as_known import Known, pull_as_known
from gangqiao.indicators.snapshots import taking
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.tests.conftest import DAY
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import EmploymentSpell

pytestmark = pytest.mark.usefixtures("known_county")


@pytest.mark.requirement("D04")
def test_a_snapshot_of_the_first_format_is_still_the_same(office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    as_now = pull_as_known

    def as_it_was(day: date, cut: Any) -> Known:
        return taking._as_read_by(1, as_now(day, cut))

    EmploymentSpell.objects.update(monthly_income=None)
    with monkeypatch.context() as then:
        then.setattr(taking, "FORMAT", 1)
        then.setattr(taking, "pull_as_known", as_it_was)
        old = actions.take(DAY, DAY, actor=office)
    assert set(Facts(old).people["income_monthly"].drop_null().to_pylist()) == {0}
    assert all(part.same_bytes for part in taking.compare_anew(old))
