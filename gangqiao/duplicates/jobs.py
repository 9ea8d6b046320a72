"""Work after events: a record that is new or has changed is looked at again; a pair hears its answers."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.duplicates.actions import look_at
from gangqiao.duplicates.actions.deciding import hear
from gangqiao.duplicates.actions.searching import REASON, search_as_system
from gangqiao.duplicates.models import Question
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


def look_again(event: Event) -> None:
    """Look at the person of an event. Of many events of one person only the last does the work."""
    if event.person is None:
        return
    later = Event.objects.filter(person=event.person, seq__gt=event.seq, verb__in=CHANGING)
    if not later.exists():
        look_at(event.person, source=f"after {event.verb}")


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


@task()
def search_county() -> None:
    """The search that was asked for on the page, for the whole county."""
    search_as_system("page")
