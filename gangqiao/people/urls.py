"""The addresses of the register, each with its rule. Records are named by uuid or key: nothing personal in them."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import SIGNED_IN, address
from gangqiao.people.views import (
    changes,
    correcting,
    dated,
    files,
    households,
    merging,
    moving,
    places,
    registering,
    revealing,
    spells,
)

app_name = "people"
ASK_AND_ACT = ("GET", "POST")
ACT = ("POST",)
View = Callable[..., Any]


def _person(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = ASK_AND_ACT) -> URLPattern:
    return address(f"people/<uuid:person>/{route}", view, who=verb, name=name, methods=methods, kind="person")


def _household(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = ASK_AND_ACT) -> URLPattern:
    return address(f"households/<uuid:household>/{route}", view, who=verb, name=name, methods=methods, kind="household")


def _spell(route: str, view: View, verb: str, name: str) -> URLPattern:
    return address(f"spells/<int:spell>/{route}", view, who=verb, name=name, methods=ASK_AND_ACT, kind="spell")


urlpatterns = [
    address("places/options/", places.options, who=SIGNED_IN, name="places"),
    address(
        "households/register/",
        registering.register_household,
        who="people.register",
        name="register_household",
        methods=ASK_AND_ACT,
    ),
    _person("", files.person, "people.view", "person", ("GET",)),
    _person("reveal/", revealing.reveal, "people.reveal", "reveal", ACT),
    _person("confirm/", files.confirm, "people.confirm", "confirm", ACT),
    _person("correct/", correcting.correct_person, "people.correct", "correct"),
    _person("category/", dated.record_category, "people.record_category", "record_category"),
    _person("skill/", dated.record_skill, "people.record_skill", "record_skill"),
    _person("intention/", dated.record_intention, "people.record_intention", "record_intention"),
    _person("business/", dated.record_business, "people.record_business", "record_business"),
    _person("contact/", dated.record_contact, "people.record_contact", "record_contact"),
    _person("spell/", spells.record_spell, "people.record_spell", "record_spell"),
    _person("id/", moving.correct_id, "people.correct_id", "correct_id"),
    _person("move/", moving.move_in, "people.move", "move_in"),
    _person("move-out/", moving.move_out, "people.move", "move_out"),
    _person("transfer/", moving.transfer, "people.transfer_record", "transfer"),
    _person("death/", moving.record_death, "people.record_death", "record_death"),
    _person("merge/", merging.merge, "people.merge", "merge"),
    _person("unmerge/", merging.unmerge, "people.unmerge", "unmerge", ACT),
    _household("", files.household, "people.view", "household", ("GET",)),
    _household("confirm/", files.confirm_household, "people.confirm", "confirm_household", ACT),
    _household("correct/", correcting.correct_household, "people.correct", "correct_household"),
    _household("register/", registering.register_person, "people.register", "register_person"),
    _household("split/", households.split, "people.split_household", "split"),
    _household("transfer/", households.transfer, "people.transfer_record", "transfer_household"),
    _household("head/", households.change_head, "people.change_head", "change_head"),
    _spell("correct/", spells.correct_spell, "people.record_spell", "correct_spell"),
    _spell("depart/", spells.depart, "people.depart", "depart"),
    _spell("start/", spells.start_work, "people.start_work", "start_work"),
    _spell("verify/", spells.verify_spell, "people.verify_spell", "verify_spell"),
    _spell("end/", spells.end_spell, "people.end_spell", "end_spell"),
    address(
        "categories/<int:category>/end/",
        dated.end_category,
        who="people.record_category",
        name="end_category",
        methods=ASK_AND_ACT,
        kind="category",
    ),
    address("changes/", changes.changes, who="people.view", name="changes"),
    address("changes/<uuid:change>/", changes.change, who="people.view", name="change", kind="change"),
    address("changes/<uuid:change>/undo/", changes.undo, who="people.undo", name="undo", methods=ACT, kind="change"),
]
