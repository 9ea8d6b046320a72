"""A gateway that answers as a test says, and texts that only tests declare."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.translation import gettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.clock import TZ
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging import actions, templates
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

TIME, RECONFIRM = "test.time", "test.reconfirm"
MORNING = dt.datetime(2020, 3, 16, 10, tzinfo=TZ)


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Two texts: one that may go on paper and names a person, one that leads to a page and may not."""
    cache.clear()
    settings.ADDRESS = "https://jobs.example"
    monkeypatch.setattr(templates, "_TEMPLATES", dict(templates.all_templates()))
    templates.register(
        TIME,
        "time",
        words=gettext_lazy("%(name)s: your coach to %(place)s leaves at %(at)s."),
        purpose=Purpose.JOURNEY,
        params={"name": Param(10, Level.PERSONAL), "place": Param(12), "at": Param(kind="moment")},
    )
    templates.register(
        RECONFIRM,
        "reconfirm",
        words=gettext_lazy("Do you still offer these jobs? %(link)s"),
        purpose=Purpose.JOBS,
        params={"link": Param(20, kind="link")},
        on_paper=False,
    )


@pytest.fixture
def morning() -> Iterator[None]:
    """Ten o'clock: telephones may ring."""
    with clock.frozen_at(MORNING):
        yield


@pytest.fixture
def notify(county: Any, township_clerk: Any) -> Callable[..., Message]:
    """Queues a notice to somebody in the first village: `notify("key", phone="...")`."""

    def queue(key: str = "k", phone: str = "13987300001", kind: str = TIME, **more: Any) -> Message:
        params = {"name": "张三", "place": "深圳", "at": MORNING + dt.timedelta(days=1)}
        if kind == RECONFIRM:
            params = {"link": "/v/abc"}
        area = more.pop("area", county.villages[0].key)
        with scope_of([county.key]):
            given = {"params": params, "key": key, "area": area, "actor": township_clerk, "phone": phone, **more}
            return actions.send(kind, **given)

    return queue


@pytest.fixture
def again(county: Any) -> Callable[[Message], Message]:
    """Reads a notice anew."""

    def read(message: Message) -> Message:
        with scope_of([county.key]):
            return Message.objects.get(pk=message.pk)

    return read


@pytest.fixture
def work(county: Any) -> Callable[..., Any]:
    """Works off what is due in the county."""

    def run(**more: Any) -> Any:
        with scope_of([county.key]):
            return actions.work_off(**more)

    return run


@dataclass
class Operator:
    """A gateway as an operator runs one: a real server on this machine. `answer` gives status and body of each."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], tuple[int, str] | None] = lambda told: (200, '{"code": 0, "msgid": "m1"}')


@pytest.fixture
def operator(settings: Any) -> Iterator[Operator]:
    """The gateway in use is a server of the test, spoken with over HTTP."""
    operator = Operator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operator.got.append({**told, "path": self.path, "key": self.headers["X-Key"]})
            answered = operator.answer(told)
            if answered is None:  # the line breaks
                self.close_connection = True
                return
            status, body = answered
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *given: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    operator.url = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY, settings.SMS_HTTP_URL = "http", operator.url
    settings.SMS_HTTP_HEADERS = {"Content-Type": "application/json", "X-Key": "secret"}
    settings.SMS_HTTP_BODY = '{"mobile": "$phone", "text": "$words", "ref": "$reference"}'
    settings.SMS_HTTP_SUCCESS = r'"code": 0(, "msgid": "(?P<receipt>\w+)")?'
    settings.SMS_HTTP_SECONDS = 5.0
    yield operator
    server.shutdown()
    server.server_close()
