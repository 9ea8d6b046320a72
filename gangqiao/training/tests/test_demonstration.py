"""The demonstration's classes: one in every state, held through the acts, and made once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Intention
from gangqiao.training import demonstration
from gangqiao.training.models import Attendance, CallBack, Certificate, Class, Doubt, Enrolment, OnlineMinutes
from gangqiao.training.reads.claims import claimable
from gangqiao.training.tests.rig import TODAY

pytestmark = pytest.mark.django_db
TRADES = ("welder", "cooking", "nursery", "electrician", "tea", "guard", "sewing", "pastry")


@pytest.mark.requirement("R088")
def test_classes_of_every_state_are_made_once(
    county: Any, make_user: Any, make_person: Any, remember: Any, settings: Any
) -> None:
    settings.DEMO = True
    make_user("headquarters_office", county.division, "office")
    make_user("training_clerk", county.division, "training")
    with clock.frozen_at(TODAY):
        for number in range(56):
            one = make_person(county.villages[number % 2])
            until = clock.today() + dt.timedelta(days=60)
            remember(Intention, one, training_wish="yes", wished_courses=[TRADES[number % 8]], expires_on=until)
        made = demonstration.make_training(7)
        assert demonstration.make_training(7) == 0
        with everywhere(reason="test"):
            assert made == Enrolment.objects.count() > 30
            states = {one.status for one in Class.objects.all()}
            assert states == {
                "claimed", "assessed", "running", "enrolling", "approved", "planned", "cancelled",
            }  # fmt: skip
            assert OnlineMinutes.objects.exists()
            assert {"list", "paper"} <= set(Attendance.objects.values_list("way", flat=True))
            assert set(Enrolment.objects.values_list("status", flat=True)) >= {
                "applied", "admitted", "attending", "certified", "objected",
            }  # fmt: skip
            assert CallBack.objects.filter(result="denied").count() == 1
            assert Doubt.objects.filter(guard="denied", outcome="").exists()
            assert Class.objects.exclude(made=True).count() == 0
            claimed = Class.objects.get(status="claimed")
            assert Certificate.objects.filter(enrolment__held=claimed).count() == len(
                [one for one in claimable(claimed) if one.has_passed]
            )
