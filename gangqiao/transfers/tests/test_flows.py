"""The map from where to where people go: each way, each stage, each reader."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.transfers.tests.made import make_batch, make_passenger
from tests.rig_for_figures import bare_figures, figures_of, listed, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(dt.datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)):
        yield


@pytest.mark.requirement("R061", "R068")
def test_each_way_opens_to_its_people_at_every_stage(county, make_person, client_of, make_user):
    # A batch to a whole province is counted apart from one to its prefectures; of a third nobody said where it goes.
    province = county.division.key[: KEY_LENGTH[Level.PROVINCE]]
    first, second = (make_batch(county.division, destination_id=key) for key in (province, county.division.key))
    for area, batch in ((county.villages[0], first), (county.hongxi, first), (county.villages[0], second)):
        make_passenger(make_person(area), batch)
    make_passenger(make_person(county.villages[1]), make_batch(county.division, destination=None))
    browser, flows = client_of("city_officer"), reverse("transfers:flows")
    for address, ways in ((reverse("transfers:board"), 4), (flows, 4), (f"{flows}?stage=on_list", 4)):
        tree = page_of(browser.get(address))
        assert not bare_figures(tree)
        opened = [figure for figure in figures_of(tree) if "area=" in figure.href]
        assert len(opened) == ways, address
        for figure in opened:
            total, rows = listed(page_of(browser.get(figure.href)))
            assert figure.how == "#how"
            assert total == rows == figure.persons, figure
    assert "data-chart" not in browser.get(f"{flows}?stage=arrived").content.decode()
    # A township sees the ways of its own people, a leader numbers without names.
    own = page_of(client_of("stranger").get(flows))
    assert [figure.persons for figure in figures_of(own) if figure.persons] == [1]
    leader = page_of(client_of(make_user("headquarters_leader", county.division)).get(flows))
    assert [figure.href for figure in figures_of(leader) if figure.persons] == [""] * 4
