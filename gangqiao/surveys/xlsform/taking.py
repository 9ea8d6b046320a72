"""Takes the items of a file over, all of them or none."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core import signing
from django.db import transaction

from gangqiao.kernel.actor import Actor
from gangqiao.surveys.actions import add_item
from gangqiao.surveys.models import Item
from gangqiao.surveys.xlsform.reading import Drafted, Form, faults_of_names

SALT = "surveys.xlsform"
AN_HOUR = 3600
KINDS = {"integer": "number"}  # a whole number is a number without decimals


def sealed(items: list[Drafted]) -> str:
    """The items in a text that comes back from the preview as it was shown."""
    return signing.dumps([asdict(item) for item in items], salt=SALT, compress=True)


def opened(text: str) -> list[Drafted]:
    """The items of a preview. Raises signing.BadSignature when it was changed or is older than an hour."""
    found: list[dict[str, Any]] = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    return [Drafted(**{**one, "words": [tuple(pair) for pair in one["words"]]}) for one in found]


def asked_already(form: Form) -> list[str]:
    """Sentences about items that are asked already."""
    taken = set(Item.objects.filter(ended_at=None).values_list("label", "about"))
    return [str(say) for say in faults_of_names(form, taken)]


def take_over(items: list[Drafted], *, actor: Actor) -> list[Item]:
    """Add the items in their order. Raises ItemExists, NotYourVerb; nothing is added then."""
    keys: dict[str, str] = {}
    made = []
    with transaction.atomic():
        for one in items:
            item = add_item(
                label=one.label,
                about=one.about,
                kind=KINDS.get(one.kind, one.kind),
                choices=[word for word, _english in one.words],
                required=one.required,
                actor=actor,
                label_en=one.label_en,
                choices_en={word: english for word, english in one.words if english},
                relevant=_by_keys(one.relevant, keys) if one.relevant else None,
                is_whole=one.kind == "integer",
            )
            keys[one.name] = item.question.key
            made.append(item)
    return made


def _by_keys(tree: Any, keys: dict[str, str]) -> dict[str, Any]:
    """A condition with the keys of the items in place of their names in the file."""
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        return {name: [_by_keys(part, keys) for part in body]}
    if name == "not":
        return {name: _by_keys(body, keys)}
    if name == "answered":
        return {name: keys[body]}
    return {name: [keys[body[0]], body[1]]}
