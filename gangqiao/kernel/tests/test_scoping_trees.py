"""Wall 1, inside a scope: in every tree an actor sees exactly the rows of the areas. Controls 16 and 17."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.kernel.actor import Actor, Post
from gangqiao.kernel.paths import segment
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import GovernedChange
from gangqiao.places.models import Division


@st.composite
def trees(draw):
    """Paths of a random tree, and random areas in it or beside it."""
    paths = {segment(1)}
    for _ in range(draw(st.integers(0, 14))):
        parent = draw(st.sampled_from(sorted(paths)))
        if len(parent) < 21:
            # Neighbours in byte order are where a wrong bound shows: 1, 2, 10 (a), 35 (z), 36 (10).
            paths.add(parent + segment(draw(st.sampled_from([1, 2, 10, 35, 36, 46655]))))
    ordered = sorted(paths)
    rows = draw(st.lists(st.sampled_from(ordered), max_size=12))
    areas = draw(st.lists(st.sampled_from([*ordered, segment(2), segment(1) * 3]), max_size=4))
    return ordered, rows, areas


LEVELS = ("nation", "province", "prefecture", "county", "township", "village", "group")


@pytest.mark.requirement("D14")
@given(tree=trees())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_actor_sees_exactly_the_rows_of_their_areas(tree, db):
    """Control 16, for all trees and all areas."""
    paths, places, areas = tree
    posts = tuple(Post("r", "u", a, frozenset({"people.view"})) for a in areas)
    actor = Actor(1, "somebody", posts)
    with transaction.atomic():
        plant(paths)
        with everywhere(reason="test data"):
            GovernedChange.objects.bulk_create([change(place) for place in places])
        with scope_of(actor):
            seen = sorted(GovernedChange.objects.values_list("area_id", flat=True))
            counted = GovernedChange.objects.count()
            deleted = GovernedChange.objects.all().delete()[0]
        transaction.set_rollback(True)
    wanted = sorted(p for p in places if any(p[: len(a)] == a for a in areas))
    assert (seen, counted, deleted) == (wanted, len(wanted), len(wanted))


def plant(paths):
    Division.objects.bulk_create(
        Division(key=p, parent_id=p[:-3] or None, level=LEVELS[len(p) // 3 - 1], kind="root", name=p, short_name=p)
        for p in paths
    )


def change(place):
    return GovernedChange(area_id=place, verb="x", reason="x", effective_on="2020-01-01", made_by_name="x", images="[]")
