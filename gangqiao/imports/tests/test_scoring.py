"""Every planted fault of the synthetic county's workbooks is found, and no clean row is accused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from gangqiao.imports.management.commands.imports import _actor
from gangqiao.imports.scoring import rules, score_folder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import forget_county_path
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import load_world
from gangqiao.synth.workbooks import faults
from gangqiao.synth.workbooks.write import write_county
from gangqiao.synth.world import make_world

PLAN, DAY = "mile-2020", dt.date(2020, 3, 16)


@pytest.mark.parametrize(("seed", "scale"), [(7, 0.012), (11, 0.008), (2026, 0.008)])
def test_the_answer_key_is_met(seed, scale, tmp_path, django_db_setup, django_db_blocker):
    world = make_world(PLAN, seed, scale)
    write_county(world, tmp_path)
    with django_db_blocker.unblock(), clock.frozen_at(DAY), transaction.atomic():
        load_world(world, lambda county: make_ground(county, DAY), DAY, replace=False, progress=lambda _: None)
        forget_county_path()
        actor = _actor("")
        with scope_of(actor.areas("imports.upload")):
            result = score_folder(tmp_path, actor)
        transaction.set_rollback(True)
    forget_county_path()
    missed = {kind: score.missed for kind, score in result.scores.items() if not score.is_complete}
    assert not missed
    assert not result.accused
    assert result.clean > 300
    assert result.differences < result.clean / 20
    assert sum(s.planted for s in result.scores.values()) > 200


def test_every_kind_of_fault_says_when_it_is_found():
    known = rules()
    said = {*known["cells"], *known["rows"], *known["lines"], *known["other"]}
    assert {spoil.__name__ for kinds in faults.FAULTS.values() for _share, spoil in kinds} <= said
