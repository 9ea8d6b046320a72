"""The measures of `bench/ledger.py`, run inside a process that knows the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import django

django.setup()

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.test import Client

from bench.ledger import GOALS, peak_mb
from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.ledgers.reads import orders, page
from gangqiao.ledgers.reads.finding import INITIALS, NAME, PINYIN, Find, seal_find
from gangqiao.ledgers.reads.ledgers import PEOPLE
from gangqiao.people.models import Category, EmploymentSpell, Household, Intention, Person, Skill

READERS = {"city": "office", "township": "xinshao", "village": "xinshao-village"}
FILTERS = {"ethnicity": "07", "age_from": "16", "age_to": "59", "works": "yes"}
RARE = {"category": "veteran", "spell-mode": "workshop"}
DEEP = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """One signed-in official, with a person and place of the own area to ask for."""

    who: str
    actor: Actor
    client: Client
    area: str
    person: Person
    surname: str
    pinyin: str


def measure(runs: int) -> dict[str, Any]:
    """Every measure for every reader."""
    readers = [reader_of(who, name) for who, name in READERS.items()]
    found = [one for reader in readers for one in pages_of(reader, runs)]
    found += list(targets_of(readers[0], runs))
    with everywhere(reason="bench"):
        persons = Person.objects.count()
    return {"persons": persons, "peak_mb": peak_mb(), "version": version(), "measures": found}


def version() -> str:
    with connection.cursor() as cursor:
        question = "SELECT 'SQLite ' || sqlite_version()" if connection.vendor == "sqlite" else "SELECT version()"
        cursor.execute(question)
        return str(cursor.fetchone()[0]).split(",")[0]


def reader_of(who: str, username: str) -> Reader:
    user = User.objects.get(username=username)
    client = Client()
    client.force_login(user, backend="gangqiao.accounts.sign_in.OwnBackend")
    actor = actor_of(user)
    (area,) = actor.areas("people.view_list")
    with scope_of([area]):
        person = Person.objects.filter(record="live", id_index__isnull=False).order_by("area_id", "id")[20]
    return Reader(who, actor, client, area, person, person.name[:1], person.name_pinyin[:4])


# --- pages -----------------------------------------------------------------------------------------------------------


def pages_of(r: Reader, runs: int) -> Iterator[dict[str, Any]]:
    """Name, pinyin, number, filters, deep pages, file; each beside its peer."""

    def listed(what: str, query: dict[str, str], peer: Callable[[], Any] | None = None) -> dict[str, Any]:
        return line(r.who, what, get(r, "/ledger/people/", query), peer, runs)

    user = r.actor.user_id or 0
    yield listed("first page, no filter", {}, peer_page(r, {}, 0))
    for what, find, column in (
        ("name begins with 张, common", Find(NAME, "\u5f20"), "name"),
        ("name begins as a whole name, rare", Find(NAME, r.person.name), "name"),
        ("a name nobody has", Find(NAME, "\u9f98\u9f98"), "name"),
        ("pinyin begins with zhang", Find(PINYIN, "zhang"), "name_pinyin"),
        ("initials begin with zx", Find(INITIALS, "zx"), "name_initials"),
    ):
        yield listed(what, {"find": seal_find(find, user)}, peer_find(r, column, find.text))
    yield line(r.who, "ID number typed, to the file", post(r, r.person.id_number), peer_id(r), runs)
    yield line(r.who, "phone typed", post(r, r.person.phone or r.person.id_number), None, runs)
    yield line(r.who, "household number typed", post(r, household_no(r)), None, runs)
    yield listed("four filters, page 1", FILTERS, peer_page(r, FILTERS, 0))
    deep, reached = mark_of_page(r, FILTERS)
    yield listed(f"four filters, page {reached}", {**FILTERS, "from": deep}, peer_page(r, FILTERS, reached - 1))
    deep, reached = mark_of_page(r, {})
    yield listed(f"no filter, page {reached}", {"from": deep}, peer_page(r, {}, reached - 1))
    yield listed("two rare filters", RARE, peer_page(r, RARE, 0))
    yield line(r.who, "households, page 1", get(r, "/ledger/households/", {}), None, runs)
    if (address := file_address(r)) and r.client.get(address).status_code == 200:
        yield line(r.who, "file of a person", get(r, address, {}), peer_file(r), runs)


def line(
    who: str, what: str, ours: Callable[[], Any], peer: Callable[[], Any] | None, runs: int, goal: str = "page"
) -> dict[str, Any]:
    own = timed(ours, runs)
    return {
        "who": who,
        "what": what,
        **own,
        "peer": timed(peer, runs) if peer else None,
        "misses_goal": own["median"] > GOALS[goal],
    }


def timed(work: Callable[[], Any], runs: int) -> dict[str, float]:
    """Median, least and most of the runs in milliseconds, after one that warms up.

    cpu  median of this process alone: on a crowded machine the clock also counts the others. The server of PostgreSQL
         is another process, so there it says what Python takes
    """
    work()
    took, cpu = [], []
    for _ in range(runs):
        begun, begun_cpu = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - begun_cpu) * 1000)
    return {
        "median": round(statistics.median(took), 1),
        "min": round(min(took), 1),
        "max": round(max(took), 1),
        "cpu": round(statistics.median(cpu), 1),
    }


def get(r: Reader, path: str, query: dict[str, str]) -> Callable[[], None]:
    def ask() -> None:
        answer = r.client.get(path, query)
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def post(r: Reader, typed: str) -> Callable[[], None]:
    def ask() -> None:
        answer = r.client.post("/ledger/people/find/", {"q": typed})
        assert answer.status_code == 302, answer.status_code

    return ask


def household_no(r: Reader) -> str:
    with scope_of([r.area]):
        return str(Household.objects.get(pk=r.person.household_id).household_no)


def mark_of_page(r: Reader, query: dict[str, str]) -> tuple[str, int]:
    """The mark of page 500, or of the last page of a smaller area; and which page that is."""
    with scope_of([r.area]):
        asked = page.read(PEOPLE, query, r.actor)
        total = asked.rows.count()
        reached = max(min(DEEP, total // orders.PAGE), 2)
        before = asked.order.sorted(asked.rows)[(reached - 1) * orders.PAGE - 1]
        return orders.mark_after(asked.order, before), reached


def file_address(r: Reader) -> str:
    from gangqiao.ledgers.showing import file_href

    return file_href(PEOPLE, r.person, r.actor)


# --- the peer: plain Django pages with OFFSET ------------------------------------------------------------------------


def plain(r: Reader) -> Any:
    """The rows a plain program would ask for: the area, those on the register."""
    rows = Person.objects.filter(record="live").exclude(life="dead")
    return rows if r.who == "city" else rows.filter(area_id__gte=r.area, area_id__lt=upper_bound(r.area))


def plain_filters(query: dict[str, str]) -> Q:
    today, asked = clock.today(), Q()
    running = EmploymentSpell.objects.filter(person=OuterRef("pk"), recorded_to=None, started_on__lte=today)
    running = running.filter(Q(ended_on=None) | Q(ended_on__gte=today)).exclude(status="planned")
    if "ethnicity" in query:
        born = (date(today.year - 16, today.month, today.day), date(today.year - 60, today.month, today.day))
        asked &= Q(ethnicity=query["ethnicity"], birth_date__lte=born[0], birth_date__gt=born[1]) & Q(Exists(running))
    if "category" in query:
        held = Category.objects.filter(person=OuterRef("pk"), recorded_to=None, kind=query["category"])
        asked &= Q(Exists(held)) & Q(Exists(running.filter(mode=query["spell-mode"])))
    return asked


def peer_page(r: Reader, query: dict[str, str], number: int) -> Callable[[], Any]:
    """`Paginator(rows, 50)`: a count and a slice, with the household joined. Nothing is rendered."""

    def ask() -> None:
        with everywhere(reason="bench"):
            rows = plain(r).filter(plain_filters(query)).order_by("area_id", "household_id", "id")
            rows.count()
            list(rows.select_related("household")[number * orders.PAGE : (number + 1) * orders.PAGE])

    return ask


def peer_find(r: Reader, column: str, text: str) -> Callable[[], Any]:
    def ask() -> None:
        with everywhere(reason="bench"):
            rows = plain(r).filter(**{f"{column}__startswith": text}).order_by(column, "id")
            rows.count()
            list(rows.select_related("household")[: orders.PAGE])

    return ask


def peer_id(r: Reader) -> Callable[[], Any]:
    number = r.person.id_number

    def ask() -> None:
        with everywhere(reason="bench"):
            list(plain(r).filter(id_index=number).select_related("household"))

    return ask


def peer_file(r: Reader) -> Callable[[], Any]:
    """The person with household, members and dated rows."""

    def ask() -> None:
        with everywhere(reason="bench"):
            person = Person.objects.select_related("household").get(pk=r.person.pk)
            list(person.household.persons.all())
            for model in (EmploymentSpell, Category, Skill, Intention):
                list(model.objects.filter(person=person))

    return ask


# --- the eight targets -----------------------------------------------------------------------------------------------


def targets_of(r: Reader, runs: int) -> Iterator[dict[str, Any]]:
    """The board of the county with its thirteen parts: first in the process, after a change, and again."""
    ask = get(r, "/figures/", {})
    cold = timed_once(ask)
    yield {
        "who": r.who,
        "what": "eight targets by township, first of the process",
        **cold,
        "peer": timed(peer_targets(), 3),
        "misses_goal": False,
    }
    yield line(r.who, "eight targets by township, again", ask, None, runs, goal="targets")

    def changed() -> None:
        with scope_of([r.area]), transaction.atomic():
            record("people.confirm", actor=r.actor, subject=r.person, reason="bench")

    after = []
    for _ in range(runs):
        changed()
        after.append(timed_once(ask))
    of = {key: [one[key] for one in after] for key in ("median", "cpu")}
    median = round(statistics.median(of["median"]), 1)
    yield {
        "who": r.who,
        "what": "eight targets by township, after a change",
        "median": median,
        "min": min(of["median"]),
        "max": max(of["median"]),
        "cpu": round(statistics.median(of["cpu"]), 1),
        "peer": None,
        "misses_goal": median > GOALS["targets"],
    }


def timed_once(work: Callable[[], Any]) -> dict[str, float]:
    """One run that nothing has warmed up."""
    begun, begun_cpu = time.perf_counter(), time.process_time()
    work()
    took, cpu = round((time.perf_counter() - begun) * 1000, 1), round((time.process_time() - begun_cpu) * 1000, 1)
    return {"median": took, "min": took, "max": took, "cpu": cpu}


def peer_targets() -> Callable[[], Any]:
    """The eight counts grouped by township as plain ORM: one aggregate for each target."""

    def ask() -> None:
        from django.db.models.functions import Substr

        today = clock.today()
        spells = EmploymentSpell.objects.filter(person=OuterRef("pk"), recorded_to=None, is_farm_work="no")
        spells = spells.exclude(status="planned").filter(started_on__lte=today)
        now = spells.filter(Q(ended_on=None) | Q(ended_on__gte=date(today.year, 1, 1)))
        before = spells.filter(started_on__lt=date(today.year, 1, 1)).filter(
            Q(ended_on=None) | Q(ended_on__gte=date(today.year - 1, 1, 1))
        )
        poor = Category.objects.filter(person=OuterRef("pk"), recorded_to=None, kind="registered_poor")
        workers = Person.objects.filter(
            record="live", life="alive", hukou_kind="agricultural", population_category="03",
            labour_capacity__in=("skilled", "ordinary", "weak"),
        )  # fmt: skip
        out = Q(Exists(now)) & ~Q(Exists(now.filter(area_level="own_township")))
        far = Q(Exists(now.filter(area_level="other_province")))
        conditions = [
            Q(Exists(now)),
            Q(Exists(now)) & ~Q(Exists(before)),
            Q(Exists(poor)),
            Q(Exists(poor)) & Q(Exists(now)),
            Q(Exists(poor)) & Q(Exists(now)) & ~Q(Exists(before)),
            out,
            far,
            Q(Exists(poor)) & far,
        ]
        with everywhere(reason="bench"):
            for condition in conditions:
                counted = workers.filter(condition).annotate(township=Substr("area_id", 1, 15)).order_by()
                list(counted.values("township").annotate(n=Count("pk")))

    return ask
