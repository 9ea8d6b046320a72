"""Addresses of the health gates, of disinfection, and of the public page of certificates."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.transfers.views import certificate, gates, gates_disinfection

POST, BOTH = ("POST",), ("GET", "POST")
VIEW, CHECK, DISINFECT = "transfers.view_checks", "transfers.check", "transfers.disinfect"


def _on(route: str, view: Any, verb: str, methods: tuple[str, ...] = POST) -> Any:
    """An address of one passenger, named by its verb."""
    return address(
        f"transfers/passengers/<uuid:passenger>/{route}",
        view,
        who=f"transfers.{verb}",
        name=verb,
        methods=methods,
        kind="passenger",
    )


urlpatterns: list[Any] = [
    address("transfers/checks/", gates.checks, who=VIEW, name="checks"),
    address("transfers/batches/<uuid:batch>/checks/", gates.checks_of, who=VIEW, name="checks_of"),
    address("transfers/batches/<uuid:batch>/checks/table/", gates.table, who=CHECK, name="check_table", methods=BOTH),
    _on("check/", gates.check, "check", BOTH),
    _on("hold/", gates.hold_back, "hold_back"),
    _on("let-go/", gates.pass_gate, "pass_gate"),
    _on("check-again/", gates.ask_again, "ask_again"),
    address("transfers/disinfection/", gates_disinfection.vehicles, who=DISINFECT, name="disinfection"),
    address(
        "transfers/trips/<uuid:trip>/disinfected/", gates_disinfection.record, who=DISINFECT, name="disinfect",
        methods=POST,
    ),
    address("certificate/", certificate.ask, who=PUBLIC, name="ask_certificate", methods=BOTH),
    address("certificate/<str:token>/", certificate.certificate, who=PUBLIC, name="certificate"),
]  # fmt: skip
