"""The survey's work in the background. Each may run twice and may be killed: it makes only what is missing."""

from __future__ import annotations

from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.states import CampaignStatus

# Whatever changes who belongs to a household.
ROSTER_VERBS = (
    "people.register", "people.split_household", "people.move", "people.transfer_record", "people.record_death",
    "people.merge", "people.unmerge", "people.undo",
)  # fmt: skip


@task()
def fill_roster(campaign_id: int) -> None:
    """Make the tasks of an open survey."""
    with scope_of([Campaign.objects.get(pk=campaign_id).area_id]):
        actions.fill_roster(campaign_id)


@task()
def lock_accepted(campaign_id: int) -> None:
    """Lock what was accepted in a survey that is closed."""
    with scope_of([Campaign.objects.get(pk=campaign_id).area_id]):
        actions.lock_accepted(campaign_id, actor=SYSTEM)


def follow_roster(event: Event) -> None:
    """Let a household that anybody registered join the roster, and count again where members came or went."""
    if not Campaign.objects.filter(status=CampaignStatus.OPEN).exists():
        return
    for household in _households_of(event):
        actions.join_roster(household)
        open_tasks = Task.objects.filter(household=household, campaign__status=CampaignStatus.OPEN)
        for key in open_tasks.values_list("pk", flat=True):
            actions.recount(key)


for _verb in ROSTER_VERBS:
    after(_verb)(follow_roster)


def _households_of(event: Event) -> list[Household]:
    kind, _colon, key = event.subject.partition(":")
    found = Household.objects.filter(uuid=key) if kind == "people.household" else Household.objects.none()
    if event.person is not None:
        homes = Person.objects.filter(uuid=event.person).values_list("household", flat=True)
        # Also the one just left: a task of it still counts the person.
        sheets = Task.objects.filter(sheets__person__uuid=event.person).values_list("household", flat=True)
        found = Household.objects.filter(pk__in=[*homes, *sheets, *found.values_list("pk", flat=True)])
    return list(found)
