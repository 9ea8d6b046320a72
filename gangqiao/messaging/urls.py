"""The addresses of notices: the desk /messages/, a reader's own /notices/, the gateway's /gateway/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, address
from gangqiao.messaging.views import desk, gateway, notices, numbers, paper

app_name = "messaging"
POST = ("POST",)


def _button(name: str, view: Callable[..., Any]) -> URLPattern:
    """A button on the page of one notice; its verb has the name of the address."""
    route = f"messages/<uuid:message>/{name.replace('_', '-')}/"
    return address(route, view, who=f"messaging.{name}", name=name, methods=POST, kind="message")


urlpatterns = [
    address("messages/", desk.messages, who="messaging.view", name="messages"),
    address("messages/days/", desk.days, who="messaging.view", name="days"),
    address("messages/paper/", paper.paper, who="messaging.hand_over", name="paper"),
    address("messages/paper/print/", paper.print_sheet, who="messaging.print", name="print", methods=POST),
    address("messages/paper/handed/", paper.hand_over, who="messaging.hand_over", name="hand_over", methods=POST),
    address("messages/numbers/", numbers.numbers, who="messaging.opt_out", name="numbers"),
    address("messages/numbers/stop/", numbers.stop, who="messaging.opt_out", name="stop", methods=POST),
    address("messages/numbers/start/", numbers.start, who="messaging.opt_in", name="start", methods=POST),
    address("messages/<uuid:message>/", desk.message, who="messaging.view", name="message", kind="message"),
    _button("retry", desk.retry),
    _button("take_as_sent", desk.take_as_sent),
    _button("put_on_paper", desk.put_on_paper),
    _button("withdraw", desk.withdraw),
    address("notices/", notices.notices, who=SIGNED_IN, name="notices"),
    address("notices/read/", notices.read_all, who=SIGNED_IN, name="read_all", methods=POST),
    address("notices/<uuid:notice>/read/", notices.read, who=SIGNED_IN, name="read", methods=POST),
    address("gateway/<str:token>/", gateway.receipts, who=PUBLIC, name="gateway", methods=POST),
]
