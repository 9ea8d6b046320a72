"""The file of one household: head, members, who left, address and land."""

from __future__ import annotations

from dataclasses import dataclass

from gangqiao.kernel.actor import Actor
from gangqiao.people import attributes
from gangqiao.people.models import Household
from gangqiao.people.reads.file import FRESH_DAYS, Member, days_since, former_members, members_of
from gangqiao.people.reads.masking import Shown, place_name, show_all, values_of


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """Everything the page of one household shows to one reader."""

    household: Household
    place: str
    facts: list[Shown]
    members: list[Member]
    former: list[Member]
    stale_days: int | None

    @property
    def head(self) -> Member | None:
        return next((m for m in self.members if m.is_head), None)

    @property
    def is_fresh(self) -> bool:
        return self.stale_days is not None and self.stale_days <= FRESH_DAYS


def household_file(household: Household, actor: Actor) -> HouseholdFile:
    """The file for one reader. Run within the scope of the reader."""
    level = actor.level_in(household.area_id)
    return HouseholdFile(
        household=household,
        place=place_name(household.area_id),
        facts=show_all(attributes.HOUSEHOLD, values_of(attributes.HOUSEHOLD, household), level),
        members=members_of(household, actor),
        former=former_members(household, actor),
        stale_days=days_since(household.last_confirmed_on),
    )
