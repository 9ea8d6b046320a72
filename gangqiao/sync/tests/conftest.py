"""A phone that speaks to the real views, and a kind of operation whose effects can be counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from gangqiao.accounts.models import Device
from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.sync import actions, kinds
from gangqiao.sync.kinds import NotYet, Outcome
from gangqiao.sync.models import Op

TOY = "toy.note"
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


@dataclass
class FakePhone:
    """A phone without a screen: it counts, keeps what it made, and sends what it is told to."""

    token: str
    device: Device
    epoch: str
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    made: list[dict[str, Any]] = field(default_factory=list)

    def note(self, words: str, *, after: str | None = None, number: UUID | None = None) -> dict[str, Any]:
        """Make an operation; it is kept, and not sent."""
        op = {
            "id": str(number or uuid4()),
            "seq": len(self.made) + 1,
            "after": after,
            "at": "2020-03-16T08:00:00+08:00",
            "kind": TOY,
            "body": {"words": words},
        }
        self.made.append(op)
        return op

    def ask(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        headers = {"authorization": f"Bearer {self.token}", **headers}
        data = json.dumps(content) if content is not None else ""
        return self.browser.generic(method, f"/phone/{path}", data, "application/json", headers=headers)

    def send(self, *ops: dict[str, Any], **more: Any) -> Any:
        """Send a batch; the answer as it came."""
        return self.ask("POST", "ops/", {"epoch": self.epoch, "device_at": None, "ops": list(ops), **more})

    def results(self, *ops: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        """Send a batch; what became of each."""
        answer = self.send(*ops, **more)
        assert answer.status_code == 200, answer.content
        return list(answer.json()["results"])


@pytest.fixture
def connect_phone() -> Callable[..., FakePhone]:
    """Connects a phone of an actor to an area by its real addresses: `connect_phone(village_officer, village)`."""

    def connect(actor: Any, area: Any) -> FakePhone:
        code = actions.connect(area, actor=actor)
        content = json.dumps({"code": code, "name": "test"})
        answer = Client().post("/phone/enrol/", content, content_type="application/json")
        assert answer.status_code == 200, answer.content
        told = answer.json()
        return FakePhone(told["token"], Device.objects.get(uuid=told["device"]), told["epoch"])

    return connect


@pytest.fixture
def phone(connect_phone: Any, village_officer: Any, county: Any) -> FakePhone:
    """A phone of the first village of Xinshao."""
    return connect_phone(village_officer, county.villages[0])
