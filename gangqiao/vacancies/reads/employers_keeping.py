"""Who keeps the record of an employer, and whether its credit code is on the list already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from gangqiao.accounts.models import Unit
from gangqiao.kernel.actor import Actor, covers, is_of_unit
from gangqiao.kernel.scope import everywhere
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.refusals.employers import KeptByAnother
from gangqiao.vacancies.states import EmployerStatus

LIST = "vacancies.list_employer"
TOWNSHIP = KEY_LENGTH[Level.TOWNSHIP]


@dataclass(frozen=True, slots=True)
class Keeper:
    """area: key of the division that keeps the record; unit: code of the department, "" for none."""

    area: str
    unit: str = ""


def keeper_for(actor: Actor, place: Any) -> Keeper:
    """Who keeps an employer the actor lists, by where it works (a division).

    A department keeps its own. Else the township in which it works; one outside the county is kept by the bureau, or
    by the township that met it. Raises KeptByAnother for a place in another township.
    """
    home, key = str(county().key), str(place.pk)
    areas = actor.areas(LIST)
    divisions = [area for area in areas if not is_of_unit(area)]
    units = [area[1:-1] for area in areas if is_of_unit(area)]
    if not divisions:
        return Keeper(home, units[0] if units else "")
    if covers(home, key) and len(key) >= TOWNSHIP:
        township = key[:TOWNSHIP]
        if any(covers(area, township) for area in divisions):
            return Keeper(township)
        raise KeptByAnother(Division.objects.get(pk=township).name)
    return Keeper(home if home in divisions else divisions[0][:TOWNSHIP])


@dataclass(frozen=True, slots=True)
class Bearer:
    """An employer that has a credit code, and who keeps it, in words."""

    name: str
    keeper: str


def bearer_of_code(code: str, but: int | None = None) -> Bearer | None:
    """The live record with a credit code, whoever keeps it; null when there is none."""
    if not code:
        return None
    with everywhere(reason="a credit code is listed once in the county"):
        found = Employer.objects.filter(credit_code=code).exclude(pk=but).exclude(status=EmployerStatus.CLOSED)
        row: Any = found.select_related("area").first()
        return Bearer(row.name, keeper_words([row])[row.pk]) if row else None


def keeper_words(rows: Iterable[Any]) -> Mapping[int, str]:
    """Who keeps each of these records: the department's name, the township's, or the bureau."""
    kept = list(rows)
    names = dict(Unit.objects.filter(code__in={row.unit for row in kept if row.unit}).values_list("code", "name"))
    home = str(county().key)
    return {
        row.pk: names.get(row.unit, row.unit)
        if row.unit
        else gettext("the bureau")
        if row.area_id == home
        else row.area.name
        for row in kept
    }
