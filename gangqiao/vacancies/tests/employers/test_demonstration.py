"""The demonstration plays collecting with made-up employers, once."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.accounts.actions.demonstration import make_demo_accounts
from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.demonstration_collecting import make_collecting
from gangqiao.vacancies.models import Employer, FoundCall, Line, Return
from gangqiao.vacancies.reads.employers import own_of
from gangqiao.vacancies.tests.made import make_employer

pytestmark = pytest.mark.django_db


def test_collecting_is_played_once(county: Any, settings: Any) -> None:
    settings.DEMO = True
    make_demo_accounts()
    for area in (*county.townships, *county.townships):
        make_employer(area)
    assert make_collecting(7)
    assert not make_collecting(7)
    with everywhere(reason="test"):
        assert Line.objects.exclude(outcome="").exists()
        assert FoundCall.objects.exists()
        assert Return.objects.filter(status="handed_in").count() == 2
        assert Employer.objects.filter(unit="water").count() == 1
    own = actor_of(User.objects.get(username="employer"))
    with scope_of(own.areas("vacancies.view_employers")):
        assert len(own_of(own)) == 1


def test_real_people_are_never_played_with(county: Any, settings: Any) -> None:
    settings.DEMO = False
    assert not make_collecting(7)
