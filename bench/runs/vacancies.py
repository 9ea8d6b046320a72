"""The measures of `bench/vacancies.py`, run inside a process that knows the database."""

from __future__ import annotations

import datetime as dt
import random
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import transaction
from django.db.models import Q

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.vacancies import occupations
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.occupations.finding import scored
from gangqiao.vacancies.occupations.terms import terms
from gangqiao.vacancies.pasting import read
from gangqiao.vacancies.pasting.scoring import corpus
from gangqiao.vacancies.reads.postings import open_rows
from gangqiao.vacancies.search import Filters, find, forget, warm

EMPLOYERS = 2000
ENDED = 0.2  # of the open ones, beside them
TEXTS = (
    "缝纫", "缝制工", "fengren", "fr", "普工", "保洁 昆明", "昆明保洁", "深圳电子厂普工", "司机", "摘蓝莓", "kunming",
    "cnc", "缝刃工", "没有这个词", "员", "工", "",
)  # fmt: skip
FIVE = ("title", "employer__name", "skills", "description", "address")
KINDS = (
    "电子厂",
    "有限公司",
    "制衣厂",
    "家具厂",
    "酒店",
    "超市",
    "物流有限公司",
    "食品厂",
    "合作社",
    "鞋厂",
    "家政公司",
)
NAMES = "宏样丰华通盛源达美康顺兴隆泰和润光辉恒安"


def measure(vacancies: int, runs: int) -> dict[str, Any]:
    """Make the vacancies if they are not there, and search them."""
    with everywhere(reason="bench"):
        if Vacancy.objects.count() < vacancies:
            make(vacancies)
        open_now = open_rows().count()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    occupation_figures = of_occupations()
    started = time.process_time()
    warm()
    built = time.process_time() - started
    return {
        "open": open_now,
        "build_cpu_s": round(built, 2),
        "rebuild_cpu_s": rebuild(),
        "index_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        "searches": [of_text(text, runs) for text in TEXTS] + [of_filters(runs)],
        "change_ms": of_change(runs),
        "occupations": occupation_figures,
        "pasted": of_pasting(),
    }


def make(vacancies: int) -> None:
    """Made-up vacancies: four of five of trades that are often sought, in counties of the whole country and at home."""
    draw = random.Random(7)
    listed = occupations.all_occupations().values()
    often = [o for o in listed if o.is_common]
    others = [o for o in listed if o.code[0] in "456" and not o.is_common]
    counties = list(Division.objects.filter(level="county").values_list("key", "short_name"))
    own = list(Division.objects.filter(level="township").values_list("key", flat=True))
    home, today = county().key, clock.today()
    employers = [_employer(draw, counties, home, today) for _ in range(EMPLOYERS)]
    with transaction.atomic():
        employers = Employer.objects.bulk_create(employers, batch_size=300)
        rows = []
        for at in range(int(vacancies * (1 + ENDED))):
            trade = draw.choice(often if draw.random() < 0.8 else others)
            place = draw.choice(counties)[0] if draw.random() < 0.7 else draw.choice(own)
            rows.append(_vacancy(draw, trade, draw.choice(employers), place, is_open=at < vacancies, today=today))
        draw.shuffle(rows)
        Vacancy.objects.bulk_create(rows, batch_size=300)


def _employer(draw: random.Random, counties: list[Any], home: str, today: dt.date) -> Employer:
    place, name = draw.choice(counties)
    return Employer(
        area_id=home,
        name=name + draw.choice(NAMES) + draw.choice(NAMES) + draw.choice(KINDS),
        kind="enterprise",
        place_id=place,
        status="verified",
        verified_on=today,
        contact_phone="13887300000",
        made=True,
    )


def _vacancy(draw: random.Random, trade: Any, employer: Any, place: str, *, is_open: bool, today: dt.date) -> Vacancy:
    pay = draw.randrange(25, 90) * 10_000
    return Vacancy(
        area_id=employer.area_id,
        employer=employer,
        title=(draw.choice(("", "", "", "熟练", "夜班", "急招")) + draw.choice(trade.names))[:60],
        occupation=trade.code if draw.random() < 0.85 else "",
        number=draw.randrange(1, 60),
        pay_form="month",
        pay_min=pay,
        pay_max=pay + draw.randrange(30) * 10_000,
        place_id=place,
        lodging=draw.choice(("free", "free", "paid", "none")),
        suits=draw.choice(([], [], ["couples"], ["over_50", "no_mandarin"])),
        description=f"负责{trade.name}的日常工作，{draw.choice(('能吃苦', '细心', '有经验优先', '学徒也可'))}",
        valid_until=today + dt.timedelta(days=draw.randrange(1, 80)),
        status="published" if is_open else draw.choice(("withdrawn", "filled", "expired", "draft")),
        verified_on=today,
        confirmed_on=today - dt.timedelta(days=draw.randrange(13)),
        published_at=clock.now(),
        contact_phone="13887300000",
        made=True,
    )


def of_text(text: str, runs: int) -> dict[str, Any]:
    return {
        "text": text,
        "found": find(text).total,
        **timed(lambda: find(text), runs),
        "like": like(text, FIVE, runs),
        "like_title": like(text, FIVE[:1], runs),
    }


def of_filters(runs: int) -> dict[str, Any]:
    filters = Filters(couples=True, free_lodging=True, pay_at_least=500_000)
    none = {"found": 0, "median": 0.0}
    found = find("司机", filters=filters).total
    return {
        "text": "司机 + 3",
        "found": found,
        **timed(lambda: find("司机", filters=filters), runs),
        "like": none,
        "like_title": none,
    }


def like(text: str, columns: tuple[str, ...], runs: int) -> dict[str, Any]:
    """The first page and the number of a plain LIKE over these columns."""
    wanted = Q()
    for column in columns:
        wanted |= Q(**{f"{column}__contains": text})

    def ask() -> int:
        with everywhere(reason="bench"):
            rows = open_rows().filter(wanted)
            list(rows.values_list("pk", flat=True)[:20])
            return rows.count()

    return {"found": ask(), **timed(ask, runs)}


def of_change(runs: int) -> dict[str, Any]:
    """A search just after a vacancy was changed and its event written: the index takes the change in first."""
    with everywhere(reason="bench"):
        rows = list(open_rows()[:runs])
    took = []
    for row in rows:
        with everywhere(reason="bench"), transaction.atomic():
            row.title = f"{row.title[:50]}改"
            row.save(update_fields=["title"])
            record("vacancies.correct", actor=SYSTEM, subject=row)
        started = time.perf_counter()
        found = find("缝纫")
        took.append((time.perf_counter() - started) * 1000)
        assert found.pks
    return {"median": round(statistics.median(took), 1), "max": round(max(took), 1)}


def rebuild() -> float:
    """CPU seconds of an index built anew in a process that has built one: after a load, and each morning."""
    forget()
    started = time.process_time()
    warm()
    return round(time.process_time() - started, 2)


def of_occupations() -> dict[str, Any]:
    """Names, parts, pinyin, initials and errors, each asked once: nothing is remembered from the question before."""
    occupations.search("x")
    tables = terms()
    draw = random.Random(1)
    texts: list[str] = []
    for word in draw.sample(sorted(tables.by_text), 600):
        term = tables.by_text[word][0]
        texts += [word, word[:2], word[:-1] + "某", term.spelling, term.spelling[:4], term.initials[:2]]
    texts = list(dict.fromkeys(texts))
    scored.cache_clear()
    took = []
    for text in texts:
        started = time.perf_counter()
        occupations.search(text, 10)
        took.append((time.perf_counter() - started) * 1000)
    return {"texts": len(texts), **_figures(took, 3)}


def of_pasting() -> dict[str, Any]:
    messages = [one["text"] for half in ("tuned", "held_out", "later") for one in corpus(half)]
    took = []
    for text in messages:
        started = time.perf_counter()
        read(text, today=dt.date(2026, 11, 26))
        took.append((time.perf_counter() - started) * 1000)
    return {"messages": len(messages), **_figures(took, 2)}


def timed(ask: Callable[[], Any], runs: int) -> dict[str, Any]:
    took, cpu = [], []
    for _ in range(runs):
        started, busy = time.perf_counter(), time.process_time()
        ask()
        took.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return {**_figures(took, 1), "cpu": round(statistics.median(cpu), 1)}


def _figures(took: list[float], digits: int) -> dict[str, float]:
    ordered = sorted(took)
    return {
        "median": round(statistics.median(ordered), digits),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], digits),
        "max": round(ordered[-1], digits),
    }
