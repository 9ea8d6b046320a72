"""Units: add, change, and make those that every installation has."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.actions.rights import require
from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.accounts.refusals import UnitCodeTaken, UnitInCircle, WrongArea
from gangqiao.accounts.unit_list import DEPARTMENTS, HEADQUARTERS, OFFICE, NamedUnit
from gangqiao.audit.events import record
from gangqiao.kernel.actor import Actor
from gangqiao.places.levels import Kind
from gangqiao.places.models import Division
from gangqiao.places.reads import codes_of, county, townships


def create_unit(
    *, code: str, name: str, kind: str, area: Division | None = None, parent: Unit | None = None, actor: Actor
) -> Unit:
    """Add a unit. Raises UnitCodeTaken and WrongArea."""
    require(actor, "accounts.manage_units")
    unit = Unit(code=code.strip(), name=name.strip(), kind=kind, area=area, parent=parent)
    _check_area(unit)
    with transaction.atomic():
        _save(unit)
        record("accounts.manage_units", actor=actor, subject=unit, area=unit.area_id or "")
    return unit


def change_unit(
    unit_id: int, *, name: str, kind: str, area: Division | None, parent: Unit | None, actor: Actor
) -> Unit:
    """Change a unit; its code stays. Raises UnitInCircle and WrongArea."""
    require(actor, "accounts.manage_units")
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        above = parent
        while above is not None:
            if above.pk == unit.pk:
                raise UnitInCircle
            above = above.parent
        unit.name, unit.kind, unit.area, unit.parent = name.strip(), kind, area, parent
        _check_area(unit)
        unit.save()
        record("accounts.manage_units", actor=actor, subject=unit, area=unit.area_id or "")
    return unit


def ensure_unit(named: NamedUnit, *, actor: Actor) -> Unit:
    """Make a unit that stands beside the programme's own where it is missing: an employer's, an agency's."""
    require(actor, "accounts.manage_units")
    with transaction.atomic():
        return _ensure(named, None, None, actor)


def ensure_units(*, actor: Actor) -> dict[str, Unit]:
    """Make headquarters, its office, the ten departments and the township-level units where they are missing.

    A second call changes nothing: a unit that the county renamed keeps its name. Returns all of them by code.
    """
    require(actor, "accounts.manage_units")
    home = county()
    units: dict[str, Unit] = {}
    with transaction.atomic():
        units[HEADQUARTERS.code] = head = _ensure(HEADQUARTERS, home, None, actor)
        units[OFFICE.code] = _ensure(OFFICE, home, head, actor)
        for named in DEPARTMENTS:
            units[named.code] = _ensure(named, None, head, actor)
        divisions = list(townships())
        codes = codes_of([d.key for d in divisions])
        for division in divisions:
            kind = UnitKind.FARM_BUREAU if division.kind == Kind.FARM_BUREAU else UnitKind.TOWNSHIP
            named = NamedUnit(codes.get(division.key, str(division.key)), division.name, kind)
            units[named.code] = _ensure(named, division, head, actor)
    return units


def ensure_village_unit(village: Division, township: Unit, *, actor: Actor) -> Unit:
    """The unit of a village, made when it is missing."""
    require(actor, "accounts.manage_units")
    code = codes_of([village.key]).get(village.key, str(village.key))
    return _ensure(NamedUnit(code, village.name, UnitKind.VILLAGE), village, township, actor)


def _ensure(named: NamedUnit, area: Division | None, parent: Unit | None, actor: Actor) -> Unit:
    unit, made = Unit.objects.get_or_create(
        code=named.code, defaults={"name": named.name, "kind": named.kind, "area": area, "parent": parent}
    )
    if made:
        record("accounts.manage_units", actor=actor, subject=unit, area=unit.area_id or "")
    return unit


def _check_area(unit: Unit) -> None:
    if unit.kind in (UnitKind.TOWNSHIP, UnitKind.FARM_BUREAU, UnitKind.VILLAGE) and unit.area is None:
        raise WrongArea(_("A township, farm bureau or village needs its area."))


def _save(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as fault:
        raise UnitCodeTaken(unit.code) from fault
