"""Who prints what of a batch, and the printing: the look and the event are written before a paper leaves.

The list as a whole (manifest, plan of a vehicle, letter, insurance, receipt) prints who may print where the batch lies,
and of one vehicle its escort: a list that held only some of the people would be taken for the whole one at the bus.
Slips that are for each person alone (consent, certificate, journey) prints everybody for the people of the own area.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from gangqiao.audit.events import looked, record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.collecting import few_collections
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.kernel.words import Say
from gangqiao.transfers.actions.reach import is_escort
from gangqiao.transfers.models import Batch, Trip
from gangqiao.transfers.papers.kinds import PAPERS, Paper
from gangqiao.transfers.papers.setting import Stamp, stamp_of
from gangqiao.transfers.reads.board_seeing import reaches
from gangqiao.transfers.reads.papers import Sheaf, sheaf_of

VERB = "transfers.print"
ESCORTS_VERB = "transfers.view_manifest"
PERSONS_A_LOOK = 2_000
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
Told = Callable[[int], None]


class WholeListOnly(Refusal):
    """A paper of the whole list is wanted by somebody who sees only a part."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "This paper shows everybody of the batch. Its organiser prints it, or the escort for the own vehicle;"
                " for the people of your area you print the slips."
            )
        )


class NobodyOfYours(Refusal):
    """There is nobody of the own area on the list."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody of your area is on the list of this batch."))


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed. trip, passenger: only that vehicle, only that person."""

    papers: tuple[Paper, ...]
    form: str = "pdf"
    trip: Trip | None = None
    passenger: UUID | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that leaves: its name in the language of the county, its bytes, and its type."""

    name: str
    content: bytes
    form: str


def leads(batch: Batch, actor: Actor) -> bool:
    """True when the reader prints for the batch as a whole, and may read names where it lies."""
    return reaches(actor, VERB, batch) and actor.level_in(str(batch.area_id)) >= Level.PERSONAL


def papers_for(batch: Batch, actor: Actor) -> list[Paper]:
    """The papers the reader may print of the whole batch, or of the own people."""
    return [paper for paper in PAPERS.values() if not paper.whole or leads(batch, actor)]


def print_papers(batch: Batch, wish: Wish, *, actor: Actor, told: Told = lambda done: None) -> Printed:
    """The file with the papers wished for. Raises NotYourVerb, WholeListOnly, NobodyOfYours, NotSet.

    told  hears how many papers are set
    """
    if not actor.may(VERB):
        raise NotYourVerb
    stamp = stamp_of(actor)
    with _opened(batch, wish, actor), override(settings.LANGUAGE_CODE), few_collections():
        trip = wish.trip.pk if wish.trip else None
        sheaf = sheaf_of(batch, trip=trip, passenger=wish.passenger)
        if not sheaf.people and not leads(batch, actor) and not _escorts(wish, actor):
            raise NobodyOfYours
        written = list(_written(wish, sheaf, stamp, told))
        about = f"{batch.number}{f' {wish.trip.number}' if wish.trip else ''}"
        made = _file(wish, written, about)
    _write_down(batch, wish, sheaf, actor)
    return made


@contextmanager
def _opened(batch: Batch, wish: Wish, actor: Actor) -> Iterator[None]:
    """The scope of the people who are shown."""
    if leads(batch, actor) or _escorts(wish, actor):
        with opened_whole():
            yield
    elif any(paper.whole for paper in wish.papers):
        raise WholeListOnly
    else:
        with scope_of([area for area in actor.areas(VERB) if actor.level_in(area) >= Level.PERSONAL]):
            yield


@contextmanager
def opened_whole() -> Iterator[None]:
    """Everybody of a batch, wherever they live. Only after it was found that the reader leads it or is its escort."""
    with everywhere(reason="the papers of a batch show everybody in it to its organiser and its escorts"):
        yield


def _escorts(wish: Wish, actor: Actor) -> bool:
    by_vehicle = wish.trip is not None and all(paper.by_vehicle for paper in wish.papers)
    return by_vehicle and wish.trip is not None and is_escort(actor, ESCORTS_VERB, wish.trip.pk)


def _written(wish: Wish, sheaf: Sheaf, stamp: Stamp, told: Told) -> Iterator[tuple[str, str, bytes]]:
    for done, paper in enumerate(wish.papers, start=1):
        if wish.form != "xlsx":
            yield str(paper.label), "pdf", paper.make_pdf(sheaf, stamp)
        if wish.form != "pdf" and paper.make_xlsx is not None:
            yield str(paper.label), "xlsx", paper.make_xlsx(sheaf, stamp)
        told(done)


def _file(wish: Wish, written: Sequence[tuple[str, str, bytes]], about: str) -> Printed:
    if wish.form != "zip":
        name, form, content = written[0]
        return Printed(f"{name} {about}.{form}", content, form)
    out = io.BytesIO()
    at = clock.now().astimezone(clock.TZ)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for n, (name, form, content) in enumerate(written, start=1):
            entry = zipfile.ZipInfo(f"{n:02} {name} {about}.{form}", at.timetuple()[:6])
            pack.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return Printed(f"{about}.zip", out.getvalue(), "zip")


def _write_down(batch: Batch, wish: Wish, sheaf: Sheaf, actor: Actor) -> None:
    persons = sheaf.persons
    for start in range(0, len(persons), PERSONS_A_LOOK):
        looked(VERB, actor=actor, persons=persons[start : start + PERSONS_A_LOOK], subject=batch)
    record(VERB, actor=actor, subject=batch, fields=[paper.key for paper in wish.papers])
