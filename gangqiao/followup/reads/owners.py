"""Who can take a case of a worker in hand: the users whose post gives it over the area of the case."""

from __future__ import annotations

from gangqiao.accounts.models import Grant, User
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel import clock
from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.levels import KEY_LENGTH, Level

TAKE = "followup.take_case"


def owners_of(area: str, owner: str) -> list[User]:
    """Whom a case of an area concerns: the bureau's users for what the bureau or the inspection owns, and for what a
    station owns the township's, too. By name of account, each once.
    """
    roles = [role.key for role in ROLES.values() if TAKE in role.verbs]
    near = [key for key in ancestors_of(area) if owner == "station" or len(key) < KEY_LENGTH[Level.TOWNSHIP]]
    held = Grant.objects.in_force(clock.today()).filter(role__in=roles, area__in=near)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("username"))
