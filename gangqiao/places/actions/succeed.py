"""Splits one division into several, or merges several into one, with everything that lies below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import parent_of, upper_bound
from gangqiao.places.actions.change import locked
from gangqiao.places.growth import Growth, NewDivision, write_successions
from gangqiao.places.levels import Kind, Level, Scheme, Terrain
from gangqiao.places.models import Division, DivisionCode
from gangqiao.places.refusals import ChildWithoutSuccessor, DayOutOfOrder, NotOneToMany


@transaction.atomic
def succeed(
    old_keys: Sequence[str],
    news: Sequence[NewDivision],
    *,
    on: dt.date,
    actor: Actor,
    hands_over: Mapping[str, int] | None = None,
    source: str = "",
    date_is_confirmed: bool = True,
) -> list[Division]:
    """End the old divisions on a day and let the new ones begin; returns the new ones, in their order.

    Everything below the old ones gets a successor too, with its codes. In a split, `hands_over` says for each key
    directly below the old division which of `news` it goes to (by position).
    """
    if not old_keys or not news or (len(old_keys) > 1 and len(news) > 1):
        raise NotOneToMany
    for key in (*old_keys, *(new.parent for new in news)):
        require(actor, "places.succeed", area=key)
    olds = [locked(key, on) for key in old_keys]
    for old in olds:
        if not old.valid_from < on <= clock.today():
            raise DayOutOfOrder(old.name, on, old.valid_from, clock.today())
    move = _Move(olds, news, on, date_is_confirmed, source)
    receivers = move.plant_news()
    move.take_over(receivers, hands_over or {})
    write_successions(move.pairs, on, date_is_confirmed, source)
    for old in olds:
        record("places.succeed", actor=actor, subject=old, area=old.key, fields=["valid_to"], reason=source)
    return receivers


class _Move:
    """One succession while it is carried out: the ends are written first, so that codes are free for the new."""

    def __init__(
        self, olds: list[Division], news: Sequence[NewDivision], on: dt.date, confirmed: bool, source: str
    ) -> None:
        self.olds, self.news, self.on, self.confirmed, self.source = olds, news, on, confirmed, source
        self.pairs: list[tuple[str, str]] = []
        within = Q(pk__in=[])
        for old in olds:
            within |= Q(key__gte=old.key, key__lt=upper_bound(old.key))
        inside = Division.objects.on(on).filter(within)
        self.rows = list(inside.order_by("key"))
        keys = [row.key for row in self.rows]
        held = DivisionCode.objects.on(on).filter(division__in=keys)
        self.codes = list(held.order_by("-scheme", "-valid_from"))  # official first: "o" follows "l" and "i"
        DivisionCode.objects.filter(pk__in=[row.pk for row in self.codes]).update(valid_to=on)
        Division.objects.filter(key__in=keys).update(valid_to=on)
        above = [new.parent for new in news]
        self.growth = Growth(Division.objects.filter(key__in=above), DivisionCode.objects.all())

    def plant_news(self) -> list[Division]:
        """Begin the new divisions."""
        planted = []
        for new in self.news:
            values = {name: getattr(new, name) for name in NewDivision.__dataclass_fields__}
            values |= {"valid_from": self.on, "date_is_confirmed": self.confirmed, "source": new.source or self.source}
            planted.append(self.growth.plant(NewDivision(**values)))
        self.pairs += [(old.key, new.key) for old in self.olds for new in planted]
        return planted

    def take_over(self, receivers: list[Division], hands_over: Mapping[str, int]) -> None:
        """Begin a successor of everything below the old divisions, and write all of it."""
        roots = {old.key for old in self.olds}
        onto = dict.fromkeys(roots, receivers[0].key) if len(receivers) == 1 else {}
        lost = []
        codes = {row.division_id: row for row in reversed(self.codes)}
        for row in self.rows:
            if row.key in roots:
                continue
            above = parent_of(row.key)
            target = onto.get(above)
            if above in roots and len(receivers) > 1:
                place = hands_over.get(row.key, -1)
                target = receivers[place].key if 0 <= place < len(receivers) else None
            if target is None:
                lost += [row.name] if above in roots else []
                continue
            planted = self.growth.plant(self._copy(row, target, codes.get(row.key)))
            onto[row.key] = planted.key
            self.pairs.append((row.key, planted.key))
        if lost:
            raise ChildWithoutSuccessor(lost)
        self.growth.write()

    def _copy(self, row: Division, parent: str, code: DivisionCode | None) -> NewDivision:
        return NewDivision(
            parent=parent,
            level=Level(row.level),
            kind=Kind(row.kind),
            name=row.name,
            code=code.code if code else "",
            scheme=Scheme(code.scheme) if code else Scheme.LOCAL,
            valid_from=self.on,
            date_is_confirmed=self.confirmed,
            source=self.source,
            longitude=row.longitude,
            latitude=row.latitude,
            place_note=row.place_note,
            terrain=Terrain(row.terrain),
            made=row.made,
        )
