"""Kinship with a village officer as far as the register can show it: a household somebody shares or once shared.

Who holds the post of village officer is known by name. A name that several people of the village bear says nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from gangqiao.accounts.models import Grant
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Membership, Person

OFFICER = "village_officer"


def officers_in(village: str) -> list[Person]:
    """The people of a village who are its officers by name, within the scope; who cannot be told apart is left out."""
    posts = Grant.objects.in_force(clock.today()).filter(role=OFFICER, area=village, user__is_active=True)
    found = []
    for name in set(posts.values_list("user__display_name", flat=True)):
        here = Person.objects.filter(area_id__gte=village, area_id__lt=upper_bound(village), name=name, record="live")
        same = list(here[:2])
        if len(same) == 1:
            found.append(same[0])
    return found


def kin_among(persons: Collection[Person], village: str) -> set[int]:
    """Which of these people share, or once shared, a household with an officer of the village, or are one."""
    officers = officers_in(village)
    if not officers or not persons:
        return set()
    keys = {officer.pk for officer in officers}
    homes = _homes(keys) | {officer.household_id for officer in officers if officer.household_id}
    asked = [person.pk for person in persons]
    found = {person.pk for person in persons if person.household_id in homes or person.pk in keys}
    shared = Membership.objects.filter(Q(household__in=homes), person__in=asked, recorded_to=None)
    return found | set(shared.values_list("person", flat=True))


def _homes(keys: Collection[int]) -> set[int]:
    rows = Membership.objects.filter(person__in=list(keys), recorded_to=None)
    return set(rows.values_list("household", flat=True))
