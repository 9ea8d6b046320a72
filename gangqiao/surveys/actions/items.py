"""The city's own items, and the versions of the questions that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.reads import county_path
from gangqiao.surveys.compiling import compile_sheet
from gangqiao.surveys.models import Item, ItemKind, QuestionVersion
from gangqiao.surveys.questions import digest
from gangqiao.surveys.questions.expressions import keys_of
from gangqiao.surveys.refusals import ChoicesMissing, ItemAskedFor, ItemExists

LISTED = (ItemKind.CHOICE, ItemKind.MULTI_CHOICE)


def add_item(
    *,
    label: str,
    about: str,
    kind: str,
    choices: list[str],
    required: bool,
    actor: Actor,
    follows: Item | None = None,
    choices_en: Mapping[str, str] | None = None,
    **more: Any,
) -> Item:
    """Add an item. With `follows` it takes the place of another, whose answers it inherits; that one is ended.

    choices     the words of a list, in order; equal words of the one it follows keep their code
    choices_en  the English of a word; more: label_en, relevant, is_whole, as the item holds them
    Raises ItemExists, ChoicesMissing, ItemAskedFor.
    """
    require(actor, "surveys.add_item", area=county_path())
    words = list(dict.fromkeys(word.strip() for word in choices if word.strip())) if kind in LISTED else []
    if kind in LISTED and len(words) < 2:
        raise ChoicesMissing
    with transaction.atomic():
        if follows is not None:
            end_item(follows.pk, actor=actor)
        item = Item(
            label=label.strip(), about=about, kind=kind, required=required, made_by=actor.name, follows=follows, **more
        )
        item.choices = _coded(words, follows)
        item.choices_en = {c: (choices_en or {})[w] for c, w in item.choices.items() if w in (choices_en or {})}
        item.key = f"i{(Item.objects.order_by('pk').values_list('pk', flat=True).last() or 0) + 1}"
        try:
            with transaction.atomic():
                item.save(force_insert=True)
        except IntegrityError as error:
            raise ItemExists(item.label) from error
        record("surveys.add_item", actor=actor, subject=item, area=county_path())
    return item


def end_item(item_id: int, *, actor: Actor) -> Item:
    """No longer ask an item in versions made from now on. A second call changes nothing.

    Raises ItemAskedFor when another item is asked depending on it.
    """
    require(actor, "surveys.add_item", area=county_path())
    with transaction.atomic():
        item: Item = Item.objects.select_for_update().get(pk=item_id)
        if item.ended_at is None:
            for other in Item.objects.filter(ended_at=None, relevant__isnull=False):
                if other.relevant is not None and item.question.key in keys_of(other.relevant):
                    raise ItemAskedFor(item.label, other.label)
            item.ended_at = clock.now()
            item.save(update_fields=["ended_at"])
            record("surveys.add_item", actor=actor, subject=item, area=county_path(), fields=["ended_at"])
    return item


def newest_questions() -> QuestionVersion:
    """The version of the questions as they are declared now; made when there is none yet."""
    items = list(Item.objects.filter(ended_at=None))
    stored = compile_sheet((item.about, item.question) for item in items).as_json()
    name = digest(stored)
    last = QuestionVersion.objects.order_by("pk").last()
    if last is not None and last.digest == name:
        return last
    with transaction.atomic():
        version, made = QuestionVersion.objects.get_or_create(
            digest=name, defaults={"stored": stored, "upgrade": _upgrade(items)}
        )
        if made:
            record("surveys.make_questions", actor=SYSTEM, subject=version, area=county_path(), source="system")
    return version


def _coded(words: list[str], follows: Item | None) -> dict[str, str]:
    """Codes for the words: those of the former item for equal words, new numbers for new ones."""
    former = {word: code for code, word in (follows.choices if follows else {}).items()}
    used = [int(code) for code in former.values()]
    free = iter(range(max(used, default=0) + 1, max(used, default=0) + 1 + len(words)))
    return {former[word] if word in former else str(next(free)): word for word in words}


def _upgrade(items: list[Item]) -> dict[str, dict[str, str]]:
    """Where the answers to ended items go: to the item that took their place, also over several steps."""
    renamed = {}
    for item in items:
        former = item.follows
        while former is not None:
            renamed[f"own.{former.key}"] = f"own.{item.key}"
            former = former.follows
    return {"renamed": renamed}
