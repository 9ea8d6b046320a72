"""Keep the index of this process true.

The log of events has one end, and it moves in the transaction of the change itself (`audit.chain`). So one small row
says whether anything has happened since the index was right, and the events in between say what. Rows written past the
log, as a load writes them, are noticed by the newest key. A log that is another one (a restored database) begins the
index anew.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Max

from gangqiao.audit.models import Chain, ChainHead, Event
from gangqiao.kernel import beside, clock
from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.pasting.places import beginning
from gangqiao.vacancies.policy.freshness import Facts, is_open
from gangqiao.vacancies.search.documents import documents
from gangqiao.vacancies.search.index import Index

_APP = "vacancies."
# After more changes than this it is quicker to begin anew.
_MOST_EVENTS = 5000


@dataclass
class _Kept:
    """The index of this process and what it is true of."""

    index: Index = field(default_factory=lambda: Index(dt.date.min))
    seq: int = -1
    digest: bytes = b""
    newest: int = 0
    day: dt.date = dt.date.min


_lock = threading.RLock()
_kept = _Kept()


@contextmanager
def true_index() -> Iterator[Index]:
    """The index as it is true now; other threads of the process wait until the block ends."""
    with _lock:
        _follow()
        yield _kept.index


def warm() -> None:
    """Build the index of this process now, some seconds for 20,000 vacancies, instead of at the first search."""
    with true_index():
        pass


def warm_up() -> threading.Thread:
    """Begin to build the index beside the start of the server, so that the first who searches need not wait."""
    return beside.begin("warm-up of search", _warm_up)


def _warm_up() -> None:
    try:
        warm()
    except DatabaseError as error:
        # The first who searches asks again, and is told what is wrong.
        logging.getLogger(__name__).warning("the vacancies could not be read at the start: %s", error)


def forget() -> None:
    """Begin anew at the next search. For tests, whose database is rolled back under the index."""
    global _kept
    with _lock:
        _kept = _Kept()


def open_among(pks: Iterable[int]) -> set[int]:
    """Those of the vacancies that are open at this very moment, by the rule of `policy.freshness`.

    Asked by key alone and judged here: with the rule in the statement SQLite reads every published row (20 ms of CPU).
    """
    columns = ("pk", "status", "employer__status", "verified_on", "confirmed_on", "valid_until")
    with everywhere(reason="published vacancies are public"):
        rows = list(Vacancy.objects.order_by().filter(pk__in=list(pks)).values_list(*columns))
    today = clock.today()
    return {pk for pk, *facts in rows if is_open(Facts(*facts), today)}


def _follow() -> None:
    # The head first: what is read after it is at least as new.
    seq, digest = _head()
    newest = _newest()
    if (seq, digest, newest, clock.today()) == (_kept.seq, _kept.digest, _kept.newest, _kept.day):
        return
    changed = _changed_since(seq) if _is_same_log(seq) else None
    if changed is None or (newest != _kept.newest and newest not in changed):
        _begin()
    elif changed:
        _kept.index.drop(changed)
        _kept.index.put(documents(changed))
    _kept.seq, _kept.digest, _kept.newest, _kept.day = seq, digest, newest, clock.today()


def _head() -> tuple[int, bytes]:
    head = ChainHead.objects.filter(pk=Chain.EVENTS).values_list("seq", "digest").first()
    return (head[0], bytes(head[1])) if head else (0, b"")


def _newest() -> int:
    """The newest vacancy of all, to notice what was written past the log."""
    with everywhere(reason="published vacancies are public"):
        return Vacancy.objects.aggregate(pk=Max("pk"))["pk"] or 0


def _is_same_log(seq: int) -> bool:
    """True when the log goes on from where the index stands, on the same day (names of places are of a day)."""
    if _kept.seq < 0 or seq < _kept.seq or seq - _kept.seq > _MOST_EVENTS or _kept.day != clock.today():
        return False
    if _kept.seq == 0:
        return True
    stood = Event.objects.filter(pk=_kept.seq).values_list("digest", flat=True).first()
    return stood is not None and bytes(stood) == _kept.digest


def _changed_since(seq: int) -> set[int]:
    """The keys of the vacancies that events since then are about."""
    events = Event.objects.filter(seq__gt=_kept.seq, seq__lte=seq, verb__startswith=_APP)
    subjects: dict[str, set[str]] = {}
    for subject in events.order_by("seq").values_list("subject", flat=True):
        label, _, name = subject.partition(":")
        subjects.setdefault(label, set()).add(name)
    with everywhere(reason="published vacancies are public"):
        return {pk for label, names in subjects.items() for pk in _vacancies_of(label, names)}


def _vacancies_of(label: str, names: Iterable[str]) -> Iterable[int]:
    """The vacancies a record is, has, or belongs to."""
    if not label.startswith(_APP):
        return ()
    try:
        model = apps.get_model(label)
    except LookupError:
        return ()
    columns = {column.name for column in model._meta.concrete_fields}
    key = "uuid" if "uuid" in columns else "pk"
    if model is Vacancy or model is Employer:
        way = "" if model is Vacancy else "employer__"
        return Vacancy.objects.filter(**{f"{way}{key}__in": names}).values_list("pk", flat=True)
    if "vacancy_id" in {column.attname for column in model._meta.concrete_fields}:
        return model._default_manager.filter(**{f"{key}__in": names}).values_list("vacancy", flat=True)
    return ()


def _begin() -> None:
    beginning(" ")  # reads the names of places, so that no search has to
    _kept.index = Index(clock.today())
    _kept.index.put(documents())
