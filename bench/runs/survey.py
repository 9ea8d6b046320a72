"""The measures of `bench/survey.py`, run inside a process that knows the database."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.db.models import F
from django.test import Client
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import scope_of
from gangqiao.openrosa.actions import refresh_list
from gangqiao.openrosa.reads.kept import kept
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Campaign, Difference, Task
from gangqiao.surveys.paper.lines import sheets_of
from gangqiao.surveys.paper.printing import wanted

READERS = {"city": "office", "township": "xinshao"}
LATE = 37  # one household of so many is not handed in when the survey is nearly done


def measure(runs: int) -> dict[str, Any]:
    """The roster, then every page at the beginning and near the end of a survey, paper and lists."""
    key = county().key
    begun = {"name": "bench", "begins_on": dt.date(2020, 2, 1), "due_on": dt.date(2020, 4, 1), "notice": "bench"}
    with scope_of([key]):
        campaign = actions.open_campaign(actions.plan(area=key, actor=SYSTEM, **begun).pk, actor=SYSTEM)
        made, took = once(lambda: actions.fill_roster(campaign.pk))
    pages = [*pages_of(campaign, "begun", runs)]
    paper, lists = paper_and_lists(campaign)
    with scope_of([key]):
        differences = nearly_done(campaign)
    pages += pages_of(campaign, "nearly done", runs)
    roster = {"households": made, **took}
    return {"roster": roster, "differences": differences, "pages": pages, "paper": paper, "lists": lists}


def once(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What work gives, and how long it took in seconds."""
    begun, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(time.process_time() - cpu, 2)}


def pages_of(campaign: Campaign, stage: str, runs: int) -> Iterator[dict[str, Any]]:
    own = f"/surveys/{campaign.uuid}/"
    pages = {
        "the surveys": "/surveys/",
        "campaign": own,
        "work list": f"{own}work/",
        "work list, accepted": f"{own}work/?part=accepted",
        **{f"missing: {level}": f"{own}missing/{level}/" for level in ("group", "household", "person", "item")},
        "differences": "/surveys/differences/",
        "sample": f"{own}sample/",
        "officers": f"{own}officers/",
        "sheets": f"{own}sheets/",
    }
    for who, username in READERS.items():
        browser = Client()
        browser.force_login(User.objects.get(username=username), backend="gangqiao.accounts.sign_in.OwnBackend")
        for what, address in pages.items():
            yield {"stage": stage, "who": who, "what": what, **timed(browser, address, runs)}


def timed(browser: Client, address: str, runs: int) -> dict[str, float]:
    """Medians in milliseconds after one that warms up; cpu: of this process alone."""
    took, cpu = [], []
    for number in range(runs + 1):
        begun, begun_cpu = time.perf_counter(), time.process_time()
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if number:
            took.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() - begun_cpu) * 1000)
    return {
        "median": round(statistics.median(took), 1),
        "max": round(max(took), 1),
        "cpu": round(statistics.median(cpu), 1),
    }


def paper_and_lists(campaign: Campaign) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands on the sheets of the largest village of a township; and its list of persons, anew and kept."""
    actor = actor_of(User.objects.get(username=READERS["township"]))
    (area,) = actor.areas("people.view_list")
    with scope_of([area]), translation.override("zh-hans"):
        villages = [str(d.key) for d in Division.objects.filter(parent=area)]
        village = max(villages, key=lambda v: Task.objects.filter(area__gte=v, area__lt=upper_bound(v)).count())
        found, took = once(lambda: list(sheets_of(wanted(campaign, village), campaign.questions, actor)))  # type: ignore[arg-type]
        persons = sum(len(blocks) - 1 for _task, blocks in found)
        paper = {"households": len(found), "persons": persons, **took}
        paper["cpu_ms_a_person"] = round(took["cpu_s"] / persons * 1000, 2)
        group = str(found[0][0].area_id)

        def make() -> bytes:
            return repr(refresh_list(campaign, "persons", group)).encode()

        lists: dict[str, Any] = {}
        for stage in ("first", "anew"):
            lines, lists[stage] = once(lambda: refresh_list(campaign, "persons", group))
        kept(campaign, "persons", group, make)
        _content, lists["kept"] = once(lambda: [kept(campaign, "persons", group, make) for _ in range(100)])
        lists["kept"] = {name: f"{value} for 100" for name, value in lists["kept"].items()}
    return paper, {"persons": len(lines), **lists}


def nearly_done(campaign: Campaign) -> int:
    """All but one household of 37 accepted, some with gaps, and answers that differ. Returns how many of these."""
    tasks = Task.objects.filter(campaign=campaign)
    keys = list(tasks.order_by("pk").values_list("pk", flat=True))
    done = [key for number, key in enumerate(keys) if number % LATE]
    accepted = {"status": "accepted", "outcome": "surveyed", "household_done": True, "required": 40}
    for start in range(0, len(done), 5_000):
        tasks.filter(pk__in=done[start : start + 5_000]).update(**accepted, persons_done=F("persons"))
    tasks.filter(pk__in=done[5::100]).update(missing=2)
    tasks.filter(pk__in=done[7::100]).update(persons_done=F("persons") - 1)
    some = {t.household_id: t for t in tasks.filter(pk__in=done[::40])}
    people = {p.household_id: p for p in Person.objects.filter(household__in=list(some), record="live")}
    sheets, differences = [], []
    for home, person in people.items():
        own = {"area_id": some[home or 0].area_id, "task": some[home or 0], "person": person}
        sent = {"change_id": uuid4(), "questions": campaign.questions, "answers": "{}", "received_by": "bench"}
        sheets.append(AnswerSheet(**own, **sent, source="desk"))
        differences.append(Difference(**own, sheet=sheets[-1], key="person.education", sent='"61"'))
    AnswerSheet.objects.bulk_create(sheets, batch_size=200)
    Difference.objects.bulk_create(differences, batch_size=200)
    return len(differences)
