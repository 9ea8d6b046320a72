"""A phone without a screen, which speaks to the real addresses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from gangqiao.accounts.models import Device
from gangqiao.sync import actions

TOY = "toy.note"  # the kind of operation that only tests know (sync/tests/conftest.py)


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
