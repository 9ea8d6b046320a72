"""The pages of the snapshots: everybody sees their own area, names only in their scope, and each look is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Look
from gangqiao.indicators import actions, jobs
from gangqiao.indicators.models import Snapshot, Taking
from gangqiao.indicators.snapshots import files
from gangqiao.indicators.snapshots.taking import Stage
from gangqiao.indicators.states import TakingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell, Person

DAY, APRIL = date(2020, 3, 16), date(2020, 4, 5)


@pytest.fixture
def worker(county: Any, make_person: Any) -> Person:
    """A person of a village of Xinshao who works away, recorded on the day."""
    person: Person = make_person(
        county.villages[0], name="\u5f20\u5c71", sex="1", birth_date=date(1985, 5, 5), hukou_kind="agricultural",
        population_category="03", labour_capacity="ordinary",
    )  # fmt: skip
    with everywhere(reason="test"):
        EmploymentSpell.objects.create(
            person=person, area_id=person.area_id, status="working", is_farm_work="no", started_on=date(2020, 2, 1)
        )
    return person


@pytest.fixture
def taken(worker: Person) -> Snapshot:
    return actions.take(DAY, DAY, actor=SYSTEM)


@pytest.mark.requirement("D04")
def test_the_office_takes_and_publishes_a_snapshot_by_the_pages(client_of: Any, officials: Any, worker: Person) -> None:
    client = client_of("city_officer")
    here = reverse("indicators:snapshots")
    for _press in range(2):  # pressed twice, it is taken once
        answer = client.post(reverse("indicators:take_snapshot"), {"day": "2020-03-16", "known_on": "2020-03-16"})
        assert answer["Location"] == here
    asked = Taking.objects.get()
    assert "hx-get" in (waiting := client.get(here).content.decode())
    assert "<progress" in waiting
    jobs.take_asked(asked)
    jobs.take_asked(asked)
    snapshot = Snapshot.objects.get()
    asked.refresh_from_db()
    assert (asked.status, asked.part, asked.snapshot_id) == (TakingStatus.DONE, Stage.STORING, snapshot.pk)
    of_snapshot = reverse("indicators:snapshot", args=[snapshot.uuid])
    assert of_snapshot in (told := client.get(here).content.decode())
    assert "hx-trigger" not in told
    client.post(reverse("indicators:publish_snapshot", args=[snapshot.uuid]))
    page = client.get(of_snapshot).content.decode()
    assert snapshot.digest in page
    assert officials["city_officer"].display_name in page
    again = client.post(reverse("indicators:take_snapshot"), {"day": "2020-03-16", "known_on": "2020-03-17"})
    assert again.status_code == 422
    assert "2020-03-17" in again.content.decode()


def test_a_job_that_was_killed_after_the_snapshot_was_stored_only_says_so(officials: Any, worker: Person) -> None:
    user = officials["city_officer"]
    office = actor_of(user)
    asked = actions.ask(DAY, DAY, actor=office)
    stored = actions.take(DAY, DAY, actor=office)
    jobs.take_asked(asked)
    asked.refresh_from_db()
    assert (asked.status, asked.snapshot_id) == (TakingStatus.DONE, stored.pk)
    assert Snapshot.objects.count() == 1


def test_why_a_snapshot_could_not_be_taken_is_told_to_who_asked(
    client_of: Any, officials: Any, taken: Snapshot
) -> None:
    asked = actions.ask(DAY, DAY, actor=actor_of(officials["city_officer"]), reason="nothing is different")
    jobs.take_asked(asked)
    asked.refresh_from_db()
    assert asked.status == TakingStatus.REFUSED
    page = client_of("city_officer").get(reverse("indicators:snapshots")).content.decode()
    assert "note-error" in page


def test_a_part_of_a_number_opens_to_its_people(client_of: Any, officials: Any, taken: Snapshot, county: Any) -> None:
    asked = {"area": county.xinshao.key, "measure": "transferred"}
    there = reverse("indicators:snapshot_people", args=[taken.uuid])
    clerk = client_of("township_clerk")
    assert "\u5f20\u5c71" in clerk.get(there, asked | {"sex": "1"}).content.decode()
    assert "\u5f20\u5c71" not in clerk.get(there, asked | {"sex": "2"}).content.decode()
    assert clerk.get(there, asked | {"sex": "x"}).status_code == 404


@pytest.mark.requirement("D03")
def test_a_number_opens_to_its_people_and_the_look_is_written(
    client_of: Any, officials: Any, worker: Person, taken: Snapshot, county: Any
) -> None:
    asked = {"area": county.xinshao.key, "measure": "transferred"}
    page = client_of("township_clerk").get(reverse("indicators:snapshot_people", args=[taken.uuid]), asked)
    assert "\u5f20\u5c71" in page.content.decode()
    assert str(worker.uuid) in Look.objects.order_by("-seq")[0].persons


@pytest.mark.requirement("D14")
def test_another_township_and_its_people_do_not_exist(
    client_of: Any, officials: Any, taken: Snapshot, county: Any
) -> None:
    asked = {"area": county.xinshao.key, "measure": "transferred"}
    stranger = client_of("stranger")
    for name in ("snapshot", "snapshot_people"):
        assert stranger.get(reverse(f"indicators:{name}", args=[taken.uuid]), asked).status_code == 404
    both = reverse("indicators:compare_people", args=[taken.uuid, taken.uuid])
    assert stranger.get(both, {**asked, "reason": "died"}).status_code == 404


@pytest.mark.requirement("D03")
def test_who_has_left_the_scope_is_counted_without_a_name(
    client_of: Any, officials: Any, worker: Person, taken: Snapshot, county: Any
) -> None:
    with everywhere(reason="test"):
        Person.objects.filter(pk=worker.pk).update(area=county.group_in(county.hongxi))
    asked = {"area": county.xinshao.key, "measure": "transferred"}
    page = client_of("township_clerk").get(reverse("indicators:snapshot_people", args=[taken.uuid]), asked)
    assert page.context["page"].hidden == 1
    assert "\u5f20\u5c71" not in page.content.decode()


@pytest.mark.requirement("D04")
def test_two_snapshots_are_compared_down_to_the_names(
    client_of: Any, officials: Any, worker: Person, taken: Snapshot, county: Any
) -> None:
    with clock.frozen_at(APRIL):
        with everywhere(reason="test"):
            people.record_death(worker.pk, died_on=date(2020, 3, 12), actor=SYSTEM, reason="certificate")
        later = actions.take(DAY, APRIL, actor=SYSTEM, reason="a death was learned")
        client = client_of("township_clerk")
        compared = client.get(
            reverse("indicators:compare", args=[taken.uuid, later.uuid]), {"area": county.xinshao.key}
        )
        assert [(row["entered"], row["left"]) for row in compared.context["rows"]] == [(0, 1)]
        opened = client.get(compared.context["rows"][0]["left_href"])
    assert "\u5f20\u5c71" in opened.content.decode()
    assert str(worker.uuid) in Look.objects.order_by("-seq")[0].persons


def test_a_damaged_snapshot_says_so_and_shows_nothing(client_of: Any, officials: Any, taken: Snapshot) -> None:
    path = files.root() / taken.folder / "figures.parquet"
    path.parent.chmod(0o700)
    path.unlink()
    answer = client_of("city_officer").get(reverse("indicators:snapshot", args=[taken.uuid]))
    assert answer.status_code == 500
    assert "figures.parquet" in answer.content.decode()


def test_a_village_officer_takes_none(client_of: Any, officials: Any, worker: Person) -> None:
    answer = client_of("village_officer").post(
        reverse("indicators:take_snapshot"), {"day": "2020-03-16", "known_on": "2020-03-16"}
    )
    assert answer.status_code in (403, 404)
    assert not Snapshot.objects.exists()


def test_the_night_and_the_command_take_check_and_compare(worker: Person, capsys: Any) -> None:
    with clock.frozen_at(date(2020, 4, 1)):
        jobs.take_month_end()
        jobs.take_month_end()
        call_command("snapshot", "take", "2020-03-16", known_on=DAY)
    for what in ("list", "verify", "recompute"):
        call_command("snapshot", what)
    call_command("snapshot", "diff", "2020-03-16", "2020-03-31@1")
    said = capsys.readouterr().out
    assert said.count("2020-03-31 v1") == 3
    assert "transferred: 1 -> 1" in said
    with pytest.raises(CommandError):
        call_command("snapshot", "verify", "2019-01-31")
