"""Addresses of the checks before payment, and of the self-audit book."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import findings, findings_book

POST = ("POST",)
VIEW = "subsidies.view_findings"

urlpatterns: list[Any] = [
    address("subsidies/findings/", findings.findings, who=VIEW, name="findings"),
    address("subsidies/findings/run/", findings.run_checks, who="subsidies.run_checks", name="run_checks",
            methods=POST),
    address("subsidies/findings/book/", findings_book.audit_book, who="subsidies.print", name="audit_book"),
    address("subsidies/findings/book/paper/", findings_book.print_audit_book, who="subsidies.print",
            name="print_audit_book"),
    address("subsidies/findings/<uuid:finding>/settle/", findings.settle_finding, who="subsidies.settle_finding",
            name="settle_finding", methods=POST, kind="finding"),
]  # fmt: skip
