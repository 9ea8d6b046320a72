"""The demonstration issues a month's release once, and most villages have carried it."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.accounts.actions.demonstration import make_demo_accounts
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.demonstration_releases import make_release
from gangqiao.vacancies.models import Delivery, Leaflet, Pack, Receipt, Release
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db


def test_a_release_is_issued_once_and_the_own_village_has_still_to_carry_it(county: Any, settings: Any) -> None:
    settings.DEMO = True
    make_demo_accounts()
    make_vacancy(make_employer(county.hongxi))
    assert make_release(7)
    assert not make_release(7)
    release = Release.objects.get()
    assert release.status == "issued"
    assert {leaflet.kind for leaflet in Leaflet.objects.all()} == {"policy", "service"}
    with everywhere(reason="test"):
        packs = {pack.area_id: pack.status for pack in Pack.objects.all()}
        carried = Delivery.objects.all()
        assert set(packs) == {village.key for village in county.villages}
        assert packs[county.villages[0].key] == "made"
        assert {one.pack.area_id for one in carried} == {area for area, status in packs.items() if status != "made"}
        assert all(clock.day_of(release.issued_at) <= one.on <= clock.today() for one in carried)
        assert [receipt.area_id for receipt in Receipt.objects.all()] == [county.hongxi.key]


def test_outside_a_demonstration_nothing_is_made(county: Any) -> None:
    assert not make_release(7)
    assert not Release.objects.exists()
