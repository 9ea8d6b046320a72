"""One task for every household of the register, also for those registered later by anybody."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db import many
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Household, Person
from gangqiao.surveys.actions.campaigns import charge_village_officers
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.states import CampaignStatus

AT_ONCE = 200  # rows of one transaction: others write, too
READ_AT_ONCE = 5_000


def fill_roster(campaign_id: int) -> int:
    """Make the tasks that are missing. Returns how many were made. Cut short, the next call goes on.

    Runs in the scope of the campaign's area, opened by the caller.
    """
    campaign = Campaign.objects.get(pk=campaign_id)
    if not campaign.is_open:
        return 0
    charge_village_officers(campaign)
    made, after = 0, 0
    while found := _without_task(campaign, after):
        for start in range(0, len(found), AT_ONCE):
            made += _make_tasks(campaign, found[start : start + AT_ONCE])
        after = found[-1][0]
    with transaction.atomic():
        is_first = Campaign.objects.filter(pk=campaign_id, filled_at=None).update(filled_at=clock.now())
        if is_first or made:
            # Phones learn from the log that there is more to carry.
            record("surveys.fill_roster", actor=SYSTEM, subject=campaign, source="system")
    return made


def join_roster(household: Household) -> int:
    """Put a household on the roster of every open survey that reaches it. A second call changes nothing."""
    made = 0
    if household.dissolved_on is not None:
        return 0
    for campaign in Campaign.objects.filter(status=CampaignStatus.OPEN):
        if household.area_id.startswith(campaign.area_id):
            with transaction.atomic():
                joined = _make_tasks(campaign, [_row_of(household)])
                if joined:
                    record("surveys.join_roster", actor=SYSTEM, subject=household, source="system")
            made += joined
    return made


def _row_of(household: Household) -> tuple[int, str, str]:
    return household.pk, household.area_id, household.household_no


def _without_task(campaign: Campaign, after: int) -> list[tuple[int, str, str]]:
    own = Task.objects.filter(campaign=campaign, household=OuterRef("pk"))
    found = Household.objects.filter(
        ~Exists(own),
        dissolved_on=None,
        pk__gt=after,
        area__gte=campaign.area_id,
        area__lt=upper_bound(campaign.area_id),
    )
    return list(found.order_by("pk").values_list("pk", "area_id", "household_no")[:READ_AT_ONCE])


def _make_tasks(campaign: Campaign, households: list[tuple[int, str, str]]) -> int:
    keys = [key for key, _area, _no in households]
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Two jobs at the same moment: the second waits for the first and then finds its tasks.
            Campaign.objects.select_for_update().get(pk=campaign.pk)
        known = set(Task.objects.filter(campaign=campaign, household__in=keys).values_list("household_id", flat=True))
        sizes = _sizes(keys)
        rows: list[Any] = [
            Task(campaign=campaign, household_id=key, area_id=area, household_no=no, persons=sizes.get(key, 0))
            for key, area, no in households
            if key not in known
        ]
        many.insert(Task, rows)
    return len(rows)


def _sizes(keys: list[int]) -> dict[int, int]:
    living = Person.objects.filter(household__in=keys, record="live").filter(~Q(life="dead"))
    return dict(living.values_list("household").annotate(n=Count("pk")).order_by())
