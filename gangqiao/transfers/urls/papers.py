"""Addresses of the papers of a batch."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.transfers.views import papers

POST = ("POST",)
PRINT = "transfers.print"
_BATCH, _PRINTING = "transfers/batches/<uuid:batch>/papers/", "transfers/papers/<uuid:printing>/"

urlpatterns: list[Any] = [
    address(_BATCH, papers.papers, who=PRINT, name="papers"),
    address(f"{_BATCH}print/", papers.print_papers, who=PRINT, name="print", methods=POST),
    address(f"{_BATCH}numbers/", papers.ask_numbers, who="exports.ask_sensitive", name="ask_numbers", methods=POST),
    address(_PRINTING, papers.show_printing, who=PRINT, name="printing", kind="printing"),
    address(f"{_PRINTING}fetch/", papers.fetch_printing, who=PRINT, name="fetch_printing", methods=POST,
            kind="printing"),
]  # fmt: skip
