"""Pictures of assistance: everybody stands in one part, and each part opens to as many people as it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.assistance.models import Measure, Pledge, Seat, Workplace
from gangqiao.assistance.models.cases import own
from gangqiao.assistance.reads import pictures as reads
from gangqiao.assistance.tests.made import make_case, make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db


def make_measure(case: Any, kind: str, **values: Any) -> Measure:
    given = {"case": case, "kind": kind, "for_class": case.kind, "owner": "township", "due_on": clock.today()}
    with everywhere(reason="test data"):
        return Measure.objects.create(**own(case.person), planned_by="test", **given | values)


@pytest.fixture
def world(county: Any, make_person: Any) -> Any:
    """Two townships: class A with a measure that worked, B under way and without, C with a post, one of none."""
    done = {"status": "done", "done_on": clock.today()}
    a, b, bare = (
        make_case(make_person(), kind="far"),
        make_case(make_person(), kind="near"),
        make_case(make_person(), kind="near"),
    )
    c = make_case(make_person(county.hongxi), kind="net")
    make_case(make_person(county.hongxi), kind="none", none_reason="age", status="assessed")
    make_case(make_person(), kind="", status="identified")
    make_case(make_person(), kind="far", status="closed")
    make_measure(a, "refer_far", result="worked", **done)
    make_measure(a, "training")
    make_measure(b, "workshop", status="under_way")
    make_measure(bare, "workshop", status="dropped")
    make_measure(c, "public_post", result="partly", **done)
    make_holder(c.person)
    with everywhere(reason="test data"):
        row = Workplace.objects.create(kind="base", name="样本基地", area_id=county.xinshao.key, listed_by="test")
        pledge = Pledge.objects.create(workplace=row, places=4, begins_on=clock.today() - timedelta(days=9))
        Seat.objects.create(
            **own(b.person), pledge=pledge, workplace_uuid=row.uuid, since=clock.today(), said_way="phone", by="test"
        )
    return county


@pytest.mark.requirement("R089", "R090", "R092", "R099", "R104")
def test_everybody_stands_once_at_the_farthest_point_of_the_help(world, city_officer, township_clerk):
    with scope_of(city_officer):
        found = reads.classes_by_area(len(world.xinshao.key))
        assert found[world.xinshao.key] == {"far": 1, "near": 2, "": 1}
        assert found[world.hongxi.key] == {"net": 1, "none": 1}
        reached = {kind: dict(parts) for kind, parts in reads.reached_by_class().items()}
        assert reached == {"far": {"worked": 1}, "near": {"under_way": 1, "nothing": 1}, "net": {"done": 1}}
        assert reads.places_by_kind([world.key]) == [reads.Filled("base", 4, 1)]
        assert [(one.kind, one.persons) for one in reads.posts_by_kind([world.key])] == [("cleaning", 1)]
    with scope_of(township_clerk):
        assert set(reads.classes_by_area(len(world.xinshao.key))) == {world.xinshao.key}
        assert reads.posts_by_kind([world.xinshao.key]) == []


@pytest.mark.requirement("R013", "R089", "R100")
def test_every_number_of_the_pictures_opens_to_its_people(world, client_of):
    browser = client_of("city_officer")
    tree = page_of(browser.get("/assistance/pictures/"))
    assert not list(faults_of_page(tree, opens=True))
    figures = [one for one in figures_of(tree) if one.href and one.persons]
    assert len(figures) >= 9
    for figure in figures:
        total, rows = listed(page_of(browser.get(figure.href)))
        assert total == rows == figure.persons
    assert browser.get("/assistance/pictures/people/?picture=measures&kind=none&part=x").status_code == 404
    assert client_of("village_officer").get("/assistance/pictures/").status_code == 200
