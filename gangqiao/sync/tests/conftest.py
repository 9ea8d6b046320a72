"""A phone that speaks to the real views, and a kind of operation whose effects can be counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from gangqiao.accounts.models import Device
from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.sync import kinds
from gangqiao.sync.kinds import NotYet, Outcome
from gangqiao.sync.models import Op
from tests.cast.phones import TOY, FakePhone

EFFECT = "toy.note"  # the verb of the events that are the effects
ARRIVED: list[str] = []  # pictures that notes with "later" wait for


class TooLoud(Refusal):
    def __init__(self, words: str) -> None:
        super().__init__(Say("“%(words)s” is too loud.", words=words), field="words")


def apply_note(op: Op, *, actor: Any) -> Outcome:
    """One effect: an event that names the operation and its words. Some words mean trouble."""
    words = op.content["words"]
    record(EFFECT, actor=actor, area=op.area_id, reason=words, source=str(op.uuid))
    if words.startswith("loud"):
        raise TooLoud(words)  # the event above must not stay
    if words.startswith("later") and not ARRIVED:
        raise NotYet(Say("A picture is still on its way."))
    if words.startswith("absent"):
        raise Device.DoesNotExist
    if words.startswith("crash"):
        raise RuntimeError(words)
    if words.startswith("apart"):
        return Outcome("conflict", say=Say("Kept apart."), fields=["words"])
    return Outcome()


def effects() -> dict[str, list[str]]:
    """The words of every effect, by the number of its operation."""
    found: dict[str, list[str]] = {}
    for source, words in Event.objects.filter(verb=EFFECT).order_by("seq").values_list("source", "reason"):
        found.setdefault(source, []).append(words)
    return found


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server knows the toy kind; wrong codes of other tests are forgotten."""
    cache.clear()
    ARRIVED.clear()
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))
    kinds.register(TOY, apply_note, label="note")


@pytest.fixture
def phone(connect_phone: Any, village_officer: Any, county: Any) -> FakePhone:
    """A phone of the first village of Xinshao."""
    return connect_phone(village_officer, county.villages[0])
