"""The city's own items of a department's form: added, closed, asked again. An item is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions.own_answers import version_of
from gangqiao.vacancies.attributes import EMPLOYER, VACANCY
from gangqiao.vacancies.models import CityItem, OwnKind
from gangqiao.vacancies.pasting.terms import find_fees
from gangqiao.vacancies.pasting.units import message
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.policy.own_items import DECLARED
from gangqiao.vacancies.reads.own_items import form_of
from gangqiao.vacancies.refusals.own_items import (
    AskedAlready,
    AsksForMoney,
    ChoicesMissing,
    EnglishDoesNotFit,
    UnknownDepartment,
)

KEEP = "vacancies.keep_own_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An item as somebody asks for it.

    choices  the words of a list in order; choices_en: as many, or none; measure: what a number counts
    """

    label: str
    kind: str
    source: str
    label_en: str = ""
    choices: Sequence[str] = ()
    choices_en: Sequence[str] = ()
    measure: str = ""
    help: str = ""
    required: bool = False
    is_public: bool = False


def add_item(unit: str, wanted: Wanted, *, actor: Actor) -> CityItem:
    """Ask one thing more of the vacancies of a department from now on; what was handed in before needs no answer.

    Raises NotYourVerb, UnknownDepartment, AskedAlready, AsksForMoney, ChoicesMissing, EnglishDoesNotFit.
    """
    require(actor, KEEP, area=county_path())
    if unit not in DEPARTMENTS:
        raise UnknownDepartment
    made = _made(unit, wanted, actor)
    if find_fees(message(wanted.label)):
        raise AsksForMoney
    with transaction.atomic():
        _refuse_second(unit, wanted.label)
        made.key = f"c{(CityItem.objects.order_by('pk').values_list('pk', flat=True).last() or 0) + 1}"
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:  # another was quicker
            raise AskedAlready(wanted.label) from error
        _note(made, actor)
    return made


def _made(unit: str, wanted: Wanted, actor: Actor) -> CityItem:
    """The row, without its key. Raises ChoicesMissing, EnglishDoesNotFit."""
    words, english = _lists(wanted.kind, wanted.choices, wanted.choices_en)
    codes = [str(number) for number in range(1, len(words) + 1)]
    return CityItem(
        unit=unit,
        label=wanted.label,
        label_en=wanted.label_en,
        kind=wanted.kind,
        choices=dict(zip(codes, words, strict=True)),
        choices_en=dict(zip(codes, english, strict=False)),
        order=codes,
        measure=wanted.measure if wanted.kind == OwnKind.NUMBER else "",
        help=wanted.help,
        required=wanted.required,
        is_public=wanted.is_public,
        source=wanted.source,
        made_by=actor.name[:100],
    )


def close_item(unit: str, key: str, *, actor: Actor) -> CityItem | None:
    """No longer ask an item, declared or of the city. Answers stay. A second call changes nothing; null: there is none.

    Raises NotYourVerb.
    """
    require(actor, KEEP, area=county_path())
    with transaction.atomic():
        row = _row_of(unit, key, actor)
        if row is not None and row.ended_at is None:
            row.ended_at = clock.now()
            row.save(update_fields=["ended_at"])
            _note(row, actor, ["ended_at"])
    return row


def ask_again(unit: str, key: str, *, actor: Actor) -> CityItem | None:
    """Ask an item that was closed once more; null: there is none. Raises NotYourVerb, AskedAlready."""
    require(actor, KEEP, area=county_path())
    with transaction.atomic():
        row: CityItem | None = CityItem.objects.select_for_update().filter(unit=unit, key=key).first()
        if row is not None and row.ended_at is not None:
            _refuse_second(unit, row.label)
            row.ended_at = None
            row.save(update_fields=["ended_at"])
            _note(row, actor, ["ended_at"])
    return row


def _lists(kind: str, choices: Sequence[str], choices_en: Sequence[str]) -> tuple[list[str], list[str]]:
    if kind != OwnKind.CHOICE:
        return [], []
    words = list(dict.fromkeys(word.strip()[:40] for word in choices if word.strip()))
    english = [word.strip()[:80] for word in choices_en if word.strip()]
    if len(words) < 2:
        raise ChoicesMissing
    if english and len(english) != len(words):
        raise EnglishDoesNotFit(len(words))
    return words, english


def _refuse_second(unit: str, label: str) -> None:
    """A label is the heading of a column, too: no two items, and no common fact, may be called so."""
    taken = {item.heading for item in form_of(unit).items}
    taken |= {heading for a in (*VACANCY, *EMPLOYER) for heading in (a.heading, *a.synonyms)}
    if label in taken:
        raise AskedAlready(label)


def _row_of(unit: str, key: str, actor: Actor) -> CityItem | None:
    """The row of an item; of a declared one it is made, so that there is something to close."""
    row: CityItem | None = CityItem.objects.select_for_update().filter(unit=unit, key=key).first()
    declared = next((item for item in DECLARED.get(unit, ()) if item.key == key), None)
    if row is not None or declared is None:
        return row
    row, _made = CityItem.objects.get_or_create(
        unit=unit,
        key=key,
        defaults={
            "is_declared": True,
            "label": declared.heading,
            "kind": declared.kind,
            "source": declared.source,
            "made_by": actor.name[:100],
        },
    )
    return row


def _note(row: CityItem, actor: Actor, fields: Sequence[str] = ()) -> None:
    """Write down what was done, and keep the version of the form that holds from now on."""
    record(KEEP, actor=actor, subject=row, area=county_path(), fields=list(fields))
    version_of(form_of(row.unit))
