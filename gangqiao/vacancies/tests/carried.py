"""A village with a pack of this month, for the tests of carrying. Nothing here is real."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Intention, Person
from gangqiao.vacancies.models import Leaflet, Pack, ReleaseLine
from gangqiao.vacancies.reads.postings import posting_of
from gangqiao.vacancies.tests.made import make_employer, make_release, make_vacancy

TITLES = ("缝纫工", "保洁员", "分拣工")


def make_pack(area: Any, county: Any, *, titles: tuple[str, ...] = TITLES, households: int = 3) -> Pack:
    """The pack of a village with vacancies of its township, all issued today; a policy and a service beside them."""
    with everywhere(reason="test data"):
        employer = make_employer(county.xinshao)
        release = make_release(county.key, note="请在十日内送到户")
        for number, title in enumerate(titles, 1):
            posting = posting_of(make_vacancy(employer, title=title, contact_name="周师傅", lodging="free").uuid)
            assert posting is not None
            facts = json.dumps(posting.as_facts())
            ReleaseLine.objects.create(release=release, number=number, vacancy=posting.uuid, facts=facts)
        why = [["in the own township", {}]]
        choice = json.dumps([{"line": n, "why": why, "fits": 1} for n in range(1, len(titles) + 1)])
        leaflet = {"valid_from": clock.today(), "words": "外出务工满三个月的，可以申请交通补助。"}
        Leaflet.objects.create(kind="policy", title="外出务工交通补助", phone="0873-6120000", **leaflet)
        Leaflet.objects.create(kind="service", title="免费职业介绍", **leaflet | {"words": "村里登记，不收钱。"})
        return Pack.objects.create(area_id=area.key, release=release, choice=choice, households=households, seekers=1)


def make_seeker(person: Person) -> Person:
    """The person wants to work, and said so today."""
    with everywhere(reason="test data"):
        Intention.objects.create(
            area_id=person.area_id, person=person, wants_work="yes", training_wish="no", valid_from=clock.today(),
            expires_on=clock.today() + timedelta(days=90),
        )  # fmt: skip
    return person
