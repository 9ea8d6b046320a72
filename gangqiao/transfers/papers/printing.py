"""The papers of a big batch: asked for, made in the background, fetched by who asked for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.audit.subscriptions import enqueue
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.transfers.models import Batch, Printing
from gangqiao.transfers.papers.kinds import PAPERS
from gangqiao.transfers.papers.making import VERB, Wish, leads, print_papers
from gangqiao.transfers.policy.papers import NUMBERS

KEPT = timedelta(hours=12)  # who needs them again has them made again, as things are then


def is_big(batch: Batch, wish: Wish, actor: Actor) -> bool:
    """True when a page could not wait for it."""
    if wish.trip is not None or wish.passenger is not None or not leads(batch, actor):
        return False
    return bool(batch.taken > NUMBERS.on(clock.today()).big_batch)


def ask_for_papers(batch: Batch, wish: Wish, *, actor: Actor) -> Printing:
    """Have the papers made. Raises NotYourVerb."""
    require(actor, VERB, batch)
    with transaction.atomic():
        made: Printing = Printing.objects.create(
            area_id=batch.area_id,
            batch=batch,
            asker_id=actor.user_id,
            papers=[paper.key for paper in wish.papers],
            form=wish.form,
            total=len(wish.papers),
        )
        transaction.on_commit(lambda: enqueue(make_papers, str(made.uuid), str(made.area_id)))
    return made


@task()
def make_papers(uuid: str, area: str) -> None:
    """Make the papers. A second run, or one after a kill, begins anew; what is made stays."""
    with scope_of([area]):
        asked = Printing.objects.select_related("batch__plan", "batch__area", "asker").filter(uuid=uuid).first()
    if asked is None or not asked.is_waiting:
        return
    # With the posts in force now: who lost the batch in the meantime gets nothing of it.
    actor, wish = actor_of(asked.asker), Wish(tuple(PAPERS[key] for key in asked.papers), asked.form)
    try:
        made = print_papers(asked.batch, wish, actor=actor, told=lambda done: _tell(asked, area, done=done))
    except Refusal as refusal:
        _tell(asked, area, said=str(refusal))
        return
    _tell(asked, area, file=files.keep(made.content), made_at=clock.now(), done=asked.total)
    # The queue goes by the machine's clock, also where a demonstration stands on another day.
    over = datetime.fromtimestamp(clock.machine_seconds(), UTC) + KEPT
    enqueue(drop_papers.using(run_after=over), uuid, area)


def _tell(asked: Printing, area: str, **values: Any) -> None:
    with scope_of([area]):
        Printing.objects.filter(pk=asked.pk).update(**values)


@task()
def drop_papers(uuid: str, area: str) -> None:
    """Delete the file of papers whose time is over. A second call changes nothing."""
    with scope_of([area]):
        found = Printing.objects.filter(uuid=uuid).exclude(file="").first()
        if found is not None:
            files.drop(found.file)
            Printing.objects.filter(pk=found.pk).update(file="")


def fetch_papers(found: Printing, *, actor: Actor) -> bytes:
    """The file. Raises NotYourVerb, files.FileGone."""
    require(actor, VERB, found.batch)
    if not found.file:
        raise files.FileGone
    content = files.open_kept(found.file)
    record("transfers.fetch_papers", actor=actor, subject=found)
    return content
