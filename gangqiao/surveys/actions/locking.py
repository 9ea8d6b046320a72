"""The order in which the survey takes records for writing, the same for every act, so that none waits for another.

    campaign -> task -> household -> persons by key -> what is dated about them -> the log

One transaction answers for one household and at most one person, and takes the task first: two officers at the same
household follow one another, whatever the order in which their answers come. The register's own verbs begin at the
household or at the person, never at a task, and so join the same order further down. The log is one chain that is
held until the transaction ends: nothing may be locked after the first entry that is not held already. Whoever works
through many households makes a transaction of each.
"""

from __future__ import annotations

from uuid import UUID

from gangqiao.people.actions.locking import lock_household
from gangqiao.people.models import Household, Person
from gangqiao.surveys.models import Alias, Campaign, Task


def lock_task(uuid: UUID) -> Task:
    """The task, locked, with its survey and its questions. Raises Task.DoesNotExist (absent or out of scope).

    The household is not read along: who has waited for the lock would see it as it was before.
    """
    found = Task.objects.select_for_update(of=("self",)).select_related("campaign__questions")
    task: Task = found.defer("campaign__questions__stored").get(uuid=uuid)
    return task


def lock_campaign(uuid: UUID) -> Campaign:
    """The survey, locked, before a household joins it. Raises Campaign.DoesNotExist."""
    # Not of its key: rows that only point to it need not wait.
    campaign: Campaign = Campaign.objects.select_for_update(no_key=True).get(uuid=uuid)
    return campaign


def lock_person_of(task: Task, uuid: UUID) -> Person | None:
    """A member of the task's household, locked, by the own number or one a phone gave; null when there is none."""
    home = Person.objects.select_for_update(no_key=True).filter(household=task.household_id)
    person: Person | None = home.filter(uuid=uuid).first()
    if person is None:
        alias = Alias.objects.filter(uuid=uuid).values_list("person", flat=True).first()
        person = home.filter(pk=alias).first() if alias else None
    return person


def lock_home(task: Task) -> Household:
    """The household of a task, locked: somebody is about to join it."""
    return lock_household(task.household_id)
