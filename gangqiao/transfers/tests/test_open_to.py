"""Who may be put on the list of a batch, by where they live; and who organises it, by the registers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions import passengers
from gangqiao.transfers.actions.batches_moving import split_batch
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.refusals import NotOpenToThem
from gangqiao.transfers.tests.made import make_batch
from gangqiao.vacancies.models import Agency
from gangqiao.vacancies.tests.made import make_employer

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R008", "R059")
def test_people_join_a_batch_of_their_own_area_or_one_that_is_open_to_it(
    county, make_person, village_officer, city_officer, client_of
):
    own, other, whole = (make_batch(area) for area in (county.xinshao, county.hongxi, county.division))
    people = [make_person(county.villages[0]) for _number in range(4)]
    browser = client_of("village_officer")
    address = reverse("transfers:batch", args=[other.uuid])
    with scope_of(village_officer):
        for batch, person in ((own, people[0]), (whole, people[1])):
            passengers.register(batch.uuid, person.uuid, actor=village_officer)
        with pytest.raises(NotOpenToThem):
            passengers.register(other.uuid, people[2].uuid, actor=village_officer)
    assert browser.get(address).status_code == 404
    # Nobody puts them there from above, either: the batch's own organiser opens it.
    with scope_of(city_officer), pytest.raises(NotOpenToThem):
        passengers.register(other.uuid, people[2].uuid, actor=city_officer)
    other.open_to.set([county.xinshao])
    assert browser.get(address).status_code == 200
    with scope_of(village_officer):
        passengers.register(other.uuid, people[2].uuid, actor=village_officer)
    with everywhere(reason="test"):
        assert sorted(Passenger.objects.values_list("batch_id", flat=True)) == sorted([own.pk, other.pk, whole.pk])
    # The organiser sees who came from elsewhere as a number, and its own people by name.
    page = client_of("stranger").get(address).content.decode()
    assert str(county.xinshao.name) in page
    assert people[2].name not in page
    with scope_of(city_officer):
        moved = Passenger.objects.get(batch=other)
        part = split_batch(other.uuid, [moved.uuid], {}, actor=city_officer)
    assert list(part.open_to.all()) == [county.xinshao]


@pytest.mark.requirement("R063")
def test_the_organiser_is_chosen_from_the_registers_or_typed(county, city_officer, client_of):
    with scope_of(city_officer):
        agency = Agency.objects.create(area=county.division, kind="broker", name="样本劳务经纪人")
    employer = make_employer(county.hongxi, name="样本玩具厂")
    browser, address = client_of("city_officer"), reverse("transfers:plan_batch")
    page = browser.get(address).content.decode()
    assert '<option value="样本劳务经纪人">' in page
    assert '<option value="样本玩具厂">' in page
    known = (
        ("broker", "样本劳务经纪人", agency.uuid),
        ("employer", "样本玩具厂", employer.uuid),
        ("agency", "样本劳务经纪人", None),  # it is a broker
        ("employer", "外地的公司", None),
    )
    for organiser, name, uuid in known:
        sent = {
            "area": county.division.pk, "kind": "new", "organiser": organiser, "organiser_name": name, "mode": "train",
            "destination": county.division.key, "departs_at": "2030-03-20T08:00", "seats": "40",
            "open_to": [county.hongxi.pk],
        }  # fmt: skip
        answer = browser.post(address, sent)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        made = Batch.objects.latest("pk")
        assert (made.organiser_name, made.organiser_uuid) == (name, uuid)
        assert list(made.open_to.all()) == [county.hongxi]
    change = reverse("transfers:change_batch", args=[made.uuid])
    assert "checked" in browser.get(change).content.decode()
    assert browser.post(change, sent | {"open_to": []}).status_code == 302
    assert not made.open_to.exists()
