"""What matching keeps, for the tests. Nothing here is real."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.matching.models import (
    Allocation,
    AllocationLine,
    Companions,
    Consent,
    RecommendationRun,
    Referral,
    VillageRecommendations,
    VillageSupply,
)
from gangqiao.matching.packed_columns import pack
from gangqiao.matching.policy.allocations import Wishes
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.reads.recommendations_stored import pack as pack_table
from gangqiao.matching.reads.recommendations_stored import with_policy
from gangqiao.people.models import Person


def make_referral(person: Person, vacancy: Any = None, **values: Any) -> Referral:
    """An offered referral of a person, to a vacancy that is made up when none is given."""
    given = {
        "area_id": person.area_id,
        "person": person,
        "person_uuid": person.uuid,
        "vacancy": vacancy.uuid if vacancy else uuid4(),
        "title": vacancy.title if vacancy else "缝纫工",
        "employer": vacancy.employer.name if vacancy else "样本电子厂",
        "employer_uuid": vacancy.employer.uuid if vacancy else uuid4(),
        "facts": json.dumps({"place": vacancy.place_id if vacancy else ""}),
        "status": "offered",
        "offered_on": clock.today(),
        "offered_by": "test",
        "answer_by": clock.today(),
        "made": True,
    }
    with everywhere(reason="test data"):
        return Referral.objects.create(**given | values)


def referrals_of(person: Person) -> list[ScopedModel]:
    """A referral of the person, and the consent to be named."""
    referral = make_referral(person)
    today = clock.today()
    with everywhere(reason="test data"):
        consent = Consent.objects.create(
            area_id=person.area_id,
            referral=referral,
            person=person,
            vacancy=referral.vacancy,
            title=referral.title,
            employer=referral.employer,
            way="in_person",
            text="2026-1",
            on=today,
            until=today,
            taken_by="test",
        )
    return [referral, consent]


def recommendations_of(person: Person) -> list[ScopedModel]:
    """The row of recommendations of the person's village: of a run over no vacancies, in which nothing was found."""
    today, none = clock.today(), pa.array([], pa.int64())
    lists = pa.array([], pa.list_(pa.int32(), 10))
    content = pa.table({"worker": none, "top": lists, "score": lists, "asked": none, "works": none, "wish": none})
    with everywhere(reason="test data"):
        run = RecommendationRun.objects.create(
            day=today, version="test", done_at=clock.now(),
            posts=pack_table(with_policy(pa.table({"vacancy": none}), policy_on(today))),
            ties=pack_table(pa.table({"village": none, "employer": none, "count": none})),
        )  # fmt: skip
        values = {"run": run, "people": 0, "content": pack_table(content)}
        return [VillageRecommendations.objects.update_or_create(area_id=person.area_id, defaults=values)[0]]


def allocation_of(person: Person) -> list[ScopedModel]:
    """A computed allocation of the person's own area, in which the person gains nothing; and what belongs to it."""
    village, run = person.area_id, 1
    results = {
        "person": np.array([person.pk]), "vacancy": np.zeros(1, np.int64), "score": np.zeros(1, np.int32),
        "tier": np.zeros(1, np.int8), "class": np.zeros(1, np.int8), "reason": np.ones(1, np.int8),
    }  # fmt: skip
    with everywhere(reason="test data"):
        row = Allocation.objects.create(
            area_id=village, name="test", status="done", run=run, begun=run, ran=Wishes().as_json(), rules=[],
            wishes=Wishes().as_json(), figures=FIGURES | {"by_township": {village: [1, 0, 0, 0]}},
        )  # fmt: skip
        own = {"area_id": village, "allocation": row.uuid}
        line = AllocationLine.objects.create(
            **own, run=run, name="test", people=1, placed=0, results=pack(results), sent_at=clock.now()
        )
        counted = {"trades": np.zeros(1, np.uint64), "opens": np.zeros(1, np.uint64),
                   "far": np.ones(1, np.int8), "near": np.full(1, -1, np.int8)}  # fmt: skip
        kept = {"counts": {"trades": {"": 1}, "cells": {"1.-1": 1}, "opens": {}},
                "people": pack({"person": np.array([person.pk])} | counted)}  # fmt: skip
        supply = VillageSupply.objects.update_or_create(area_id=village, defaults={"seekers": 1} | kept)[0]
        return [row, line, Companions.objects.create(**own, persons=[person.pk]), supply]


FIGURES = {
    "value": 0, "fit": 0, "bound": 0, "gap": 0, "is_proven": True, "people": 1, "vacancies": 0, "seats": 0, "filled": 0,
    "groups": 0, "placed_first": 0, "seconds": 0.1, "was_warm": False, "by_class": {"far": [1, 0, 0, 0]},
    "reasons": {"taken": 1},
}  # fmt: skip
