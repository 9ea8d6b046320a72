"""Work after events: a record that is new or has changed is looked at again; a pair hears its answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.duplicates.actions import look_at
from gangqiao.duplicates.actions.deciding import hear
from gangqiao.duplicates.actions.searching import REASON, search_as_system
from gangqiao.duplicates.models import Question, Search
from gangqiao.kernel.scope import everywhere

# What changes a field that is compared, or settles a pair.
CHANGING = (
    "people.register",
    "people.correct",
    "people.correct_id",
    "people.move",
    "people.transfer_record",
    "people.split_household",
    "people.merge",
    "people.unmerge",
    "people.undo",
)


# From so many changes on that wait, one pass over the county costs less than a look at each of them.
CROWD = 300
# An event is written before its transaction ends: a pass that began this soon after may not have seen the change.
NOT_SEEN_FOR = timedelta(seconds=30)


def look_again(event: Event) -> None:
    """Look at the person of an event; after an import look through the county instead, once for all that wait."""
    if event.person is None or _is_done(event):
        return
    later = Event.objects.filter(seq__gt=event.seq, verb__in=CHANGING)
    if later.filter(person=event.person).exists():
        return  # the last change of a person does the work
    if later[CROWD - 1 : CROWD].exists():
        search_as_system("after an import")
    else:
        look_at(event.person, source=f"after {event.verb}")


def _is_done(event: Event) -> bool:
    """True when a pass over the whole county has seen the change."""
    return Search.objects.filter(begun_at__gt=event.at + NOT_SEEN_FOR, seconds__isnull=False).exists()


for _verb in CHANGING:
    after(_verb)(look_again)


@after("duplicates.answer")
def hear_answer(event: Event) -> None:
    """The village sees its question, never the pair: the pair is put back by the product itself."""
    uuid = UUID(event.subject.partition(":")[2])
    with everywhere(reason=REASON):
        question = Question.objects.filter(uuid=uuid).first()
        if question is not None:
            hear(question)


@nightly
def search_every_night() -> None:
    """Look through the whole county: a single look misses who differs in one character in another village."""
    search_as_system("nightly")


@task()
def search_county() -> None:
    """The search that was asked for on the page, for the whole county."""
    search_as_system("page")
