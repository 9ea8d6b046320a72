"""The measures of `bench/packs.py`, run inside a process that knows the database."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.test import Client
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, townships
from gangqiao.vacancies import occupations
from gangqiao.vacancies.actions import packs, releases
from gangqiao.vacancies.models import Employer, Leaflet, Pack, Release, Vacancy
from gangqiao.vacancies.papers.cards import set_cards
from gangqiao.vacancies.reads.packs import lines_of
from gangqiao.vacancies.reads.packs_texts import token_of

RUNS = 5
CARDS = 5  # villages whose cards are set


def measure(vacancies: int) -> dict[str, Any]:
    """A release of so many vacancies: its packs, their papers, the cards of some villages, and the pages."""
    with everywhere(reason="bench"):
        made_up(vacancies)
    with scope_of([county().key]):
        compiled, compiling = once(lambda: releases.compile_release(county(), clock.today(), actor=SYSTEM))
        release = releases.issue(compiled.pk, actor=SYSTEM)
        villages, choosing = once(lambda: packs.make_packs(release))
        found = list(Pack.objects.filter(release=release).select_related("release", "area"))
        sizes, papers = once(lambda: [len(packs.papers_of(pack)) for pack in found])
        most = sorted(found, key=lambda pack: -pack.seekers)[:CARDS]
        cards = [once(lambda pack=pack: set_cards(pack, lines_of(pack), everybody=False, printed_by="bench"))
                 for pack in most]  # fmt: skip
    return {
        "vacancies": vacancies,
        "villages": villages,
        "seekers": sum(pack.seekers for pack in found),
        "compile": compiling,
        "choose": choosing,
        "papers": papers | {"pdfs": len(sizes), "bytes_each": round(statistics.mean(sizes))},
        "cards_of_largest_villages": [
            took | {"persons": len(persons), "bytes": len(content)} for (content, persons), took in cards
        ],
        "pages": pages_of(release, most[0]),
    }


def once(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What work gives, and how long it took in seconds."""
    begun, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(time.process_time() - cpu, 2)}


def made_up(many: int) -> None:
    """Vacancies of common occupations: a third in the townships, a third in the province, a third beyond."""
    chance, today = random.Random(7), clock.today()
    common = [one for one in occupations.all_occupations().values() if one.is_common and one.trades]
    own, here = list(townships()), county()
    province = list(Division.objects.on(today).filter(level=Level.COUNTY, key__startswith=here.key[:6]))
    beyond = list(Division.objects.on(today).filter(level=Level.PREFECTURE).exclude(key__startswith=here.key[:6]))
    for n in range(many):
        occupation, place = chance.choice(common), chance.choice((own, province, beyond)[n % 3])
        employer = Employer.objects.create(
            area=here, name=f"{place.name} {n}", kind="enterprise", place=place, status="verified", verified_on=today,
            credit_code=make_credit_code(500_000 + n), made=True,
        )  # fmt: skip
        low = chance.randrange(25, 60) * 10_000
        Vacancy.objects.create(
            area=here, employer=employer, title=occupation.name, occupation=occupation.code, status="published",
            number=chance.randrange(2, 60), pay_form="month", pay_min=low, pay_max=low + 150_000, place=place,
            board="free", lodging=chance.choice(("free", "paid")), couples_room=chance.choice(("yes", "no", "")),
            suits=[code for code in ("over_50", "no_mandarin", "class_c") if chance.random() < 0.3],
            valid_until=today + dt.timedelta(days=40), verified_on=today, confirmed_on=today,
            published_at=clock.now(), contact_phone="13887300000", made=True,
        )  # fmt: skip
    for kind in ("policy", "service"):
        Leaflet.objects.create(kind=kind, title=kind, words=kind * 20, phone="12333", valid_from=today)


def pages_of(release: Release, pack: Pack) -> list[dict[str, Any]]:
    """Every page of the release and of the largest pack, through the whole stack, the log included."""
    browser = Client()
    browser.force_login(User.objects.get(username="office"))
    addresses = {
        "releases": reverse("vacancies:releases"),
        "release": reverse("vacancies:release", args=[release.uuid]),
        "how far it came": reverse("vacancies:coverage", args=[release.uuid]),
        "villages of a list": reverse("vacancies:coverage", args=[release.uuid]) + "?which=waiting",
        "pack": reverse("vacancies:pack", args=[pack.uuid]),
        "people of a pack": reverse("vacancies:pack_people", args=[pack.uuid]),
        "public page of a pack": reverse("vacancies:pack_public", args=[token_of(pack)]),
    }
    found = []
    for what, address in addresses.items():
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        took = [once(lambda address=address: browser.get(address))[1] for _run in range(RUNS)]
        cpu = statistics.median(one["cpu_s"] for one in took) * 1000
        found.append({"what": what, "cpu_ms": round(cpu), "bytes": len(answer.content)})
    return found
