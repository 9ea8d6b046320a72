"""The demonstration's calls: of every kind, and made once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.followup import demonstration
from gangqiao.followup.models import Case, Contact, NoCalls, Proof, SampleCheck
from gangqiao.followup.tests.made import make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere

pytestmark = pytest.mark.django_db


def test_calls_of_every_kind_are_made_once(county: Any, make_user: Any, make_person: Any, settings: Any) -> None:
    settings.DEMO = True
    make_user("headquarters_office", county.division, "office")
    for _number in range(26):
        make_spell(make_person(county.xinshao), clock.today() - timedelta(days=30))
    made = demonstration.make_calls(7)
    with everywhere(reason="test"):
        results = set(Contact.objects.values_list("result", flat=True))
        assert {"still", "returned", "complaint"} <= results
        assert Contact.objects.filter(is_proxy=True).exists()
        assert Contact.objects.filter(status="not_reached").exists()
        assert Case.objects.exists()
        assert NoCalls.objects.count() == 1
        assert Proof.objects.filter(kind="document").exists()
        assert SampleCheck.objects.exists()
    assert made == 11
    assert demonstration.make_calls(7) == 0
