"""A phone in a village: it counts its operations, speaks to the real addresses, and answers as an officer would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.test import Client

from gangqiao.accounts.models import Device
from gangqiao.sync import actions as sync
from tests.phone.node import answers

Json = dict[str, Any]


@dataclass
class SurveyPhone:
    """One officer's phone. `make` keeps an operation; `send` brings operations to the server."""

    token: str
    device: Device
    epoch: str
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    made: list[Json] = field(default_factory=list)
    at: str = "2020-03-16T08:00:00+08:00"

    def make(self, kind: str, body: Json, *, after: str | None = None) -> Json:
        op = {
            "id": str(uuid4()),
            "seq": len(self.made) + 1,
            "after": after,
            "at": self.at,
            "kind": f"surveys.{kind}",
            "body": body,
        }
        self.made.append(op)
        return op

    def ask(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        told = {"authorization": f"Bearer {self.token}", **headers}
        data = json.dumps(content) if content is not None else ""
        return self.browser.generic(method, f"/phone/{path}", data, "application/json", headers=told)

    def send(self, *ops: Json) -> list[Json]:
        """Bring operations. Returns what became of each."""
        answer = self.ask("POST", "ops/", {"epoch": self.epoch, "device_at": self.at, "ops": list(ops)})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["results"])

    def do(self, kind: str, body: Json) -> Json:
        """Make one operation and bring it at once."""
        (result,) = self.send(self.make(kind, body))
        return result

    def package(self, village: str) -> Json:
        """A village as the phone has it afterwards: its own code makes the households of what came."""
        answer = self.ask("GET", f"packages/{village}/?format=2")
        assert answer.status_code == 200, answer.content
        came = answer.json()
        (households,) = answers([["households", came]])
        return {**came, "households": households}

    def changes(self, village: str, since: str) -> Json:
        answer = self.ask("GET", f"changes/{village}/?since={since}")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())


def connect(actor: Any, area: Any) -> SurveyPhone:
    """A phone of an actor, connected by its real addresses."""
    cache.clear()
    content = json.dumps({"code": sync.connect(area, actor=actor), "name": "test"})
    answer = Client().post("/phone/enrol/", content, content_type="application/json")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    return SurveyPhone(told["token"], Device.objects.get(uuid=told["device"]), told["epoch"])


def answers_of(task: Any, whom: Any, given: Json, base: Json | None = None, **more: Any) -> Json:
    """The body of `surveys.answers`."""
    return {
        "task": str(task.uuid),
        "person": str(whom.uuid) if whom is not None else None,
        "answers": given,
        "base": base or {},
        "questions": task.campaign.questions.digest,
        "notice_version": 1,
        "collected_at": "2020-03-16T07:59:00+08:00",
        **more,
    }
